// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {RewardsMerkleClaim} from "../3-restaking/interfaces/RewardsTypes.sol";
import {IStrategy} from "../3-restaking/interfaces/IStrategy.sol";
import {IRestaker} from "./interfaces/IRestaker.sol";
import {IVaultEvents} from "./interfaces/IVaultEvents.sol";
import {IWrappedEther} from "./interfaces/IWrappedEther.sol";
import {LegsOut} from "./operators/LegsOut.sol";
import {Slots} from "./operators/Slots.sol";

/// @title The restaker: what goes where
/// @notice Slots and their operators, legs into restaking and out of it, and the rewards that delegators earn. All legs
/// are open to anyone and move what targets and the exit queue call for, so nobody needs to be awake and nobody can
/// choose. It holds nothing between two calls.
///
/// A reward is claimed one token at a time, so a token that fails harms no other. What has a value in ETH enters the
/// vault's U; any other token goes to the treasury and counts for nothing.
contract Restaker is LegsOut {
    using SafeERC20 for IERC20;

    IWrappedEther public immutable weth;
    address public immutable treasury;

    constructor(
        address authority_,
        address vault_,
        address queue_,
        address delegatorImplementation_,
        address delegation_,
        address allocationManager_,
        address weth_,
        address treasury_
    ) Slots(authority_, vault_, delegatorImplementation_, delegation_, allocationManager_) LegsOut(queue_) {
        weth = IWrappedEther(weth_);
        treasury = treasury_;
    }

    receive() external payable {
        if (msg.sender != address(weth)) revert UnexpectedEther(msg.sender);
    }

    /// @inheritdoc IRestaker
    function claimReward(uint256 slot, RewardsMerkleClaim calldata claim) external returns (uint256 assets) {
        if (claim.tokenLeaves.length != 1) revert OneTokenAtATime(claim.tokenLeaves.length);
        IERC20 token = claim.tokenLeaves[0].token;
        uint256 before = token.balanceOf(address(this));
        _delegator(slot).claimRewards(claim, address(this));
        uint256 amount = token.balanceOf(address(this)) - before;
        IStrategy strategy = strategyOf[address(token)];
        if (address(token) == address(weth)) {
            assets = amount;
            weth.withdraw(amount);
            _modules().receiveGain{value: amount}(IVaultEvents.Gain.Reward);
        } else if (address(strategy) != address(0)) {
            token.safeTransfer(address(_reserveOf[strategy]), amount);
            assets = _modules().bookLstGain(address(token), amount);
        } else {
            token.safeTransfer(treasury, amount);
        }
        emit RewardClaimed(slot, address(token), amount, assets);
    }
}
