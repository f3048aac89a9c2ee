import { range as of } from "./range.ts";
import type { Range } from "../types.ts";
import { ETH, GWEI } from "../../../scripts/lib/units.ts";

const HOUR = 3_600n;
const DAY = 86_400n;
const BPS = 10_000n;
const BLOCKS_A_DAY = 7_200n;
/** All ether that there is, and some. */
const ALL_ETHER = 200_000_000n * ETH;
/** What `StakedEther` asks for. */
const LEAST_BOOTSTRAP = ETH / 1_000n;
const AS_EIGENLAYER = "the core does what EigenLayer's does, which takes what it is given";

/** The ranges of rungs 1 to 3: the chain, the LST and the core. */
export const RANGES_BELOW: readonly Range[] = [
  of("Staking", "genesisTime", "timestamp", 1n, 2n ** 32n, "a slot has a number", {
    contract: "BeaconChain",
    error: "GenesisInFuture",
  }),
  of(
    "Staking",
    "totalActiveBalanceGwei",
    "gwei",
    32n * GWEI,
    200_000_000n * GWEI,
    "rewards and churn follow from a network that can be",
    {
      contract: "BeaconChain",
      error: "TotalActiveBalanceTooSmall",
    },
  ),
  of("Staking", "fork", "count", 0n, 1n, "the churn limits are a fork's", {
    contract: "BeaconChain",
    error: "UnknownFork",
  }),
  of(
    "Staking",
    "issuanceReserveWei",
    "wei",
    0n,
    ALL_ETHER,
    "rewards are paid in ether that is there",
    "what is not there cannot be sent along",
  ),

  of("LiquidStaking", "feeBps", "bps", 0n, BPS, "a fee is a part of the gain", {
    contract: "StakedEther",
    error: "FeeTooHigh",
  }),
  of(
    "LiquidStaking",
    "maxReportAgeSeconds",
    "seconds",
    HOUR,
    30n * DAY,
    "a report is overdue before its rate is a guess",
    "the pool refuses nothing for its age; whoever reads the rate asks `reportOverdue`",
  ),
  of(
    "LiquidStaking",
    "batchIntervalSeconds",
    "seconds",
    1n,
    30n * DAY,
    "whoever unstakes is in a batch within a month",
    { contract: "UnstakingQueue", error: "OutOfRange" },
  ),
  of("LiquidStaking", "bootstrapWei", "wei", LEAST_BOOTSTRAP, ALL_ETHER, "the first share cannot be inflated", {
    contract: "StakedEther",
    error: "BootstrapTooSmall",
  }),

  of(
    "Restaking",
    "minWithdrawalDelayBlocks",
    "blocks",
    1n,
    60n * BLOCKS_A_DAY,
    "an exit ends within two months",
    AS_EIGENLAYER,
  ),
  of(
    "Restaking",
    "deallocationDelayBlocks",
    "blocks",
    1n,
    60n * BLOCKS_A_DAY,
    "what is deallocated is free within two months",
    AS_EIGENLAYER,
  ),
  of(
    "Restaking",
    "allocationConfigurationDelayBlocks",
    "blocks",
    0n,
    120n * BLOCKS_A_DAY,
    "a new allocation delay can be seen and takes effect",
    AS_EIGENLAYER,
  ),
  of(
    "Restaking",
    "calculationIntervalSeconds",
    "seconds",
    DAY,
    70n * DAY,
    "rewards are snapshots of whole days",
    AS_EIGENLAYER,
  ),
  of(
    "Restaking",
    "maxRewardsDurationSeconds",
    "seconds",
    DAY,
    365n * DAY,
    "a submission has a last day",
    AS_EIGENLAYER,
  ),
  of(
    "Restaking",
    "maxRetroactiveLengthSeconds",
    "seconds",
    0n,
    365n * DAY,
    "the past that is paid for is known",
    AS_EIGENLAYER,
  ),
  of(
    "Restaking",
    "maxFutureLengthSeconds",
    "seconds",
    0n,
    365n * DAY,
    "the future that is paid for is near",
    AS_EIGENLAYER,
  ),
  of(
    "Restaking",
    "genesisRewardsTimestamp",
    "timestamp",
    0n,
    2n ** 32n - 1n,
    "a submission has a first day",
    AS_EIGENLAYER,
  ),
  of(
    "Restaking",
    "activationDelaySeconds",
    "seconds",
    0n,
    60n * DAY,
    "a root can be claimed from within two months",
    AS_EIGENLAYER,
  ),
  of("Restaking", "defaultSplitBips", "bps", 0n, BPS, "a split is a part", AS_EIGENLAYER),
];
