// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title A vault with nothing but a rate, for naive exit queues
/// @notice Shares of ETH that is either idle here or staked; gains and losses of the stake are in the rate at once. What
/// leavers are promised or keep is the queue's business: `_promised` is what of the ETH is no longer the holders'.
/// @dev Anybody may play the world (`gain`, `slash`) and the keeper (`restake`, `unwind`).
abstract contract NaiveVault {
    address private constant BURNT = address(0xdead);

    mapping(address holder => uint256) public sharesOf;
    uint256 public supply;
    uint256 public staked;

    error IdleTooLow(uint256 needed, uint256 idle);

    /// @notice Mints shares for the ETH that is sent, at the rate before it.
    function deposit() external payable returns (uint256 shares) {
        uint256 before = holdersAssets() - msg.value;
        shares = supply == 0 ? msg.value : (msg.value * supply) / before;
        sharesOf[msg.sender] += shares;
        supply += shares;
    }

    /// @notice Puts idle ETH to stake.
    function restake(uint256 assets) external {
        staked += assets;
    }

    /// @notice Brings stake back.
    function unwind(uint256 assets) external {
        staked -= assets;
    }

    /// @notice The stake earns what is sent.
    function gain() external payable {
        staked += msg.value;
    }

    /// @notice The stake loses ETH, for good.
    function slash(uint256 assets) external {
        staked -= assets;
        Address.sendValue(payable(BURNT), assets);
    }

    /// @notice What shares are worth at the rate now, rounded down.
    function toAssetsDown(uint256 shares) public view returns (uint256) {
        return supply == 0 ? 0 : (shares * holdersAssets()) / supply;
    }

    /// @notice ETH that belongs to shares: nothing when more is promised than there is.
    function holdersAssets() public view returns (uint256) {
        uint256 promised = _promised();
        return address(this).balance > promised ? address(this).balance - promised : 0;
    }

    /// @notice ETH that can be paid out now.
    function idle() public view returns (uint256) {
        return address(this).balance > staked ? address(this).balance - staked : 0;
    }

    function _promised() internal view virtual returns (uint256);

    function _pay(address to, uint256 assets) internal {
        if (assets > idle()) revert IdleTooLow(assets, idle());
        Address.sendValue(payable(to), assets);
    }

    function _burn(address holder, uint256 shares) internal {
        sharesOf[holder] -= shares;
        supply -= shares;
    }
}
