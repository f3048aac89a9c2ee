// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IRewardsCoordinator} from "../../3-restaking/interfaces/IRewardsCoordinator.sol";
import {RewardsMerkleClaim} from "../../3-restaking/interfaces/RewardsTypes.sol";
import {ILstReserve} from "../interfaces/ILstReserve.sol";
import {IRewardsClaimer} from "../interfaces/IRewardsClaimer.sol";
import {IVaultEvents} from "../interfaces/IVaultEvents.sol";
import {IFullVault} from "../interfaces/IFullVault.sol";
import {IWrappedEther} from "../interfaces/IWrappedEther.sol";

/// @title Rewards of all delegators, into the vault
/// @notice One token at a time, so a token that fails harms no other. What has a value in ETH (WETH, a listed LST at its
/// redemption rate) enters the vault's U and drips over a whole period; any other token goes to the treasury, and so does dust of a retired LST. The amount
/// is what arrived, not what was promised. Between two calls it holds nothing.
contract RewardsClaimer is IRewardsClaimer {
    using SafeERC20 for IERC20;

    IFullVault public immutable vault;
    IRewardsCoordinator public immutable rewardsCoordinator;
    IWrappedEther public immutable weth;
    address public immutable treasury;

    constructor(address vault_, address rewardsCoordinator_, address weth_, address treasury_) {
        vault = IFullVault(vault_);
        rewardsCoordinator = IRewardsCoordinator(rewardsCoordinator_);
        weth = IWrappedEther(weth_);
        treasury = treasury_;
    }

    receive() external payable {
        if (msg.sender != address(weth)) revert UnexpectedEther(msg.sender);
    }

    /// @inheritdoc IRewardsClaimer
    function claim(RewardsMerkleClaim calldata claim_) external returns (uint256 assets) {
        if (claim_.tokenLeaves.length != 1) revert OneTokenAtATime(claim_.tokenLeaves.length);
        IERC20 token = claim_.tokenLeaves[0].token;
        uint256 before = token.balanceOf(address(this));
        rewardsCoordinator.processClaim(claim_, address(this));
        uint256 amount = token.balanceOf(address(this)) - before;
        address reserve = vault.lstReserve(address(token));
        if (address(token) == address(weth)) {
            assets = amount;
            weth.withdraw(amount);
            vault.receiveGain{value: amount}(IVaultEvents.Gain.Reward);
        } else if (reserve != address(0) && ILstReserve(reserve).takesReward(amount)) {
            token.safeTransfer(reserve, amount);
            assets = vault.bookLstGain(address(token), amount);
        } else {
            token.safeTransfer(treasury, amount);
        }
        emit RewardClaimed(claim_.earnerLeaf.earner, address(token), amount, assets);
    }
}
