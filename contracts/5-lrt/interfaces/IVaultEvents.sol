// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultEvents
/// @notice Every change of the vault's totals, with its cause: from these events alone T, U, the supply and so both
/// prices can be rebuilt after any transaction (`docs/events.md` says how). All amounts are wei of ETH but `shares`.
///
/// T is what has been recognised, U what has been gained and not yet dripped. In every event, `recognised` and
/// `lockedProfit` are amounts that moved, never totals, unless the name says `After`.
interface IVaultEvents {
    /// @notice Why ETH entered U other than by a sync.
    enum Gain {
        Reward,
        SweptDust,
        Recapitalisation
    }

    /// @notice T += recognised, U += lockedProfit, supply += shares. Moves neither price, but for rounding upwards.
    /// @param asset address(0) for ETH, else the LST
    /// @param amount in wei of the asset
    event Deposited(
        address indexed sender,
        address indexed receiver,
        address indexed asset,
        uint256 amount,
        uint256 recognised,
        uint256 lockedProfit,
        uint256 shares
    );

    /// @notice A part of a component at a sync, as read from the rung below (see `IComponent.Position`).
    event PositionSynced(address indexed component, address indexed asset, uint256 quantity, uint256 assets);

    /// @notice The vault's record of a component, before and after a sync. Totals are moved by `SyncApplied`.
    /// Records are signed (a move may take out a gain that no sync has booked yet).
    event ComponentSynced(address indexed component, int256 assetsBefore, int256 assetsAfter);

    /// @notice The component cannot be read: from `quarantineAt` (seconds) on it counts as zero. 0: it can be read again.
    event ComponentFailing(address indexed component, uint256 quarantineAt);

    /// @notice A lone sync found a loss. Moves no total: the next full sync nets it with all else.
    event LossNoted(address indexed component, uint256 assets);

    /// @notice What a full sync did to the totals after netting: at most one of `gain` and `loss` is not zero.
    /// gain = fee + served + lockedProfit. T += served, U += lockedProfit, fees owed += fee.
    /// loss = fromLockedProfit + fromCover + fromRecognised + what fees owed lose, when nothing else is left.
    /// U −= fromLockedProfit, T −= fromRecognised.
    /// @param fee all of the gain, when nobody holds shares
    /// @param served the part of a gain that dripped at once, as it was made while nobody could join
    event SyncApplied(
        uint256 gain,
        uint256 loss,
        uint256 fee,
        uint256 served,
        uint256 lockedProfit,
        uint256 fromLockedProfit,
        uint256 fromCover,
        uint256 fromRecognised
    );

    /// @notice U −= released, T += released.
    event Dripped(uint256 released);

    /// @notice U += assets − fee, fees owed += fee, by a cause that is not a sync.
    /// @param fee all of it, when nobody holds shares
    event GainReceived(Gain indexed cause, address indexed from, uint256 assets, uint256 fee);

    /// @notice ETH or stake changed its place. T −= roundingLoss, U += roundingGain; records and idle take the rest.
    /// @param assets what left `from`
    event Moved(address indexed from, address indexed to, uint256 assets, uint256 roundingLoss, uint256 roundingGain);

    /// @notice A fill of an exit batch: supply −= shares, T −= value, U += value − paid, idle −= paid.
    /// @param value what the shares were worth at the exit price, rounded down
    /// @param paid what the pricing rule gives, locked in the exit queue; for the last who leave all that is theirs, which may
    /// be more than `value` (and `StartedAnew` follows)
    event ExitFilled(uint256 indexed batchId, uint256 shares, uint256 value, uint256 paid);

    /// @notice An instant exit: supply −= shares, T −= value, U += value − paid, idle −= paid.
    /// @param paid as in `ExitFilled`, with the fee for `value` less what a rule gives
    event ExitedInstantly(address indexed owner, address indexed receiver, uint256 shares, uint256 value, uint256 paid);

    /// @notice Nobody holds shares any more, but for dust, after the exit before: T = kept, U = 0, fees owed += toFees. Marks
    /// are as in a new vault.
    event StartedAnew(uint256 kept, uint256 toFees);

    /// @notice Fees owed −= assets, idle −= assets. The rate does not move: a fee never was in T or U.
    event FeesCollected(address indexed recipient, uint256 assets);

    /// @notice A loss cut what queued shares are worth under the loss-only rule (ray, 1e27 = no loss so far), or the
    /// factor began anew.
    event LossFactorUpdated(uint256 lossFactorRay);

    /// @notice A sync found the vault dead, or with 0 alive again. Moves no total.
    event DeadSince(uint256 timestamp);

    /// @notice The vault was wound up: it takes nothing in from now on. Moves no total.
    event WindUpBegun();

    event ComponentAdded(address indexed component);
    event ComponentRemoved(address indexed component);
}
