// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title A vault with nothing but a rate, for naive twins
/// @notice Shares of the ETH that lies here, idle or staked; gains and losses of the stake are in the rate at once. Its
/// functions are those of ours, without their guards. A twin adds the one flaw that it stands for.
/// @dev Anybody may play the world (`gain`, `slash`) and the keeper (`restake`, `unwind`, `settle` and so on).
abstract contract NaiveVault is ERC20 {
    address private constant BURNT = address(0xdead);

    uint256 public staked;

    error IdleTooLow(uint256 needed, uint256 idle);

    constructor() ERC20("Naive LRT", "NAIVE") {}

    /// @notice Mints shares for the ETH that is sent, at the rate before it.
    function deposit(address receiver, uint256, uint256) public payable virtual returns (uint256 shares) {
        shares = _sharesFor(msg.value, holdersAssets() - msg.value);
        _mint(receiver, shares);
    }

    /// @notice Burns shares and pays what they are worth from idle ETH.
    function exitInstantly(uint256 shares, address receiver, uint256, uint256) public virtual returns (uint256 assets) {
        assets = toAssetsDown(shares);
        _burn(msg.sender, shares);
        _pay(receiver, assets);
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

    /// @notice Puts idle ETH to stake.
    function restake(uint256 assets) external {
        staked += assets;
    }

    /// @notice Brings stake back, or begins to.
    function unwind(uint256 assets) public virtual {
        staked -= assets;
    }

    /// @notice What was on its way back has arrived.
    function complete() external virtual {}

    /// @notice The reporter says what has happened, where the vault waits for one.
    function report() external virtual {}

    /// @notice Ours reads its stake here; this one has nothing to find out.
    function syncAll() external {}

    /// @notice Closes the open batch, where there are batches.
    function close() external virtual {}

    /// @notice Pays who waits, as far as idle ETH goes.
    function settle() public virtual {}

    /// @notice What shares are worth at the rate now, rounded down.
    function toAssetsDown(uint256 shares) public view virtual returns (uint256) {
        return totalSupply() == 0 ? 0 : (shares * holdersAssets()) / totalSupply();
    }

    /// @notice ETH that belongs to shares: nothing when more is promised than there is.
    function holdersAssets() public view virtual returns (uint256) {
        uint256 promised = _promised();
        return address(this).balance > promised ? address(this).balance - promised : 0;
    }

    /// @notice ETH that can be paid out now.
    function idle() public view virtual returns (uint256) {
        return address(this).balance > staked ? address(this).balance - staked : 0;
    }

    /// @dev ETH here that is no longer the holders'.
    function _promised() internal view virtual returns (uint256) {
        return 0;
    }

    function _sharesFor(uint256 assets, uint256 before) internal view virtual returns (uint256) {
        return totalSupply() == 0 ? assets : (assets * totalSupply()) / before;
    }

    function _pay(address to, uint256 assets) internal virtual {
        if (assets > idle()) revert IdleTooLow(assets, idle());
        Address.sendValue(payable(to), assets);
    }
}
