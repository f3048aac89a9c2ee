// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {GeneralizedIndex} from "./GeneralizedIndex.sol";

/// @title Where a beacon state keeps validators and balances
/// @notice Each fork's shape as data, compared with a client's types by a test. In Electra and Fulu the state is a tree
/// of height 6 and its lists have a fixed height. In Gloas state and lists are progressive (EIP-7495, EIP-7916), and how
/// long a proof is depends on the index.
library BeaconShapes {
    /// @param validators generalized index of the list in the state
    /// @param balances the same
    /// @param progressive whether lists are
    struct Shape {
        uint256 validators;
        uint256 balances;
        bool progressive;
    }

    uint256 internal constant STATE_ROOT_IN_HEADER = 11;
    uint256 private constant VALIDATORS_HEIGHT = 40;
    uint256 private constant BALANCES_HEIGHT = 38; // four balances are one chunk
    uint256 private constant LEAST_DEPTH = 2; // of the first chunk in a progressive list; the next levels have 3 more each

    function shapeOf(IBeaconChain.Fork fork) internal pure returns (Shape memory) {
        if (fork == IBeaconChain.Fork.Electra) return Shape({validators: 75, balances: 76, progressive: false});
        return Shape({validators: 358, balances: 359, progressive: true});
    }

    /// @notice Validator `index` in the state.
    function validatorInState(IBeaconChain.Fork fork, uint40 index) internal pure returns (uint256) {
        Shape memory shape = shapeOf(fork);
        return GeneralizedIndex.concat(shape.validators, _inList(shape.progressive, index, VALIDATORS_HEIGHT));
    }

    /// @notice The list of balances in a block's header.
    function balancesInHeader(IBeaconChain.Fork fork) internal pure returns (uint256) {
        return GeneralizedIndex.concat(STATE_ROOT_IN_HEADER, shapeOf(fork).balances);
    }

    /// @notice The chunk with the balance of validator `index` in the list of balances.
    function balanceInList(IBeaconChain.Fork fork, uint40 index) internal pure returns (uint256) {
        return _inList(shapeOf(fork).progressive, index / 4, BALANCES_HEIGHT);
    }

    /// @notice Whether a proof in a list of this fork, from `hashes` hashes up to the root that is `above` the list, can be
    /// one of any index: in a progressive list every third length is.
    function isLengthInList(IBeaconChain.Fork fork, uint256 hashes, uint256 above) internal pure returns (bool) {
        if (!shapeOf(fork).progressive || hashes < above + LEAST_DEPTH) return false;
        return (hashes - above - LEAST_DEPTH) % 3 == 0;
    }

    function _inList(bool progressive, uint256 chunk, uint256 height) private pure returns (uint256) {
        return progressive ? GeneralizedIndex.inProgressiveList(chunk) : GeneralizedIndex.inList(chunk, height);
    }
}
