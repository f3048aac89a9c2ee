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
/// @notice Calls only functions that the real core has, and balances; it computes nothing. Beacon chain ETH has no
/// token, so token fields are 0 there, and pod fields are 0 for tokens. Amounts and shares are in their own smallest units.
contract CoreLens {
    struct Query {
        address[] stakers;
        address[] operators;
        IStrategy[] strategies;
        OperatorSet[] sets;
        bytes32[] withdrawalRoots;
        address burnAddress;
        address redistributionRecipient;
    }

    struct Position {
        uint256 depositShares;
        uint256 withdrawableShares;
        uint256 depositScalingFactor;
        uint256 tokenBalance;
        uint256 userUnderlying;
        uint64 beaconChainSlashingFactor;
        uint256 podBalance;
    }

    struct Staker {
        address delegatedTo;
        Position[] positions;
    }

    struct OperatorPosition {
        uint256 operatorShares;
        uint256 slashableSharesInQueue;
        uint64 maxMagnitude;
        uint64 encumberedMagnitude;
        uint64 allocatableMagnitude;
        Allocation[] allocations;
    }

    struct Membership {
        bool registered;
        bool slashable;
    }

    struct Operator {
        bool isOperator;
        Membership[] memberships;
        OperatorPosition[] positions;
    }

    struct Strategy {
        uint256 totalShares;
        uint256 tokenBalance;
        uint256 sharesToUnderlying1e18;
        uint256 burnAddressBalance;
        uint256 redistributionRecipientBalance;
        uint256 burnableETHShares;
    }

    struct Queued {
        bool pending;
        Withdrawal withdrawal;
        uint256[] currentShares;
    }

    struct Slash {
        OperatorSet operatorSet;
        uint256 slashId;
        IStrategy[] strategies;
        uint256[] shares;
    }

    struct State {
        uint256 blockNumber;
        Staker[] stakers;
        Operator[] operators;
        Strategy[] strategies;
        bool[] setExists;
        IStrategy[][] setStrategies;
        Queued[] withdrawals;
        Slash[] slashes;
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
        state.stakers = new Staker[](query.stakers.length);
        for (uint256 i; i < query.stakers.length; ++i) state.stakers[i] = _staker(query.stakers[i], query.strategies);
        state.operators = new Operator[](query.operators.length);
        for (uint256 i; i < query.operators.length; ++i) state.operators[i] = _operator(query.operators[i], query);
        state.strategies = new Strategy[](query.strategies.length);
        for (uint256 i; i < query.strategies.length; ++i) state.strategies[i] = _strategy(query.strategies[i], query);
        state.setExists = new bool[](query.sets.length);
        state.setStrategies = new IStrategy[][](query.sets.length);
        for (uint256 i; i < query.sets.length; ++i) {
            state.setExists[i] = allocationManager.isOperatorSet(query.sets[i]);
            if (state.setExists[i]) {
                state.setStrategies[i] = allocationManager.getStrategiesInOperatorSet(query.sets[i]);
            }
        }
        state.withdrawals = new Queued[](query.withdrawalRoots.length);
        for (uint256 i; i < query.withdrawalRoots.length; ++i) {
            state.withdrawals[i] = _queued(query.withdrawalRoots[i]);
        }
        state.slashes = _slashes();
    }

    function _staker(address staker, IStrategy[] calldata strategies) private view returns (Staker memory view_) {
        view_.delegatedTo = delegation.delegatedTo(staker);
        view_.positions = new Position[](strategies.length);
        (uint256[] memory withdrawable, ) = delegation.getWithdrawableShares(staker, strategies);
        for (uint256 i; i < strategies.length; ++i) {
            Position memory position = view_.positions[i];
            position.withdrawableShares = withdrawable[i];
            position.depositScalingFactor = delegation.depositScalingFactor(staker, strategies[i]);
            if (address(strategies[i]) == beaconChainETH) {
                position.depositShares = eigenPodManager.stakerDepositShares(staker, strategies[i]);
                position.beaconChainSlashingFactor = eigenPodManager.beaconChainSlashingFactor(staker);
                position.podBalance = address(eigenPodManager.getPod(staker)).balance;
            } else {
                position.depositShares = strategyManager.stakerDepositShares(staker, strategies[i]);
                position.tokenBalance = strategies[i].underlyingToken().balanceOf(staker);
                position.userUnderlying = strategies[i].userUnderlyingView(staker);
            }
        }
    }

    function _operator(address operator, Query calldata query) private view returns (Operator memory view_) {
        view_.isOperator = delegation.isOperator(operator);
        if (!view_.isOperator) return view_;
        view_.memberships = new Membership[](query.sets.length);
        for (uint256 i; i < query.sets.length; ++i) {
            view_.memberships[i].registered = allocationManager.isMemberOfOperatorSet(operator, query.sets[i]);
            view_.memberships[i].slashable = allocationManager.isOperatorSlashable(operator, query.sets[i]);
        }
        view_.positions = new OperatorPosition[](query.strategies.length);
        for (uint256 i; i < query.strategies.length; ++i) {
            IStrategy strategy = query.strategies[i];
            OperatorPosition memory position = view_.positions[i];
            position.operatorShares = delegation.operatorShares(operator, strategy);
            position.slashableSharesInQueue = delegation.getSlashableSharesInQueue(operator, strategy);
            position.maxMagnitude = allocationManager.getMaxMagnitude(operator, strategy);
            position.encumberedMagnitude = allocationManager.getEncumberedMagnitude(operator, strategy);
            position.allocatableMagnitude = allocationManager.getAllocatableMagnitude(operator, strategy);
            position.allocations = new Allocation[](query.sets.length);
            for (uint256 j; j < query.sets.length; ++j) {
                position.allocations[j] = allocationManager.getAllocation(operator, query.sets[j], strategy);
            }
        }
    }

    function _strategy(IStrategy strategy, Query calldata query) private view returns (Strategy memory view_) {
        if (address(strategy) == beaconChainETH) {
            view_.burnableETHShares = eigenPodManager.burnableETHShares();
            return view_;
        }
        IERC20 token = strategy.underlyingToken();
        view_.totalShares = strategy.totalShares();
        view_.tokenBalance = token.balanceOf(address(strategy));
        view_.sharesToUnderlying1e18 = strategy.sharesToUnderlyingView(1e18);
        view_.burnAddressBalance = token.balanceOf(query.burnAddress);
        view_.redistributionRecipientBalance = token.balanceOf(query.redistributionRecipient);
    }

    function _queued(bytes32 root) private view returns (Queued memory view_) {
        view_.pending = delegation.pendingWithdrawals(root);
        (view_.withdrawal, view_.currentShares) = delegation.getQueuedWithdrawal(root);
    }

    function _slashes() private view returns (Slash[] memory slashes) {
        OperatorSet[] memory sets = strategyManager.getPendingOperatorSets();
        uint256[][] memory ids = new uint256[][](sets.length);
        uint256 count;
        for (uint256 i; i < sets.length; ++i) {
            ids[i] = strategyManager.getPendingSlashIds(sets[i]);
            count += ids[i].length;
        }
        slashes = new Slash[](count);
        for (uint256 i; i < sets.length; ++i) {
            for (uint256 j; j < ids[i].length; ++j) {
                Slash memory slash = slashes[--count];
                slash.operatorSet = sets[i];
                slash.slashId = ids[i][j];
                (slash.strategies, slash.shares) = strategyManager.getBurnOrRedistributableShares(sets[i], ids[i][j]);
            }
        }
    }
}
