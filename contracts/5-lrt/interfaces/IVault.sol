// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICover} from "./ICover.sol";
import {ISlashingGuard} from "./ISlashingGuard.sol";
import {IRunOff} from "./IRunOff.sol";
import {IVaultEvents} from "./IVaultEvents.sol";

/// @title IVault
/// @notice The liquid restaking token and its totals: what holders and anybody else may call, beside ERC-20 and ERC-2612
/// (`permit`) at the same address.
///
/// How to use it:
/// 1. `deposit{value}` or `depositLst` for shares, at the deposit price (T + U) / supply;
/// 2. `syncAll()` by anyone reads every component; losses count at once, gains drip over `dripSeconds`;
/// 3. to leave: `IExitQueue.request`, later `settle` and `claim`; shares are paid at the exit price T / supply.
///
/// Prices use VIRTUAL = 1e6 wei and shares: (T + VIRTUAL) / (supply + VIRTUAL), so that the first deposit is at 1 and no
/// donation can round a later one away. Shares are always rounded against the user.
interface IVault is IVaultEvents {
    /// @notice All that the totals are made of, in wei of ETH, with the drip up to this moment, and less what lone syncs have
    /// found lost: idle + records of all components = recognised + lockedProfit + feesOwed, to the wei, always.
    struct Totals {
        uint256 recognised;
        uint256 lockedProfit;
        uint256 idle;
        uint256 feesOwed;
        uint256 supply;
        uint256 dripEnd;
        uint256 lastFullSync;
    }

    error DeadlinePassed(uint256 deadline, uint256 timestamp);
    error TooFewShares(uint256 shares, uint256 minShares);
    error ZeroShares();
    error SyncTooOld(uint256 lastFullSync, uint256 maxAgeSeconds);
    error DepositsClosedByLoss();
    error CheckpointTooOld(uint256 asOf, uint256 maxAgeSeconds);
    error DepositsPaused(uint256 untilTimestamp);
    error DepositCapExceeded(uint256 assets, uint256 roomAssets);
    error LstNotListed(address lst);
    error ReceiverZero();
    error MoveInProgress();
    error NotAComponent(address component);
    error ComponentKnown(address component);
    error ComponentNotEmpty(address component, int256 record, uint256 value);
    error ComponentUnreadable(address component, uint256 quarantineAt);
    error ComponentReadable(address component);
    error TooManyComponents(uint256 max);
    error NotEnoughGas(uint256 gasLeft);
    error Containment(uint256 untilTimestamp);
    error DeadState();
    error WorthInDoubt();
    error ExitsHeldBack();
    /// @notice A slash is announced, and the caller has not said that it accepts its part of the loss.
    error LossAnnounced();
    error WoundUp();
    error SettleFirst(uint256 closedShares);
    error NothingGiven();
    error NobodyToGiveTo();
    /// @notice Shares would be lost there: in the vault itself, or in the exit queue but by a request.
    error TakesNoShares(address receiver);

    // --- ERC-20 (its events are the standard's) -----------------------------------------------------------------------

    function totalSupply() external view returns (uint256);
    /// @notice Shares of `owner`. No call to another contract moves them.
    function balanceOf(address owner) external view returns (uint256);
    /// @notice Shares that `spender` may still move for `owner`; the greatest number never shrinks.
    function allowance(address owner, address spender) external view returns (uint256);
    /// @notice Sets that allowance, whatever it was.
    function approve(address spender, uint256 shares) external returns (bool);
    /// @notice Moves shares of the caller; makes no call to another contract. Not to nobody (`ReceiverZero`), nor to where
    /// they would be lost (`TakesNoShares`).
    function transfer(address to, uint256 shares) external returns (bool);
    /// @notice Moves shares of `from` out of the caller's allowance.
    function transferFrom(address from, address to, uint256 shares) external returns (bool);

    // --- in ---------------------------------------------------------------------------------------------------------

    /// @notice Mints shares for msg.value at the deposit price, rounded down.
    /// @param minShares least number of shares that the caller accepts, or `TooFewShares`
    /// @param deadline last timestamp (seconds) at which the call may succeed, or `DeadlinePassed`
    /// @dev `SyncTooOld` when the last full sync is older than the drip: call `syncAll` in the same transaction or
    /// before. `DepositsClosedByLoss` between a loss that a lone sync found and the next full sync; `WorthInDoubt` while the
    /// last full sync counted a component at less than it may be worth; `LossAnnounced` while it, or somebody since, found a
    /// slash announced, unless `acceptAnnouncedLoss`; `DeadState`, `WoundUp`. No external call.
    function deposit(address receiver, uint256 minShares, uint256 deadline) external payable returns (uint256 shares);

    /// @notice Takes `amount` of a listed LST (allowance needed) and mints shares for its value at the LST's own
    /// redemption rate, rounded down. Refused while the LST cannot be redeemed or its report is overdue.
    function depositLst(
        address lst,
        uint256 amount,
        address receiver,
        uint256 minShares,
        uint256 deadline
    ) external returns (uint256 shares);

    /// @notice Says that the caller's next deposit in this transaction bears its part of slashes that are announced. `SyncedEntrance`
    /// says so for whoever tells it to.
    function acceptAnnouncedLoss() external;

    /// @notice Gives msg.value, less the fee of a gain, to those who hold shares now: it enters U and drips. The way back from
    /// the dead state, and a loss for whoever gives it without shares. Anyone.
    /// @dev `NothingGiven` below a gwei, `NobodyToGiveTo` while nobody holds shares worth as much.
    function recapitalise() external payable;

