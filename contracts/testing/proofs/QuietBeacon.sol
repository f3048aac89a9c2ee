// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice In the place of rung 1 where states come from elsewhere: sweeps nothing, as mainnet does within a block's
/// transactions.
contract QuietBeacon {
    function sweptThisBlockGwei(address) external pure returns (uint64) {
        return 0;
    }
}
