// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {RLP} from "@openzeppelin/contracts/utils/RLP.sol";

/// @title Deploys contracts that refer to each other in circles
/// @notice Contracts of the core know each other by immutables. A factory creates with its own nonce, so every address
/// is known before the first contract exists: predict them all, then create in that order.
/// @dev Only the owner creates, so nobody can shift the nonces. The owner has no power over what was created.
/// @custom:decisions 0022
contract CoreFactory is Ownable {
    /// @dev The creation code ran and left no contract, without saying why.
    error CreationFailed();

    event Created(address indexed deployed, uint256 indexed nonce);

    /// @notice The nonce of the next creation; the first is 1.
    uint256 public nextNonce = 1;

    constructor() Ownable(msg.sender) {}

    /// @notice Creates a contract whose constructor takes static words only: addresses first, then numbers.
    /// @return deployed what `addressOf(nextNonce)` said before
    /// @dev Owner only. Reverts with what the constructor reverted, or `CreationFailed`. Emits {Created}.
    function create(
        bytes calldata creationCode,
        address[] calldata refs,
        uint256[] calldata numbers
    ) external onlyOwner returns (address deployed) {
        bytes memory initCode = abi.encodePacked(creationCode, refs, numbers);
        assembly ("memory-safe") {
            deployed := create(0, add(initCode, 0x20), mload(initCode))
            if and(iszero(deployed), gt(returndatasize(), 0)) {
                let reason := mload(0x40)
                returndatacopy(reason, 0, returndatasize())
                revert(reason, returndatasize())
            }
        }
        require(deployed != address(0), CreationFailed());
        emit Created(deployed, nextNonce++);
    }

    /// @notice The address of the contract that is (or was) created with a nonce:
    /// the last 20 bytes of keccak256(rlp([factory, nonce])).
    function addressOf(uint256 nonce) external view returns (address) {
        bytes[] memory items = new bytes[](2);
        items[0] = RLP.encode(address(this));
        items[1] = RLP.encode(nonce);
        return address(uint160(uint256(keccak256(RLP.encode(items)))));
    }
}
