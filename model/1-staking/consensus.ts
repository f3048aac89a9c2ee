/** The consensus layer's numbers after Electra, mainnet preset. Amounts are gwei, times epochs. */

export const FAR_FUTURE_EPOCH = (1n << 64n) - 1n;
export const SECONDS_PER_EPOCH = 384n;
export const SECONDS_PER_SLOT = 12n;
export const ETHER_GWEI = 10n ** 9n;
export const GWEI = 10n ** 9n;
export const MIN_ACTIVATION_BALANCE = 32n * ETHER_GWEI;
export const MAX_EFFECTIVE_BALANCE = 2_048n * ETHER_GWEI;
export const EJECTION_BALANCE = 16n * ETHER_GWEI;
export const MAX_SEED_LOOKAHEAD = 4n;
export const MIN_VALIDATOR_WITHDRAWABILITY_DELAY = 256n;
export const SHARD_COMMITTEE_PERIOD = 256n;
export const EPOCHS_PER_SLASHINGS_VECTOR = 8_192n;
export const MIN_SLASHING_PENALTY_QUOTIENT = 4_096n;
export const MAX_PENDING_DEPOSITS_PER_EPOCH = 16n;
export const MAX_WITHDRAWAL_REQUESTS_PER_BLOCK = 16n;
export const TARGET_WITHDRAWAL_REQUESTS_PER_BLOCK = 2n;
export const MAX_CONSOLIDATION_REQUESTS_PER_BLOCK = 2n;
export const TARGET_CONSOLIDATION_REQUESTS_PER_BLOCK = 1n;
export const PENDING_CONSOLIDATIONS_LIMIT = 262_144;
export const MAX_PARTIALS_PER_SWEEP = 8;
/** From a deposit's slot to the epoch that finds it final. */
export const FINALITY_EPOCHS = 2n;
/** Eligible at once, final in three, active after the lookahead. */
export const APPLIED_TO_ACTIVE_EPOCHS = 3n + MAX_SEED_LOOKAHEAD;
