// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {DepositData} from "../../1-staking/DepositData.sol";
import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: 32 ETH go to a key without a look at whose it is
/// @notice The first deposit of a key fixes its credentials. When somebody has made that before, the vault's own are
/// ignored, and the validator pays out to him.
contract KeyUnchecked is NaiveVault {
    bytes private _pubkey;
    bytes private _signature;

    /// @notice An operator names the key of the next validator.
    function registerKey(bytes calldata pubkey, bytes calldata signature) external {
        (_pubkey, _signature) = (pubkey, signature);
    }

    /// @notice Stakes 32 ETH with that key, on rung 1 as it is.
    function stakeKey(IBeaconChain beacon) external {
        bytes32 credentials = DepositData.credentialsFor(0x01, address(this));
        bytes32 root = DepositData.root(_pubkey, credentials, 32 gwei, _signature);
        beacon.deposit{value: 32 ether}(_pubkey, abi.encodePacked(credentials), _signature, root);
    }
}
