import fc from "fast-check";
import type { PoolAction } from "../../../model/2-liquid-staking/step.ts";
import { allowance, balanceOf, sharesOf } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { credentialsOf } from "../../../model/2-liquid-staking/validator-keys.ts";
import { allowance as wrappedAllowance, balanceOf as wrappedOf } from "../../../model/shared/erc20.ts";
import { credentialsFor } from "../../beacon/depositData.ts";
import { ETH } from "../../lib/units.ts";
import { type Kind, KINDS } from "./kinds.ts";
import { type Contract, keysOf, type PoolPair, signatureFor, signPermit } from "./pair.ts";

const ZERO = `0x${"0".repeat(40)}`;
const ALL = 1_000n;

/** What needs others before it comes more often. */
const OFTEN: readonly Kind[] = [
  ...(["approve", "transferSharesFrom", "request", "close", "close", "report and fill", "report and fill"] as const),
  ...(["claim", "claim", "report a part", "report a part", "exitForQueue", "sweep", "sweep", "forget"] as const),
  ...(["stakeBuffered", "permit", "wrapped permit", "unpause"] as const),
];

/** How much: some wei, a part of what there is, all of it, or a wei more. */
type Size = { readonly wei?: bigint; readonly bps?: bigint; readonly beyond?: bigint };
const size: fc.Arbitrary<Size> = fc.oneof(
  fc.record({ wei: fc.bigInt({ min: 0n, max: 9n }) }),
  fc.record({ bps: fc.bigInt({ min: 1n, max: 10_000n }) }),
  fc.record({ beyond: fc.constant(1n) }),
);

/** Seconds before a step: none, a slot, some epochs, a batch's interval, beyond a report's age, what exits take. */
const WAITS = [0n, 0n, 0n, 12n, 12n, 12n, 384n, 3_600n, 3_600n, 7_680n, 130_000n, 98_688n];

export interface Step<Of extends string = Kind> {
  readonly kind: Of;
  readonly who: number;
  readonly other: number;
  readonly size: Size;
  readonly nth: number;
  readonly wait: bigint;
}

/** Draws a step of one of these kinds. */
export const stepsOf = <Of extends string>(kinds: readonly Of[]): fc.Arbitrary<Step<Of>> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    who: fc.nat(2),
    other: fc.nat(4),
    size,
    nth: fc.nat(9),
    wait: fc.constantFrom(...WAITS),
  });

/** A step with everything ordinary but what is said of it. */
export const stepOf = <Of extends string = Kind>(kind: Of, given: Partial<Step<Of>> = {}): Step<Of> => ({
  ...{ kind, who: 0, other: 0, size: { bps: 5_000n }, nth: 0, wait: 12n },
  ...given,
});

const OLD = 98_688n;
const LEAVING: readonly Step[] = [
  stepOf("request", { size: { bps: 9_000n }, wait: OLD }),
  stepOf("close", { wait: 3_600n }),
  stepOf("exitForQueue", { nth: 9 }),
  stepOf("exitForQueue", { nth: 5 }),
];
const GONE: readonly Step[] = [0, 1, 2, 3].map((nth) => stepOf("sweep", { nth, wait: nth === 0 ? 2n * OLD : 0n }));
/** Ways into what is rare: early closings, exits for the queue and what comes of them, a slashed validator, a key that was taken or is listed twice. */
export const BEGINNINGS: readonly (readonly Step[])[] = [
  [],
  [
    stepOf("request", { who: 1 }),
    stepOf("close", { wait: 3_600n }),
    stepOf("request", { who: 1 }),
    stepOf("close"),
    stepOf("claim", { who: 2, nth: 8 }),
    stepOf("approve", { other: 1 }),
    stepOf("transferSharesFrom", { who: 1, size: { bps: 500n } }),
  ],
  [...LEAVING, ...GONE, stepOf("report and fill"), stepOf("forget"), stepOf("claim", { nth: 0 })],
  [...LEAVING, stepOf("report a part"), stepOf("report a part", { wait: 0n }), ...GONE, stepOf("report and fill")],
  [
    stepOf("slash"),
    stepOf("report"),
    ...LEAVING,
    stepOf("exitForQueue", { nth: 5 }),
    ...GONE,
    stepOf("sweep", { wait: 32n * OLD }),
    stepOf("forget"),
  ],
  [
    stepOf("registerKeys", { nth: 6 }),
    stepOf("deposit for a key", { nth: 3 }),
    stepOf("deposit for a key", { nth: 8 }),
    stepOf("submit", { size: { beyond: 1n } }),
    stepOf("submit", { size: { beyond: 1n } }),
    stepOf("submit", { size: { beyond: 1n } }),
    stepOf("stakeBuffered", { nth: 9 }),
  ],
];

export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.nat(BEGINNINGS.length - 1),
    fc.array(stepsOf([...KINDS, ...OFTEN]), { minLength: 1, maxLength: 60, size: "max" }),
  )
  .map(([beginning, rest]) => [...(BEGINNINGS[beginning] as readonly Step[]), ...rest]);

export const partOf = ({ wei, bps, beyond }: Size, most: bigint): bigint =>
  wei ?? (bps === undefined ? most + (beyond ?? 0n) : (most * bps) / 10_000n);

