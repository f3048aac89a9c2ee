import fc from "fast-check";
import type { ChainAction } from "../../../model/1-staking/step.ts";
import { ETH, ETH_IN_GWEI } from "../../lib/units.ts";
import { type Kind, KINDS } from "./kinds.ts";
import { credentialsOf, KEYS, signatureOf } from "./pair.ts";

const OFTEN: readonly Kind[] = [
  "deposit",
  "deposit",
  "deposit",
  "requestWithdrawal",
  "requestWithdrawal",
  "requestConsolidation",
  "requestConsolidation",
  "sweep",
  "sweep",
];

/** Seconds between a step and the one before: a block, and what the queues and delays of consensus take. */
const WAITS = [0n, 12n, 12n, 384n, 1_920n, 4_224n, 4_224n, 98_688n, 98_688n, 1_572_864n, 3_145_728n];
const DEPOSITS = [
  32n * ETH,
  32n * ETH,
  33n * ETH,
  2_100n * ETH,
  64n * ETH,
  16n * ETH,
  ETH,
  ETH / 2n,
  32n * ETH + 1n,
  32n * ETH + 10n ** 9n,
];
const LOSSES = [1n, 250_000_001n, ETH_IN_GWEI, 10n * ETH_IN_GWEI, 17n * ETH_IN_GWEI, 3_000n * ETH_IN_GWEI];

export interface Step {
  readonly kind: Kind;
  readonly who: number;
  readonly key: number;
  readonly nth: number;
  readonly wait: bigint;
}

const drawn: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS, ...OFTEN),
  who: fc.nat(1),
  key: fc.nat(KEYS.length - 1),
  nth: fc.nat(9),
  wait: fc.constantFrom(...WAITS),
});

const step = (kind: Kind, wait: bigint, key = 0, nth = 0): Step => ({ kind, who: 0, key, nth, wait });
/**
 * A validator that is active and old enough to leave; one that is slashed and lives to its correlation penalty; one that
 * goes into another and on with it into a third; one that switches to compounding; whoever is not taken; a source that is
 * slashed on its way.
 */
export const BEGINNINGS: readonly (readonly Step[])[] = [
  [],
  [step("deposit", 12n), step("settle", 4_224n), step("requestWithdrawal", 98_688n), step("sweep", 1_572_864n)],
  [
    step("deposit", 12n, 1, 3),
    step("settle", 4_224n, 1),
    step("requestWithdrawal", 98_688n, 1, 5),
    step("sweep", 1_572_864n, 1),
  ],
  [
    step("deposit", 12n),
    step("deposit", 12n, 2),
    step("reportSlashingElsewhere", 4_224n, 0, 5),
    step("reportSlashing", 12n),
    step("reportSlashing", 12n),
  ],
  [
    step("deposit", 12n),
    step("deposit", 12n, 1),
    step("deposit", 12n, 3, 4),
    step("settle", 4_224n),
    step("requestConsolidation", 98_688n, 0, 2),
    step("requestConsolidation", 12n, 1, 3),
    step("settle", 98_688n),
    step("settle", 4_224n, 1),
    step("settle", 12n, 2),
    step("sweep", 12n),
  ],
  [
    step("deposit", 12n, 0, 2),
    step("settle", 4_224n),
    step("requestConsolidation", 4_224n),
    step("requestConsolidation", 12n),
    step("requestWithdrawal", 1_572_864n, 0, 5),
    step("settle", 4_224n),
  ],
  [
    step("deposit", 12n),
    step("deposit", 12n, 1, 3),
    step("deposit", 12n, 3, 4),
    step("settle", 4_224n),
    step("settle", 4_224n),
    step("requestConsolidation", 12n, 0, 2),
    step("requestWithdrawal", 98_688n, 0, 5),
    step("requestConsolidation", 12n, 1, 9),
    step("requestWithdrawal", 12n, 1, 5),
    step("requestConsolidation", 12n, 1, 3),
    step("requestConsolidation", 12n, 0, 2),
    step("requestConsolidation", 12n, 0, 2),
    step("requestWithdrawal", 12n),
  ],
  [
    step("deposit", 12n),
    step("deposit", 12n, 1),
    step("settle", 4_224n),
    step("requestConsolidation", 98_688n, 0, 2),
    step("reportSlashing", 384n),
    step("settle", 98_688n, 1),
    step("settle", 3_145_728n),
  ],
];

export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.nat(BEGINNINGS.length - 1), fc.array(drawn, { minLength: 1, maxLength: 60, size: "max" }))
  .map(([beginning, rest]) => [...(BEGINNINGS[beginning] as readonly Step[]), ...rest]);

interface Cast {
  readonly network: string;
  readonly alice: string;
  readonly bob: string;
}

/** What a step is, of some key or of the validator of about its number. */
export function actionOf({ kind, who, key, nth }: Step, cast: Cast, count: number): ChainAction {
  const from = [cast.alice, cast.bob][who] as string;
  const pubkey = KEYS[key] as string;
  const index = nth === 9 ? key : key % Math.max(1, count);
  const reporter = nth === 8 ? from : cast.network;
  switch (kind) {
    case "deposit": {
      // even keys are of the first type, others compound; one in ten can pay to nobody
      const type = nth === 9 ? 0 : 1 + (key % 2);
      const credentials = credentialsOf(type, [cast.alice, cast.bob][(key + (nth === 8 ? 1 : 0)) % 2] as string);
      return { from, function: kind, args: [DEPOSITS[nth] as bigint, pubkey, credentials, signatureOf(pubkey)] };
    }
    case "requestWithdrawal": {
      const owner = [cast.alice, cast.bob][key % 2] as string;
      const asked = nth < 4 ? 0n : BigInt(nth) * 5n * ETH_IN_GWEI;
      return { from: nth === 9 ? from : owner, function: kind, args: [nth === 8 ? 0n : 100n, pubkey, asked] };
    }
    case "requestConsolidation": {
      const owner = [cast.alice, cast.bob][key % 2] as string;
      const target = KEYS[nth < 2 ? key : (key + nth - 1) % KEYS.length] as string;
      return { from: nth === 9 ? from : owner, function: kind, args: [nth === 8 ? 0n : 100n, pubkey, target] };
    }
    case "eject":
    case "settle":
    case "sweep":
      return { from, function: kind, args: [index] };
    case "fundIssuance":
      return { from, function: kind, args: [ETH * BigInt(nth)] };
    case "reportSlashing":
      return { from: reporter, function: kind, args: [index] };
    case "reportSlashingElsewhere":
      return { from: reporter, function: kind, args: [BigInt(1 + nth) * 3_000n * ETH_IN_GWEI] };
    default:
      return { from: reporter, function: kind, args: [index, LOSSES[nth % LOSSES.length]] };
  }
}
