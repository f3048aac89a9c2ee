import { governorMustWaitSeconds, longestExitSeconds, lstExitSeconds } from "../lib/exit-time.ts";
import type { Given, Relation } from "./types.ts";
import { WAD } from "../../scripts/lib/units.ts";

const BLOCK_SECONDS = 12n;
const DAY = 86_400n;

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

const value = ({ parameters }: Given, module: string, name: string): bigint | undefined => {
  const found = parameters[module]?.[name];
  return typeof found === "bigint" || typeof found === "number" ? BigInt(found) : undefined;
};
/** A sum of parameters, none where one of them is not given. */
const sum = (given: Given, module: string, ...names: string[]): bigint | undefined => {
  const values = names.map((name) => value(given, module, name));
  return values.some((one) => one === undefined) ? undefined : values.reduce((a, b) => a! + b!, 0n);
};
/** For how long stake stays slashable, in seconds; none for a core that is there already. */
const slashWindow = (given: Given): bigint | undefined => {
  const blocks = value(given, "Restaking", "deallocationDelayBlocks");
  return blocks === undefined ? undefined : blocks * BLOCK_SECONDS;
};
/** What of the slash window other windows leave. */
const slashWindowLess = (given: Given, less: bigint, ...names: string[]): bigint | undefined => {
  const [window, taken] = [slashWindow(given), names.length === 0 ? 0n : sum(given, "Services", ...names)];
  return window === undefined || taken === undefined ? undefined : window - taken - less;
};
const CHAIN_KNOWS_NOT = "how long an exit takes depends on other contracts' queues, of which none tells";
const takesLst = (given: Given): boolean => value(given, "Vault", "lstCapAssets") !== 0n;

const slashWithinLimit = (name: string, contract: string): Relation => ({
  module: "Services",
  name,
  is: "at most",
  bound: "`limitWad`",
  of: (given) => value(given, "Services", "limitWad"),
  promise: "a proven fault can be punished (AVS-20)",
  chains: "all",
  refusedBy: { contract, error: "SlashAboveLimit" },
});

/** The governor's delay: what {@link governorMustWaitSeconds} says. */
const GOVERNOR_WAITS: Relation = {
  module: "Vault",
  name: "governorDelaySeconds",
  is: "more than",
  bound: "the longest exit, with all that may hold it back",
  of: ({ parameters, withdrawalDelayBlocks }) => governorMustWaitSeconds(parameters, withdrawalDelayBlocks),
  promise: "whoever disagrees with a change has left before it (VLT-36)",
  chains: "real",
  refusedBy: CHAIN_KNOWS_NOT,
};

/** The same by what the guard is told of exits, to the second as it counts. */
const GUARD_WAITS: Relation = {
  module: "Vault",
  name: "governorDelaySeconds",
  is: "more than",
  bound: "`longestExitSeconds` with the budget, where it is not 0",
  of: (given) => {
    const [exit, budget] = [value(given, "Vault", "longestExitSeconds"), value(given, "Vault", "holdBudgetSeconds")];
    const period = value(given, "Vault", "holdPeriodSeconds");
    if (exit === undefined || budget === undefined || period === undefined || exit === 0n) return undefined;
    const heldWad = ceilDiv(budget * WAD, period);
    // a budget beyond half of its period is refused for that
    return heldWad > WAD / 2n ? undefined : ceilDiv((exit + budget) * WAD, WAD - heldWad);
  },
  promise: "no service that is listed takes the time in which whoever disagrees leaves (VLT-140)",
  chains: "all",
  refusedBy: { contract: "SlashingGuard", error: "GovernorTooFast" },
};

/** What the guard counts with whenever a service is listed. */
const EXIT_IS_KNOWN: Relation = {
  module: "Vault",
  name: "longestExitSeconds",
  is: "at least",
  bound: "the longest exit, with nothing that holds it back",
  of: ({ parameters, withdrawalDelayBlocks }) => longestExitSeconds(parameters, withdrawalDelayBlocks),
  promise: "a service that is listed later leaves enough of the governor's delay as well (VLT-140)",
  chains: "real",
  refusedBy: CHAIN_KNOWS_NOT,
};

/** The least wait of a batch: the LST's own exit, where one is taken. */
const BATCHES_WAIT: Relation = {
  module: "Vault",
  name: "leastWaitSeconds",
  is: "at least",
  bound: "the LST's own exit, where one is taken",
  of: (given) => (takesLst(given) ? lstExitSeconds(given.parameters) : undefined),
  promise: "nobody puts a cheap LST to the vault through the queue (QUE-24)",
  chains: "real",
  refusedBy: CHAIN_KNOWS_NOT,
};

