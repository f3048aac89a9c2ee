// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {IStrategyManager} from "../interfaces/IStrategyManager.sol";
import {OperatorSet} from "../interfaces/Types.sol";
import {BURN_ADDRESS} from "../libraries/Constants.sol";
import {OperatorSetLib} from "../libraries/OperatorSetLib.sol";
import {IndexedSet} from "../libraries/IndexedSet.sol";
import {StrategyShares} from "../libraries/StrategyShares.sol";

/// @title What slashes took, until somebody clears it
/// @notice Every slash has an entry a strategy: shares that belong to nobody, still in the strategy and earning with
/// it. Clearing redeems them at the rate of that moment and pays the set's recipient, or the burn address. Anyone may
/// clear, at once.
/// @dev Three lists point at what is pending: entries of a slash, slashes of a set, sets. Each item knows its place,
/// so that a removal costs the same however many there are.
abstract contract SlashedShares is IStrategyManager, ReentrancyGuardTransient {
    using OperatorSetLib for OperatorSet;
    using IndexedSet for mapping(uint256 index => bytes32);
    using StrategyShares for mapping(uint256 index => uint256);

    struct Slash {
        uint32 place;
        uint32 length;
        mapping(uint256 index => uint256) entries;
    }

    struct SlashingSet {
        uint32 place;
        uint32 slashes;
        mapping(uint256 index => bytes32) slashIds;
    }

    /// @inheritdoc IStrategyManager
    address public constant DEFAULT_BURN_ADDRESS = BURN_ADDRESS;

    /// @notice Where sets say who receives what they slash.
    IAllocationManager public immutable allocationManager;

    /// @inheritdoc IStrategyManager
    IDelegationManager public immutable delegation;

    mapping(bytes32 setKey => mapping(uint256 slashId => Slash)) private _slashes;
    mapping(bytes32 setKey => SlashingSet) private _slashingSets;
    mapping(uint256 index => bytes32) private _pendingSets;
    uint32 private _pendingSetsLength;

    modifier onlyDelegationManager() {
        require(msg.sender == address(delegation), OnlyDelegationManager());
        _;
    }

    constructor(IAllocationManager allocationManager_, IDelegationManager delegation_) {
        allocationManager = allocationManager_;
        delegation = delegation_;
    }

    /// @notice Books slashed shares of one slash, 0 among them. DelegationManager only.
    /// @dev Reverts `StrategyAlreadyInSlash`. Emits `BurnOrRedistributableSharesIncreased`.
    function increaseBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy,
        uint256 sharesToBurn
    ) external onlyDelegationManager nonReentrant {
        bytes32 setKey = operatorSet.key();
        Slash storage slash = _slashes[setKey][slashId];
        (uint32 place, uint32 length) = (slash.place, slash.length);
        require(_find(slash, length, strategy) == length, StrategyAlreadyInSlash());
        slash.entries.set(length, strategy, sharesToBurn);
        if (length == 0) place = _appendSlash(setKey, slashId);
        (slash.place, slash.length) = (place, length + 1);
        emit BurnOrRedistributableSharesIncreased(operatorSet, slashId, strategy, sharesToBurn);
    }

    /// @inheritdoc IStrategyManager
    function clearBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId
    ) external nonReentrant returns (uint256[] memory amounts) {
        bytes32 setKey = operatorSet.key();
        Slash storage slash = _slashes[setKey][slashId];
        uint32 length = slash.length;
        amounts = new uint256[](length);
        if (length == 0) return amounts;

        (IStrategy[] memory strategies, uint256[] memory shares) = slash.entries.values(length);
        for (uint256 i = 0; i < length; i++) slash.entries.clear(i);
        _removeSlash(setKey, slashId);
        for (uint256 i = 0; i < length; i++) amounts[i] = _pay(operatorSet, slashId, strategies[i], shares[i]);
    }

    /// @inheritdoc IStrategyManager
    function clearBurnOrRedistributableSharesByStrategy(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy
    ) external nonReentrant returns (uint256 amount) {
        bytes32 setKey = operatorSet.key();
        Slash storage slash = _slashes[setKey][slashId];
        uint32 length = slash.length;
        uint256 index = _find(slash, length, strategy);
        if (index == length) return 0;

        (, uint256 shares) = slash.entries.get(index);
        uint32 last = length - 1;
        if (index != last) {
            (IStrategy lastStrategy, uint256 lastShares) = slash.entries.get(last);
            slash.entries.clear(index);
            slash.entries.set(index, lastStrategy, lastShares);
        }
        slash.entries.clear(last);
        if (last == 0) _removeSlash(setKey, slashId);
        else slash.length = last;
        return _pay(operatorSet, slashId, strategy, shares);
    }

    /// @inheritdoc IStrategyManager
    function getBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy
    ) external view returns (uint256 shares) {
        Slash storage slash = _slashes[operatorSet.key()][slashId];
        uint256 length = slash.length;
        uint256 index = _find(slash, length, strategy);
        if (index != length) (, shares) = slash.entries.get(index);
    }

    /// @inheritdoc IStrategyManager
    function getBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId
    ) external view returns (IStrategy[] memory, uint256[] memory) {
        Slash storage slash = _slashes[operatorSet.key()][slashId];
        return slash.entries.values(slash.length);
    }

    /// @inheritdoc IStrategyManager
    function getBurnOrRedistributableCount(
        OperatorSet calldata operatorSet,
        uint256 slashId
    ) external view returns (uint256) {
        return _slashes[operatorSet.key()][slashId].length;
    }

    /// @inheritdoc IStrategyManager
    function getPendingOperatorSets() external view returns (OperatorSet[] memory operatorSets) {
        bytes32[] memory keys = _pendingSets.values(_pendingSetsLength);
        operatorSets = new OperatorSet[](keys.length);
        for (uint256 i = 0; i < keys.length; i++) operatorSets[i] = OperatorSetLib.decode(keys[i]);
    }

    /// @inheritdoc IStrategyManager
    function getPendingSlashIds(OperatorSet calldata operatorSet) external view returns (uint256[] memory slashIds) {
        SlashingSet storage set = _slashingSets[operatorSet.key()];
        bytes32[] memory words = set.slashIds.values(set.slashes);
        slashIds = new uint256[](words.length);
        for (uint256 i = 0; i < words.length; i++) slashIds[i] = uint256(words[i]);
    }

    /// @dev Redeems slashed shares for the set's recipient; a slash that took nothing pays nothing. The event comes after
    /// what the strategy emits, as in the real core.
    function _pay(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy,
        uint256 shares
    ) private returns (uint256 amount) {
        if (shares == 0) return 0;
        address recipient = allocationManager.getRedistributionRecipient(operatorSet);
        amount = strategy.withdraw(recipient, strategy.underlyingToken(), shares);
        emit BurnOrRedistributableSharesDecreased(operatorSet, slashId, strategy, shares);
    }

    function _appendSlash(bytes32 setKey, uint256 slashId) private returns (uint32 place) {
        SlashingSet storage set = _slashingSets[setKey];
        (uint32 setPlace, uint32 slashes) = (set.place, set.slashes);
        if (slashes == 0) {
            setPlace = _pendingSets.append(_pendingSetsLength, setKey);
            _pendingSetsLength = setPlace;
        }
        place = set.slashIds.append(slashes, bytes32(slashId));
        (set.place, set.slashes) = (setPlace, slashes + 1);
    }

    function _removeSlash(bytes32 setKey, uint256 slashId) private {
        Slash storage slash = _slashes[setKey][slashId];
        SlashingSet storage set = _slashingSets[setKey];
        (uint32 place, uint32 slashes, uint32 setPlace) = (slash.place, set.slashes, set.place);
        (slash.place, slash.length) = (0, 0);

        bytes32 moved = set.slashIds.removeAt(slashes, place);
        if (moved != 0) _slashes[setKey][uint256(moved)].place = place;
        if (slashes > 1) {
            set.slashes = slashes - 1;
            return;
        }
        (set.place, set.slashes) = (0, 0);
        moved = _pendingSets.removeAt(_pendingSetsLength, setPlace);
        if (moved != 0) _slashingSets[moved].place = setPlace;
        _pendingSetsLength -= 1;
    }

    /// @dev The entry of a strategy; `length` when there is none.
    function _find(Slash storage slash, uint256 length, IStrategy strategy) private view returns (uint256 index) {
        for (; index < length; index++) {
            (IStrategy listed, ) = slash.entries.get(index);
            if (address(listed) == address(strategy)) break;
        }
    }
}
