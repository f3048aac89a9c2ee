// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVaultEvents
/// @notice Every change of the vault's totals, with its cause: from these events alone T, U, the supply and so both
/// prices can be rebuilt after any transaction (`docs/events.md` says how). All amounts are wei of ETH but `shares`.
///
/// T is what has been recognised, U what has been gained and not yet dripped. In every event, `recognised` and
/// `undripped` are amounts that moved, never totals, unless the name says `After`.
interface IVaultEvents {
    /// @notice Why ETH entered U other than by a sync.
    enum Gain {
        Reward,
        SweptDust,
        Recapitalisation
    }

    /// @notice T += recognised, U += undripped, supply += shares. Moves neither price, but for rounding upwards.
    /// @param asset address(0) for ETH, else the LST
    /// @param amount in wei of the asset
    event Deposited(
        address indexed sender,
        address indexed receiver,
        address indexed asset,
        uint256 amount,
        uint256 recognised,
        uint256 undripped,
        uint256 shares
    );

    /// @notice A part of a component at a sync, as read from the rung below (see `IComponent.Position`).
    event PositionSynced(address indexed component, address indexed asset, uint256 quantity, uint256 assets);

    /// @notice The vault's record of a component, before and after a sync. Totals are moved by `SyncApplied`.
    /// Records are signed (a move may take out a gain that no sync has booked yet).
    event ComponentSynced(address indexed component, int256 assetsBefore, int256 assetsAfter);

    /// @notice The component cannot be read: from `quarantineAt` (seconds) on it counts as zero. 0: it can be read again.
    event ComponentFailing(address indexed component, uint256 quarantineAt);

    /// @notice What a sync did to the totals after netting: at most one of `gain` and `loss` is not zero.
    /// gain = restored + coverRepaid + served + undripped. T += restored, U += served + undripped, cover is owed coverRepaid;
    /// `served` flows on into T at once, in the `Dripped` that follows.
    /// loss = fromUndripped + fromCover + fromRecognised. U −= fromUndripped, T −= fromRecognised.
    /// @param restored a gain that reverses what lone syncs took from T since the last full sync
    /// @param served the part of a gain that dripped at once, as it was made while nobody could join
    event SyncApplied(
        bool indexed full,
        uint256 gain,
        uint256 loss,
        uint256 restored,
        uint256 coverRepaid,
        uint256 served,
        uint256 undripped,
        uint256 fromUndripped,
        uint256 fromCover,
        uint256 fromRecognised
    );

    /// @notice U −= released, T += released − fee, fees owed += fee.
    event Dripped(uint256 released, uint256 fee);

    /// @notice U += assets, by a cause that is not a sync.
    event GainReceived(Gain indexed cause, address indexed from, uint256 assets);

    /// @notice ETH or stake changed its place. T −= roundingLoss, U += roundingGain; records and idle take the rest.
    /// @param assets what left `from`
    event Moved(address indexed from, address indexed to, uint256 assets, uint256 roundingLoss, uint256 roundingGain);

    /// @notice A fill of an exit batch: supply −= shares, T −= value, U += value − paid, idle −= paid.
    /// @param value what the shares were worth at the exit price, rounded down
    /// @param paid what the pricing rule gives, locked in the exit queue
    event ExitFilled(uint256 indexed batchId, uint256 shares, uint256 value, uint256 paid);

    /// @notice An instant exit: supply −= shares, T −= value, U += fee, idle −= value − fee.
    event ExitedInstantly(address indexed owner, address indexed receiver, uint256 shares, uint256 value, uint256 fee);

    /// @notice Fees owed −= assets, idle −= assets. The rate does not move: the fee left T when it dripped.
    event FeesCollected(address indexed recipient, uint256 assets);

    /// @notice Cover owed −= assets, idle −= assets: what reversed losses had cost the cover goes back to it.
    event CoverPaidBack(uint256 assets);

    /// @notice A loss cut what queued shares are worth under the loss-only rule (ray, 1e27 = no loss so far).
    event LossFactorUpdated(uint256 lossFactorRay);

    /// @notice A sync found the vault dead, or with 0 alive again. Moves no total.
    event DeadSince(uint256 timestamp);

    /// @notice The vault was wound up: it takes nothing in from now on. Moves no total.
    event WindUpBegun();

    event ComponentAdded(address indexed component);
    event ComponentRemoved(address indexed component);
}
