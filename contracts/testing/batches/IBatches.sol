// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title An exit queue as a test of batches sees it
/// @notice One batch of the LST's queue or of the vault's, where the test says what each fill pays. All parts are the
/// stand's own.
interface IBatches {
    /// @notice Puts a part of `shares` into the open batch.
    function ask(uint256 shares) external returns (uint256 id);

    /// @notice Closes the open batch.
    function close() external;

    /// @notice Fills at most `shares` of the oldest batch, and pays `assets` for them.
    function fill(uint256 shares, uint256 assets) external;

    /// @notice Claims a part for `recipient`.
    function claim(uint256 id, address recipient) external returns (uint256 assets);

    /// @notice What can be claimed for a part now, in wei.
    function claimable(uint256 id) external view returns (uint256 assets);

    /// @notice Whether a part has been claimed to its end.
    function isFinished(uint256 id) external view returns (bool);

    /// @notice Sends on what rounding left in a batch that is claimed to its end, if the queue does not do it by itself.
    function sweep() external;

    /// @notice The queue under test.
    function queue() external view returns (address);
}
