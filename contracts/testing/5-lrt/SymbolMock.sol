// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A token with any symbol
contract SymbolMock {
    string public symbol;

    constructor(string memory symbol_) {
        symbol = symbol_;
    }
}
