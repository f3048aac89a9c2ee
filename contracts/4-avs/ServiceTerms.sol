// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IDelegationManager} from "../3-restaking/interfaces/IDelegationManager.sol";
import {ISlasher} from "./interfaces/ISlasher.sol";

/// @title ServiceTerms
/// @notice The ranges of what every service is deployed with. What depends on a service's slasher or on its consumers is
/// checked where the two meet: in `ServiceManager.createSet`, and in the consumers' constructors.
library ServiceTerms {
    /// @notice Seconds of a block; windows of the core are in blocks, those of services in seconds.
    uint256 internal constant SECONDS_PER_BLOCK = 12;

    /// @dev A quorum is above half the stake (two quorums must share a signer) and at most all of it.
    error InvalidQuorum(uint256 quorumBips);
    /// @dev A slash is a fraction above 0 and not above 1e18.
    error InvalidSlash(uint256 slashWad);
    /// @dev What operators do for the service takes a block at least, and less time than their stake stays slashable.
    error InvalidWorkTime(uint256 workSeconds, uint256 slashableSeconds);

    /// @dev The core lets stake go before its operator is out of the service's reach: whoever is proven guilty in between would
    /// have nothing left to lose.
    error StakeLeavesTooEarly(uint256 withdrawalDelayBlocks, uint256 slashWindowBlocks);
    /// @dev Stake would be weighed that is out of reach before its fault can be punished.
    error LookaheadTooShort(uint256 lookaheadBlocks, uint256 neededBlocks);
    /// @dev One fault costs more than the slasher ever takes in a window: no fault would ever be punished.
    error SlashAboveLimit(uint256 slashWad, uint256 limitWad);
    /// @dev An operator that leaves when it is weighed would be out of reach before its fault can be punished.
    error PunishedTooLate(uint256 workSeconds, uint256 noticeSeconds, uint256 slashableSeconds);
    /// @dev The slasher works for another service: the core would let it slash nobody here.
    error SlasherOfOtherService(address slasher, address avs);

    /// @notice Reverts `StakeLeavesTooEarly` unless stake is withdrawn no sooner than it stays slashable: AVS-145.
    function checkCore(IDelegationManager delegation, uint256 slashWindowBlocks) internal view {
        uint256 delayBlocks = delegation.minWithdrawalDelayBlocks();
        if (delayBlocks < slashWindowBlocks) revert StakeLeavesTooEarly(delayBlocks, slashWindowBlocks);
    }

    /// @notice Reverts unless a set's slasher can punish the service's faults: AVS-145, every window against those that it
    /// depends on.
    /// @param slashWad what one fault costs (1e18 = all)
    /// @param workSeconds from the weighing of stake to the earliest proof of a fault
    /// @param aheadBlocks how far ahead stake is looked at when it is weighed
    /// @param slashWindowBlocks for which stake stays slashable after leaving
    /// @dev Reverts `SlasherOfOtherService`, `SlashAboveLimit`, `PunishedTooLate`, `LookaheadTooShort`.
    function checkSlasher(
        ISlasher slasher,
        uint256 slashWad,
        uint256 workSeconds,
        uint256 aheadBlocks,
        uint256 slashWindowBlocks
    ) internal view {
        if (slasher.avs() != address(this)) revert SlasherOfOtherService(address(slasher), slasher.avs());
        if (slashWad > slasher.limitWad()) revert SlashAboveLimit(slashWad, slasher.limitWad());
        uint256 noticeSeconds = slasher.noticeSeconds();
        uint256 slashableSeconds = slashWindowBlocks * SECONDS_PER_BLOCK;
        if (workSeconds + noticeSeconds >= slashableSeconds) {
            revert PunishedTooLate(workSeconds, noticeSeconds, slashableSeconds);
        }
        uint256 neededBlocks = Math.ceilDiv(workSeconds + noticeSeconds, SECONDS_PER_BLOCK);
        if (aheadBlocks < neededBlocks) revert LookaheadTooShort(aheadBlocks, neededBlocks);
    }

    /// @notice Reverts `InvalidQuorum` unless the quorum is from 5,001 to 10,000 ten-thousandths.
    function checkQuorum(uint256 quorumBips) internal pure {
        if (quorumBips <= 5_000 || quorumBips > 10_000) revert InvalidQuorum(quorumBips);
    }

    /// @notice Reverts `InvalidSlash` unless the slash is from 1 to 1e18.
    function checkSlash(uint256 slashWad) internal pure {
        if (slashWad == 0 || slashWad > 1e18) revert InvalidSlash(slashWad);
    }

    /// @notice Reverts `InvalidWorkTime` unless the time is from a block to less than the slash window.
    function checkWorkTime(uint256 workSeconds, uint256 slashWindowBlocks) internal pure {
        uint256 slashableSeconds = slashWindowBlocks * SECONDS_PER_BLOCK;
        if (workSeconds < SECONDS_PER_BLOCK || workSeconds >= slashableSeconds) {
            revert InvalidWorkTime(workSeconds, slashableSeconds);
        }
    }
}
