// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEigenPodManager} from "../../3-restaking/interfaces/IEigenPodManager.sol";

/// @title Pod without a beacon chain behind it: reports whatever change of balance it is told to.
/// @notice Stands in for the pod implementation, with its constructor and the calls that EigenPodManager makes. What it
/// pays out comes from ETH it was given; it keeps no books, its balance is the record.
contract ReplayPod {
    IEigenPodManager public immutable eigenPodManager;
    address public podOwner;

    error OnlyEigenPodManager();
    error PaymentRefused(address recipient, uint256 amountWei);

    constructor(address, address eigenPodManager_, uint64, uint64) {
        eigenPodManager = IEigenPodManager(eigenPodManager_);
    }

    receive() external payable {}

    /// @notice Called once by the manager, in the transaction that creates the pod.
    function initialize(address owner) external {
        if (msg.sender != address(eigenPodManager)) revert OnlyEigenPodManager();
        podOwner = owner;
    }

    /// @notice Accepts the ETH of a new validator and forgets the rest.
    function stake(bytes calldata, bytes calldata, bytes32) external payable {}

    /// @notice Reports that the owner's balance of `prevRestakedBalanceWei` changed by `balanceDeltaWei`.
    function report(uint256 prevRestakedBalanceWei, int256 balanceDeltaWei) external {
        eigenPodManager.recordBeaconChainETHBalanceUpdate(podOwner, prevRestakedBalanceWei, balanceDeltaWei);
    }

    /// @notice Pays `amountWei` to `recipient`; only for the manager.
    function withdrawRestakedBeaconChainETH(address recipient, uint256 amountWei) external {
        if (msg.sender != address(eigenPodManager)) revert OnlyEigenPodManager();
        (bool paid, ) = recipient.call{value: amountWei}("");
        if (!paid) revert PaymentRefused(recipient, amountWei);
    }
}