/** Every bound that follows from other parameters. */
export const RELATIONS: readonly Relation[] = [
  {
    module: "Staking",
    name: "genesisTime",
    is: "at most",
    bound: "the time of the chain's latest block",
    of: ({ now }) => now,
    promise: "a slot has a number from the first block on",
    chains: "all",
    refusedBy: { contract: "BeaconChain", error: "GenesisInFuture" },
  },
  {
    module: "Restaking",
    name: "calculationIntervalSeconds",
    is: "a multiple of",
    bound: "a day",
    of: () => DAY,
    promise: "rewards are snapshots of whole days",
    chains: "all",
    refusedBy: { contract: "RewardsCoordinator", error: "InvalidCalculationIntervalSecondsRemainder" },
  },
  {
    module: "Restaking",
    name: "genesisRewardsTimestamp",
    is: "a multiple of",
    bound: "`calculationIntervalSeconds`",
    of: (given) => value(given, "Restaking", "calculationIntervalSeconds"),
    promise: "every submission fits the calendar of snapshots",
    chains: "all",
    refusedBy: { contract: "RewardsCoordinator", error: "InvalidGenesisRewardsTimestampRemainder" },
  },
  {
    module: "Services",
    name: "lookaheadBlocks",
    is: "at most",
    bound: "`deallocationDelayBlocks`",
    of: (given) => value(given, "Restaking", "deallocationDelayBlocks"),
    promise: "stake that counts can be slashed",
    chains: "all",
    refusedBy: { contract: "ServiceManager", error: "LookaheadTooLong" },
  },
  {
    module: "Restaking",
    name: "minWithdrawalDelayBlocks",
    is: "at least",
    bound: "`deallocationDelayBlocks`",
    of: (given) => value(given, "Restaking", "deallocationDelayBlocks"),
    promise: "who is proven guilty within the slash window has stake to lose (AVS-145)",
    chains: "all",
    refusedBy: { contract: "ServiceManager", error: "StakeLeavesTooEarly" },
  },
  {
    module: "Services",
    name: "lookaheadBlocks",
    is: "at least",
    bound: "a round of the oracle and `vetoWindowSeconds`, in blocks",
    of: (given) => {
      const seconds = sum(given, "Services", "oracleReportSeconds", "vetoWindowSeconds");
      return seconds === undefined ? undefined : (seconds + BLOCK_SECONDS - 1n) / BLOCK_SECONDS;
    },
    promise: "stake that is weighed is there to be slashed (AVS-145)",
    chains: "all",
    refusedBy: { contract: "PriceOracle", error: "LookaheadTooShort" },
  },
  {
    module: "Services",
    name: "bridgeTrustDelaySeconds",
    is: "at most",
    bound: "the slash window",
    of: (given) => slashWindowLess(given, 0n),
    promise: "a replaced key is evidence until the payment (AVS-145)",
    chains: "all",
    refusedBy: { contract: "BridgeConsumer", error: "InvalidDelay" },
  },
  {
    module: "Services",
    name: "oracleReportSeconds",
    is: "at most",
    bound: "the slash window less `vetoWindowSeconds` and a second",
    of: (given) => slashWindowLess(given, 1n, "vetoWindowSeconds"),
    promise: "who sets a price is within reach when it settles (AVS-145)",
    chains: "all",
    refusedBy: { contract: "PriceOracle", error: "PunishedTooLate" },
  },
  {
    module: "Services",
    name: "oracleMaximumAgeSeconds",
    is: "more than",
    bound: "`oracleReportSeconds`",
    of: (given) => value(given, "Services", "oracleReportSeconds"),
    promise: "a price can be used when it is settled",
    chains: "all",
    refusedBy: { contract: "PriceConsumer", error: "AgeBelowRound" },
  },
  {
    module: "Services",
    name: "oracleMaximumAgeSeconds",
    is: "at most",
    bound: "the slash window less `vetoWindowSeconds`",
    of: (given) => slashWindowLess(given, 0n, "vetoWindowSeconds"),
    promise: "who set a price can be punished for as long as it counts (AVS-145)",
    chains: "all",
    refusedBy: { contract: "PriceConsumer", error: "AgeOutlastsStake" },
  },
  {
    module: "Services",
    name: "availabilityResponseSeconds",
    is: "at most",
    bound: "the slash window less a second",
    of: (given) => slashWindowLess(given, 1n),
    promise: "who is asked is within reach at the end (AVS-145)",
    chains: "all",
    refusedBy: { contract: "DataAvailability", error: "InvalidWorkTime" },
  },
  {
    module: "Services",
    name: "availabilityExitSeconds",
    is: "at most",
    bound: "the slash window less `availabilityResponseSeconds`",
    of: (given) => slashWindowLess(given, 0n, "availabilityResponseSeconds"),
    promise: "custodians can be asked and punished for as long as depositors fetch their chunks (AVS-145)",
    chains: "all",
    refusedBy: { contract: "DataConsumer", error: "ExitOutlastsStake" },
  },
  {
    module: "Services",
    name: "executionWindowSeconds",
    is: "at most",
    bound: "the slash window less `vetoWindowSeconds`",
    of: (given) => slashWindowLess(given, 0n, "vetoWindowSeconds"),
    promise: "who leaves when it is accused is within reach until the end (AVS-147)",
    chains: "all",
    refusedBy: { contract: "VetoableSlasher", error: "InvalidWindows" },
  },
  {
    module: "Services",
    name: "limitWindowSeconds",
    is: "at least",
    bound: "`executionWindowSeconds`",
    of: (given) => value(given, "Services", "executionWindowSeconds"),
    promise: "what is announced together can be executed together (AVS-149)",
    chains: "all",
    refusedBy: "a slasher counts with a shorter one as well, and announces what can be executed bit by bit",
  },
  slashWithinLimit("bridgeSlashWad", "Bridge"),
  slashWithinLimit("oracleSlashWad", "PriceOracle"),
  slashWithinLimit("availabilitySlashWad", "DataAvailability"),
  {
    module: "Vault",
    name: "longestVetoSeconds",
    is: "at least",
    bound: "`vetoWindowSeconds` + `executionWindowSeconds`",
    of: (given) => sum(given, "Services", "vetoWindowSeconds", "executionWindowSeconds"),
    promise: "no underwriter leaves before a slash that was announced (COV-05)",
    chains: "all",
    refusedBy: "services are listed after the cover was made",
  },
  {
    module: "Vault",
    name: "coverCooldownSeconds",
    is: "more than",
    bound: "the core's withdrawal delay and `longestVetoSeconds`",
    of: (given) => {
      const veto = value(given, "Vault", "longestVetoSeconds");
      return veto === undefined ? undefined : given.withdrawalDelayBlocks * BLOCK_SECONDS + veto;
    },
    promise: "underwriters stay for what they have underwritten (COV-05)",
    chains: "all",
    refusedBy: { contract: "Cover", error: "CooldownTooShort" },
  },
  {
    module: "Vault",
    name: "holdBudgetSeconds",
    is: "at least",
    bound: "`vetoWindowSeconds` + `executionWindowSeconds`",
    of: (given) => sum(given, "Services", "vetoWindowSeconds", "executionWindowSeconds"),
    promise: "what is announced is held for as long as it can be executed (VLT-36)",
    chains: "all",
    refusedBy: "the guard goes by no number of a service's; a smaller budget is the governor's judgement of it",
  },
  {
    module: "Vault",
    name: "holdPeriodSeconds",
    is: "at least",
    bound: "twice `holdBudgetSeconds`",
    of: (given) => {
      const budget = value(given, "Vault", "holdBudgetSeconds");
      return budget === undefined ? undefined : 2n * budget;
    },
    promise: "exits are open for more than half of the time (VLT-131)",
    chains: "all",
    refusedBy: { contract: "SlashingGuard", error: "HeldTooLong" },
  },
  {
    module: "Vault",
    name: "instantExitGreatestFeeBps",
    is: "at least",
    bound: "`instantExitLeastFeeBps`",
    of: (given) => value(given, "Vault", "instantExitLeastFeeBps"),
    promise: "the fee rises with use (VLT-22)",
    chains: "all",
    refusedBy: { contract: "InstantExit", error: "FeesOutOfOrder" },
  },
  {
    module: "Vault",
    name: "instantExitPeriodSeconds",
    is: "at least",
    bound: "the LST's own exit, where one is taken",
    of: (given) => (takesLst(given) ? lstExitSeconds(given.parameters) : undefined),
    promise: "an LST that was put in buys no instant way out before it could have been redeemed (INV-25)",
    chains: "real",
    refusedBy: CHAIN_KNOWS_NOT,
  },
  {
    module: "Vault",
    name: "coverUnstakeWindowSeconds",
    is: "more than",
    bound: "`quarantineSeconds`",
    of: (given) => value(given, "Vault", "quarantineSeconds"),
    promise: "a part that cannot be read takes no underwriter's whole time to leave (COV-24)",
    chains: "all",
    refusedBy: "the cover is made before anybody can ask its vault",
  },
  BATCHES_WAIT,
  EXIT_IS_KNOWN,
  GOVERNOR_WAITS,
  GUARD_WAITS,
  {
    module: "Defi",
    name: "observationSlots",
    is: "at least",
    bound: "two more than the blocks of `twapWindowSeconds`",
    of: (given) => {
      const window = value(given, "Defi", "twapWindowSeconds");
      return window === undefined ? undefined : window / BLOCK_SECONDS + 2n;
    },
    promise: "a swap in each block does not make the pool forget the window (DFI-13)",
    chains: "all",
    refusedBy: "the pool is Uniswap's",
  },
];
