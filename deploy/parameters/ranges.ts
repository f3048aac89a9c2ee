import type { Range } from "./types.ts";
import { ETH, GWEI, WAD } from "../../scripts/lib/units.ts";

const MINUTE = 60n;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;
const BPS = 10_000n;
const BLOCKS_A_DAY = 7_200n;
/** All ether that there is, and some. */
const ALL_ETHER = 200_000_000n * ETH;
/** What `StakedEther` asks for. */
const LEAST_BOOTSTRAP = ETH / 1_000n;

/**
 * What each parameter of a deployment may be, module by module, and the promise that a value beyond would break. Relations
 * between parameters stand in `relations.ts`. `refusedBy` names the contract and the error that refuse the same on chain;
 * where there is none, the deployment alone refuses: a contract that is deployed by hand takes what it is given.
 */
export const RANGES: readonly Range[] = [
  of("Staking", "genesisTime", "timestamp", 1n, 2n ** 32n, "a slot has a number"),
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
  of("Staking", "issuanceReserveWei", "wei", 0n, ALL_ETHER, "rewards are paid in ether that is there"),

  of("LiquidStaking", "feeBps", "bps", 0n, BPS, "a fee is a part of the gain"),
  of(
    "LiquidStaking",
    "maxReportAgeSeconds",
    "seconds",
    HOUR,
    30n * DAY,
    "a report is overdue before its rate is a guess",
  ),
  of(
    "LiquidStaking",
    "batchIntervalSeconds",
    "seconds",
    1n,
    30n * DAY,
    "whoever unstakes is in a batch within a month",
  ),
  of("LiquidStaking", "bootstrapWei", "wei", LEAST_BOOTSTRAP, ALL_ETHER, "the first share cannot be inflated", {
    contract: "StakedEther",
    error: "BootstrapTooSmall",
  }),

  of("Restaking", "minWithdrawalDelayBlocks", "blocks", 1n, 60n * BLOCKS_A_DAY, "an exit ends within two months"),
  of(
    "Restaking",
    "deallocationDelayBlocks",
    "blocks",
    1n,
    60n * BLOCKS_A_DAY,
    "what is deallocated is free within two months",
  ),
  of(
    "Restaking",
    "allocationConfigurationDelayBlocks",
    "blocks",
    0n,
    120n * BLOCKS_A_DAY,
    "a new allocation delay can be seen and takes effect",
  ),
  of("Restaking", "calculationIntervalSeconds", "seconds", DAY, 70n * DAY, "rewards are snapshots of whole days"),
  of("Restaking", "maxRewardsDurationSeconds", "seconds", DAY, 365n * DAY, "a submission has a last day"),
  of("Restaking", "maxRetroactiveLengthSeconds", "seconds", 0n, 365n * DAY, "the past that is paid for is known"),
  of("Restaking", "maxFutureLengthSeconds", "seconds", 0n, 365n * DAY, "the future that is paid for is near"),
  of("Restaking", "genesisRewardsTimestamp", "timestamp", 0n, 2n ** 32n - 1n, "a submission has a first day"),
  of("Restaking", "activationDelaySeconds", "seconds", 0n, 60n * DAY, "a root can be claimed from within two months"),
  of("Restaking", "defaultSplitBips", "bps", 0n, BPS, "a split is a part"),

  of("Services", "minimumStake", "wei", 0n, 1_000_000n * ETH, "somebody can be an operator"),
  of("Services", "maximumOperators", "count", 1n, 64n, "a set fits one transaction", {
    contract: "ServiceManager",
    error: "InvalidMaximumOperators",
  }),
  of("Services", "lookaheadBlocks", "blocks", 0n, 60n * BLOCKS_A_DAY, "stake that counts can be slashed"),
  of(
    "Services",
    "observerGas",
    "gas",
    900_000n,
    1_200_000n,
    "an observer has the gas to sync a vault, and a slash fits one transaction",
  ),
  of("Services", "limitWad", "wad", 1n, WAD, "a slasher takes at most what there is", {
    contract: "InstantSlasher",
    error: "InvalidLimit",
  }),
  of("Services", "limitWindowSeconds", "seconds", 1n, 365n * DAY, "a slasher's limit renews itself", {
    contract: "InstantSlasher",
    error: "InvalidLimit",
  }),
  of("Services", "vetoWindowSeconds", "seconds", MINUTE, 30n * DAY, "a wrong slash can be vetoed"),
  of("Services", "executionWindowSeconds", "seconds", MINUTE, 30n * DAY, "a slash that stands can be executed"),
  of("Services", "bridgeQuorumBips", "bps", 5_001n, BPS, "two quorums share a signer"),
  of("Services", "bridgeSlashWad", "wad", 1n, WAD, "an equivocation costs something"),
  of("Services", "bridgeTrustDelaySeconds", "seconds", 1n, 30n * DAY, "a contradiction comes before the payment", {
    contract: "BridgeConsumer",
    error: "InvalidDelay",
  }),
  of("Services", "oracleReportSeconds", "seconds", 12n, DAY, "a round has a block, and a price is of today"),
  of("Services", "oracleQuorumBips", "bps", 5_001n, BPS, "a price is the majority's"),
  of("Services", "oracleDeviationBips", "bps", 1n, BPS - 1n, "a wild price is a fault", {
    contract: "PriceOracle",
    error: "InvalidDeviation",
  }),
  of("Services", "oracleSlashWad", "wad", 1n, WAD, "a wild price costs something"),
  of("Services", "oracleMaximumAgeSeconds", "seconds", 12n, 7n * DAY, "nobody borrows on last week's price"),
  of("Services", "availabilityQuorumBips", "bps", 5_001n, BPS, "a blob is kept by the majority"),
  of("Services", "availabilitySlashWad", "wad", 1n, WAD, "data withheld costs something"),
  of("Services", "availabilityResponseSeconds", "seconds", 12n, 14n * DAY, "a custodian can answer, and must"),
  of("Services", "availabilityBondWei", "wei", 1n, 1_000n * ETH, "questions are not free, and not for the rich alone"),
  of(
    "Services",
    "availabilityExitSeconds",
    "seconds",
    0n,
    365n * DAY,
    "a blob is kept for as long as its ledger needs",
  ),

  of(
    "Vault",
    "dripSeconds",
    "seconds",
    HOUR,
    30n * DAY,
    "a gain cannot be bought, and those who earned it get it (VLT-05)",
    {
      contract: "Vault",
      error: "OutOfRange",
    },
  ),
  of(
    "Vault",
    "quarantineSeconds",
    "seconds",
    HOUR,
    30n * DAY,
    "what cannot be read is not written off in haste, and freezes nothing for long (VLT-09)",
    {
      contract: "Vault",
      error: "OutOfRange",
    },
  ),
  of(
    "Vault",
    "maxCheckpointAgeSeconds",
    "seconds",
    HOUR,
    60n * DAY,
    "a checkpoint can be made in time, and no price is older (VLT-66)",
    {
      contract: "Vault",
      error: "OutOfRange",
    },
  ),
  of("Vault", "deadGraceSeconds", "seconds", HOUR, 365n * DAY, "a dead vault can be rescued, and ends (VLT-40)", {
    contract: "RunOff",
    error: "OutOfRange",
  }),
  of(
    "Vault",
    "closeIntervalSeconds",
    "seconds",
    MINUTE,
    30n * DAY,
    "batches are closed at most this far apart (QUE-04)",
    {
      contract: "ExitQueue",
      error: "OutOfRange",
    },
  ),
  of("Vault", "leastWaitSeconds", "seconds", 0n, 90n * DAY, "a closed batch can be paid within three months (QUE-23)", {
    contract: "ExitQueue",
    error: "OutOfRange",
  }),
  of(
    "Vault",
    "minRequestShares",
    "shares",
    1_000_000n,
    10n * ETH,
    "requests are not dust, and small holders can leave",
  ),
  of(
    "Vault",
    "coverCapAssets",
    "wei",
    0n,
    10_000_000n * ETH,
    "one wave of losses cannot take all of the cover (COV-01)",
  ),
  of("Vault", "coverWindowSeconds", "seconds", HOUR, 365n * DAY, "the cover's cap renews itself (COV-01)", {
    contract: "Cover",
    error: "OutOfRange",
  }),
  of(
    "Vault",
    "coverCooldownSeconds",
    "seconds",
    HOUR,
    365n * DAY,
    "an underwriter can leave, and not before the news (COV-05)",
    {
      contract: "Cover",
      error: "OutOfRange",
    },
  ),
  of(
    "Vault",
    "coverUnstakeWindowSeconds",
    "seconds",
    HOUR,
    30n * DAY,
    "an underwriter has the time to leave, and no standing way out (COV-03)",
    {
      contract: "Cover",
      error: "OutOfRange",
    },
  ),
  of(
    "Vault",
    "longestVetoSeconds",
    "seconds",
    0n,
    60n * DAY,
    "an underwriter's lock is longer than any announcement (COV-05)",
  ),
  of("Vault", "coverPremiumBps", "bps", 0n, BPS, "a premium is a part of the fee, and fees can be paid (COV-09)", {
    contract: "Cover",
    error: "OutOfRange",
  }),
  of("Vault", "feeBps", "bps", 0n, 2_000n, "a fee is a fifth of a gain at most (VLT-10)", {
    contract: "VaultSettings",
    error: "FeeTooHigh",
  }),
  of("Vault", "depositCapAssets", "wei", 0n, (2n ** 24n - 1n) * ETH, "the cap fits its slot"),
  of("Vault", "instantExitCapacityAssets", "wei", 0n, 10_000_000n * ETH, "instant exits are limited (VLT-22)"),
  of(
    "Vault",
    "instantExitPeriodSeconds",
    "seconds",
    HOUR,
    90n * DAY,
    "an LST's whole value cannot leave at once (INV-25)",
    {
      contract: "InstantExit",
      error: "OutOfRange",
    },
  ),
  of("Vault", "instantExitLeastFeeBps", "bps", 0n, 1_000n, "an instant exit costs a tenth at most (VLT-22)", {
    contract: "InstantExit",
    error: "FeesOutOfOrder",
  }),
  of("Vault", "instantExitGreatestFeeBps", "bps", 0n, 1_000n, "an instant exit costs a tenth at most (VLT-22)", {
    contract: "InstantExit",
    error: "FeesOutOfOrder",
  }),
  of(
    "Vault",
    "instantExitNewsSeconds",
    "seconds",
    HOUR,
    DAY,
    "who leaves at once knows at most a day more than the vault (VLT-116), and a checkpoint can be made in time",
    {
      contract: "InstantExit",
      error: "OutOfRange",
    },
  ),
  of("Vault", "lstCapAssets", "wei", 0n, 10_000_000n * ETH, "the vault holds at most so much of an LST"),
  of("Vault", "lstInflowAssets", "wei", 0n, 10_000_000n * ETH, "an LST comes in at a measured pace"),
  of("Vault", "lstInflowPeriodSeconds", "seconds", HOUR, 90n * DAY, "an LST comes in at a measured pace"),
  of(
    "Vault",
    "minLegAssets",
    "wei",
    GWEI,
    10_000n * ETH,
    "nobody shreds the stake, and what the vault has can be restaked (OPS-10)",
  ),
  of(
    "Vault",
    "unwindIntervalSeconds",
    "seconds",
    MINUTE,
    30n * DAY,
    "an exit starts within a month, and the queue of the core is not flooded",
  ),
  of("Vault", "minMagnitudeWad", "wad", 1n, WAD, "no stake goes to an operator that has next to none left"),
  of(
    "Vault",
    "reactionBlocks",
    "blocks",
    1n,
    30n * BLOCKS_A_DAY,
    "there is time to leave an operator before a new allocation counts (OPS-07)",
  ),
  of("Vault", "maxSets", "count", 1n, 40n, "an operator can be judged within a transaction"),
  of("Vault", "trimToleranceBps", "bps", 1n, 5_000n, "trimming ends (OPS-12)"),
  of("Vault", "holdBudgetSeconds", "seconds", 12n, 30n * DAY, "a hold is a block at least, and ends (VLT-61)", {
    contract: "SlashingGuard",
    error: "InvalidBudget",
  }),
  of("Vault", "holdPeriodSeconds", "seconds", 24n, 365n * DAY, "a budget renews itself (VLT-61)", {
    contract: "SlashingGuard",
    error: "InvalidBudget",
  }),
  of("Vault", "governorDelaySeconds", "seconds", 0n, 365n * DAY, "what the governor plans can be done"),

  of(
    "Defi",
    "twapWindowSeconds",
    "seconds",
    MINUTE,
    2n * HOUR,
    "a price over time has a time, and is of now (DFI-12)",
    {
      contract: "TwapOracle",
      error: "OutOfRange",
    },
  ),
  of("Defi", "observationSlots", "count", 2n, 700n, "the pool's memory fits one transaction"),
  of("Defi", "boundBps", "bps", 1n, 5_000n, "the market has a say, and not the last (DFI-14)", {
    contract: "BoundedOracle",
    error: "OutOfRange",
  }),
];

function of(
  module: Range["module"],
  name: string,
  unit: Range["unit"],
  least: bigint,
  most: bigint,
  promise: string,
  refusedBy?: Range["refusedBy"],
): Range {
  return { module, name, unit, least, most, promise, ...(refusedBy && { refusedBy }) };
}
