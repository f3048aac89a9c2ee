// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IAllocationManager} from "../3-restaking/interfaces/IAllocationManager.sol";
import {IAVSRegistrar} from "../3-restaking/interfaces/IAVSRegistrar.sol";
import {IRewardsCoordinator} from "../3-restaking/interfaces/IRewardsCoordinator.sol";
import {IStrategy} from "../3-restaking/interfaces/IStrategy.sol";
import {
    OperatorDirectedRewardsSubmission,
    RewardsSubmission,
    StrategyAndMultiplier
} from "../3-restaking/interfaces/RewardsTypes.sol";
import {CreateSetParamsV2, DeregisterParams, OperatorSet} from "../3-restaking/interfaces/Types.sol";
import {IServiceManager} from "./interfaces/IServiceManager.sol";
import {ISlasher} from "./interfaces/ISlasher.sol";
import {RewardFunding} from "./RewardFunding.sol";
import {ServiceTerms} from "./ServiceTerms.sol";
import {SigningKeys} from "./keys/SigningKeys.sol";

/// @title ServiceManager
/// @notice Base of every service: an account of the restaking core with operator sets, keys, rewards and a slasher.
///
/// Model. The contract is the AVS and its own registrar. A set has strategies with multipliers, one slasher and rules
/// of admission, all fixed at creation. The stake of an operator behind a set is
///
///     stake(op) = floor( Σ over strategies of slashable(op, strategy) × multiplier / 1e18 )
///
/// where `slashable` is the core's `getMinimumSlashableStake` looked `lookaheadBlocks` ahead: what is already being
/// deallocated and will be out of reach by then does not count. It is read at the moment it is needed; the core keeps
/// no past shares, so a service that needs the stake of an earlier block must write it down then.
///
/// Windows. What is weighed must be punishable when its fault is proven. So a set is refused whose slasher cannot take
/// `slashWad` at once, or comes too late for an operator that leaves, or deallocates, as soon as it was weighed:
///
///     work + notice < slash window,      work + notice ≤ look-ahead
///
/// where work is the time from the weighing to the earliest proof, and notice the slasher's. And no service is made on a core
/// that lets stake be withdrawn sooner than it stays slashable.
///
/// Trusted: the admin, with admission (who may join) and with the sets it creates. Nobody, the admin included, can
/// slash without a proof, change the slasher or the strategies of a set, or make the registrar refuse a leaver: the
/// core lets a reverting registrar block a deregistration, so ours does nothing there.
///
/// It uses only functions of the real core: pointed at EigenLayer's addresses, it runs as it is.
/// @custom:decisions 0030 0036
abstract contract ServiceManager is IServiceManager, IAVSRegistrar, AccessControl {
    using SigningKeys for SigningKeys.Ring;

    /// @param minimumStake weighted shares below which an operator may not join, and may be ejected by anyone
    /// @param maximumOperators the most members: bounds the gas of reading all stakes
    /// @param lookaheadBlocks stake counts only if it is still slashable this many blocks from now
    /// @param allowlisted whether the admin must admit an operator first
    struct SetRules {
        uint128 minimumStake;
        uint16 maximumOperators;
        uint32 lookaheadBlocks;
        bool allowlisted;
    }

    /// @notice May fund rewards with its own tokens in the service's name.
    bytes32 public constant REWARDS_ROLE = keccak256("REWARDS_ROLE");
    /// @notice The most strategies in a set: a slash takes them all, in one transaction.
    uint256 public constant MAX_STRATEGIES = 8;
    /// @notice The most members in a set, whatever its rules say.
    uint256 public constant MAX_OPERATORS = 64;

    IAllocationManager public immutable allocationManager;
    IRewardsCoordinator public immutable rewardsCoordinator;
    /// @notice Blocks for which stake stays slashable after its operator has left.
    uint256 public immutable slashWindowBlocks;

    SigningKeys.Ring internal _ring;
    mapping(uint32 operatorSetId => SetRules) internal _rules;
    mapping(uint32 operatorSetId => StrategyAndMultiplier[]) private _weights;
    mapping(uint32 operatorSetId => mapping(address operator => bool)) private _admitted;
    mapping(uint32 operatorSetId => mapping(address operator => uint256 blockNumber)) private _leftAt;

    /// @notice The admin admitted an operator to a set, or took that back (members stay members).
    event OperatorAdmitted(uint32 indexed operatorSetId, address indexed operator, bool admitted);

    /// @dev Only the core's AllocationManager registers operators.
    error OnlyAllocationManager(address caller);
    /// @dev The hook was called for another service.
    error OtherService(address avs);
    /// @dev No such set was created through this contract.
    error UnknownSet(uint32 operatorSetId);
    /// @dev The admin has not admitted this operator to the set.
    error NotAdmitted(address operator, uint32 operatorSetId);
    /// @dev The set is full.
    error SetFull(uint32 operatorSetId, uint256 members, uint256 maximumOperators);
    /// @dev The operator's stake is below the set's minimum.
    error StakeTooLow(address operator, uint256 stake, uint256 minimumStake);
    /// @dev The operator's stake is not below the set's minimum: it may not be ejected.
    error StakeSufficient(address operator, uint256 stake, uint256 minimumStake);
    /// @dev The operator has no signing key and brought none.
    error NoSigningKey(address operator);
    /// @dev A set needs 1 to `MAX_STRATEGIES` strategies.
    error InvalidStrategyCount(uint256 count);
    /// @dev A set needs room for 1 to `MAX_OPERATORS` operators.
    error InvalidMaximumOperators(uint256 maximumOperators);
    /// @dev Stake cannot be looked at further ahead than it stays slashable after leaving.
    error LookaheadTooLong(uint256 lookaheadBlocks, uint256 slashWindowBlocks);

    constructor(
        IAllocationManager allocationManager_,
        IRewardsCoordinator rewardsCoordinator_,
        address admin,
        string memory metadataURI
    ) {
        allocationManager = allocationManager_;
        rewardsCoordinator = rewardsCoordinator_;
        slashWindowBlocks = allocationManager_.DEALLOCATION_DELAY();
        ServiceTerms.checkCore(allocationManager_.delegation(), slashWindowBlocks);
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        allocationManager_.updateAVSMetadataURI(address(this), metadataURI);
    }

    // ---------------------------------------------------------------- sets

    /// @notice Creates a set for good: strategies (each once, 1e18 = weight 1), slasher and rules.
    /// @param redistributionRecipient who receives what is slashed; zero burns it
    /// @dev AVS-08, AVS-145. Only the admin. Reverts `InvalidStrategyCount`, `InvalidMaximumOperators`, `LookaheadTooLong`,
    /// `LookaheadTooShort`, `SlasherOfOtherService`, `SlashAboveLimit`, `PunishedTooLate`, and with the core's errors (an id in use, a strategy twice). Emits `ServiceSetCreated`.
    function createSet(
        uint32 operatorSetId,
        StrategyAndMultiplier[] calldata weights,
        address slasher,
        address redistributionRecipient,
        SetRules calldata rules
    ) external onlyRole(DEFAULT_ADMIN_ROLE) {
        uint256 count = weights.length;
        if (count == 0 || count > MAX_STRATEGIES) revert InvalidStrategyCount(count);
        if (rules.maximumOperators == 0 || rules.maximumOperators > MAX_OPERATORS) {
            revert InvalidMaximumOperators(rules.maximumOperators);
        }
        if (rules.lookaheadBlocks > slashWindowBlocks) {
            revert LookaheadTooLong(rules.lookaheadBlocks, slashWindowBlocks);
        }
        (uint256 slashWad_, uint256 workSeconds, uint256 aheadBlocks) = _faultTerms(rules.lookaheadBlocks);
        ServiceTerms.checkSlasher(ISlasher(slasher), slashWad_, workSeconds, aheadBlocks, slashWindowBlocks);
        _rules[operatorSetId] = rules;

        IStrategy[] memory strategies = new IStrategy[](count);
        address[] memory strategyAddresses = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            _weights[operatorSetId].push(weights[i]);
            strategies[i] = weights[i].strategy;
            strategyAddresses[i] = address(weights[i].strategy);
        }
        CreateSetParamsV2[] memory sets = new CreateSetParamsV2[](1);
        sets[0] = CreateSetParamsV2({operatorSetId: operatorSetId, strategies: strategies, slasher: slasher});
        emit ServiceSetCreated(operatorSetId, slasher, strategyAddresses);

        if (redistributionRecipient == address(0)) {
            allocationManager.createOperatorSets(address(this), sets);
        } else {
            address[] memory recipients = new address[](1);
            recipients[0] = redistributionRecipient;
            allocationManager.createRedistributingOperatorSets(address(this), sets, recipients);
        }
        allocationManager.setAVSRegistrar(address(this), this);
    }

    /// @notice The rules of a set; all zero when it does not exist.
    function rulesOf(uint32 operatorSetId) external view returns (SetRules memory) {
        return _rules[operatorSetId];
    }

    /// @notice Admits an operator to an allowlisted set, or takes that back for the future. Only the admin.
    function admit(uint32 operatorSetId, address operator, bool admitted) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _admitted[operatorSetId][operator] = admitted;
        emit OperatorAdmitted(operatorSetId, operator, admitted);
    }

    // ---------------------------------------------------------------- registrar

    /// @notice The core's hook: an operator joins. `data` is empty (it has a key already) or
    /// `abi.encode(KeyKind, address key)`.
    /// @dev AVS-01. Reverts `OnlyAllocationManager`, `OtherService`, `NoSigningKey`, `UnknownSet`, `NotAdmitted`,
    /// `SetFull`, `StakeTooLow`: the core bubbles each, and the registration fails. Emits `SigningKeySet`.
    function registerOperator(
        address operator,
        address avs,
        uint32[] calldata operatorSetIds,
        bytes calldata data
    ) external override {
        if (msg.sender != address(allocationManager)) revert OnlyAllocationManager(msg.sender);
        if (avs != address(this)) revert OtherService(avs);
        if (data.length != 0) {
            (KeyKind kind, address key) = abi.decode(data, (KeyKind, address));
            _setSigningKey(operator, key, kind);
        } else if (_ring.keys[operator].length == 0) {
            revert NoSigningKey(operator);
        }
        for (uint256 i = 0; i < operatorSetIds.length; ++i) {
            _checkAdmission(operator, operatorSetIds[i]);
        }
    }

    /// @notice The core's hook: an operator leaves. Notes the block, and refuses nobody; a leaver's signatures stay provable
    /// for as long as its stake stays slashable. Does nothing at anybody else's call.
    /// @dev AVS-07.
    function deregisterOperator(address operator, address avs, uint32[] calldata operatorSetIds) external override {
        if (msg.sender != address(allocationManager) || avs != address(this)) return;
        for (uint256 i = 0; i < operatorSetIds.length; ++i) _leftAt[operatorSetIds[i]][operator] = block.number;
    }

    /// @notice Whether this registrar speaks for `avs`: only for itself.
    function supportsAVS(address avs) external view override returns (bool) {
        return avs == address(this);
    }

    /// @notice Removes a member whose stake has fallen below the set's minimum, so that it holds no place. Anybody.
    /// @dev It stays slashable for the core's window. Reverts `UnknownSet`, `StakeSufficient`, and with the core's
    /// `NotMemberOfSet`.
    function eject(uint32 operatorSetId, address operator) external {
        uint256 minimumStake = _existing(operatorSetId).minimumStake;
        uint256 stake = stakeOf(operatorSetId, operator);
        if (stake >= minimumStake) revert StakeSufficient(operator, stake, minimumStake);
        uint32[] memory ids = new uint32[](1);
        ids[0] = operatorSetId;
        allocationManager.deregisterFromOperatorSets(
            DeregisterParams({operator: operator, avs: address(this), operatorSetIds: ids})
        );
    }

    // ---------------------------------------------------------------- keys

    /// @notice Replaces the caller's signing key. The old one signs nothing new, but proves faults for
    /// `slashWindowBlocks` more.
    /// @dev Reverts `InvalidSigningKey`. Emits `SigningKeySet`.
    function setSigningKey(KeyKind kind, address key) external {
        _setSigningKey(msg.sender, key, kind);
    }

    /// @inheritdoc IServiceManager
    function signingKey(address operator) external view returns (uint256 keyIndex, address account, KeyKind kind) {
        SigningKeys.Key memory key;
        (keyIndex, key) = _ring.current(operator);
        return (keyIndex, key.account, key.kind);
    }

    // ---------------------------------------------------------------- stake

    /// @inheritdoc IServiceManager
    function stakeOf(uint32 operatorSetId, address operator) public view returns (uint256) {
        address[] memory operators = new address[](1);
        operators[0] = operator;
        return _weightedShares(operatorSetId, operators, _rules[operatorSetId].lookaheadBlocks)[0];
    }

    /// @inheritdoc IServiceManager
    /// @dev AVS-02: members only; what is leaving within the lookahead does not count.
    function stakes(
        uint32 operatorSetId
    ) public view returns (address[] memory operators, uint256[] memory weightedShares, uint256 total) {
        return _stakesAhead(operatorSetId, _rules[operatorSetId].lookaheadBlocks);
    }

    /// @inheritdoc IServiceManager
    /// @dev AVS-146.
    function slashableThroughBlock(uint32 operatorSetId, address operator) public view override returns (uint256) {
        if (allocationManager.isMemberOfOperatorSet(operator, _set(operatorSetId))) {
            return block.number + slashWindowBlocks;
        }
        uint256 leftAt = _leftAt[operatorSetId][operator];
        return leftAt == 0 ? 0 : leftAt + slashWindowBlocks;
    }

    // ---------------------------------------------------------------- rewards

    /// @notice Funds rewards split by operator, as the service decided; tokens come from the caller.
    /// @dev Only `REWARDS_ROLE`. AVS-03. Reverts with the core's errors.
    function fundOperatorRewards(
        uint32 operatorSetId,
        OperatorDirectedRewardsSubmission[] calldata submissions
    ) external onlyRole(REWARDS_ROLE) {
        RewardFunding.pullOperatorDirected(rewardsCoordinator, submissions);
        rewardsCoordinator.createOperatorDirectedOperatorSetRewardsSubmission(_set(operatorSetId), submissions);
    }

    /// @notice Funds rewards split by unique stake (what each operator has allocated to the set).
    /// @dev As `fundOperatorRewards`.
    function fundUniqueStakeRewards(
        uint32 operatorSetId,
        RewardsSubmission[] calldata submissions
    ) external onlyRole(REWARDS_ROLE) {
        RewardFunding.pull(rewardsCoordinator, submissions);
        rewardsCoordinator.createUniqueStakeRewardsSubmission(_set(operatorSetId), submissions);
    }

    /// @notice Funds rewards split by total stake (all that is delegated to each operator of the set).
    /// @dev As `fundOperatorRewards`.
    function fundTotalStakeRewards(
        uint32 operatorSetId,
        RewardsSubmission[] calldata submissions
    ) external onlyRole(REWARDS_ROLE) {
        RewardFunding.pull(rewardsCoordinator, submissions);
        rewardsCoordinator.createTotalStakeRewardsSubmission(_set(operatorSetId), submissions);
    }

    /// @notice Sets who claims what the coordinator owes to the service itself (rewards of operators that had left).
    /// @dev Only the admin.
    function setRewardsClaimer(address claimer) external onlyRole(DEFAULT_ADMIN_ROLE) {
        rewardsCoordinator.setClaimerFor(claimer);
    }

    // ---------------------------------------------------------------- internal

    /// @dev What one fault costs; the time from the weighing of stake to the earliest proof of a fault, in seconds; and how
    /// far ahead stake is looked at when it is weighed, in blocks.
    /// @param lookaheadBlocks of the set's rules
    function _faultTerms(
        uint256 lookaheadBlocks
    ) internal view virtual returns (uint256 slashWad_, uint256 workSeconds, uint256 aheadBlocks);

    /// @dev The set's slasher, which takes requests from its prover alone.
    function _slasherOf(uint32 operatorSetId) internal view returns (ISlasher) {
        return ISlasher(allocationManager.getSlasher(_set(operatorSetId)));
    }

    function _set(uint32 operatorSetId) internal view returns (OperatorSet memory) {
        return OperatorSet({avs: address(this), id: operatorSetId});
    }

    /// @dev Members of a set and their stakes, without what is being deallocated within `aheadBlocks`.
    function _stakesAhead(
        uint32 operatorSetId,
        uint256 aheadBlocks
    ) internal view returns (address[] memory operators, uint256[] memory weightedShares, uint256 total) {
        operators = allocationManager.getMembers(_set(operatorSetId));
        weightedShares = _weightedShares(operatorSetId, operators, aheadBlocks);
        for (uint256 i = 0; i < weightedShares.length; ++i) total += weightedShares[i];
    }

    /// @dev The stake of each signer, of all signers together, and of the whole set, from one read of the core.
    function _weigh(
        uint32 operatorSetId,
        address[] memory signers,
        uint256 aheadBlocks
    ) internal view returns (uint256[] memory weights, uint256 signedStake, uint256 totalStake) {
        address[] memory members;
        uint256[] memory memberStakes;
        (members, memberStakes, totalStake) = _stakesAhead(operatorSetId, aheadBlocks);
        weights = new uint256[](signers.length);
        for (uint256 i = 0; i < signers.length; ++i) {
            for (uint256 j = 0; j < members.length; ++j) {
                if (members[j] != signers[i]) continue;
                weights[i] = memberStakes[j];
                signedStake += memberStakes[j];
                break;
            }
        }
    }

    function _setSigningKey(address operator, address key, KeyKind kind) private {
        emit SigningKeySet(operator, _ring.set(operator, key, kind), key, kind);
    }

    function _existing(uint32 operatorSetId) private view returns (SetRules storage rules) {
        rules = _rules[operatorSetId];
        if (rules.maximumOperators == 0) revert UnknownSet(operatorSetId);
    }

    /// @dev The core counts the operator as a member already when it calls the hook.
    function _checkAdmission(address operator, uint32 operatorSetId) private view {
        SetRules storage rules = _existing(operatorSetId);
        if (rules.allowlisted && !_admitted[operatorSetId][operator]) revert NotAdmitted(operator, operatorSetId);
        uint256 members = allocationManager.getMemberCount(_set(operatorSetId));
        if (members > rules.maximumOperators) revert SetFull(operatorSetId, members, rules.maximumOperators);
        uint256 stake = stakeOf(operatorSetId, operator);
        if (stake < rules.minimumStake) revert StakeTooLow(operator, stake, rules.minimumStake);
    }

    /// @dev Weighted slashable stake of each operator, without what is being deallocated within `aheadBlocks`.
    function _weightedShares(
        uint32 operatorSetId,
        address[] memory operators,
        uint256 aheadBlocks
    ) internal view returns (uint256[] memory weightedShares) {
        StrategyAndMultiplier[] memory weights = _weights[operatorSetId];
        IStrategy[] memory strategies = new IStrategy[](weights.length);
        for (uint256 j = 0; j < weights.length; ++j) strategies[j] = weights[j].strategy;
        uint256[][] memory slashable = allocationManager.getMinimumSlashableStake(
            _set(operatorSetId),
            operators,
            strategies,
            uint32(block.number + aheadBlocks)
        );
        weightedShares = new uint256[](operators.length);
        for (uint256 i = 0; i < operators.length; ++i) {
            uint256 sum = 0;
            for (uint256 j = 0; j < weights.length; ++j) sum += slashable[i][j] * weights[j].multiplier;
            weightedShares[i] = sum / 1e18;
        }
    }
}
