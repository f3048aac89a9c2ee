// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ITargets
/// @notice How much may move, and where: what the restaker asks before each leg. All amounts are wei of ETH.
interface ITargets {
    /// @notice What closed batches need beyond idle ETH and what is already on its way out; all but these, once the vault
    /// is wound up.
    function exitDemand() external view returns (uint256 assets);

    /// @notice What closed batches are worth at the exit price; all that there is, once the vault is wound up.
    function neededAssets() external view returns (uint256 assets);

    /// @notice What the next leg into the slot may move at most: what its target share exceeds its value by;
    /// nothing once the vault is wound up.
    function roomOf(uint256 slot) external view returns (uint256 assets);

    /// @notice What the slot should give of the exit demand that idle LST does not serve.
    function needFrom(uint256 slot) external view returns (uint256 assets);
}
