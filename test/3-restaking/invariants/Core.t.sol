// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../../../contracts/3-restaking/interfaces/IStrategy.sol";
import {Allocation, CreateSetParams, OperatorSet} from "../../../contracts/3-restaking/interfaces/Types.sol";
import {BEACON_CHAIN_ETH_STRATEGY, isBeaconChainETH} from "../../../contracts/3-restaking/libraries/Constants.sol";
import {StrategyBase} from "../../../contracts/3-restaking/strategies/StrategyBase.sol";
import {ReplayRegistrar} from "../../../contracts/testing/replay/ReplayRegistrar.sol";
import {ReplayToken} from "../../../contracts/testing/replay/ReplayToken.sol";
import {CoreHandler} from "../../../contracts/testing/restaking/CoreHandler.sol";
import {Core, CoreStage} from "../../../contracts/testing/restaking/CoreStage.sol";

/// @notice What holds in the core after anything that people can do with it.
contract CoreInvariantsTest is CoreStage {
    uint256 private constant WAD = 1e18;
    address private constant AVS = address(0xA45);

    Core private _core;
    CoreHandler private _handler;
    IStrategy[] private _strategies;
    OperatorSet[] private _sets;

    function setUp() public {
        vm.roll(WITHDRAWAL_DELAY + 2);
        _core = deployCore();
        IStrategy[] memory tokens = new IStrategy[](2);
        for (uint256 i = 0; i < 2; i++) {
            tokens[i] = new StrategyBase(_core.strategies, new ReplayToken("TKN"), _core.pausers);
            _strategies.push(tokens[i]);
        }
        _core.strategies.addStrategiesToDepositWhitelist(tokens);
        _strategies.push(BEACON_CHAIN_ETH_STRATEGY);
        _createSets(tokens);
        _handler = new CoreHandler(_core, tokens, _sets);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// hardhat-config: invariant.depth = 120
    function invariant_RST_10_RST_11_RST_12_RST_13_RST_14_RST_15_hold() external view {
        _check();
    }

    /// @dev Random sequences could pass by doing nothing: this one, always the same, does a bit of everything.
    function test_RST_10_a_walk_that_reaches_everything() external {
        uint256 seed = 20_260_501;
        for (uint256 step = 0; step < 700; step++) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed % 14, seed >> 32, seed >> 64, seed >> 128);
            if (step % 20 == 0) _check();
        }
        _check();
        assertLe(30, _handler.queuedEver(), "withdrawals queued");
        assertLe(20, _handler.queuedEver() - _handler.rootCount(), "withdrawals completed");
        assertLe(10, _handler.slashCount(), "slashes");
        for (uint256 j = 0; j < _strategies.length; j++) {
            assertLe(1, _handler.slashed(_strategies[j]), "shares slashed");
            if (j < 2) assertLe(1, _handler.cleared(_strategies[j]), "slashed shares cleared");
        }
    }

    function _step(uint256 action, uint256 a, uint256 b, uint256 c) private {
        if (action == 0) _handler.deposit(a, b, c);
        else if (action == 1) _handler.donate(a, b);
        else if (action == 2) _handler.reportBeaconBalance(a, b, c % 3 != 0);
        else if (action == 3) _handler.delegateTo(a, b);
        else if (action == 4 && b % 3 == 0) _handler.undelegate(a, c % 2 == 0);
        else if (action == 5) _handler.queue(a, b, c);
        else if (action == 6) _handler.complete(a, b % 2 == 0);
        else if (action == 7) _handler.allocate(a, b, b >> 8, c);
        else if (action == 8) _handler.clearDeallocations(a, b, uint16(c));
        else if (action == 9) _handler.register(a, b);
        else if (action == 10 && b % 2 == 0) _handler.deregister(a, b >> 8);
        else if (action == 11) _handler.slash(a, b, b >> 8, c % 5 == 0 ? c : c % 1e17);
        else if (action == 12) _handler.clearSlash(a, b % 2 == 0);
        else _handler.roll(a);
    }

    function _check() private view {
        for (uint256 j = 0; j < _strategies.length; j++) {
            for (uint256 i = 0; i < 2; i++) {
                _operatorCoversItsStakers(_handler.operators(i), _strategies[j]);
                _allocationsAreEncumbered(_handler.operators(i), _strategies[j]);
                _deallocationsAreSorted(_handler.operators(i), _strategies[j]);
                _bothManagersKnowOneMagnitude(_handler.operators(i), _strategies[j]);
            }
            if (isBeaconChainETH(_strategies[j])) continue;
            _slashesAreConserved(_strategies[j]);
            _strategyIsSolvent(_strategies[j]);
        }
    }

    /// @dev RST-10. Exact for tokens. For beacon chain ETH the slashing factor ⌊m·l⌋ loses up to one of its units, and
    /// every slash may bring that one back to stakers while the operator's shares, slashed by m alone, never had it:
    /// 1e-18 of the scaled shares a slash.
    function _operatorCoversItsStakers(address operator, IStrategy strategy) private view {
        uint256 sum;
        uint256 unit;
        for (uint256 i = 0; i < 3; i++) {
            address staker = _handler.stakers(i);
            if (_core.delegation.delegatedTo(staker) != operator) continue;
            (uint256[] memory shares, uint256[] memory deposited) = _core.delegation.getWithdrawableShares(
                staker,
                _one(strategy)
            );
            sum += shares[0];
            unit += 1 + (deposited[0] * _core.delegation.depositScalingFactor(staker, strategy)) / (WAD * WAD);
        }
        uint256 dust = isBeaconChainETH(strategy) ? unit * (1 + _handler.slashCount()) : 0;
        assertLe(sum, _core.delegation.operatorShares(operator, strategy) + dust, "RST-10: stakers own more");
    }

    /// @dev RST-11
    function _allocationsAreEncumbered(address operator, IStrategy strategy) private view {
        uint256 sum;
        for (uint256 i = 0; i < _sets.length; i++) {
            Allocation memory allocation = _core.allocation.getAllocation(operator, _sets[i], strategy);
            sum += allocation.currentMagnitude;
            if (allocation.pendingDiff > 0) sum += uint128(allocation.pendingDiff);
        }
        uint256 encumbered = _core.allocation.getEncumberedMagnitude(operator, strategy);
        assertEq(sum, encumbered, "RST-11: allocations are not what is encumbered");
        assertLe(encumbered, _core.allocation.getMaxMagnitude(operator, strategy), "RST-11: more than there is");
    }

    /// @dev RST-12. What a slash has settled already has no effect block any more.
    function _deallocationsAreSorted(address operator, IStrategy strategy) private view {
        uint32[] memory effectBlocks = _core.allocation.queuedEffectBlocks(operator, strategy);
        uint32 last;
        for (uint256 i = 0; i < effectBlocks.length; i++) {
            if (effectBlocks[i] == 0) continue;
            assertLe(last, effectBlocks[i], "RST-12: a later deallocation ends earlier");
            last = effectBlocks[i];
        }
    }

    /// @dev RST-13. An operator never stakes here, so that its own factor k is 1.
    function _bothManagersKnowOneMagnitude(address operator, IStrategy strategy) private view {
        uint256 magnitude = _core.allocation.getMaxMagnitude(operator, strategy);
        if (magnitude == 0) return;
        uint256[] memory shares = new uint256[](1);
        shares[0] = WAD;
        uint256 converted = _core.delegation.convertToDepositShares(operator, _one(strategy), shares)[0];
        assertEq(converted, (WAD * WAD) / magnitude, "RST-13: the DelegationManager knows another magnitude");
    }

    /// @dev RST-14
    function _slashesAreConserved(IStrategy strategy) private view {
        uint256 sum = _handler.cleared(strategy) + _pendingSlashed(strategy);
        assertEq(_handler.slashed(strategy), sum, "RST-14: slashed shares went astray");
    }

    /// @dev RST-15. Shares in the queue are rounded each for itself, and together when slashed: a wei each.
    function _strategyIsSolvent(IStrategy strategy) private view {
        uint256 claims = _pendingSlashed(strategy);
        for (uint256 i = 0; i < 3; i++) claims += _withdrawable(_handler.stakers(i), strategy);
        for (uint256 i = 0; i < _handler.rootCount(); i++) {
            (, uint256[] memory shares) = _core.delegation.getQueuedWithdrawal(_handler.roots(i));
            address queued = address(_core.delegation.queuedWithdrawals(_handler.roots(i)).strategies[0]);
            if (queued == address(strategy)) claims += shares[0];
        }
        assertLe(claims, strategy.totalShares() + _handler.queuedEver(), "RST-15: more is owed than is there");
    }

    function _pendingSlashed(IStrategy strategy) private view returns (uint256 sum) {
        for (uint256 i = 0; i < _sets.length; i++) {
            uint256[] memory ids = _core.strategies.getPendingSlashIds(_sets[i]);
            for (uint256 j = 0; j < ids.length; j++) {
                sum += _core.strategies.getBurnOrRedistributableShares(_sets[i], ids[j], strategy);
            }
        }
    }

    function _withdrawable(address staker, IStrategy strategy) private view returns (uint256) {
        (uint256[] memory shares, ) = _core.delegation.getWithdrawableShares(staker, _one(strategy));
        return shares[0];
    }

    /// @dev Set 0 burns and may slash beacon chain ETH too, set 1 redistributes.
    function _createSets(IStrategy[] memory tokens) private {
        CreateSetParams[] memory params = new CreateSetParams[](1);
        address[] memory recipients = new address[](1);
        recipients[0] = address(0xBEEF);
        ReplayRegistrar registrar = new ReplayRegistrar();
        vm.startPrank(AVS);
        _core.allocation.updateAVSMetadataURI(AVS, "");
        _core.allocation.setAVSRegistrar(AVS, registrar);
        params[0] = CreateSetParams(0, _strategies);
        _core.allocation.createOperatorSets(AVS, params);
        params[0] = CreateSetParams(1, tokens);
        _core.allocation.createRedistributingOperatorSets(AVS, params, recipients);
        vm.stopPrank();
        _sets.push(OperatorSet(AVS, 0));
        _sets.push(OperatorSet(AVS, 1));
    }

    function _one(IStrategy strategy) private pure returns (IStrategy[] memory list) {
        list = new IStrategy[](1);
        list[0] = strategy;
    }
}
