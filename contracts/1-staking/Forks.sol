// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EpochMath} from "./EpochMath.sol";
import {IBeaconChain} from "./interfaces/IBeaconChain.sol";

/// @title What forks of consensus set anew
/// @notice Each fork's numbers as data; a deployment names its fork. Of Gloas only the churn is here: its new exit limit
/// has no upper end and half the quotient, while what deposits may take stays where it was (EIP-8061).
/// @custom:decisions 0222
library Forks {
    /// @param quotient an epoch lets total active balance / quotient through, in whole ETH
    /// @param minimumGwei and not less than this
    /// @param maximumDepositGwei nor more than this of deposits
    /// @param maximumExitGwei nor more than this of exits
    struct Churn {
        uint64 quotient;
        uint64 minimumGwei;
        uint64 maximumDepositGwei;
        uint64 maximumExitGwei;
    }

    /// @notice There is no fork of this number; `IBeaconChain.Fork` lists them.
    error UnknownFork(uint8 fork);

    function named(uint8 fork) internal pure returns (IBeaconChain.Fork) {
        if (fork > uint8(type(IBeaconChain.Fork).max)) revert UnknownFork(fork);
        return IBeaconChain.Fork(fork);
    }

    function churnOf(IBeaconChain.Fork fork) internal pure returns (Churn memory) {
        if (fork == IBeaconChain.Fork.Electra) return Churn(65_536, 128e9, 256e9, 256e9); // EIP-7251
        return Churn(32_768, 128e9, 256e9, type(uint64).max); // Gloas
    }

    /// @notice What consolidations may take of an epoch: in Electra what exits leave of a 65,536th of all stake (EIP-7251),
    /// in Gloas a 65,536th of their own, with no minimum (EIP-8061).
    function consolidationChurn(IBeaconChain.Fork fork, uint64 totalActiveGwei) internal pure returns (uint64) {
        if (fork != IBeaconChain.Fork.Electra) {
            return EpochMath.churnLimit(totalActiveGwei, 65_536, 0, type(uint64).max);
        }
        uint64 churnGwei = EpochMath.churnLimit(totalActiveGwei, 65_536, 128e9, type(uint64).max);
        return churnGwei - EpochMath.churnLimit(totalActiveGwei, 65_536, 128e9, 256e9);
    }
}
