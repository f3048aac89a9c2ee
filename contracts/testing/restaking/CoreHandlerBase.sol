// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IStrategy} from "../../3-restaking/interfaces/IStrategy.sol";
import {OperatorSet} from "../../3-restaking/interfaces/Types.sol";
import {BEACON_CHAIN_ETH_STRATEGY} from "../../3-restaking/libraries/Constants.sol";
import {TestBase} from "../TestBase.sol";
import {Core} from "./CoreStage.sol";

/// @notice Who and what a CoreHandler plays with, and what it remembers beside the core.
abstract contract CoreHandlerBase is TestBase {
    error RefusedForNoRule(bytes reason);

    struct Slash {
        OperatorSet set;
        uint256 slashId;
        IStrategy strategy;
    }

    Core public core;
    IStrategy[] public strategies;
    OperatorSet[] internal _sets;
    address[3] public stakers = [address(0xA11CE), address(0xB0B), address(0xCA401)];
    address[2] public operators = [address(0x0901), address(0x0902)];

    bytes32[] public roots;
    Slash[] public slashes;
    uint256 public queuedEver;
    mapping(address staker => uint256 weiAmount) public podBalance;
    /// @notice Shares that slashes said to have taken, and what was cleared of them.
    mapping(IStrategy strategy => uint256) public slashed;
    mapping(IStrategy strategy => uint256) public cleared;
    /// @notice Calls by action, refused ones included.
    mapping(string action => uint256) public calls;

    modifier counted(string memory action) {
        calls[action]++;
        _;
    }

    constructor(Core memory core_, IStrategy[] memory strategies_, OperatorSet[] memory sets_) {
        core = core_;
        strategies = strategies_;
        for (uint256 i = 0; i < sets_.length; i++) _sets.push(sets_[i]);
        for (uint256 i = 0; i < operators.length; i++) {
            vm.prank(operators[i]);
            core_.delegation.registerAsOperator(address(0), uint32(i * 3), "");
        }
    }

    function rootCount() external view returns (uint256) {
        return roots.length;
    }

    function slashCount() external view returns (uint256) {
        return slashes.length;
    }

    /// @dev Passes over what the core may refuse, and fails on anything else.
    function _refused(bytes memory reason, bytes4 one, bytes4 other) internal pure {
        bytes4 selector = bytes4(reason);
        if (selector == 0 || (selector != one && selector != other)) revert RefusedForNoRule(reason);
    }

    /// @dev An operator's beacon chain ETH may be some wei less than its stakers' (RST-10), and then underflows.
    function _shortOfDust(address staker, bytes memory reason) internal view {
        bool underflow = keccak256(reason) == keccak256(abi.encodeWithSignature("Panic(uint256)", 0x11));
        if (!underflow || core.pods.podOwnerDepositShares(staker) == 0) revert RefusedForNoRule(reason);
    }

    function _remember(bytes32[] memory queued) internal {
        for (uint256 i = 0; i < queued.length; i++) roots.push(queued[i]);
        queuedEver += queued.length;
    }

    function _forget(uint256 index) internal {
        roots[index] = roots[roots.length - 1];
        roots.pop();
    }

    function _staker(uint256 who) internal view returns (address) {
        return stakers[who % stakers.length];
    }

    function _operator(uint256 whom) internal view returns (address) {
        return operators[whom % operators.length];
    }

    function _set(uint256 which) internal view returns (OperatorSet memory) {
        return _sets[which % _sets.length];
    }

    function _tokenStrategy(uint256 which) internal view returns (IStrategy) {
        return strategies[which % strategies.length];
    }

    function _anyStrategy(uint256 which) internal view returns (IStrategy) {
        uint256 i = which % (strategies.length + 1);
        return i == strategies.length ? BEACON_CHAIN_ETH_STRATEGY : strategies[i];
    }

    function _one(IStrategy strategy) internal pure returns (IStrategy[] memory list) {
        list = new IStrategy[](1);
        list[0] = strategy;
    }

    function _ids(OperatorSet memory operatorSet) internal pure returns (uint32[] memory ids) {
        ids = new uint32[](1);
        ids[0] = operatorSet.id;
    }
}
