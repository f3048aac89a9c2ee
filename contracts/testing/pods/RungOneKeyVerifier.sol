// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {KeyVerifier} from "../../5-lrt/operators/KeyVerifier.sol";

/// @title A double of the verifier of keys
/// @notice Takes what rung 1 says in the place of a proof, as `RungOnePod` does; the root is one of that pod's.
contract RungOneKeyVerifier is KeyVerifier {
    constructor(
        IBeaconChain beaconChain_,
        uint64 gloasTimestamp_,
        uint64 unknownForkTimestamp_
    ) KeyVerifier(beaconChain_, gloasTimestamp_, unknownForkTimestamp_) {}

    function validatorAt(
        uint64,
        bytes32 blockRoot,
        uint40 index,
        bytes calldata
    ) external view override returns (IBeaconChain.Validator memory) {
        return beaconChain.validatorAt(index, blockRoot);
    }
}
