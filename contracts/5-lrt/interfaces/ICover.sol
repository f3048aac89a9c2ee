// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ICover
/// @notice First-loss ETH: what a net loss takes after U and before T, capped in a rolling window, and the shares of those
/// who underwrite it. How to underwrite:
/// 1. `join{value}` for shares of the cover;
/// 2. `cooldown(shares)`; the shares go on paying for losses, for at least the lock;
/// 3. `withdraw(leaveId, …)` while the door is open, or `cancelCooldown(leaveId)` at any time.
interface ICover {
    /// @param owner zero for one that has been left or taken back
    /// @param opensAt first timestamp (seconds) at which it can be left, with the holds of exits until now and none to come
    struct Leave {
        address owner;
        uint256 shares;
        uint256 opensAt;
    }

    error OnlyVault(address caller);
    error CooldownTooShort(uint256 cooldownSeconds, uint256 exposedSeconds);
    error CoverSpent(uint256 assets, uint256 shares);
    error TooFewShares(uint256 shares, uint256 minShares);
    error TooFewAssets(uint256 assets, uint256 minAssets);
    error NotThatMany(uint256 shares, uint256 heldShares);
    error NotYours(uint256 leaveId, address caller);
    error UnstakeWindowClosed(uint256 opensAt, uint256 closesAt);
    /// @notice What the vault knows of a pod is from before the end of the lock: make a checkpoint.
    error CooldownNotSeen(uint256 asOf, uint256 opensAt);

    event Funded(address indexed from, uint256 assets);
    /// @notice `lossAssets` is what U did not bear; what `paidAssets` leaves of it falls on T.
    event Drawn(uint256 lossAssets, uint256 paidAssets, uint256 remainingAssets);
    event Joined(address indexed from, address indexed underwriter, uint256 assets, uint256 shares);
    /// @notice `opensAt` is without holds of exits to come.
    event CooldownStarted(uint256 indexed leaveId, address indexed underwriter, uint256 shares, uint256 opensAt);
    event CooldownCancelled(uint256 indexed leaveId, address indexed underwriter, uint256 shares);
    event Left(uint256 indexed leaveId, address indexed underwriter, address receiver, uint256 shares, uint256 assets);

    // --- underwriters -----------------------------------------------------------------------------------------------

    /// @notice Underwrites msg.value; syncs the vault first. Shares are priced with the premium on the fees that
    /// the vault owes.
    /// @param minShares least number of shares that the caller accepts (`TooFewShares`)
    /// @dev `CoverSpent` while old shares are worth next to nothing: a gift of a millionth of what they paid opens it. Not
    /// while a slash is announced (`ExitsHeldBack`, the vault's), nor on information that the vault would not price an exit by
    /// (`CheckpointTooOld`, the vault's).
    function join(address underwriter, uint256 minShares) external payable returns (uint256 shares);

    /// @notice Starts the lock for some of the caller's shares. They stay drawable until they have left. The clock of lock and
    /// door stands still while exits are held back for an announced slash.
    function cooldown(uint256 shares) external returns (uint256 leaveId);

    /// @notice Takes the request back, before, while or after its door is open. Only its owner.
    function cancelCooldown(uint256 leaveId) external;

    /// @notice Pays the shares of a request their part of what is there now, after a sync of the vault. Only its owner,
    /// between the end of the lock and the closing of the door (`UnstakeWindowClosed`); later it takes a new request. Not while
    /// exits are held back for an announced slash (`ExitsHeldBack`, the vault's), nor on information that the vault would not
    /// accept for an exit (`CheckpointTooOld`, the vault's) or from before the end of the lock (`CooldownNotSeen`): a checkpoint
    /// of every pod with validators, which anybody can make, and the leaver too, ends both.
    /// @param minAssets least that the caller accepts, in wei (`TooFewAssets`)
    function withdraw(uint256 leaveId, address receiver, uint256 minAssets) external returns (uint256 assets);

    /// @notice Gives msg.value to those who underwrite. Anyone; the premium comes this way.
    function fund() external payable;

    // --- the vault --------------------------------------------------------------------------------------------------

    /// @notice Pays up to `lossAssets` to the vault, as far as funds and the cap go; never reverts for lack of them.
    function draw(uint256 lossAssets) external returns (uint256 paidAssets);

    // --- views ------------------------------------------------------------------------------------------------------

    /// @notice What it would pay now, in wei.
    function available() external view returns (uint256 assets);

    /// @notice What it has paid for losses so far, in wei.
    function totalDrawn() external view returns (uint256 assets);

    /// @notice The part of fees that is the underwriters', in wei; nothing while nobody underwrites. `FeeSplit` passes it on
    /// by `fund`; another recipient of fees should.
    function premiumOn(uint256 feeAssets) external view returns (uint256 assets);

    /// @notice What shares would be paid now, in wei, rounded down.
    function toAssetsDown(uint256 shares) external view returns (uint256 assets);

    /// @notice Shares that `assets` would buy now, rounded down.
    function toSharesDown(uint256 assets) external view returns (uint256 shares);

    /// @notice A request to leave as it stands.
    function leaveOf(uint256 leaveId) external view returns (Leave memory);

    /// @notice Shares of an underwriter for which it has not asked to leave.
    function sharesOf(address underwriter) external view returns (uint256 shares);
    function totalShares() external view returns (uint256);
}
