// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IInstantExit
/// @notice The way out that does not wait, for a fee: `exitInstantly`, as far as `roomNow` goes. No allowance is needed.
interface IInstantExit {
    error DeadlinePassed(uint256 deadline, uint256 timestamp);
    error TooFewAssets(uint256 assets, uint256 minAssets);
    error InstantExitExceeded(uint256 assets, uint256 roomAssets);
    error FeesOutOfOrder(uint256 leastBps, uint256 greatestBps);
    error NotAReserve(address caller);
    error OnlyVault(address caller);
    /// @notice What the vault knows of some pod is too old for leaving at once: make a checkpoint.
    error NewsTooOld(uint256 asOf, uint256 maxAgeSeconds);

    /// @notice The bucket and the fee's range were set.
    event LimitsSet(uint256 capacityAssets, uint256 periodSeconds, uint256 leastFeeBps, uint256 greatestFeeBps);

    /// @notice Burns shares of the caller and pays `receiver` their value at the exit price less the fee, after a full sync.
    /// @param minAssets least payment that the caller accepts (`TooFewAssets`)
    /// @param deadline last timestamp in seconds (`DeadlinePassed`)
    /// @dev `NewsTooOld` while the oldest that the vault knows is older than `maxNewsAgeSeconds`; `InstantExitExceeded` beyond the bucket, `IdleTooLow` (the vault's) beyond what no exit waits for.
    function exitInstantly(
        uint256 shares,
        address receiver,
        uint256 minAssets,
        uint256 deadline
    ) external returns (uint256 assets);

    /// @notice Takes `value` out of the room and says the fee for it, in wei, rounded up (`InstantExitExceeded`). Only the
    /// vault, in the middle of an exit.
    /// @param asOf timestamp of the oldest information by which it is priced (`NewsTooOld`)
    function charge(uint256 value, uint256 asOf) external returns (uint256 fee);

    /// @notice An LST was deposited: takes its value out of the room. Only that LST's reserve.
    function noteInflow(address lst, uint256 assets) external;

    /// @notice The bucket (capacity 0 closes it) and the fee with the bucket empty and full, at most 10 %. The period must be
    /// no shorter than the slowest LST's own exit. A role's call.
    function setLimits(uint96 capacityAssets, uint32 periodSeconds, uint16 leastFeeBps, uint16 greatestFeeBps) external;

    /// @notice The most value that can leave now, in wei, and the fee of a very small exit, in basis points.
    function roomNow() external view returns (uint256 assets, uint256 feeBps);
}
