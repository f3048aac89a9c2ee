// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPodManager} from "../../3-restaking/interfaces/IEigenPodManager.sol";
import {Pod} from "../../3-restaking/pods/Pod.sol";
import {RungOneEvidence} from "./RungOneEvidence.sol";

/// @title A pod whose verifier is a double
/// @notice The pod's accounting without proofs, for tests that play by the thousand.
contract RungOnePod is Pod, RungOneEvidence {
    constructor(
        IBeaconChain beaconChain,
        IEigenPodManager eigenPodManager_,
        uint64,
        uint64
    ) Pod(beaconChain, eigenPodManager_) {}
}
