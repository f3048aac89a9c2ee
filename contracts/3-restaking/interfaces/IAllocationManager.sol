// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAVSRegistrar} from "./IAVSRegistrar.sol";
import {IDelegationManager} from "./IDelegationManager.sol";
import {IStrategy} from "./IStrategy.sol";
import {
    AllocateParams,
    Allocation,
    CreateSetParams,
    CreateSetParamsV2,
    DeregisterParams,
    OperatorSet,
    RegisterParams,
    SlashingParams
} from "./Types.sol";

/// @notice Operator sets, what operators allocate to them, and slashing.
/// @dev An operator has a maximum magnitude in every strategy, 1e18 until slashed, that only falls. It allocates parts
/// of it to sets; the sum, pending deallocations included, is the encumbered magnitude and never above the maximum.
/// A slash takes a share of one set's allocation, off all three. Functions for an account may be called by it (while
/// it has no admin), its admins, or its appointees for that function.
interface IAllocationManager {
    error AlreadyMemberOfSet();
    error Empty();
    error InputArrayLengthMismatch();
    error InsufficientMagnitude();
    error InvalidAVSRegistrar();
    error InvalidCaller();
    error InvalidOperator();
    error InvalidOperatorSet();
    error InvalidRedistributionRecipient();
    error InvalidStrategy();
    error InvalidWadToSlash();
    error ModificationAlreadyPending();
    error NonexistentAVSMetadata();
    error NotMemberOfSet();
    error OperatorNotSlashable();
    error OperatorSetAlreadyMigrated();
    error SameMagnitude();
    error SlasherNotSet();
    error StrategiesMustBeInAscendingOrder();
    error StrategyAlreadyInOperatorSet();
    error StrategyNotInOperatorSet();
    error UninitializedAllocationDelay();

    event AVSMetadataURIUpdated(address indexed avs, string metadataURI);
    event AVSRegistrarSet(address avs, IAVSRegistrar registrar);
    event AllocationDelaySet(address operator, uint32 delay, uint32 effectBlock);
    event AllocationUpdated(
        address operator,
        OperatorSet operatorSet,
        IStrategy strategy,
        uint64 magnitude,
        uint32 effectBlock
    );
    event EncumberedMagnitudeUpdated(address operator, IStrategy strategy, uint64 encumberedMagnitude);
    event MaxMagnitudeUpdated(address operator, IStrategy strategy, uint64 maxMagnitude);
    event OperatorAddedToOperatorSet(address indexed operator, OperatorSet operatorSet);
    event OperatorRemovedFromOperatorSet(address indexed operator, OperatorSet operatorSet);
    event OperatorSetCreated(OperatorSet operatorSet);
    /// @notice `wadSlashed` are shares of the maximum magnitude before the slash, rounded down.
    event OperatorSlashed(
        address operator,
        OperatorSet operatorSet,
        IStrategy[] strategies,
        uint256[] wadSlashed,
        string description
    );
    event RedistributionAddressSet(OperatorSet operatorSet, address redistributionRecipient);
    /// @notice Part of the ABI for sets older than slashers; a core that starts today never emits it.
    event SlasherMigrated(OperatorSet operatorSet, address slasher);
    event SlasherUpdated(OperatorSet operatorSet, address slasher, uint32 effectBlock);
    event StrategyAddedToOperatorSet(OperatorSet operatorSet, IStrategy strategy);
    event StrategyRemovedFromOperatorSet(OperatorSet operatorSet, IStrategy strategy);

    /// @notice Slashes an operator in a set. The set's slasher only.
    /// @return slashId number of the slash in its set, from 1; used up even when nothing was there to slash
    /// @return shares shares taken a strategy, delegated and queued ones together
    /// @dev In this order: `CurrentlyPaused` (bit 1), `InputArrayLengthMismatch`, `InvalidOperatorSet`,
    /// `OperatorNotSlashable`, `InvalidCaller`; a strategy each `StrategiesMustBeInAscendingOrder`,
    /// `InvalidWadToSlash`, `StrategyNotInOperatorSet`. Panics (0x11) while block.number is not above the withdrawal
    /// delay and something is allocated.
    function slashOperator(
        address avs,
        SlashingParams calldata params
    ) external returns (uint256 slashId, uint256[] memory shares);

    /// @notice Sets new magnitudes. An increase encumbers at once and counts after the operator's allocation delay; a
    /// decrease waits for the deallocation delay while it can be slashed, and is instant otherwise.
    /// @dev Reverts `CurrentlyPaused` (bit 0), `InvalidPermissions`, `UninitializedAllocationDelay`,
    /// `InputArrayLengthMismatch`, `InvalidOperatorSet`, `ModificationAlreadyPending`, `SameMagnitude`,
    /// `InsufficientMagnitude`. Panics (0x11) when the allocation delay carries the effect block beyond uint32.
    function modifyAllocations(address operator, AllocateParams[] calldata params) external;

    /// @notice Completes deallocations whose time has come, oldest first, up to a number a strategy. Open to anyone.
    /// @dev Reverts `CurrentlyPaused` (bit 0), `InputArrayLengthMismatch`.
    function clearDeallocationQueue(
        address operator,
        IStrategy[] calldata strategies,
        uint16[] calldata numToClear
    ) external;

