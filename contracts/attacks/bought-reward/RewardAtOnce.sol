// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NaiveVault} from "../NaiveVault.sol";

/// @title Broken: a reward is in the rate in the block in which it is found
/// @notice Who holds shares for that block alone has as large a part of it as who has held them all along.
contract RewardAtOnce is NaiveVault {}
