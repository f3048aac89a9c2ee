// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ComponentMock} from "./ComponentMock.sol";

/// @title A reserve of any token, whose value a test sets
contract ReserveMock is ComponentMock {
    address public immutable lst;

    constructor(address lst_) {
        lst = lst_;
    }
}
