// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IComponent
/// @notice One place where the vault's ETH can be, outside of the vault itself: a delegator (restaked, queued in the
/// core, on its way to a validator) or an LST reserve (idle LST, and LST in its own exit queue).
///
/// A component never decides what it is worth: it reads the rung below in the moment of the call, slashes and rebases
/// included, and never its own records of amounts that a slash could have changed. Amounts are wei of ETH, valued at
/// redemption rates, rounded down.
interface IComponent {
    /// @notice A part of the component in one asset.
    /// @param asset the strategy for restaked stake (the core's beacon chain strategy for native ETH), the LST for a
    /// reserve, and address(0) for bare ETH that waits in the component
    /// @param quantity in wei of what is restaked or held (wstETH for a wstETH strategy, ETH for native): it changes by
    /// moves, slashes, penalties and donations, while `assets / quantity` changes by the LST's own rewards and losses
    /// @param assets its value in wei of ETH
    struct Position {
        address asset;
        uint256 quantity;
        uint256 assets;
    }

    /// @notice Value of everything in it, in wei of ETH: the sum of the assets of `positions()`.
    /// @dev Reverts when what it reads reverts; the vault bounds the gas and counts how long it fails.
    function value() external view returns (uint256 assets);

    /// @notice The same by asset, in a stable order, for the events of a sync; how old the oldest of it is; and whether it may be worth more.
    /// @return list its parts
    /// @return asOf timestamp (seconds) of the oldest information: of a pod, a second before its last checkpoint,
    /// whose root is of the state before that block; of all that is read in the moment of the call, now
    /// @return inDoubt whether a part counts at less than it may be worth: one that cannot be read, a validator that was
    /// written down. Until it ends nobody enters the vault at that count
    function positions() external view returns (Position[] memory list, uint256 asOf, bool inDoubt);

    /// @notice The sum of the assets of `positions()` and the two words beside them: all that a price needs, in three words.
    function worth() external view returns (uint256 assets, uint256 asOf, bool inDoubt);

    /// @notice The part of `value()` that has left restaking and becomes idle ETH with time alone (queued in the core as
    /// tokens, in the LST's exit queue, ETH on its way out of a validator), in wei of ETH.
    function exitingAssets() external view returns (uint256 assets);
}
