// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocations} from "./IAllocations.sol";
import {IOperatorRules} from "./IOperatorRules.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IFullVault} from "./IFullVault.sol";

/// @title IRestaker
/// @notice Moves the vault's stake between its places, one leg a call. Every leg is open to anyone: how much may move, and
/// where, follows from target weights and from what the exit queue needs, never from the caller.
///
/// In: `restakeEth` (32 ETH a validator, with keys of `IDepositKeys`), then `verifyWithdrawalCredentials` of the
/// slot's delegator; `restakeLst`.
/// Out, for closed batches only: `unwind` (token strategy) or `exitValidators` (pod), `complete`, and for an LST
/// `requestLstExit` and `claimLstExit`; for a pod, once the validator's ETH is in the pod, `startCheckpoint` of the
/// delegator and its proofs, then `unwind` of the beacon chain strategy.
interface IRestaker {
    /// @param delegator the slot's staker
    /// @param operator whom it was given to; the core knows whom it is delegated to now
    /// @param weightBps target share of all that is restaked; 0 takes no new stake and is unwound first
    /// @param capAssets most that it may hold, in wei of ETH
    struct Slot {
        address delegator;
        address operator;
        uint256 weightBps;
        uint256 capAssets;
    }

    /// @param minLegAssets least value of a leg, in wei of ETH: nobody can shred the stake into thousands of parts
    /// @param unwindIntervalSeconds least time between two withdrawals of one slot and strategy
    /// @param minMagnitudeWad an operator below it gets no stake, and what it has is unwound; a pod whose slashing factor is
    /// below it gets no validators
    /// @param reactionBlocks by how much an operator's allocation delay must exceed the core's withdrawal delay
    /// @param maxSets most operator sets that an operator may have allocated to
    /// @param trimToleranceBps by how much, of its target, a slot may exceed it before anyone may trim it
    struct Limits {
        uint96 minLegAssets;
        uint32 unwindIntervalSeconds;
        uint64 minMagnitudeWad;
        uint32 reactionBlocks;
        uint16 maxSets;
        uint16 trimToleranceBps;
    }

    event SlotAdded(uint256 indexed slot, address indexed delegator, address indexed operator, uint256 weightBps);
    event StrategyAdded(address indexed strategy, address indexed reserve);
    event StrategyRetired(address indexed strategy);
    event StrategyRemoved(address indexed strategy);
    event LimitsSet(Limits limits);
    event SlotSet(uint256 indexed slot, uint256 weightBps, uint256 capAssets);
    event OperatorChanged(uint256 indexed slot, address indexed from, address indexed to);
    event ValidatorStaked(uint256 indexed slot, bytes pubkey);
    event Restaked(uint256 indexed slot, address indexed strategy, uint256 assets);
    event UnwindStarted(uint256 indexed slot, address indexed strategy, bytes32 root, uint256 assets);
    event WithdrawalCompleted(uint256 indexed slot, bytes32 indexed root, bool asTokens);
    event ValidatorExitRequested(uint256 indexed slot, bytes pubkey);

    error UnknownSlot(uint256 slot);
    error NoSlotOf(address operator);
    error StrategyKnown(address strategy);
    error StrategyUnknown(address strategy);
    error TooManyStrategies(uint256 max);
    error StrategyRetiring(address strategy);
    error StrategyNotRetiring(address strategy);
    error StrategyNotEmpty(address strategy, address delegator);
    error AvsCapReached(address avs, uint256 roomAssets);
    error NothingToTrim(uint256 slot, address strategy);
    error TooManyValidators(uint256 count, uint256 most);
    error TooManyQueued(uint256 max);
    error OperatorEligible(address operator);
    error TooManySlots(uint256 count);
    error LegTooSmall(uint256 assets, uint256 minLegAssets);
    error NothingToUnwind(uint256 neededAssets);
    error UnwoundTooRecently(uint256 nextTimestamp);
    error OperatorIneligible(address operator);
    /// @dev Penalties have taken too much of the slot's pod for it to get validators (`IOperatorRules.isPodEligible`).
    error PodIneligible(address delegator);
    error WeightsTooHigh(uint256 totalBps);
    error StillDelegated(address operator);

    // --- in: anyone -----------------------------------------------------------------------------------------------

    /// @notice Stakes up to `maxValidators` registered keys of a slot, 32 ETH each, from surplus idle ETH.
    /// @dev Reverts `OperatorIneligible`, `PodIneligible`, `LegTooSmall`, `AvsCapReached`, and `NoKeys` when none is left.
    function restakeEth(uint256 slot, uint256 maxValidators) external returns (uint256 validators);

    /// @notice Puts idle LST of the vault into its strategy, up to the slot's target.
    function restakeLst(uint256 slot, address lst) external returns (uint256 assets);

    // --- out: anyone, for what closed batches need -------------------------------------------------------------------

    /// @notice Queues a withdrawal of one strategy of the slot, as much as closed batches need and the slot can give; of the
    /// beacon chain strategy, what lies in the pod.
    function unwind(uint256 slot, IStrategy strategy) external returns (bytes32 root, uint256 assets);

    /// @notice Asks for the exit of validators of the slot (EIP-7002), as many as `IAllocations.validatorsNeeded`; msg.value pays
    /// the requests' fee.
    function exitValidators(uint256 slot, bytes[] calldata pubkeys) external payable;

