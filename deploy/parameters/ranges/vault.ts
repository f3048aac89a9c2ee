import { range as of } from "./range.ts";
import type { Range } from "../types.ts";
import { ETH, GWEI, WAD } from "../../../scripts/lib/units.ts";

const MINUTE = 60n;
const HOUR = 3_600n;
const DAY = 86_400n;
const BPS = 10_000n;
const BLOCKS_A_DAY = 7_200n;
const RESTAKER = { contract: "Restaker", error: "OutOfRange" };

/** The ranges of rung 5: the vault, its queue, its cover and its limits. */
export const RANGES_OF_VAULT: readonly Range[] = [
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
    { contract: "ExitQueue", error: "OutOfRange" },
  ),
  of(
    "Vault",
    "coverCapAssets",
    "wei",
    0n,
    10_000_000n * ETH,
    "one wave of losses cannot take all of the cover (COV-01)",
    "how much will be underwritten is not known when the cover is made",
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
    { contract: "Cover", error: "OutOfRange" },
  ),
  of("Vault", "coverPremiumBps", "bps", 0n, BPS, "a premium is a part of the fee, and fees can be paid (COV-09)", {
    contract: "Cover",
    error: "OutOfRange",
  }),
  of("Vault", "feeBps", "bps", 0n, 2_000n, "a fee is a fifth of a gain at most (VLT-10)", {
    contract: "VaultSettings",
    error: "FeeTooHigh",
  }),
  of(
    "Vault",
    "depositCapAssets",
    "wei",
    0n,
    (2n ** 24n - 1n) * ETH,
    "the cap fits its slot",
    "what does not fit its slot cannot be written there",
  ),
  of(
    "Vault",
    "instantExitCapacityAssets",
    "wei",
    0n,
    10_000_000n * ETH,
    "instant exits are limited (VLT-22)",
    "no more leaves than is idle, whatever the capacity",
  ),
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
  of(
    "Vault",
    "lstCapAssets",
    "wei",
    0n,
    10_000_000n * ETH,
    "the vault holds at most so much of an LST",
    "how much of an LST is too much is the governor's judgement",
  ),
  of(
    "Vault",
    "lstInflowAssets",
    "wei",
    0n,
    10_000_000n * ETH,
    "an LST comes in at a measured pace",
    "how much of an LST is too much is the governor's judgement",
  ),
  of("Vault", "lstInflowPeriodSeconds", "seconds", HOUR, 90n * DAY, "an LST comes in at a measured pace", {
    contract: "LstReserve",
    error: "OutOfRange",
  }),
  of(
    "Vault",
    "minLegAssets",
    "wei",
    GWEI,
    10_000n * ETH,
    "nobody shreds the stake, and what the vault has can be restaked (OPS-10)",
    RESTAKER,
  ),
  of(
    "Vault",
    "unwindIntervalSeconds",
    "seconds",
    MINUTE,
    30n * DAY,
    "an exit starts within a month, and the queue of the core is not flooded",
    RESTAKER,
  ),
  of(
    "Vault",
    "minMagnitudeWad",
    "wad",
    1n,
    WAD,
    "no stake goes to an operator that has next to none left, and no validator to such a pod",
    RESTAKER,
  ),
  of(
    "Vault",
    "reactionBlocks",
    "blocks",
    1n,
    30n * BLOCKS_A_DAY,
    "there is time to leave an operator before a new allocation counts (OPS-07)",
    RESTAKER,
  ),
  of("Vault", "maxSets", "count", 1n, 40n, "an operator can be judged within a transaction", RESTAKER),
  of("Vault", "trimToleranceBps", "bps", 1n, 5_000n, "trimming ends (OPS-12)", RESTAKER),
  of("Vault", "holdBudgetSeconds", "seconds", 12n, 30n * DAY, "a hold is a block at least, and ends (VLT-61)", {
    contract: "SlashingGuard",
    error: "InvalidBudget",
  }),
  of("Vault", "holdPeriodSeconds", "seconds", 24n, 365n * DAY, "a budget renews itself (VLT-61)", {
    contract: "SlashingGuard",
    error: "InvalidBudget",
  }),
  of(
    "Vault",
    "longestExitSeconds",
    "seconds",
    0n,
    365n * DAY,
    "whoever counts on a delay knows how long leaving takes (VLT-140)",
    { contract: "SlashingGuard", error: "OutOfRange" },
  ),
  of(
    "Vault",
    "governorDelaySeconds",
    "seconds",
    0n,
    365n * DAY,
    "what the governor plans can be done",
    "a role's delay is the AccessManager's, which takes any",
  ),
];