    /// @notice Joins sets of a service; what is allocated to them becomes slashable at once. Asks the registrar last.
    /// @dev Reverts `CurrentlyPaused` (bit 2), `InvalidPermissions`, `InvalidOperator`, `InvalidOperatorSet`,
    /// `AlreadyMemberOfSet` (also while still slashable after leaving), and what the registrar reverts.
    function registerForOperatorSets(address operator, RegisterParams calldata params) external;

    /// @notice Leaves sets, by the operator or by the service; slashable for `DEALLOCATION_DELAY` blocks more.
    /// @dev Reverts `CurrentlyPaused` (bit 2), `InvalidCaller`, `InvalidOperatorSet`, `NotMemberOfSet`, and what the
    /// registrar reverts. Allocations stay as they are.
    function deregisterFromOperatorSets(DeregisterParams calldata params) external;

    /// @notice Sets the blocks until an increase counts, in effect after `ALLOCATION_CONFIGURATION_DELAY`; at once when
    /// the DelegationManager registers an operator. Reverts `InvalidCaller`, `InvalidOperator`.
    function setAllocationDelay(address operator, uint32 delay) external;

    /// @notice Sets who answers when operators join or leave. Reverts `InvalidPermissions`,
    /// `InvalidAVSRegistrar`.
    function setAVSRegistrar(address avs, IAVSRegistrar registrar) external;

    /// @notice Announces a service, which must happen before it creates sets. Reverts `InvalidPermissions`.
    function updateAVSMetadataURI(address avs, string calldata metadataURI) external;

    /// @notice Creates sets whose slasher is the service. Reverts `InvalidPermissions`, `NonexistentAVSMetadata`,
    /// `InvalidOperatorSet` for a number in use, `StrategyAlreadyInOperatorSet`.
    function createOperatorSets(address avs, CreateSetParams[] calldata params) external;

    /// @notice The same with a slasher each, in effect at once (`InputAddressZero`).
    function createOperatorSets(address avs, CreateSetParamsV2[] calldata params) external;

    /// @notice Creates sets whose slashed tokens go to a recipient, for ever. Also reverts
    /// `InputArrayLengthMismatch`, `InputAddressZero`, `InvalidRedistributionRecipient` for the burn address, and
    /// `InvalidStrategy` for beacon chain ETH and EIGEN.
    function createRedistributingOperatorSets(
        address avs,
        CreateSetParams[] calldata params,
        address[] calldata redistributionRecipients
    ) external;

    /// @notice The same with a slasher each.
    function createRedistributingOperatorSets(
        address avs,
        CreateSetParamsV2[] calldata params,
        address[] calldata redistributionRecipients
    ) external;

    /// @notice Adds strategies: what operators have allocated in them becomes slashable at once.
    /// @dev Reverts `InvalidPermissions`, `InvalidOperatorSet`, `InvalidStrategy`, `StrategyAlreadyInOperatorSet`.
    function addStrategiesToOperatorSet(address avs, uint32 operatorSetId, IStrategy[] calldata strategies) external;

    /// @notice Removes strategies: what is allocated in them is free at once.
    /// @dev Reverts `InvalidPermissions`, `InvalidOperatorSet`, `StrategyNotInOperatorSet`.
    function removeStrategiesFromOperatorSet(
        address avs,
        uint32 operatorSetId,
        IStrategy[] calldata strategies
    ) external;

    /// @notice Names another slasher, in effect after `SLASHER_CONFIGURATION_DELAY`; the one in force waits as well, and
    /// ends another's waiting. Naming the pending one again changes nothing. Reverts `InvalidPermissions`, `InvalidOperatorSet`, `InputAddressZero`.
    function updateSlasher(OperatorSet calldata operatorSet, address slasher) external;

    /// @notice For sets older than slashers. All sets of a core that starts today have one, and unknown sets are passed
    /// over: it does nothing, and reverts for no set.
    function migrateSlashers(OperatorSet[] calldata operatorSets) external;

    /// @notice The DelegationManager, which reports new operators and takes slashes on.
    function delegation() external view returns (IDelegationManager);

    /// @notice The strategy of the EIGEN token, which no redistributing set may hold.
    function eigenStrategy() external view returns (IStrategy);

    /// @notice Blocks that a deallocation, or an operator that left, stays slashable.
    function DEALLOCATION_DELAY() external view returns (uint32);

    /// @notice Blocks until a new allocation delay counts.
    function ALLOCATION_CONFIGURATION_DELAY() external view returns (uint32);

    /// @notice Blocks until a new slasher counts; the same number.
    function SLASHER_CONFIGURATION_DELAY() external view returns (uint32);

    /// @notice How many sets a service has created.
    function getOperatorSetCount(address avs) external view returns (uint256 count);

    /// @notice Sets to which an operator has allocated something, in no lasting order.
    function getAllocatedSets(address operator) external view returns (OperatorSet[] memory operatorSets);