/** What a step is, as the state is in which it is played: calls, the later ones in the same second. */
export function actionsOf(
  pair: Omit<PoolPair, "play" | "donate">,
  { kind, who, other, size: some, nth, wait }: Step,
): readonly PoolAction[] {
  const pool = pair.pool();
  const { state } = pool;
  const { stEth, wstEth, queue } = state.config;
  const { people } = pair;
  const from = people[who] as string;
  const to = [...people, ZERO, stEth][other] as string;
  const owner = people[other % 3] as string;
  const by = (sender: string, contract: Contract, name: string, ...args: unknown[]): PoolAction[] => [
    { from: sender, contract, function: name, args } as PoolAction,
  ];
  const onToken = (name: string, ...args: unknown[]) => by(from, "stEth", name, ...args);
  const onWrapper = (name: string, ...args: unknown[]) => by(from, "wstEth", name, ...args);
  const onQueue = (name: string, ...args: unknown[]) => by(from, "queue", name, ...args);
  const wrapped = wrappedOf(pool, wstEth, from);
  const validators = [...state.staying, ...state.exiting];
  const index =
    nth === 9 ? state.chain.validators.length : (validators[nth % Math.max(1, validators.length)]?.index ?? 0);

  switch (kind) {
    case "submit":
      return onToken("submit", partOf(some, 40n * ETH), to);
    case "receive":
      return onWrapper("receive", partOf(some, 10n * ETH));
    case "transfer":
      return onToken("transfer", to, partOf(some, balanceOf(pool, from)));
    case "transferShares":
      return onToken("transferShares", to, partOf(some, sharesOf(pool, from)));
    case "approve":
      return onToken("approve", to, partOf(some, 20n * ETH));
    case "transferFrom":
      return onToken("transferFrom", owner, people[nth % 3], partOf(some, allowance(pool, owner, from)));
    case "transferSharesFrom":
      return onToken("transferSharesFrom", owner, to, partOf(some, sharesOf(pool, owner)));
    case "wrap":
      return onWrapper("wrap", partOf(some, balanceOf(pool, from)));
    case "unwrap":
      return onWrapper("unwrap", partOf(some, wrapped));
    case "wrapped approve":
      return onWrapper("approve", to, partOf(some, 20n * ETH));
    case "wrapped transfer":
      return onWrapper("transfer", to, partOf(some, wrapped));
    case "wrapped transferFrom":
      return onWrapper("transferFrom", owner, to, partOf(some, wrappedAllowance(pool, wstEth, owner, from)));
    case "permit":
    case "wrapped permit": {
      const contract = kind === "permit" ? "stEth" : "wstEth";
      const deadline = pool.block.timestamp + wait - (nth === 9 ? 1n : 0n);
      const args = [from, to, partOf(some, 20n * ETH), deadline];
      const token = kind === "permit" ? stEth : wstEth;
      const signer = nth === 8 ? (people[(who + 1) % 3] as string) : from;
      return by(owner, contract, "permit", ...args, signPermit(pool, token, signer, nth === 7 ? 1n : 0n, args));
    }
    case "request":
      return onQueue("request", partOf(some, balanceOf(pool, from)), other === 3 ? ZERO : from);
    case "requestWrapped":
      return onQueue("requestWrapped", partOf(some, wrapped), other === 3 ? ZERO : from);
    case "close":
      return onQueue("close");
    case "report":
      return onToken("report", ALL);
    case "report a part":
      return onToken("report", BigInt(nth % 4));
    case "report and fill":
      return [...onToken("report", ALL), ...onQueue("fill", BigInt(1 + nth))];
    case "fill":
      return onQueue("fill", BigInt(nth));
    case "claim": {
      const last = Number(state.lastRequestId);
      const id = last === 0 || nth === 9 ? last + 1 : 1 + (nth % last);
      const requester = state.requests.get(String(id))?.owner;
      return by(nth === 8 ? from : (requester ?? from), "queue", "claim", BigInt(id), owner);
    }
    case "registerKeys": {
      const { pubkeys, signatures } = keysOf(nth === 6 ? 0 : state.keys.length, 1 + (nth % 3));
      if (nth === 8) signatures.pop();
      if (nth === 7) pubkeys[0] = "0x1234";
      return by(nth === 9 ? from : pair.curator, "stEth", "registerKeys", pubkeys, signatures);
    }
    case "stakeBuffered":
      return onToken("stakeBuffered", BigInt(nth));
    case "exitForQueue":
      return onToken("exitForQueue", nth === 9 ? 0n : 100n, BigInt(nth));
    case "forget":
      return onToken(
        "forget",
        nth === 9 ? BigInt(state.exiting.length) : BigInt(nth % Math.max(1, state.exiting.length)),
      );
    case "pause":
    case "unpause":
      return by(nth < 7 ? pair.guardian : from, other % 2 === 0 ? "stEth" : "queue", kind);
    case "redeemQueued":
      return onToken("redeemQueued", partOf(some, sharesOf(pool, queue)));
    case "returnDust":
      return onToken("returnDust", partOf(some, ETH));
    case "ether for the queue":
      return onQueue("receive", partOf(some, ETH));
    case "donate":
      return [];
    case "deposit for a key": {
      const key = state.keys[state.keysUsed + (nth % 3)]?.pubkey ?? (keysOf(99, 1).pubkeys[0] as string);
      const credentials = nth < 6 ? credentialsFor(1, from).toLowerCase() : credentialsOf(pool);
      return by(from, "rungOne", "deposit", ETH, key, credentials, signatureFor(key));
    }
    case "sweep":
    case "settle":
      return by(from, "rungOne", kind, index);
    case "penalize":
      return by(pair.network, "rungOne", "reportPenalty", index, 1n + partOf(some, 2n * 10n ** 9n));
    case "slash":
      return by(nth === 8 ? from : pair.network, "rungOne", "reportSlashing", index);
  }
}

/** Ether that a step forces upon the pool. */
export const donatedBy = ({ kind, size: some }: Step): bigint => (kind === "donate" ? partOf(some, ETH) : 0n);
