// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {QueuedWithdrawalParams, Withdrawal} from "../interfaces/Types.sol";
import {WAD} from "../libraries/Constants.sol";
import {IndexedSet} from "../libraries/IndexedSet.sol";
import {SlashingLib} from "../libraries/SlashingLib.sol";
import {Snapshots} from "../libraries/Snapshots.sol";
import {StrategyShares} from "../libraries/StrategyShares.sol";
import {DelegationLedger} from "./DelegationLedger.sol";

/// @title The withdrawal queue
/// @notice Queueing takes deposit shares off the staker and withdrawable shares off the operator, and keeps scaled
/// shares ⌊d·k⌋. For `minWithdrawalDelayBlocks` blocks after it, slashes of the operator count for them; from the block
/// after that one, what is left can be taken out, in tokens or back in shares:
///
///   queued in block b: slashable in blocks ≤ b + delay, completable in blocks ≥ b + delay + 1
///   paid: ⌊scaled·f⌋, with the operator's magnitude of block b + delay, and today's beacon chain factor
///
/// @dev A withdrawal is stored in full under its root (keccak256 of its ABI encoding), two words and one a strategy:
/// the withdrawer is always the staker, so it is not stored. Nothing is paid before its record is gone.
abstract contract DelegationQueue is DelegationLedger {
    using IndexedSet for mapping(uint256 index => bytes32);
    using SlashingLib for uint256;
    using Snapshots for mapping(uint256 index => uint256);
    using StrategyShares for mapping(uint256 index => uint256);

    /// @dev `length` counts strategies, `place` is that of the root in the staker's list.
    struct Record {
        address staker;
        uint32 nonce;
        uint32 startBlock;
        uint32 length;
        address delegatedTo;
        uint32 place;
        mapping(uint256 index => uint256) entries;
    }

    mapping(bytes32 root => Record) internal _records;
    mapping(address staker => mapping(uint256 index => bytes32)) internal _roots;

    /// @inheritdoc IDelegationManager
    function queueWithdrawals(
        QueuedWithdrawalParams[] calldata params
    ) external onlyWhenNotPaused(PAUSED_ENTER_WITHDRAWAL_QUEUE) nonReentrant returns (bytes32[] memory roots) {
        roots = new bytes32[](params.length);
        address operator = _stakers[msg.sender].delegatedTo;
        for (uint256 i = 0; i < params.length; i++) {
            roots[i] = _queue(msg.sender, operator, params[i].strategies, params[i].depositShares);
        }
    }

    /// @inheritdoc IDelegationManager
    function completeQueuedWithdrawal(
        Withdrawal calldata withdrawal,
        IERC20[] calldata tokens,
        bool receiveAsTokens
    ) external onlyWhenNotPaused(PAUSED_EXIT_WITHDRAWAL_QUEUE) nonReentrant {
        _complete(withdrawal, tokens, receiveAsTokens);
    }

    /// @inheritdoc IDelegationManager
    function completeQueuedWithdrawals(
        Withdrawal[] calldata withdrawals,
        IERC20[][] calldata tokens,
        bool[] calldata receiveAsTokens
    ) external onlyWhenNotPaused(PAUSED_EXIT_WITHDRAWAL_QUEUE) nonReentrant {
        for (uint256 i = 0; i < withdrawals.length; i++) {
            _complete(withdrawals[i], tokens[i], receiveAsTokens[i]);
        }
    }

    /// @inheritdoc IDelegationManager
    function calculateWithdrawalRoot(Withdrawal calldata withdrawal) external pure returns (bytes32) {
        return keccak256(abi.encode(withdrawal));
    }

    /// @dev Queues one withdrawal of `staker`, delegated to `operator` or to nobody.
    function _queue(
        address staker,
        address operator,
        IStrategy[] memory strategies,
        uint256[] memory depositShares
    ) internal returns (bytes32 root) {
        require(strategies.length == depositShares.length, InputArrayLengthMismatch());
        require(strategies.length != 0, InputArrayLengthZero());

        uint256[] memory scaledShares = new uint256[](strategies.length);
        uint256[] memory withdrawableShares = new uint256[](strategies.length);
        for (uint256 i = 0; i < strategies.length; i++) {
            (scaledShares[i], withdrawableShares[i]) = _remove(staker, operator, strategies[i], depositShares[i]);
        }

        Staker storage record = _stakers[staker];
        uint32 nonce = record.queuedEver++;
        Withdrawal memory withdrawal = Withdrawal({
            staker: staker,
            delegatedTo: operator,
            withdrawer: staker,
            nonce: nonce,
            startBlock: uint32(block.number),
            strategies: strategies,
            scaledShares: scaledShares
        });
        root = keccak256(abi.encode(withdrawal));
        _store(root, withdrawal, record);
        emit SlashingWithdrawalQueued(root, withdrawal, withdrawableShares);
    }

    /// @dev Takes deposit shares of one strategy off the staker and what they are worth off the operator.
    function _remove(
        address staker,
        address operator,
        IStrategy strategy,
        uint256 depositShares
    ) private returns (uint256 scaledShares, uint256 withdrawableShares) {
        scaledShares = depositShares.mulWadDown(_scalingFactors[staker][strategy].toScalingFactor());
        withdrawableShares = scaledShares.mulWadDown(_slashingFactor(operator, staker, strategy));
        if (operator != address(0)) {
            Stake storage stake = _stakes[operator][strategy];
            mapping(uint256 index => uint256) storage snapshots = _queueSnapshots[operator][strategy];
            uint256 length = stake.queueSnapshots;
            uint256 queued = snapshots.latest(length, 0) + scaledShares;
            stake.queueSnapshots = uint32(snapshots.push(length, uint32(block.number), queued));
            _decreaseShares(operator, staker, strategy, withdrawableShares);
        }
        uint256 left = _shareManager(strategy).removeDepositShares(staker, strategy, depositShares);
        if (left != 0) return (scaledShares, withdrawableShares);
        // RST-102
        if (_scalingFactors[staker][strategy] != 0) delete _scalingFactors[staker][strategy];
        emit DepositScalingFactorUpdated(staker, strategy, WAD);
    }

    function _complete(Withdrawal calldata withdrawal, IERC20[] calldata tokens, bool receiveAsTokens) private {
        require(tokens.length == withdrawal.strategies.length, InputArrayLengthMismatch());
        require(msg.sender == withdrawal.withdrawer, WithdrawerNotCaller());
        bytes32 root = keccak256(abi.encode(withdrawal));
        require(_records[root].staker != address(0), WithdrawalNotQueued());
        uint32 slashableUntil = withdrawal.startBlock + minWithdrawalDelayBlocks;
        require(block.number > slashableUntil, WithdrawalDelayNotElapsed());
        _delete(root, withdrawal.staker, withdrawal.strategies.length);
        emit SlashingWithdrawalCompleted(root);

        for (uint256 i = 0; i < tokens.length; i++) {
            IStrategy strategy = withdrawal.strategies[i];
            uint256 factor = _slashingFactorAt(withdrawal.delegatedTo, withdrawal.staker, strategy, slashableUntil);
            uint256 shares = withdrawal.scaledShares[i].mulWadDown(factor);
            if (shares == 0) continue;
            if (receiveAsTokens) {
                _shareManager(strategy).withdrawSharesAsTokens(withdrawal.staker, strategy, tokens[i], shares);
            } else {
                _restore(withdrawal.staker, strategy, shares);
            }
        }
    }

    /// @dev Credits shares again, under the operator of today.
    function _restore(address staker, IStrategy strategy, uint256 shares) private {
        (uint256 prevDepositShares, uint256 added) = _shareManager(strategy).addShares(staker, strategy, shares);
        address operator = _stakers[staker].delegatedTo;
        uint256 factor = _slashingFactor(operator, staker, strategy);
        _increaseShares(operator, staker, strategy, prevDepositShares, added, factor);
    }

    function _store(bytes32 root, Withdrawal memory withdrawal, Staker storage staker) private {
        uint32 place = _roots[withdrawal.staker].append(staker.queuedNow, root);
        staker.queuedNow = place;

        Record storage record = _records[root];
        record.staker = withdrawal.staker;
        record.nonce = uint32(withdrawal.nonce);
        record.startBlock = withdrawal.startBlock;
        record.length = uint32(withdrawal.strategies.length);
        record.delegatedTo = withdrawal.delegatedTo;
        record.place = place;
        for (uint256 i = 0; i < withdrawal.strategies.length; i++) {
            record.entries.set(i, withdrawal.strategies[i], withdrawal.scaledShares[i]);
        }
    }

    function _delete(bytes32 root, address staker, uint256 length) private {
        Record storage record = _records[root];
        uint32 place = record.place;
        for (uint256 i = 0; i < length; i++) record.entries.clear(i);
        delete _records[root];

        uint32 queuedNow = _stakers[staker].queuedNow;
        bytes32 moved = _roots[staker].removeAt(queuedNow, place);
        if (moved != 0) _records[moved].place = place;
        _stakers[staker].queuedNow = queuedNow - 1;
    }
}
