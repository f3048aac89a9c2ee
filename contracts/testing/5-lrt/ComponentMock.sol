// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComponent} from "../../5-lrt/interfaces/IComponent.sol";
import {IVaultModules} from "../../5-lrt/interfaces/IVaultModules.sol";

/// @title A component whose value a test sets
/// @notice It really holds the ETH that a move gives it; `setAssets` says what the rung below made of it.
contract ComponentMock is IComponent {
    uint256 public assets;
    bool public broken;
    uint256 public asOf;
    bool public inDoubt;

    error Broken();

    receive() external payable {
        assets += msg.value;
    }

    function setAssets(uint256 assets_) external {
        assets = assets_;
    }

    /// @notice How old its information is from now on; 0: never old.
    function setAsOf(uint256 asOf_) external {
        asOf = asOf_;
    }

    /// @notice Whether it says from now on that it may be worth more.
    function setInDoubt(bool inDoubt_) external {
        inDoubt = inDoubt_;
    }

    function setBroken(bool broken_) external {
        broken = broken_;
    }

    function giveBack(IVaultModules vault, uint256 amount, uint256 cost) external {
        assets -= amount + cost;
        vault.returnIdle{value: amount}();
    }

    function value() external view returns (uint256) {
        if (broken) revert Broken();
        return assets;
    }

    function positions() external view returns (Position[] memory list, uint256, bool) {
        if (broken) revert Broken();
        list = new Position[](1);
        list[0] = Position(address(0), assets, assets);
        return (list, asOf == 0 ? block.timestamp : asOf, inDoubt);
    }

    function worth() external view returns (uint256, uint256, bool) {
        if (broken) revert Broken();
        return (assets, asOf == 0 ? block.timestamp : asOf, inDoubt);
    }

    function exitingAssets() external pure returns (uint256) {
        return 0;
    }
}
