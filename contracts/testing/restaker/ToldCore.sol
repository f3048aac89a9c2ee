// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {OperatorSet, Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IOperatorDelegator} from "../../5-lrt/interfaces/IOperatorDelegator.sol";
import {ISlashSyncs} from "../../5-lrt/interfaces/ISlashSyncs.sol";

/// @title The restaking core, and the exposure to services, as a restaker meets them
/// @notice Operators are as they were told, and so is what a service can take. Shares of slots are held, queued and given
/// back; a withdrawal's root is its number. Stake is slashed by being told what is left of it.
contract ToldCore {
    struct Operator {
        bool isOperator;
        bool hasDelay;
        bool setsBroken;
        uint32 delayBlocks;
        uint16 sets;
    }

    struct Losses {
        uint256 maximum;
        uint256 staying;
    }

    address public constant beaconChainETHStrategy = 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0;

    uint32 public minWithdrawalDelayBlocks;
    bool public refusesShares;
    mapping(address operator => Operator) private _operators;
    mapping(address operator => mapping(IStrategy strategy => uint64)) private _magnitudes;
    mapping(address operator => mapping(address strategy => uint256)) public operatorShares;
    mapping(address operator => mapping(address avs => uint64)) private _reaches;
    mapping(address avs => Losses) private _losses;

    mapping(address staker => address operator) public delegatedTo;
    mapping(address staker => mapping(IStrategy strategy => uint256)) public deposits;
    mapping(address staker => mapping(IStrategy strategy => uint256)) public shares;
    mapping(address staker => bytes32[] roots) private _roots;
    mapping(bytes32 root => Withdrawal) private _withdrawals;
    mapping(bytes32 root => uint256[] shares) private _queued;
    mapping(bytes32 pubkeyHash => bool) public isKeyUsed;
    mapping(address staker => uint64 wad) private _penalties;
    uint256 private _count;

    event Delegated(address indexed staker, address indexed operator, bytes signature, uint256 expiry, bytes32 salt);
    event Left(address indexed staker, address indexed operator);
    event Queued(bytes32 root, uint256[] shares);
    event Completed(bytes32 root, bool asTokens);

    error NotDelegated();
    error WithdrawalNotQueued();
    error WithdrawerNotCaller();
    error WithdrawalDelayNotElapsed();
    error SharesRefused();
    error SetsBroken();
    error OtherHorizon(uint32 horizonBlocks);

    modifier horizon(uint32 horizonBlocks) {
        if (horizonBlocks != minWithdrawalDelayBlocks) revert OtherHorizon(horizonBlocks);
        _;
    }

    // --- what it is told ----------------------------------------------------------------------------------------------

    function tell(uint32 delayBlocks, bool refusesShares_) external {
        (minWithdrawalDelayBlocks, refusesShares) = (delayBlocks, refusesShares_);
    }

    function tellOperator(address operator, Operator calldata told) external {
        _operators[operator] = told;
    }

    function tellMagnitude(address operator, IStrategy strategy, uint64 magnitude) external {
        _magnitudes[operator][strategy] = magnitude;
    }

    function tellOperatorShares(address operator, uint256 native) external {
        operatorShares[operator][beaconChainETHStrategy] = native;
    }

    function tellReach(address operator, address avs, uint64 reach) external {
        _reaches[operator][avs] = reach;
    }

    function tellLosses(address avs, Losses calldata told) external {
        _losses[avs] = told;
    }

    function tellShares(address staker, IStrategy strategy, uint256 left) external {
        shares[staker][strategy] = left;
    }

    function tellQueued(bytes32 root, uint256[] calldata left) external {
        _queued[root] = left;
    }

    /// @notice What penalties have taken of a pod.
    function tellPenalties(address staker, uint64 wad) external {
        _penalties[staker] = wad;
    }

    function tellKey(bytes calldata pubkey) external {
        isKeyUsed[keccak256(pubkey)] = true;
    }

    /// @notice A slasher takes magnitude, and tells the vault of it so many times in the same transaction.
    function slash(ISlashSyncs syncs, address operator, IStrategy strategy, uint64 magnitude, uint256 times) external {
        _magnitudes[operator][strategy] = magnitude;
        for (uint256 i = 0; i < times; ++i) syncs.syncSlashed(operator);
    }

    /// @notice An operator makes a staker leave: everything is queued.
    function force(address staker, IStrategy[] calldata strategies) external {
        _leave(staker, strategies);
    }

    /// @notice Somebody queues all of these strategies for a staker in one withdrawal.
    function queueTogether(address staker, IStrategy[] calldata strategies) external {
        uint256[] memory all = new uint256[](strategies.length);
        for (uint256 i = 0; i < all.length; ++i) all[i] = deposits[staker][strategies[i]];
        _queue(staker, delegatedTo[staker], strategies, all);
    }

    // --- what a delegator does ----------------------------------------------------------------------------------------

    function delegateTo(address operator, bytes calldata signature, uint256 expiry, bytes32 salt) external {
        delegatedTo[msg.sender] = operator;
        emit Delegated(msg.sender, operator, signature, expiry, salt);
    }

    function undelegate(IStrategy[] calldata strategies) external {
        _leave(msg.sender, strategies);
    }

    function deposit(IStrategy strategy, uint256 amount) external {
        deposits[msg.sender][strategy] += amount;
        shares[msg.sender][strategy] += amount;
    }

    function takeKey(bytes calldata pubkey) external {
        isKeyUsed[keccak256(pubkey)] = true;
    }

    function queue(IStrategy strategy, uint256 depositShares) external returns (bytes32 root) {
        (IStrategy[] memory strategies, uint256[] memory list) = (new IStrategy[](1), new uint256[](1));
        (strategies[0], list[0]) = (strategy, depositShares);
        return _queue(msg.sender, delegatedTo[msg.sender], strategies, list);
    }

    function complete(Withdrawal calldata withdrawal, bool asTokens) external returns (uint256[] memory list) {
        bytes32 root = calculateWithdrawalRoot(withdrawal);
        Withdrawal memory queued = _withdrawals[root];
        if (queued.staker == address(0)) revert WithdrawalNotQueued();
        if (queued.staker != msg.sender) revert WithdrawerNotCaller();
        if (block.number <= uint256(queued.startBlock) + minWithdrawalDelayBlocks) revert WithdrawalDelayNotElapsed();
        if (!asTokens && refusesShares) revert SharesRefused();
        list = _queued[root];
        if (!asTokens) {
            for (uint256 i = 0; i < list.length; ++i) {
                deposits[msg.sender][queued.strategies[i]] += list[i];
                shares[msg.sender][queued.strategies[i]] += list[i];
            }
        }
        delete _withdrawals[root];
        delete _queued[root];
        bytes32[] storage roots = _roots[msg.sender];
        uint256 place = 0;
        while (roots[place] != root) ++place;
        roots[place] = roots[roots.length - 1];
        roots.pop();
        emit Completed(root, asTokens);
    }

    function _leave(address staker, IStrategy[] calldata strategies) private {
        address operator = delegatedTo[staker];
        if (operator == address(0)) revert NotDelegated();
        operatorShares[operator][beaconChainETHStrategy] -= shares[staker][IStrategy(beaconChainETHStrategy)];
        delegatedTo[staker] = address(0);
        emit Left(staker, operator);
        for (uint256 i = 0; i < strategies.length; ++i) {
            if (deposits[staker][strategies[i]] == 0) continue;
            (IStrategy[] memory one, uint256[] memory all) = (new IStrategy[](1), new uint256[](1));
            (one[0], all[0]) = (strategies[i], deposits[staker][strategies[i]]);
            _queue(staker, operator, one, all);
        }
    }

    function _queue(
        address staker,
        address operator,
        IStrategy[] memory strategies,
        uint256[] memory depositShares
    ) private returns (bytes32 root) {
        root = bytes32(++_count);
        uint256[] memory list = new uint256[](strategies.length);
        for (uint256 i = 0; i < list.length; ++i) {
            uint256 all = deposits[staker][strategies[i]];
            list[i] = depositShares[i] == 0 ? 0 : (shares[staker][strategies[i]] * depositShares[i]) / all;
            deposits[staker][strategies[i]] = all - depositShares[i];
            shares[staker][strategies[i]] -= list[i];
        }
        Withdrawal storage withdrawal = _withdrawals[root];
        (withdrawal.staker, withdrawal.delegatedTo, withdrawal.withdrawer) = (staker, operator, staker);
        (withdrawal.nonce, withdrawal.startBlock) = (_count, uint32(block.number));
        (withdrawal.strategies, withdrawal.scaledShares) = (strategies, depositShares);
        _queued[root] = list;
        _roots[staker].push(root);
        emit Queued(root, list);
    }

    // --- what it says -------------------------------------------------------------------------------------------------

    /// @notice The allocation manager asks for the delegation manager, which is itself.
    function delegation() external view returns (ToldCore) {
        return this;
    }

    /// @notice It keeps the stake of pods itself.
    function eigenPodManager() external view returns (ToldCore) {
        return this;
    }

    function beaconChainSlashingFactor(address staker) external view returns (uint64) {
        return 1 ether - _penalties[staker];
    }

    function isOperator(address operator) external view returns (bool) {
        return _operators[operator].isOperator;
    }

    function shortestDelay(address operator) external view returns (bool isSet, uint32 delayBlocks) {
        return (_operators[operator].hasDelay, _operators[operator].delayBlocks);
    }

    function getMaxMagnitudes(
        address operator,
        IStrategy[] calldata strategies
    ) external view returns (uint64[] memory list) {
        list = new uint64[](strategies.length);
        for (uint256 i = 0; i < list.length; ++i) list[i] = _magnitudes[operator][strategies[i]];
    }

    function getAllocatedSets(address operator) external view returns (OperatorSet[] memory) {
        if (_operators[operator].setsBroken) revert SetsBroken();
        return new OperatorSet[](_operators[operator].sets);
    }

    function reachOf(
        address operator,
        address avs,
        IStrategy strategy,
        uint32 horizonBlocks
    ) external view horizon(horizonBlocks) returns (uint64 reach, uint64 maximum) {
        maximum = _magnitudes[operator][strategy];
        reach = _reaches[operator][avs];
        if (reach > maximum) reach = maximum;
    }

    function maximumLosses(
        address[] calldata avss,
        uint32 horizonBlocks
    ) external view horizon(horizonBlocks) returns (uint256[] memory assets) {
        assets = new uint256[](avss.length);
        for (uint256 i = 0; i < avss.length; ++i) assets[i] = _losses[avss[i]].maximum;
    }

    function stayingLosses(
        address[] calldata avss,
        uint32 horizonBlocks
    ) external view horizon(horizonBlocks) returns (uint256[] memory assets) {
        assets = new uint256[](avss.length);
        for (uint256 i = 0; i < avss.length; ++i) assets[i] = _losses[avss[i]].staying;
    }

    /// @notice All that the delegator has in the strategy, if the service reaches its operator.
    function stayingLossOf(
        IOperatorDelegator delegator,
        address avs,
        IStrategy strategy,
        uint32 horizonBlocks
    ) external view horizon(horizonBlocks) returns (uint256 assets) {
        if (_reaches[delegatedTo[address(delegator)]][avs] == 0) return 0;
        (, assets) = delegator.restaked(strategy);
    }

    function calculateWithdrawalRoot(Withdrawal calldata withdrawal) public pure returns (bytes32) {
        return bytes32(withdrawal.nonce);
    }

    function getQueuedWithdrawalRoots(address staker) external view returns (bytes32[] memory) {
        return _roots[staker];
    }

    function queuedWithdrawals(bytes32 root) external view returns (Withdrawal memory) {
        return _withdrawals[root];
    }

    function getQueuedWithdrawal(bytes32 root) public view returns (Withdrawal memory, uint256[] memory) {
        return (_withdrawals[root], _queued[root]);
    }
}
