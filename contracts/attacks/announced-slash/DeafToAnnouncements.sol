// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: an announced slash is nothing until it is executed
/// @notice A service that waits for vetoes tells everybody what is to come; who leaves first leaves the loss to the others.
contract DeafToAnnouncements is NaiveVault {}