    /// @notice Pays the fees that are owed, from idle ETH that no exit waits for. Anyone.
    function payOwed() external returns (uint256 fees);

    // --- sync -------------------------------------------------------------------------------------------------------

    /// @notice Reads every component, nets the changes, recognises the loss or puts the gain into U. Anyone.
    function syncAll() external;

    /// @notice Reads one component. A loss is noted: views count it at once, and deposits close until the next full sync, which
    /// applies it with all else. Anyone.
    function sync(address component) external;

    /// @notice Starts the clock of a component whose reading fails. Anyone.
    /// @dev `ComponentReadable` when it can be read, or is reported already.
    function reportFailure(address component) external;

    /// @notice Asks what a service has announced, and stops settlement and instant exits if it is a slash of one of the
    /// vault's operators, within the service's budget: until a full sync finds that nothing holds exits back. Anyone; the
    /// vault's listener does it in the announcement's own transaction. A service that is not listed changes nothing.
    function holdExits(address service) external returns (bool held);

    // --- prices and totals ------------------------------------------------------------------------------------------

    /// @notice Exit price: wei of ETH for 1e18 shares, rounded down, with the drip up to now and less what lone
    /// syncs have found lost (the cover is not counted on).
    function rate() external view returns (uint256 rateWad);

    /// @notice Deposit price: wei of ETH for 1e18 shares, rounded up.
    function depositRate() external view returns (uint256 rateWad);

    /// @notice What `shares` are worth at the exit price, in wei of ETH, rounded down. In the middle of a move what they were
    /// worth before it, for ERC-4626 wants an answer always; nothing that reads prices then should.
    function toAssetsDown(uint256 shares) external view returns (uint256 assets);

    /// @notice Shares that a deposit of `assets` wei of ETH mints now, rounded down.
    function toSharesDown(uint256 assets) external view returns (uint256 shares);

    /// @notice The same at the value that an LST has now. Never reverts for a listed LST.
    function previewDepositLst(address lst, uint256 amount) external view returns (uint256 shares);

    function totals() external view returns (Totals memory);

    /// @notice Timestamp of the last full sync, in seconds.
    function updatedAt() external view returns (uint256);

    /// @notice Whether the last full sync is older than the drip: then deposits are refused.
    function isStale() external view returns (bool);

    /// @notice Whether a sync has found the exit rate below 1e-6 of its highest, and none since found it above 1e-2 of that:
    /// then deposits, closings, settlements and instant exits stop, and tickets of batches that nothing was paid for yet may turn
    /// back into shares.
    function isDead() external view returns (bool);

    /// @notice Whether the last full sync, or an announcement since, found that a slash is announced: then settlement and
    /// instant exits stop (`ExitsHeldBack`), and nothing else.
    function exitsHeldBack() external view returns (bool);

    /// @notice When a sync first found the vault dead, in seconds; 0 while it is alive.
    function deadSince() external view returns (uint256 timestamp);

    /// @notice Whether the last full sync counted a component at less than it may be worth: then deposits stop, nothing settles
    /// at zero, and the cover does not pay for what that component lost.
    function isInDoubt() external view returns (bool);

    /// @notice Whether the vault has been wound up: it takes nothing in any more and pays out at any rate.
    function isWoundUp() external view returns (bool);

    /// @notice Components in the order of the sync; idle ETH is not one of them.
    function components() external view returns (address[] memory);

    /// @notice What the vault's books say of a component, in wei of ETH; negative only between a move and a sync.
    function recordOf(address component) external view returns (int256 assets);

    /// @notice Product of (1 − loss / T) over all losses that T has taken, in ray (1e27), rounded down.
    function lossFactor() external view returns (uint256 lossFactorRay);

    /// @notice The books as they are stored, word by word (`AccountingWords` reads them), for contracts that value the vault from
    /// outside. Nothing has dripped in them since the last accrual.
    /// @dev `MoveInProgress` while a move is half done: then nobody can say what is where.
    function accountingWords() external view returns (uint256[4] memory words);

    /// @notice What a price is made of, in as few slots as hold it: the words of `accountingWords`, but that of the losses 0 while none
    /// is pending; the supply; a word for each component, its address with its record from bit 160 on.
    /// @dev `MoveInProgress` as there. `AccountingWords` reads them.
    function priceWords() external view returns (uint256[] memory words);

    /// @notice When a component was reported as unreadable, in seconds; 0: it can be read.
    function failingSince(address component) external view returns (uint256 timestamp);
    function quarantineSeconds() external view returns (uint256);

    /// @notice How old a pod's last checkpoint may be at a full sync for deposits, settlements and instant exits.
    function maxCheckpointAgeSeconds() external view returns (uint256);
    function cover() external view returns (ICover);

    /// @notice What says whether exits are held back.
    function slashingGuard() external view returns (ISlashingGuard);

    /// @notice What says when the vault may end, and how long a doubt of a component that cannot be read lasts.
    function runOff() external view returns (IRunOff);

    /// @notice The component that holds a listed LST; zero for a token that is not listed.
    function lstReserve(address lst) external view returns (address reserve);
    function dripSeconds() external view returns (uint256);
    function feeBps() external view returns (uint256);
    /// @notice Deposit price above which a gain pays the fee, in ray (1e27): the highest that was seen.
    function highWaterRay() external view returns (uint256);
}
