// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IEigenPod} from "../../3-restaking/interfaces/IEigenPod.sol";

/// @notice In the place of EigenPodManager: tells with which arguments a pod calls it, and passes on what a manager
/// does.
contract PodManagerRecorder {
    event Recorded(address podOwner, uint256 prevRestakedBalanceWei, int256 balanceDeltaWei);

    mapping(uint8 bit => bool) public paused;

    function createPod(address implementation, address owner) external returns (IEigenPod pod) {
        pod = IEigenPod(Clones.cloneDeterministic(implementation, bytes32(uint256(uint160(owner)))));
        pod.initialize(owner);
    }

    function podOf(address implementation, address owner) external view returns (address) {
        return Clones.predictDeterministicAddress(implementation, bytes32(uint256(uint160(owner))));
    }

    function setPaused(uint8 bit, bool value) external {
        paused[bit] = value;
    }

    function recordBeaconChainETHBalanceUpdate(address podOwner, uint256 prevWei, int256 deltaWei) external {
        emit Recorded(podOwner, prevWei, deltaWei);
    }

    function stake(IEigenPod pod, bytes calldata pubkey, bytes calldata signature, bytes32 root) external payable {
        pod.stake{value: msg.value}(pubkey, signature, root);
    }

    function withdraw(IEigenPod pod, address recipient, uint256 amountWei) external {
        pod.withdrawRestakedBeaconChainETH(recipient, amountWei);
    }
}
