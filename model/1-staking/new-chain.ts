import { Table } from "../shared/table.ts";
import { max, min, squareRoot } from "../shared/uint.ts";
import { ETHER_GWEI, MIN_ACTIVATION_BALANCE } from "./consensus.ts";
import type { ChainConfig, ChainState } from "./state.ts";

const NO_REQUESTS = { block: 0n, excess: 0n, waiting: 0n, count: 0n };
const NOTHING = { epoch: 0n, leftGwei: 0n, count: 0n, total: 0n };
/** Of a fork: the part of all stake that an epoch lets through, and the most of deposits and of exits. */
const FORKS = {
  electra: { quotient: 65_536n, deposits: 256n * ETHER_GWEI, exits: 256n * ETHER_GWEI },
  gloas: { quotient: 32_768n, deposits: 256n * ETHER_GWEI, exits: (1n << 64n) - 1n },
} as const;
const CONSOLIDATION_QUOTIENT = 65_536n;
const LEAST_CHURN = 128n * ETHER_GWEI;

/** A chain that was just deployed, with a reserve to pay rewards from. */
export function newChain(
  config: Pick<ChainConfig, "at" | "network" | "genesisTime" | "totalActiveBalanceGwei">,
  fork: keyof typeof FORKS,
  reserveWei: bigint,
): ChainState {
  const { quotient, deposits, exits } = FORKS[fork];
  const total = max(config.totalActiveBalanceGwei, MIN_ACTIVATION_BALANCE);
  const inWholeEther = (gwei: bigint): bigint => gwei - (gwei % ETHER_GWEI);
  const limit = (most: bigint): bigint => min(most, inWholeEther(max(LEAST_CHURN, total / quotient)));
  // in Electra what exits leave of the whole churn, in Gloas a part of their own without a minimum
  const consolidations =
    fork === "electra" ? limit(total) - limit(exits) : inWholeEther(total / CONSOLIDATION_QUOTIENT);
  return {
    config: {
      ...config,
      baseRewardPerIncrementGwei: (64n * ETHER_GWEI) / squareRoot(config.totalActiveBalanceGwei),
      depositChurnLimitGwei: limit(deposits),
      exitChurnLimitGwei: limit(exits),
      consolidationChurnLimitGwei: consolidations,
    },
    issuanceReserveWei: reserveWei,
    changes: 0n,
    validators: [],
    indexes: Table.empty(),
    depositQueue: NOTHING,
    exitQueue: NOTHING,
    consolidationQueue: NOTHING,
    meter: NO_REQUESTS,
    consolidationMeter: NO_REQUESTS,
    slashed: [],
    swept: Table.empty(),
  };
}
