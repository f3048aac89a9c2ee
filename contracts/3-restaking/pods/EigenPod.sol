// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPodManager} from "../interfaces/IEigenPodManager.sol";
import {Pod} from "./Pod.sol";
import {RungOneEvidence} from "./RungOneEvidence.sol";

/// @title The pod of the deployed ladder
/// @notice Reads rung 1 in the place of proofs (decision 0016).
contract EigenPod is Pod, RungOneEvidence {
    constructor(IBeaconChain beaconChain, IEigenPodManager eigenPodManager_) Pod(beaconChain, eigenPodManager_) {}
}
