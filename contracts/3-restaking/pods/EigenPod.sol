// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {IEigenPodManager} from "../interfaces/IEigenPodManager.sol";
import {ForkSchedule} from "../proofs/ForkSchedule.sol";
import {Pod} from "./Pod.sol";
import {PodMultiproofs} from "./PodMultiproofs.sol";

/// @title The pod of the deployed ladder
/// @notice Takes nothing but Merkle proofs of beacon states, for the forks of its schedule.
/// @custom:decisions 0260
contract EigenPod is Pod, PodMultiproofs {
    /// @param gloasTimestamp_ the fork's first slot, or the greatest number: not scheduled (`ForkTimestampZero` for 0)
    /// @param unknownForkTimestamp_ the first slot of a fork whose shape is not known here, or the greatest number
    constructor(
        IBeaconChain beaconChain,
        IEigenPodManager eigenPodManager_,
        uint64 gloasTimestamp_,
        uint64 unknownForkTimestamp_
    ) Pod(beaconChain, eigenPodManager_) ForkSchedule(gloasTimestamp_, unknownForkTimestamp_) {}
}