    /// @notice Completes a matured withdrawal of the slot: ETH becomes idle, LST goes to its reserve, or to the slot's new
    /// operator. A withdrawal that an operator forced comes back as it can, without anyone's leave.
    function complete(uint256 slot, Withdrawal calldata withdrawal) external;

    /// @notice Puts idle LST into the LST's own exit queue, as much as closed batches need; all of a retired LST.
    function requestLstExit(address lst) external returns (uint256 assets);

    /// @notice Takes what the LST's exit queue has ready.
    function claimLstExit(address lst, uint256 exitId) external returns (uint256 assets);

    // --- of what is too much: anyone ----------------------------------------------------------------------------------

    /// @notice Queues what is too much of one strategy in the slot (`IAllocations.excessOf`); of the beacon chain strategy, ETH
    /// that lies in the pod. It comes back as any other withdrawal, for exits or to be restaked where there is room.
    function trim(uint256 slot, IStrategy strategy) external returns (bytes32 root, uint256 assets);

    /// @notice Asks for the exit of whole validators that the slot has too much.
    function trimValidators(uint256 slot, bytes[] calldata pubkeys) external payable;

    /// @notice Leaves an operator that no longer qualifies (`OperatorEligible` when it does): the core queues everything, to be
    /// completed and restaked elsewhere.
    function leaveIneligible(uint256 slot) external;

    // --- roles ------------------------------------------------------------------------------------------------------

    /// @notice Adds a slot for an operator. Refused for an operator whose magnitude is low or whose allocation delay is
    /// too short (`OperatorIneligible`).
    function addSlot(
        address operator,
        uint256 weightBps,
        uint256 capAssets,
        bytes calldata approverSignature,
        uint256 expiry,
        bytes32 salt
    ) external returns (uint256 slot, address delegator);

    /// @notice Sets the target share of a slot and the most that it may hold, in wei of ETH (`WeightsTooHigh` above 100 % in all).
    function setSlot(uint256 slot, uint256 weightBps, uint256 capAssets) external;

    /// @notice Gives a slot without an operator (it left, or was made to leave) a new one.
    function setOperator(
        uint256 slot,
        address operator,
        bytes calldata approverSignature,
        uint256 expiry,
        bytes32 salt
    ) external;

    /// @notice Leaves the slot's operator: everything is queued.
    function leaveOperator(uint256 slot) external;

    /// @notice Adds a strategy whose token is a listed LST.
    function addStrategy(IStrategy strategy) external;

    /// @notice No leg goes into the strategy any more; anyone may trim all of it out. For ever.
    function retireStrategy(IStrategy strategy) external;

    /// @notice The same for all strategies of a listed LST, and no deposit of it; anyone may exit all of it. For ever.
    function retireLst(address lst) external;

    /// @notice Drops a retired strategy of which no slot holds or has queued anything (`StrategyNotEmpty`).
    function removeStrategy(IStrategy strategy) external;

    /// @notice Sets what legs and operators must satisfy; what has been delegated stays until somebody unwinds it. Each
    /// limit has its range (docs/parameters.md), beyond which it is refused (`Ranges.OutOfRange`). A role's call.
    function setLimits(Limits calldata limits) external;

    /// @notice Who says how much may move.
    function targets() external view returns (IAllocations);

    /// @notice Who says whom stake may go to.
    function rules() external view returns (IOperatorRules);

    // --- views ----------------------------------------------------------------------------------------------------------

    /// @notice The core's beacon chain strategy, then the strategies of LSTs.
    function strategies() external view returns (IStrategy[] memory);

    /// @notice The strategies of LSTs alone, in the same order.
    function lstStrategies() external view returns (IStrategy[] memory list);

    /// @notice Value of `quantity` of a strategy's token, in wei of ETH, rounded down.
    function toAssetsDown(IStrategy strategy, uint256 quantity) external view returns (uint256 assets);

    /// @notice What shares of an LST's strategy are worth: in wei of its token, and in wei of ETH, rounded down.
    function worthOf(IStrategy strategy, uint256 shares) external view returns (uint256 quantity, uint256 assets);

    function limits() external view returns (Limits memory);

    /// @notice Slots that an operator has or ever had, slot i as bit i.
    function slotsOf(address operator) external view returns (uint256 slotBits);

    /// @notice The last block in which a slot can have stake in the core's queue that an operator before its present one can
    /// be slashed for.
    function formersUntilBlock(uint256 slot) external view returns (uint256 blockNumber);

    /// @notice The vault whose ETH it moves.
    function vault() external view returns (IFullVault);

    function slotCount() external view returns (uint256);
    /// @notice All slots, by their number.
    function slots() external view returns (Slot[] memory);
    /// @notice A slot as it stands (`UnknownSlot`).
    function slotAt(uint256 slot) external view returns (Slot memory);
    /// @notice Sum of the weights of all slots.
    function totalWeightBps() external view returns (uint256);
    /// @notice The reserve of a strategy's LST; zero for one that is not listed.
    function reserveOf(IStrategy strategy) external view returns (address);
    /// @notice Whether the strategy takes no more stake, and gives all of it to anyone's call.
    function isRetiring(IStrategy strategy) external view returns (bool);
    /// @notice The strategy of a listed LST; zero for another token.
    function strategyOf(address lst) external view returns (IStrategy);
}
