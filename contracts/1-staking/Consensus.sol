// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The consensus layer's numbers after Electra
/// @notice Mainnet preset, each with where it is defined.
/// @custom:decisions 0011
library Consensus {
    uint64 internal constant SECONDS_PER_EPOCH = 384; // 12 s × 32 slots (phase 0)
    uint64 internal constant FAR_FUTURE_EPOCH = type(uint64).max; // phase 0

    uint64 internal constant GWEI_PER_ETHER = 1e9;
    uint64 internal constant EFFECTIVE_BALANCE_INCREMENT = 1e9; // 1 ETH (phase 0)
    uint64 internal constant MIN_ACTIVATION_BALANCE = 32e9; // EIP-7251
    uint64 internal constant MAX_EFFECTIVE_BALANCE = 2048e9; // EIP-7251, for 0x02 credentials; 32 ETH for all others
    uint64 internal constant EJECTION_BALANCE = 16e9; // phase 0
    uint64 internal constant HYSTERESIS_DOWNWARD = 0.25e9; // increment / 4 × 1 (phase 0)
    uint64 internal constant HYSTERESIS_UPWARD = 1.25e9; // increment / 4 × 5 (phase 0)

    uint64 internal constant BASE_REWARD_FACTOR = 64; // phase 0
    uint64 internal constant WEIGHT_DENOMINATOR = 64; // Altair
    uint64 internal constant TIMELY_SOURCE_WEIGHT = 14; // Altair
    uint64 internal constant TIMELY_TARGET_WEIGHT = 26; // Altair

    uint64 internal constant MAX_SEED_LOOKAHEAD = 4; // phase 0: activations and exits take effect 1 + 4 epochs later
    uint64 internal constant MIN_VALIDATOR_WITHDRAWABILITY_DELAY = 256; // phase 0
    uint64 internal constant SHARD_COMMITTEE_PERIOD = 256; // phase 0: epochs a validator serves before it may exit

    // The start of an epoch is final two transitions later, and what was deposited up to then, that slot included, is
    // applied there: into N + 3, or into N + 2 for the first slot of N. The validator is then eligible at once, its
    // eligibility final two transitions later, and it activates 1 + MAX_SEED_LOOKAHEAD after that.
    uint64 internal constant FINALITY_EPOCHS = 2; // EIP-6110, EIP-7251 with every epoch justified in time
    uint64 internal constant MAX_PENDING_DEPOSITS_PER_EPOCH = 16; // EIP-7251
    uint64 internal constant ELIGIBILITY_TO_KNOWN_EPOCHS = 3;
    uint64 internal constant APPLIED_TO_ACTIVE_EPOCHS = ELIGIBILITY_TO_KNOWN_EPOCHS + MAX_SEED_LOOKAHEAD;

    uint64 internal constant EPOCHS_PER_SLASHINGS_VECTOR = 8192; // phase 0
    uint64 internal constant MIN_SLASHING_PENALTY_QUOTIENT = 4096; // EIP-7251
    uint64 internal constant PROPORTIONAL_SLASHING_MULTIPLIER = 3; // Bellatrix

    uint256 internal constant MAX_PARTIALS_PER_SWEEP = 8; // EIP-7251
    uint64 internal constant MAX_WITHDRAWAL_REQUESTS_PER_BLOCK = 16; // EIP-7002
    uint64 internal constant TARGET_WITHDRAWAL_REQUESTS_PER_BLOCK = 2; // EIP-7002
    uint256 internal constant PENDING_CONSOLIDATIONS_LIMIT = 262_144; // EIP-7251
    uint64 internal constant MAX_CONSOLIDATION_REQUESTS_PER_BLOCK = 2; // EIP-7251
    uint64 internal constant TARGET_CONSOLIDATION_REQUESTS_PER_BLOCK = 1; // EIP-7251
    uint64 internal constant SLOTS_PER_HISTORICAL_ROOTS = 8191; // EIP-4788
    uint64 internal constant SECONDS_PER_SLOT = 12; // phase 0
}
