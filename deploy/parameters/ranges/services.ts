import { range as of } from "./range.ts";
import type { Range } from "../types.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const MINUTE = 60n;
const DAY = 86_400n;
const BPS = 10_000n;
const BLOCKS_A_DAY = 7_200n;

/** The ranges of rung 4: services, their slashers and their consumers. */
export const RANGES_OF_SERVICES: readonly Range[] = [
  of(
    "Services",
    "minimumStake",
    "wei",
    0n,
    1_000_000n * ETH,
    "somebody can be an operator",
    "what is little stake is each service's judgement",
  ),
  of("Services", "maximumOperators", "count", 1n, 64n, "a set fits one transaction", {
    contract: "ServiceManager",
    error: "InvalidMaximumOperators",
  }),
  of("Services", "lookaheadBlocks", "blocks", 0n, 60n * BLOCKS_A_DAY, "stake that counts can be slashed", {
    contract: "ServiceManager",
    error: "LookaheadTooLong",
  }),
  of(
    "Services",
    "observerGas",
    "gas",
    900_000n,
    1_200_000n,
    "an observer has the gas to sync a vault, and a slash fits one transaction",
    { contract: "InstantSlasher", error: "ObserverGasTooHigh" },
  ),
  of("Services", "limitWad", "wad", 1n, WAD, "a slasher takes at most what there is", {
    contract: "InstantSlasher",
    error: "InvalidLimit",
  }),
  of("Services", "limitWindowSeconds", "seconds", 1n, 365n * DAY, "a slasher's limit renews itself", {
    contract: "InstantSlasher",
    error: "InvalidLimit",
  }),
  of("Services", "vetoWindowSeconds", "seconds", MINUTE, 30n * DAY, "a wrong slash can be vetoed", {
    contract: "VetoableSlasher",
    error: "InvalidWindows",
  }),
  of("Services", "executionWindowSeconds", "seconds", MINUTE, 30n * DAY, "a slash that stands can be executed", {
    contract: "VetoableSlasher",
    error: "InvalidWindows",
  }),
  of("Services", "bridgeQuorumBips", "bps", 5_001n, BPS, "two quorums share a signer", {
    contract: "Bridge",
    error: "InvalidQuorum",
  }),
  of("Services", "bridgeSlashWad", "wad", 1n, WAD, "an equivocation costs something", {
    contract: "Bridge",
    error: "InvalidSlash",
  }),
  of("Services", "bridgeTrustDelaySeconds", "seconds", 1n, 30n * DAY, "a contradiction comes before the payment", {
    contract: "BridgeConsumer",
    error: "InvalidDelay",
  }),
  of("Services", "oracleReportSeconds", "seconds", 12n, DAY, "a round has a block, and a price is of today", {
    contract: "PriceOracle",
    error: "InvalidWorkTime",
  }),
  of("Services", "oracleQuorumBips", "bps", 5_001n, BPS, "a price is the majority's", {
    contract: "PriceOracle",
    error: "InvalidQuorum",
  }),
  of("Services", "oracleDeviationBips", "bps", 1n, BPS - 1n, "a wild price is a fault", {
    contract: "PriceOracle",
    error: "InvalidDeviation",
  }),
  of("Services", "oracleSlashWad", "wad", 1n, WAD, "a wild price costs something", {
    contract: "PriceOracle",
    error: "InvalidSlash",
  }),
  of("Services", "oracleMaximumAgeSeconds", "seconds", 12n, 7n * DAY, "nobody borrows on last week's price", {
    contract: "PriceConsumer",
    error: "AgeBelowRound",
  }),
  of("Services", "availabilityQuorumBips", "bps", 5_001n, BPS, "a blob is kept by the majority", {
    contract: "DataAvailability",
    error: "InvalidQuorum",
  }),
  of("Services", "availabilitySlashWad", "wad", 1n, WAD, "data withheld costs something", {
    contract: "DataAvailability",
    error: "InvalidSlash",
  }),
  of("Services", "availabilityResponseSeconds", "seconds", 12n, 14n * DAY, "a custodian can answer, and must", {
    contract: "DataAvailability",
    error: "InvalidWorkTime",
  }),
  of("Services", "availabilityBondWei", "wei", 1n, 1_000n * ETH, "questions are not free, and not for the rich alone", {
    contract: "DataAvailability",
    error: "InvalidBond",
  }),
  of(
    "Services",
    "availabilityExitSeconds",
    "seconds",
    0n,
    365n * DAY,
    "a blob is kept for as long as its ledger needs",
    { contract: "DataConsumer", error: "ExitOutlastsStake" },
  ),
];
