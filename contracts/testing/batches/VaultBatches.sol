// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CoreFactory} from "../../3-restaking/CoreFactory.sol";
import {IPricingRule} from "../../5-lrt/interfaces/IPricingRule.sol";
import {IVaultEvents} from "../../5-lrt/interfaces/IVaultEvents.sol";
import {ExitQueue} from "../../5-lrt/queue/ExitQueue.sol";
import {ExitTickets} from "../../5-lrt/queue/ExitTickets.sol";
import {Vm} from "../Vm.sol";
import {IBatches} from "./IBatches.sol";

/// @title The vault's exit queue over a vault that pays what a test says
contract VaultBatches is IBatches {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    ExitQueue private immutable _queue;

    uint256 private _shares;
    uint256 private _assets;

    constructor() payable {
        CoreFactory factory = new CoreFactory();
        address[] memory refs = new address[](2);
        (refs[0], refs[1]) = (address(this), factory.addressOf(2));
        uint256[] memory waits = new uint256[](3);
        (waits[0], waits[1]) = (1 minutes, 1);
        _queue = ExitQueue(factory.create(type(ExitQueue).creationCode, refs, waits));
        (refs[0], refs[1]) = (address(_queue), address(0));
        factory.create(type(ExitTickets).creationCode, refs, new uint256[](0));
    }

    /// @inheritdoc IBatches
    function ask(uint256 shares) external returns (uint256 id) {
        return _queue.request(shares, address(this), 0, block.timestamp);
    }

    /// @inheritdoc IBatches
    function close() external {
        VM.warp(_queue.closeableAt());
        _queue.close();
    }

    /// @inheritdoc IBatches
    function fill(uint256 shares, uint256 assets) external {
        (_shares, _assets) = (shares, assets);
        if (shares != 0) _queue.settle();
    }

    /// @inheritdoc IBatches
    function claim(uint256 id, address recipient) external returns (uint256 assets) {
        return _queue.claim(id, recipient);
    }

    /// @inheritdoc IBatches
    function claimable(uint256 id) external view returns (uint256 assets) {
        return _queue.claimableOf(id);
    }

    /// @inheritdoc IBatches
    function isFinished(uint256 id) external view returns (bool) {
        return _queue.ticketOf(id).owner == address(0);
    }

    /// @inheritdoc IBatches
    function sweep() external {
        if (_queue.lockedAssets() != 0) _queue.sweep(1);
    }

    /// @inheritdoc IBatches
    function queue() external view returns (address) {
        return address(_queue);
    }

    // --- the vault --------------------------------------------------------------------------------------------------

    /// @notice As the vault's.
    function escrow(address, uint256 shares) external pure returns (uint256 assets) {
        return shares;
    }

    /// @notice As the vault's.
    function markForClose(uint256) external pure returns (IPricingRule.Mark memory mark) {}

    /// @notice As the vault's: fills what the test says, at most `shares`.
    function fill(
        uint256,
        uint256 shares,
        IPricingRule.Mark calldata
    ) external returns (uint256 filledShares, uint256 paid, uint256 asOf) {
        _queue.receiveFill{value: _assets}();
        return (_shares < shares ? _shares : shares, _assets, block.timestamp);
    }

    /// @notice As the vault's.
    function receiveGain(IVaultEvents.Gain) external payable {}
}
