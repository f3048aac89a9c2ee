// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Contract that keeps what CoreFactory hands to a constructor, or refuses it.
contract FactoryProbe {
    address public immutable first;
    address public immutable second;
    uint256 public immutable number;

    error Refused(uint256 number);

    constructor(address first_, address second_, uint256 number_) {
        if (number_ == 1) revert Refused(number_);
        if (number_ == 2) {
            assembly {
                revert(0, 0)
            }
        }
        (first, second, number) = (first_, second_, number_);
    }
}
