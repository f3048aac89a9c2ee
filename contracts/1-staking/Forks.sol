// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

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
}
