// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IAllocationManager} from "../../3-restaking/interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {
    AllocateParams,
    DeregisterParams,
    OperatorSet,
    QueuedWithdrawalParams,
    RegisterParams,
    SignatureWithExpiry,
    SlashingParams,
    Withdrawal
} from "../../3-restaking/interfaces/Types.sol";
import {isBeaconChainETH} from "../../3-restaking/libraries/Constants.sol";
import {ReplayPod} from "../replay/ReplayPod.sol";
import {ReplayToken} from "../replay/ReplayToken.sol";
import {CoreHandlerBase} from "./CoreHandlerBase.sol";
import {Core} from "./CoreStage.sol";

/// @notice What people do with a core, in any order. Every call is one that could succeed; what the core refuses by a
/// rule is passed over, anything else fails the run: an underflow, a withdrawal that cannot be completed.
contract CoreHandler is CoreHandlerBase {
    constructor(
        Core memory core_,
        IStrategy[] memory strategies_,
        OperatorSet[] memory sets_
    ) CoreHandlerBase(core_, strategies_, sets_) {}

    function deposit(uint256 who, uint256 which, uint256 amount) external counted("deposit") {
        IStrategy strategy = _tokenStrategy(which);
        amount = bound(amount, 1, amount % 3 == 0 ? 50 : 1e21);
        ReplayToken token = ReplayToken(address(strategy.underlyingToken()));
        address staker = _staker(who);
        token.mint(staker, amount);
        vm.startPrank(staker);
        token.approve(address(core.strategies), amount);
        try core.strategies.depositIntoStrategy(strategy, token, amount) returns (uint256) {} catch (
            bytes memory reason
        ) {
            _refused(reason, IDelegationManager.FullySlashed.selector, IStrategy.NewSharesZero.selector);
            token.burn(staker, amount);
        }
        vm.stopPrank();
    }

    function donate(uint256 which, uint256 amount) external counted("donate") {
        IStrategy strategy = _tokenStrategy(which);
        ReplayToken(address(strategy.underlyingToken())).mint(address(strategy), bound(amount, 1, 1e20));
    }

    function reportBeaconBalance(uint256 who, uint256 amount, bool gain) external counted("beacon") {
        address staker = _staker(who);
        uint256 balance = podBalance[staker];
        uint256 delta = bound(amount, 1, gain ? 64e9 : 1 + balance / 1e9) * 1e9;
        if (!gain && delta > balance) return;
        if (!core.pods.hasPod(staker)) {
            vm.prank(staker);
            core.pods.createPod();
        }
        ReplayPod pod = ReplayPod(payable(address(core.pods.getPod(staker))));
        try pod.report(balance, gain ? int256(delta) : -int256(delta)) {
            podBalance[staker] = gain ? balance + delta : balance - delta;
            vm.deal(address(pod), 1e30);
        } catch (bytes memory reason) {
            if (gain) _refused(reason, IDelegationManager.FullySlashed.selector, 0);
            else _shortOfDust(staker, reason);
        }
    }

    function delegateTo(uint256 who, uint256 whom) external counted("delegate") {
        address staker = _staker(who);
        if (core.delegation.isDelegated(staker)) return;
        SignatureWithExpiry memory none;
        vm.prank(staker);
        try core.delegation.delegateTo(_operator(whom), none, 0) {} catch (bytes memory reason) {
            _refused(reason, IDelegationManager.FullySlashed.selector, 0);
        }
    }

    function undelegate(uint256 who, bool forced) external counted("undelegate") {
        address staker = _staker(who);
        address operator = core.delegation.delegatedTo(staker);
        if (operator == address(0)) return;
        vm.prank(forced ? operator : staker);
        try core.delegation.undelegate(staker) returns (bytes32[] memory queued) {
            _remember(queued);
        } catch (bytes memory reason) {
            _shortOfDust(staker, reason);
        }
    }

    function queue(uint256 who, uint256 which, uint256 part) external counted("queue") {
        (IStrategy[] memory held, uint256[] memory shares) = core.delegation.getDepositedShares(_staker(who));
        if (held.length == 0) return;
        uint256 i = which % held.length;
        QueuedWithdrawalParams[] memory params = new QueuedWithdrawalParams[](1);
        params[0].strategies = _one(held[i]);
        params[0].depositShares = new uint256[](1);
        params[0].depositShares[0] = part % 3 == 0 ? shares[i] : bound(part, 1, shares[i]);
        vm.prank(_staker(who));
        try core.delegation.queueWithdrawals(params) returns (bytes32[] memory queued) {
            _remember(queued);
        } catch (bytes memory reason) {
            _shortOfDust(isBeaconChainETH(held[i]) ? _staker(who) : address(0), reason);
        }
    }

    function complete(uint256 index, bool asTokens) external counted("complete") {
        if (roots.length == 0) return;
        index %= roots.length;
        (Withdrawal memory withdrawal, ) = core.delegation.getQueuedWithdrawal(roots[index]);
        if (block.number <= withdrawal.startBlock + core.delegation.minWithdrawalDelayBlocks()) return;
        IStrategy strategy = withdrawal.strategies[0];
        IERC20[] memory tokens = new IERC20[](1);
        if (!isBeaconChainETH(strategy)) tokens[0] = strategy.underlyingToken();
        vm.prank(withdrawal.staker);
        // in tokens it can always be had: nobody and nothing refuses
        if (asTokens) core.delegation.completeQueuedWithdrawal(withdrawal, tokens, true);
        else {
            try core.delegation.completeQueuedWithdrawal(withdrawal, tokens, false) {} catch (bytes memory reason) {
                _refused(reason, IDelegationManager.FullySlashed.selector, 0);
                return;
            }
        }
        _forget(index);
    }

    function allocate(uint256 whom, uint256 set, uint256 which, uint256 magnitude) external counted("allocate") {
        address operator = _operator(whom);
        AllocateParams[] memory params = new AllocateParams[](1);
        params[0].operatorSet = _set(set);
        params[0].strategies = _one(_anyStrategy(which));
        params[0].newMagnitudes = new uint64[](1);
        params[0].newMagnitudes[0] = uint64(bound(magnitude, 0, magnitude % 5 == 0 ? 3 : 1e18));
        vm.prank(operator);
        try core.allocation.modifyAllocations(operator, params) {} catch (bytes memory reason) {
            if (bytes4(reason) == IAllocationManager.SameMagnitude.selector) return;
            _refused(
                reason,
                IAllocationManager.ModificationAlreadyPending.selector,
                IAllocationManager.InsufficientMagnitude.selector
            );
        }
    }

    function clearDeallocations(uint256 whom, uint256 which, uint16 most) external counted("clearDeallocations") {
        uint16[] memory numbers = new uint16[](1);
        numbers[0] = most % 3;
        core.allocation.clearDeallocationQueue(_operator(whom), _one(_anyStrategy(which)), numbers);
    }

    function register(uint256 whom, uint256 set) external counted("register") {
        address operator = _operator(whom);
        OperatorSet memory operatorSet = _set(set);
        if (core.allocation.isOperatorSlashable(operator, operatorSet)) return;
        vm.prank(operator);
        core.allocation.registerForOperatorSets(operator, RegisterParams(operatorSet.avs, _ids(operatorSet), ""));
    }

    function deregister(uint256 whom, uint256 set) external counted("deregister") {
        address operator = _operator(whom);
        OperatorSet memory operatorSet = _set(set);
        if (!core.allocation.isMemberOfOperatorSet(operator, operatorSet)) return;
        vm.prank(operator);
        core.allocation.deregisterFromOperatorSets(DeregisterParams(operator, operatorSet.avs, _ids(operatorSet)));
    }

    function slash(uint256 whom, uint256 set, uint256 which, uint256 wad) external counted("slash") {
        address operator = _operator(whom);
        OperatorSet memory operatorSet = _set(set);
        if (!core.allocation.isOperatorSlashable(operator, operatorSet)) return;
        SlashingParams memory params;
        params.operator = operator;
        params.operatorSetId = operatorSet.id;
        IStrategy[] memory slashable = core.allocation.getStrategiesInOperatorSet(operatorSet);
        params.strategies = _one(slashable[which % slashable.length]);
        params.wadsToSlash = new uint256[](1);
        params.wadsToSlash[0] = wad % 4 == 0 ? bound(wad, 1, 9) : bound(wad, 1, 1e18);
        vm.prank(operatorSet.avs);
        (uint256 slashId, uint256[] memory shares) = core.allocation.slashOperator(operatorSet.avs, params);
        slashed[params.strategies[0]] += shares[0];
        slashes.push(Slash(operatorSet, slashId, params.strategies[0]));
    }

    function clearSlash(uint256 index, bool byStrategy) external counted("clearSlash") {
        if (slashes.length == 0) return;
        Slash memory one = slashes[index % 2 == 0 ? slashes.length - 1 : index % slashes.length];
        cleared[one.strategy] += core.strategies.getBurnOrRedistributableShares(one.set, one.slashId, one.strategy);
        if (byStrategy) {
            core.strategies.clearBurnOrRedistributableSharesByStrategy(one.set, one.slashId, one.strategy);
        } else core.strategies.clearBurnOrRedistributableShares(one.set, one.slashId);
    }

    function roll(uint256 blocks) external counted("roll") {
        vm.roll(block.number + bound(blocks, 1, blocks % 2 == 0 ? 3 : 15));
    }
}
