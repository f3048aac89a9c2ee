// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultSettings
/// @notice What roles of the AccessManager may set; the deployment gives each function its role and delay.
interface IVaultSettings {
    event FeeRecipientSet(address indexed recipient);
    event DepositCapSet(uint256 capAssets);
    event DepositsPausedFor(uint256 durationSeconds, uint256 untilTimestamp);
    event Contained(uint256 untilTimestamp);

    error LstListed(address lst);
    error LstInUse(address lst);
    error FeeTooHigh(uint256 bps, uint256 maxBps);
    error StopTooLong(uint256 durationSeconds, uint256 maxSeconds);
    error StoppedTooRecently(uint256 allowedAt);

    /// @notice Adds a component with a record of zero: what it holds already is a gain that drips. For each new slot the
    /// restaker does it.
    function addComponent(address component) external;

    /// @notice Removes a component that is worth nothing (`ComponentNotEmpty`).
    function removeComponent(address component) external;

    /// @notice Adds an LST with its reserve; deposits stay closed until `ILstReserve.setLimits`.
    function listLst(address reserve) external;

    /// @notice Removes an LST whose reserve is empty.
    function unlistLst(address lst) external;

    /// @notice Fee on each drip above the high-water mark, in basis points, at most 20 %.
    function setFee(uint256 bps, address recipient) external;

    /// @notice Most that T + U may be after a deposit, in wei; whole ether of it count.
    function setDepositCap(uint256 capAssets) external;

    /// @notice Stops deposits for a while, at most 14 days; again only after an equal open time.
    function pauseDeposits(uint256 durationSeconds) external;

    /// @notice Stops requests, closings, settlements and deposits for a while: never claims, cancels or syncs.
    function contain(uint256 durationSeconds) external;

    /// @notice Who is paid the fees.
    function feeRecipient() external view returns (address);
}
