// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Factory of the restaking core, whose contracts know each other as immutables.
/// @notice The core's contracts refer to each other in circles, and immutables must be known when a contract is created.
/// The address of the n-th contract that an account creates follows from the account and n alone:
///
///     address(n) = last 20 bytes of keccak256(rlp([factory, n])),  n = 1, 2, 3 …
///
/// so whoever deploys asks this factory for the addresses first, and creates the contracts in that order afterwards.
/// Contracts that come out of it keep no trace of it: they read no storage to find each other, and nobody can wire them
/// twice.
/// @dev Only static words are appended to the creation code, addresses first, then numbers. It holds no funds, and its
/// owner has no power over what it has created.
contract CoreFactory {
    /// @notice Who deploys; nobody else can use up a nonce.
    address public immutable owner;

    /// @notice How many contracts have been created; the next one gets nonce `created + 1`.
    uint256 public created;

    /// @notice A contract was created with the factory's `nonce`.
    event Created(uint256 indexed nonce, address indexed at);

    /// @notice Only the account that deployed the factory may create.
    error OnlyOwner(address caller);
    /// @notice Nonces run from 1 to 127, the ones that RLP spells in a byte.
    error NonceOutOfRange(uint256 nonce);
    /// @notice The constructor failed and gave no reason.
    error CreationFailed(uint256 nonce);

    constructor() {
        owner = msg.sender;
    }

    /// @notice Creates a contract with the next nonce.
    /// @param creationCode the contract's creation code, without constructor arguments.
    /// @param refs the constructor's addresses, in its order.
    /// @param numbers the constructor's numbers, which follow its addresses.
    /// @return at the new contract, `addressOf` its nonce.
    /// @custom:error OnlyOwner, NonceOutOfRange, CreationFailed, or what the constructor reverted with.
    function create(
        bytes calldata creationCode,
        address[] calldata refs,
        uint256[] calldata numbers
    ) external returns (address at) {
        if (msg.sender != owner) revert OnlyOwner(msg.sender);
        uint256 nonce = ++created;
        if (nonce > 127) revert NonceOutOfRange(nonce);
        bytes memory initCode = bytes.concat(creationCode, abi.encodePacked(refs), abi.encodePacked(numbers));
        assembly ("memory-safe") {
            at := create(0, add(initCode, 32), mload(initCode))
            if and(iszero(at), gt(returndatasize(), 0)) {
                returndatacopy(initCode, 0, returndatasize())
                revert(initCode, returndatasize())
            }
        }
        if (at == address(0)) revert CreationFailed(nonce);
        emit Created(nonce, at);
    }

    /// @notice The address of the contract that this factory creates with `nonce`, created already or not.
    /// @custom:error NonceOutOfRange
    function addressOf(uint256 nonce) external view returns (address) {
        if (nonce == 0 || nonce > 127) revert NonceOutOfRange(nonce);
        return address(uint160(uint256(keccak256(abi.encodePacked(hex"d694", address(this), uint8(nonce))))));
    }
}
