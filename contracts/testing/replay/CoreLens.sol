// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IEigenPodManager} from "../../3-restaking/interfaces/IEigenPodManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {IStrategyManager} from "../../3-restaking/interfaces/IStrategyManager.sol";
import {Allocation, OperatorSet, Withdrawal} from "../../3-restaking/interfaces/Types.sol";

/// @title Everything a recording shows of the core, in one call.
/// @notice Calls only functions that the real core has, and balances; it computes nothing. What it returns are tables
/// of words, rows in the order of the query: of a staker's strategies, then the next staker's, and so on. Beacon chain
/// ETH has no token, so token fields are 0 there, and pod fields are 0 for tokens.
contract CoreLens {
    struct Query {
        address[] stakers;
        address[] operators;
        IStrategy[] strategies;
        OperatorSet[] sets;
        bytes32[] withdrawalRoots; // to be shown
        bytes32[] completedRoots; // seen completed before: only whether they are pending
        address burnAddress;
        address redistributionRecipient;
    }

    struct Position {
        uint256 depositShares;
        uint256 withdrawableShares;
        uint256 depositScalingFactor;
        uint256 tokenBalance;
        uint256 userUnderlying;
        uint256 beaconChainSlashingFactor;
        uint256 podBalance;
    }

    struct OperatorPosition {
        uint256 operatorShares;
        uint256 slashableSharesInQueue;
        uint256 maxMagnitude;
        uint256 encumberedMagnitude;
        uint256 allocatableMagnitude;
    }

    struct Membership {
        bool registered;
        bool slashable;
    }

    struct StrategyTotals {
        uint256 totalShares;
        uint256 tokenBalance;
        uint256 sharesToUnderlying1e18;
        uint256 burnAddressBalance;
        uint256 redistributionRecipientBalance;
        uint256 burnableETHShares;
    }

    struct Queued {
        bool pending;
        address staker;
        address delegatedTo;
        address withdrawer;
        uint256 nonce;
        uint256 startBlock;
        uint256 strategyCount;
        uint256 currentShareCount;
    }

    struct QueuedShares {
        IStrategy strategy;
        uint256 scaledShares;
    }

    struct SlashedShares {
        address avs;
        uint32 operatorSetId;
        uint256 slashId;
        IStrategy strategy;
        uint256 shares;
    }

    struct State {
        uint256 blockNumber;
        address[] delegatedTo; // a staker each
        Position[] positions; // stakers x strategies
        bool[] isOperator; // an operator each
        Membership[] memberships; // operators x sets
        OperatorPosition[] operatorPositions; // operators x strategies
        Allocation[] allocations; // operators x strategies x sets
        StrategyTotals[] strategies;
        bool[] setExists;
        bool[] setHolds; // sets x strategies
        Queued[] withdrawals;
        QueuedShares[] queuedShares; // of all withdrawals, as many as each has
        uint256[] currentShares; // of all withdrawals, as many as each has
        bool[] completedPending; // a completed root each
        SlashedShares[] slashedShares;
    }

    IDelegationManager private immutable delegation;
    IStrategyManager private immutable strategyManager;
    IAllocationManager private immutable allocationManager;
    IEigenPodManager private immutable eigenPodManager;
    address private immutable beaconChainETH;

    constructor(
        IDelegationManager delegation_,
        IStrategyManager strategyManager_,
        IAllocationManager allocationManager_,
        IEigenPodManager eigenPodManager_
    ) {
        delegation = delegation_;
        strategyManager = strategyManager_;
        allocationManager = allocationManager_;
        eigenPodManager = eigenPodManager_;
        beaconChainETH = address(delegation_.beaconChainETHStrategy());
    }

    /// @notice The state that `query` asks about, at the block of the call.
    function read(Query calldata query) external view returns (State memory state) {
        state.blockNumber = block.number;
        _readStakers(query, state);
        _readOperators(query, state);
        _readStrategies(query, state);
        _readSets(query, state);
        _readWithdrawals(query.withdrawalRoots, state);
        state.completedPending = new bool[](query.completedRoots.length);
        for (uint256 i; i < query.completedRoots.length; ++i) {
            state.completedPending[i] = delegation.pendingWithdrawals(query.completedRoots[i]);
        }
        _readSlashes(state);
    }

    function _readStakers(Query calldata query, State memory state) private view {
        uint256 width = query.strategies.length;
        state.delegatedTo = new address[](query.stakers.length);
        state.positions = new Position[](query.stakers.length * width);
        for (uint256 i; i < query.stakers.length; ++i) {
            address staker = query.stakers[i];
            state.delegatedTo[i] = delegation.delegatedTo(staker);
            (uint256[] memory withdrawable, ) = delegation.getWithdrawableShares(staker, query.strategies);
            for (uint256 j; j < width; ++j) {
                Position memory position = state.positions[i * width + j];
                position.withdrawableShares = withdrawable[j];
                _readPosition(staker, query.strategies[j], position);
            }
        }
    }

    function _readPosition(address staker, IStrategy strategy, Position memory position) private view {
        position.depositScalingFactor = delegation.depositScalingFactor(staker, strategy);
        if (address(strategy) == beaconChainETH) {
            position.depositShares = eigenPodManager.stakerDepositShares(staker, strategy);
            position.beaconChainSlashingFactor = eigenPodManager.beaconChainSlashingFactor(staker);
            position.podBalance = address(eigenPodManager.getPod(staker)).balance;
        } else {
            position.depositShares = strategyManager.stakerDepositShares(staker, strategy);
            position.tokenBalance = strategy.underlyingToken().balanceOf(staker);
            position.userUnderlying = strategy.userUnderlyingView(staker);
        }
    }

    function _readOperators(Query calldata query, State memory state) private view {
        uint256 width = query.strategies.length;
        uint256 depth = query.sets.length;
        state.isOperator = new bool[](query.operators.length);
        state.memberships = new Membership[](query.operators.length * depth);
        state.operatorPositions = new OperatorPosition[](query.operators.length * width);
        state.allocations = new Allocation[](query.operators.length * width * depth);
        for (uint256 i; i < query.operators.length; ++i) {
            address operator = query.operators[i];
            state.isOperator[i] = delegation.isOperator(operator);
            if (!state.isOperator[i]) continue;
            for (uint256 k; k < depth; ++k) {
                Membership memory membership = state.memberships[i * depth + k];
                membership.registered = allocationManager.isMemberOfOperatorSet(operator, query.sets[k]);
                membership.slashable = allocationManager.isOperatorSlashable(operator, query.sets[k]);
            }
            for (uint256 j; j < width; ++j) {
                IStrategy strategy = query.strategies[j];
                OperatorPosition memory position = state.operatorPositions[i * width + j];
                position.operatorShares = delegation.operatorShares(operator, strategy);
                position.slashableSharesInQueue = delegation.getSlashableSharesInQueue(operator, strategy);
                position.maxMagnitude = allocationManager.getMaxMagnitude(operator, strategy);
                position.encumberedMagnitude = allocationManager.getEncumberedMagnitude(operator, strategy);
                position.allocatableMagnitude = allocationManager.getAllocatableMagnitude(operator, strategy);
                for (uint256 k; k < depth; ++k) {
                    state.allocations[(i * width + j) * depth + k] = allocationManager.getAllocation(
                        operator,
                        query.sets[k],
                        strategy
                    );
                }
            }
        }
    }

    function _readStrategies(Query calldata query, State memory state) private view {
        state.strategies = new StrategyTotals[](query.strategies.length);
        for (uint256 j; j < query.strategies.length; ++j) {
            IStrategy strategy = query.strategies[j];
            StrategyTotals memory totals = state.strategies[j];
            if (address(strategy) == beaconChainETH) {
                totals.burnableETHShares = eigenPodManager.burnableETHShares();
                continue;
            }
            IERC20 token = strategy.underlyingToken();
            totals.totalShares = strategy.totalShares();
            totals.tokenBalance = token.balanceOf(address(strategy));
            totals.sharesToUnderlying1e18 = strategy.sharesToUnderlyingView(1e18);
            totals.burnAddressBalance = token.balanceOf(query.burnAddress);
            totals.redistributionRecipientBalance = token.balanceOf(query.redistributionRecipient);
        }
    }

    function _readSets(Query calldata query, State memory state) private view {
        uint256 width = query.strategies.length;
        state.setExists = new bool[](query.sets.length);
        state.setHolds = new bool[](query.sets.length * width);
        for (uint256 k; k < query.sets.length; ++k) {
            state.setExists[k] = allocationManager.isOperatorSet(query.sets[k]);
            IStrategy[] memory held = allocationManager.getStrategiesInOperatorSet(query.sets[k]);
            for (uint256 j; j < width; ++j) {
                for (uint256 h; h < held.length; ++h) {
                    if (address(held[h]) == address(query.strategies[j])) state.setHolds[k * width + j] = true;
                }
            }
        }
    }

    function _readWithdrawals(bytes32[] calldata roots, State memory state) private view {
        Withdrawal[] memory all = new Withdrawal[](roots.length);
        uint256[][] memory current = new uint256[][](roots.length);
        state.withdrawals = new Queued[](roots.length);
        uint256 rows;
        uint256 currentRows;
        for (uint256 i; i < roots.length; ++i) {
            Queued memory queued = state.withdrawals[i];
            (all[i], current[i]) = delegation.getQueuedWithdrawal(roots[i]);
            queued.pending = delegation.pendingWithdrawals(roots[i]);
            queued.staker = all[i].staker;
            queued.delegatedTo = all[i].delegatedTo;
            queued.withdrawer = all[i].withdrawer;
            queued.nonce = all[i].nonce;
            queued.startBlock = all[i].startBlock;
            queued.strategyCount = all[i].strategies.length;
            queued.currentShareCount = current[i].length;
            rows += queued.strategyCount;
            currentRows += queued.currentShareCount;
        }
        state.queuedShares = new QueuedShares[](rows);
        state.currentShares = new uint256[](currentRows);
        (rows, currentRows) = (0, 0);
        for (uint256 i; i < roots.length; ++i) {
            for (uint256 j; j < current[i].length; ++j) state.currentShares[currentRows++] = current[i][j];
            for (uint256 j; j < all[i].strategies.length; ++j) {
                QueuedShares memory shares = state.queuedShares[rows++];
                shares.strategy = all[i].strategies[j];
                shares.scaledShares = all[i].scaledShares[j];
            }
        }
    }

    function _readSlashes(State memory state) private view {
        OperatorSet[] memory sets = strategyManager.getPendingOperatorSets();
        uint256[][] memory ids = new uint256[][](sets.length);
        uint256 count;
        for (uint256 i; i < sets.length; ++i) {
            ids[i] = strategyManager.getPendingSlashIds(sets[i]);
            count += ids[i].length;
        }
        IStrategy[][] memory strategies = new IStrategy[][](count);
        uint256[][] memory shares = new uint256[][](count);
        uint256 slash;
        uint256 rows;
        for (uint256 i; i < sets.length; ++i) {
            for (uint256 j; j < ids[i].length; ++j) {
                (strategies[slash], shares[slash]) = strategyManager.getBurnOrRedistributableShares(sets[i], ids[i][j]);
                rows += shares[slash++].length;
            }
        }
        state.slashedShares = new SlashedShares[](rows);
        (slash, rows) = (0, 0);
        for (uint256 i; i < sets.length; ++i) {
            for (uint256 j; j < ids[i].length; ++j) {
                for (uint256 k; k < shares[slash].length; ++k) {
                    SlashedShares memory row = state.slashedShares[rows++];
                    (row.avs, row.operatorSetId, row.slashId) = (sets[i].avs, sets[i].id, ids[i][j]);
                    (row.strategy, row.shares) = (strategies[slash][k], shares[slash][k]);
                }
                ++slash;
            }
        }
    }
}