    /// @notice Strategies in which an operator has allocated something to a set, in no lasting order.
    function getAllocatedStrategies(
        address operator,
        OperatorSet calldata operatorSet
    ) external view returns (IStrategy[] memory strategies);

    /// @notice An allocation as of this block: what has taken effect is applied.
    function getAllocation(
        address operator,
        OperatorSet calldata operatorSet,
        IStrategy strategy
    ) external view returns (Allocation memory allocation);

    /// @notice Several operators' allocations to a set in a strategy, as `getAllocation`.
    function getAllocations(
        address[] calldata operators,
        OperatorSet calldata operatorSet,
        IStrategy strategy
    ) external view returns (Allocation[] memory allocations);

    /// @notice All sets to which an operator has allocated anything, with its allocation in one strategy (0 too).
    function getStrategyAllocations(
        address operator,
        IStrategy strategy
    ) external view returns (OperatorSet[] memory operatorSets, Allocation[] memory allocations);

    /// @notice Magnitude allocated or on its way out, as of this block.
    function getEncumberedMagnitude(
        address operator,
        IStrategy strategy
    ) external view returns (uint64 encumberedMagnitude);

    /// @notice Magnitude that could be allocated now: maximum less encumbered.
    function getAllocatableMagnitude(
        address operator,
        IStrategy strategy
    ) external view returns (uint64 allocatableMagnitude);

    /// @notice 1e18 less all that was slashed, for any address and strategy.
    function getMaxMagnitude(address operator, IStrategy strategy) external view returns (uint64 maxMagnitude);

    /// @notice The same for several strategies.
    function getMaxMagnitudes(
        address operator,
        IStrategy[] calldata strategies
    ) external view returns (uint64[] memory maxMagnitudes);

    /// @notice The same for several operators.
    function getMaxMagnitudes(
        address[] calldata operators,
        IStrategy strategy
    ) external view returns (uint64[] memory maxMagnitudes);

    /// @notice Maximum magnitudes at the end of a block.
    function getMaxMagnitudesAtBlock(
        address operator,
        IStrategy[] calldata strategies,
        uint32 blockNumber
    ) external view returns (uint64[] memory maxMagnitudes);

    /// @notice The operator's allocation delay as of this block, and whether it has one (operators have).
    function getAllocationDelay(address operator) external view returns (bool isSet, uint32 delay);

    /// @notice Sets that an operator is registered for, in no lasting order.
    function getRegisteredSets(address operator) external view returns (OperatorSet[] memory operatorSets);

    /// @notice Whether an operator is registered for a set; one that left is not, though still slashable for a while.
    function isMemberOfOperatorSet(
        address operator,
        OperatorSet calldata operatorSet
    ) external view returns (bool result);

    /// @notice Whether a set has been created.
    function isOperatorSet(OperatorSet calldata operatorSet) external view returns (bool result);

    /// @notice Registered operators of a set, in no lasting order.
    function getMembers(OperatorSet calldata operatorSet) external view returns (address[] memory operators);

    /// @notice How many operators are registered for a set.
    function getMemberCount(OperatorSet calldata operatorSet) external view returns (uint256 memberCount);

    /// @notice The service itself unless it has named another.
    function getAVSRegistrar(address avs) external view returns (IAVSRegistrar);

    /// @notice Strategies that a set may slash, in no lasting order.
    function getStrategiesInOperatorSet(
        OperatorSet calldata operatorSet
    ) external view returns (IStrategy[] memory strategies);

    /// @notice The least stake, in shares, that could be slashed at a later block: pending deallocations that end by
    /// then are taken off, pending allocations are not counted. Ignores whether the strategy is still in the set.
    function getMinimumSlashableStake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        IStrategy[] calldata strategies,
        uint32 futureBlock
    ) external view returns (uint256[][] memory slashableStake);

    /// @notice Stake allocated now, in shares, slashable or not.
    function getAllocatedStake(
        OperatorSet calldata operatorSet,
        address[] calldata operators,
        IStrategy[] calldata strategies
    ) external view returns (uint256[][] memory slashableStake);

    /// @notice Whether the operator is registered, or left at most `DEALLOCATION_DELAY` blocks ago.
    function isOperatorSlashable(address operator, OperatorSet calldata operatorSet) external view returns (bool);

    /// @notice The slasher as of this block; zero for no set.
    function getSlasher(OperatorSet calldata operatorSet) external view returns (address);

    /// @notice A slasher that is not in effect yet and when it will be; zeros for none.
    function getPendingSlasher(
        OperatorSet calldata operatorSet
    ) external view returns (address pendingSlasher, uint32 effectBlock);

    /// @notice The set's recipient of slashed tokens, or the burn address.
    function getRedistributionRecipient(OperatorSet calldata operatorSet) external view returns (address);

    /// @notice Whether a set was created with a recipient of what it slashes.
    function isRedistributingOperatorSet(OperatorSet calldata operatorSet) external view returns (bool);

    /// @notice Whether a redistributing set can slash the operator, now or through what it has allocated.
    function isOperatorRedistributable(address operator) external view returns (bool result);

    /// @notice How many times the set has slashed.
    function getSlashCount(OperatorSet calldata operatorSet) external view returns (uint256 slashCount);
}
