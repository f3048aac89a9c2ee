// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {LeakyBucket} from "../../shared/LeakyBucket.sol";
import {ICover} from "../interfaces/ICover.sol";
import {IVaultModules} from "../interfaces/IVaultModules.sol";

/// @title First-loss cover
/// @notice ETH that pays for losses of the vault after U and before T. It is ETH and never the LRT, which would be worth
/// least when it is needed. A leaky bucket caps what it pays in any window, so that one wave of losses cannot take all of
/// it; what is beyond the cap falls on T.
///
/// Whoever funds it gives: this cover has no shares, and no way out but losses. What the vault gives back after a
/// reversed loss makes it whole again.
contract Cover is ICover {
    using LeakyBucket for LeakyBucket.Bucket;

    IVaultModules public immutable vault;
    uint256 public funds;
    uint256 public outstanding;
    LeakyBucket.Bucket private _drawn;

    modifier onlyVault() {
        if (msg.sender != address(vault)) revert NotTheVault(msg.sender);
        _;
    }

    constructor(address vault_, uint256 capAssets, uint256 windowSeconds) {
        vault = IVaultModules(vault_);
        _drawn.configure(uint96(capAssets), uint32(windowSeconds));
    }

    /// @inheritdoc ICover
    function fund() external payable {
        funds += msg.value;
        emit Funded(msg.sender, msg.value);
    }

    /// @inheritdoc ICover
    function draw(uint256 lossAssets) external onlyVault returns (uint256 paidAssets) {
        paidAssets = Math.min(lossAssets, available());
        if (paidAssets == 0) return 0;
        _drawn.pour(paidAssets);
        funds -= paidAssets;
        outstanding += paidAssets;
        emit Drawn(lossAssets, paidAssets, funds);
        vault.receiveCover{value: paidAssets}();
    }

    /// @inheritdoc ICover
    function repay() external payable onlyVault {
        outstanding -= Math.min(outstanding, msg.value);
        funds += msg.value;
        emit Repaid(msg.value);
    }

    /// @inheritdoc ICover
    function available() public view returns (uint256) {
        return Math.min(funds, _drawn.room());
    }
}
