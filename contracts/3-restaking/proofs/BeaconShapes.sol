// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {GeneralizedIndex} from "./GeneralizedIndex.sol";

/// @title Where a beacon state keeps validators and balances
/// @notice Each fork's shape as data, compared with a client's types by a test. In Electra and Fulu the state is a tree
/// of height 6 and its lists have a fixed height. In Gloas state and lists are progressive (EIP-7495, EIP-7916), and how
/// long a proof is depends on the index.
/// @custom:decisions 0260
library BeaconShapes {
    uint256 internal constant STATE_ROOT_IN_HEADER = 11;
    uint256 private constant VALIDATORS_HEIGHT = 40;
    uint256 private constant BALANCES_HEIGHT = 38; // four balances are one chunk
    uint256 private constant LEAST_DEPTH = 2; // of the first chunk in a progressive list; the next levels have 3 more each

    /// @return gindex the list of validators in the state
    function validatorsIn(IBeaconChain.Fork fork) internal pure returns (uint256 gindex) {
        return fork == IBeaconChain.Fork.Electra ? 75 : 358;
    }

    /// @return gindex the list of balances in the state
    function balancesIn(IBeaconChain.Fork fork) internal pure returns (uint256 gindex) {
        return fork == IBeaconChain.Fork.Electra ? 76 : 359;
    }

    /// @notice Whether state and lists are progressive.
    function isProgressive(IBeaconChain.Fork fork) internal pure returns (bool) {
        return fork != IBeaconChain.Fork.Electra;
    }

    /// @notice Validator `index` in the state.
    function validatorInState(IBeaconChain.Fork fork, uint40 index) internal pure returns (uint256) {
        return GeneralizedIndex.concat(validatorsIn(fork), _inList(fork, index, VALIDATORS_HEIGHT));
    }

    /// @notice The list of balances in a block's header.
    function balancesInHeader(IBeaconChain.Fork fork) internal pure returns (uint256) {
        return GeneralizedIndex.concat(STATE_ROOT_IN_HEADER, balancesIn(fork));
    }

    /// @notice The chunk with the balance of validator `index` in the list of balances.
    function balanceInList(IBeaconChain.Fork fork, uint40 index) internal pure returns (uint256) {
        return balancesChunk(fork, index / 4);
    }

    /// @notice Chunk `chunk` of the list of balances.
    function balancesChunk(IBeaconChain.Fork fork, uint256 chunk) internal pure returns (uint256) {
        return _inList(fork, chunk, BALANCES_HEIGHT);
    }

    /// @notice Whether a proof in a list of this fork, from `hashes` hashes up to the root that is `above` the list, can be
    /// one of any index: in a progressive list every third length is.
    function isLengthInList(IBeaconChain.Fork fork, uint256 hashes, uint256 above) internal pure returns (bool) {
        if (!isProgressive(fork) || hashes < above + LEAST_DEPTH) return false;
        return (hashes - above - LEAST_DEPTH) % 3 == 0;
    }

    function _inList(IBeaconChain.Fork fork, uint256 chunk, uint256 height) private pure returns (uint256) {
        return isProgressive(fork) ? GeneralizedIndex.inProgressiveList(chunk) : GeneralizedIndex.inList(chunk, height);
    }
}
