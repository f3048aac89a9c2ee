// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IDelegationManager} from "../../3-restaking/interfaces/IDelegationManager.sol";
import {Withdrawal} from "../../3-restaking/interfaces/Types.sol";
import {IServiceBound} from "../../4-avs/interfaces/IServiceBound.sol";
import {ISlashAnnouncements} from "../../4-avs/interfaces/ISlashAnnouncements.sol";
import {SlashingGuard} from "../exits/SlashingGuard.sol";
import {ExcessivelySafeCall} from "../../shared/ExcessivelySafeCall.sol";
import {IAnnouncedLoss} from "../interfaces/IAnnouncedLoss.sol";
import {IRestaker} from "../interfaces/IRestaker.sol";
import {VaultExposure} from "./VaultExposure.sol";

/// @title What the announced slashes can take
/// @notice Adds up the announcements of all listed services, as far as there is something to take:
///
///     loss = Σ over slots of min( exposed, Σ over services of ⌈exposure to the service × min(1, Σ parts)⌉ )
///
/// The exposure to a service is `VaultExposure`'s within the blocks until its last announcement expires (at 12 s a block), so
/// stake that it can have allocated to it by then counts. Parts are what was announced against the operators with which the
/// slot has stake, held or queued and still slashable. Exposed is all that any service could slash of the slot: services whose
/// reach overlaps, because an operator can move its allocation in time, take no more together than is there.
///
/// Of a service's words those count that `SlashingGuard` would read: the first eight against the vault's operators, live ones, each
/// fault once. Whether they hold exits back does not matter: a slash can be executed when the hold is over; those alone that
/// do are `announcedLossWithinBudget`. What cannot be read announces nothing. Services that name one AVS share its exposure.
///
/// A view for people and pages: it walks over services and slots. It is no price, and no part of one: an announcement is the word of a
/// stranger, and a market that believed it would give the collateral of all borrowers to whoever announces (decision 0251).
/// @custom:decisions 0135 0251 0261
contract AnnouncedLoss is IAnnouncedLoss {
    /// @param partWad sum of what is announced against the operator, 1e18 at most
    /// @param count of announcements in it
    /// @param horizonBlocks until the last of them expires
    struct Charge {
        address avs;
        address operator;
        uint256 partWad;
        uint256 count;
        uint256 horizonBlocks;
    }

    /// @dev The first `count` are filled.
    struct Charges {
        Charge[] list;
        uint256 count;
    }

    uint256 private constant WAD = 1e18;
    uint256 private constant SECONDS_PER_BLOCK = 12;
    uint256 private constant ANNOUNCEMENT_BYTES = 192;
    uint32 private constant NO_FLOOR = type(uint32).max;

    SlashingGuard public immutable slashingGuard;
    VaultExposure public immutable exposure;
    IRestaker public immutable restaker;
    IDelegationManager public immutable delegation;

    constructor(address slashingGuard_, address exposure_) {
        slashingGuard = SlashingGuard(slashingGuard_);
        exposure = VaultExposure(exposure_);
        restaker = exposure.restaker();
        delegation = exposure.delegation();
    }

    /// @inheritdoc IAnnouncedLoss
    function announcedLoss() external view returns (uint256 assets) {
        return _lossOfAll(false);
    }

    /// @inheritdoc IAnnouncedLoss
    function announcedLossWithinBudget() external view returns (uint256 assets) {
        return _lossOfAll(true);
    }

    /// @inheritdoc IAnnouncedLoss
    function announcedLossBy(address service) external view returns (uint256 assets) {
        address[] memory services = slashingGuard.services();
        address[] memory operators = restaker.rules().operatorsAtRisk();
        Charges memory charges = Charges(new Charge[](operators.length), 0);
        for (uint256 i = 0; i < services.length; ++i) {
            if (services[i] == service) _read(charges, service, operators, false);
        }
        return _lossUp(charges);
    }

    function _lossOfAll(bool withinBudget) private view returns (uint256 assets) {
        address[] memory services = slashingGuard.services();
        address[] memory operators = restaker.rules().operatorsAtRisk();
        Charges memory charges = Charges(new Charge[](services.length * operators.length), 0);
        for (uint256 i = 0; i < services.length; ++i) _read(charges, services[i], operators, withinBudget);
        return _lossUp(charges);
    }

    // --- what is announced ------------------------------------------------------------------------------------------

    /// @dev AVS-134. Adds what a service has announced against each operator.
    function _read(
        Charges memory charges,
        address service,
        address[] memory operators,
        bool withinBudget
    ) private view {
        (bytes memory answer, ) = ExcessivelySafeCall.ask(service, abi.encodeCall(IServiceBound.avs, ()), 32);
        if (answer.length == 0) return;
        address avs = address(uint160(abi.decode(answer, (uint256))));
        bytes32[] memory seen = new bytes32[](slashingGuard.MAX_LIVE());
        uint256 placesLeft = seen.length;
        for (uint256 i = 0; i < operators.length && placesLeft != 0; ++i) {
            bytes memory question = abi.encodeCall(ISlashAnnouncements.announcementCount, (operators[i]));
            (answer, ) = ExcessivelySafeCall.ask(service, question, 32);
            if (answer.length == 0) return;
            uint256 count = Math.min(abi.decode(answer, (uint256)), placesLeft);
            Charge memory charge = Charge(avs, operators[i], 0, 0, 0);
            address asked = withinBudget ? service : address(0);
            for (uint256 j = 0; j < count; ++j) {
                question = abi.encodeCall(ISlashAnnouncements.announcementAt, (operators[i], j));
                (answer, ) = ExcessivelySafeCall.ask(service, question, ANNOUNCEMENT_BYTES);
                if (answer.length != 0) _add(charge, answer, seen, --placesLeft, asked);
            }
            if (charge.count != 0) charges.list[charges.count++] = charge;
        }
    }

    /// @dev Words are read as numbers, for a stranger's words need not fit the types of an announcement.
    /// @param within the service within whose budget the announcement has to be; 0 if that does not matter
    function _add(
        Charge memory charge,
        bytes memory answer,
        bytes32[] memory seen,
        uint256 place,
        address within
    ) private view {
        (bytes32 faultId, , , uint256 maxWad, , uint256 expiresAt) = abi.decode(
            answer,
            (bytes32, uint256, uint256, uint256, uint256, uint256)
        );
        if (block.timestamp >= expiresAt) return;
        for (uint256 i = place + 1; i < seen.length; ++i) if (seen[i] == faultId) return;
        seen[place] = faultId;
        if (within != address(0) && !_holdsBack(within, faultId)) return;
        charge.partWad = Math.min(WAD, charge.partWad + Math.min(WAD, maxWad));
        ++charge.count;
        uint256 blocks = Math.ceilDiv(expiresAt - block.timestamp, SECONDS_PER_BLOCK);
        charge.horizonBlocks = Math.max(charge.horizonBlocks, Math.min(blocks, type(uint32).max));
    }

    /// @dev AVS-160. Whether the guard holds exits back for a fault, or would if it were asked now.
    function _holdsBack(address service, bytes32 faultId) private view returns (bool) {
        uint256 until = slashingGuard.faultHeldUntil(service, faultId);
        if (until != 0) return block.timestamp < until;
        return
            block.timestamp < slashingGuard.heldUntil(service) ||
            slashingGuard.budgetLeftSeconds(service) >= SECONDS_PER_BLOCK;
    }

    // --- what it can take -------------------------------------------------------------------------------------------

    /// @dev AVS-132, AVS-133.
    function _lossUp(Charges memory charges) private view returns (uint256 assets) {
        if (charges.count == 0) return 0;
        uint256 slots = restaker.slotCount();
        for (uint256 i = 0; i < slots; ++i) {
            address delegator = restaker.slotAt(i).delegator;
            address[] memory operators = _operatorsOf(delegator);
            uint256 loss = 0;
            for (uint256 j = 0; j < charges.count; ++j) {
                if (_isFirstOfItsAvs(charges, j)) loss += _lossToUp(charges, charges.list[j].avs, delegator, operators);
            }
            if (loss != 0) assets += Math.min(loss, _exposedTo(delegator, address(0), 0, 0));
        }
    }

    /// @dev Each slash rounds against the staker, by a wad-unit of its stake and two wei at most.
    function _lossToUp(
        Charges memory charges,
        address avs,
        address delegator,
        address[] memory operators
    ) private view returns (uint256) {
        Charge memory all = Charge(avs, address(0), 0, 0, 0);
        for (uint256 i = 0; i < charges.count; ++i) {
            Charge memory one = charges.list[i];
            if (one.avs != avs || !_isIn(operators, one.operator)) continue;
            all.partWad = Math.min(WAD, all.partWad + one.partWad);
            all.count += one.count;
            all.horizonBlocks = Math.max(all.horizonBlocks, one.horizonBlocks);
        }
        if (all.count == 0) return 0;
        uint256 exposed = _exposedTo(delegator, avs, uint32(all.horizonBlocks), NO_FLOOR);
        if (exposed == 0) return 0;
        return Math.mulDiv(exposed, all.partWad, WAD, Math.Rounding.Ceil) + all.count * (exposed / WAD + 3);
    }

    /// @dev With a floor of 0, all that anybody could slash. A slot that cannot be read counts with its record in the books.
    function _exposedTo(
        address delegator,
        address avs,
        uint32 horizonBlocks,
        uint32 delayFloorBlocks
    ) private view returns (uint256) {
        try exposure.lossOf{gas: exposure.SLOT_GAS()}(delegator, avs, horizonBlocks, delayFloorBlocks) returns (
            uint256 loss
        ) {
            return loss;
        } catch {
            int256 record = restaker.vault().recordOf(delegator);
            return record > 0 ? uint256(record) : 0;
        }
    }

    /// @dev With whom a slot has stake: its operator in the core, and those from whom withdrawals came.
    function _operatorsOf(address delegator) private view returns (address[] memory operators) {
        (Withdrawal[] memory withdrawals, ) = delegation.getQueuedWithdrawals(delegator);
        operators = new address[](withdrawals.length + 1);
        operators[0] = delegation.delegatedTo(delegator);
        for (uint256 i = 0; i < withdrawals.length; ++i) operators[i + 1] = withdrawals[i].delegatedTo;
    }

    function _isFirstOfItsAvs(Charges memory charges, uint256 index) private pure returns (bool) {
        for (uint256 i = 0; i < index; ++i) if (charges.list[i].avs == charges.list[index].avs) return false;
        return true;
    }

    function _isIn(address[] memory list, address one) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) if (list[i] == one) return true;
        return false;
    }
}
