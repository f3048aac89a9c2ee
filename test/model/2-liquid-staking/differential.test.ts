import { expect } from "chai";
import fc from "fast-check";
import { allowance, balanceOf, sharesOf } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { balanceOf as wrappedOf } from "../../../model/shared/erc20.ts";
import { openPoolPair, type PoolPair, type Told } from "./pair.ts";

const ZERO = `0x${"0".repeat(40)}`;
const ETHER = 10n ** 18n;

const KINDS = [
  "submit",
  "transfer",
  "transferShares",
  "approve",
  "transferFrom",
  "transferSharesFrom",
  "wrap",
  "unwrap",
  "receive",
  "request",
  "requestWrapped",
  "close",
  "fill",
  "report",
  "report and fill",
  "claim",
  "donate",
  "penalize",
  "advance",
  "pause",
  "unpause",
] as const;
type Kind = (typeof KINDS)[number];

/** What needs others before it comes more often. */
const OFTEN: readonly Kind[] = [
  "approve",
  "transferSharesFrom",
  "request",
  "close",
  "report and fill",
  "claim",
  "claim",
];

/** How much: some wei, a part of what there is, all of it, or a wei more. */
const size = fc.oneof(
  fc.record({ wei: fc.bigInt({ min: 0n, max: 9n }) }),
  fc.record({ bps: fc.bigInt({ min: 1n, max: 10_000n }) }),
  fc.record({ beyond: fc.constant(1n) }),
);
type Size = { readonly wei?: bigint; readonly bps?: bigint; readonly beyond?: bigint };

const step = fc.record({
  kind: fc.constantFrom(...KINDS, ...OFTEN),
  who: fc.nat(2),
  other: fc.nat(4),
  size,
  nth: fc.nat(9),
});
type Step = {
  readonly kind: Kind;
  readonly who: number;
  readonly other: number;
  readonly size: Size;
  readonly nth: number;
};

const partOf = ({ wei, bps, beyond }: Size, most: bigint): bigint =>
  wei ?? (bps === undefined ? most + (beyond ?? 0n) : (most * bps) / 10_000n);

/** Plays a step on both, and gives what both said: nothing for what only moves time or money. */
async function play(pair: PoolPair, { kind, who, other, size: some, nth }: Step) {
  const from = pair.people[who] as string;
  const { wstEth, stEth } = pair.state().config;
  const to = [...pair.people, ZERO, stEth][other] as string;
  const pool = { state: { ...pair.state() }, block: pair.block(), events: [] };
  const [stake, shares, wrapped] = [balanceOf(pool, from), sharesOf(pool, from), wrappedOf(pool, wstEth, from)];
  const on = (contract: "stEth" | "wstEth" | "queue", name: string, ...args: unknown[]) =>
    pair.play({ from, contract, function: name, args });
  switch (kind) {
    case "submit": {
      const value = partOf(some, 40n * ETHER);
      return pair.play({ from, contract: "stEth", function: "submit", args: [value, to] }, value);
    }
    case "receive": {
      const value = partOf(some, 10n * ETHER);
      return pair.play({ from, contract: "wstEth", function: "receive", args: [value] }, value);
    }
    case "transfer":
      return on("stEth", "transfer", to, partOf(some, stake));
    case "transferShares":
      return on("stEth", "transferShares", to, partOf(some, shares));
    case "approve":
      return on("stEth", "approve", to, partOf(some, 20n * ETHER));
    case "transferFrom": {
      const owner = pair.people[other % 3] as string;
      const most = allowance(pool, owner, from);
      return on("stEth", "transferFrom", owner, pair.people[nth % 3], partOf(some, most));
    }
    case "transferSharesFrom": {
      const owner = pair.people[other % 3] as string;
      return on("stEth", "transferSharesFrom", owner, to, partOf(some, sharesOf(pool, owner)));
    }
    case "wrap":
      return on("wstEth", "wrap", partOf(some, stake));
    case "unwrap":
      return on("wstEth", "unwrap", partOf(some, wrapped));
    case "request":
      return on("queue", "request", partOf(some, stake), other === 3 ? ZERO : from);
    case "requestWrapped":
      return on("queue", "requestWrapped", partOf(some, wrapped), other === 3 ? ZERO : from);
    case "close":
      return on("queue", "close");
    case "fill":
      return on("queue", "fill", BigInt(nth));
    case "report":
      return pair.report(false);
    case "report and fill":
      return pair.report(true);
    case "claim": {
      const last = Number(pool.state.lastRequestId);
      const id = last === 0 || nth === 9 ? last + 1 : 1 + (nth % last);
      const owner = pool.state.requests.get(String(id))?.owner;
      const args = [BigInt(id), pair.people[other % 3]];
      return pair.play({ from: nth === 8 ? from : (owner ?? from), contract: "queue", function: "claim", args });
    }
    case "donate":
      return pair.donate(partOf(some, ETHER));
    case "penalize":
      return pair.penalize(1n + partOf(some, 2n * 10n ** 9n));
    case "advance":
      return pair.advance(BigInt(1 + nth * 3));
    default: {
      const caller = nth < 7 ? pair.guardian : from;
      return pair.play({ from: caller, contract: other % 2 === 0 ? "stEth" : "queue", function: kind, args: [] });
    }
  }
}

describe("the model of liquid staking and the contracts [uninstrumented]", function () {
  this.timeout(600_000);

  it("TWN-20: they agree on results, reverts, logs and the whole state after every step of drawn sequences", async () => {
    const { begin } = await openPoolPair();
    const met = new Map<string, number>();
    const note = (word: string) => met.set(word, (met.get(word) ?? 0) + 1);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30, size: "max" }), async (steps) => {
        const pair = await begin();
        for (const [index, one] of steps.entries()) {
          const told = (await play(pair, one as Step)) as { model: Told; chain: Told } | undefined;
          if (told !== undefined) {
            expect(told.model, `step ${index}`).to.deep.equal(told.chain);
            note(told.chain.ok ? one.kind : (told.chain.said.split("(")[0] as string));
          }
          const { model, chain } = await pair.read();
          expect(model, `state after step ${index}`).to.deep.equal(chain);
        }
      }),
      { seed: 20_261_129, numRuns: 60 },
    );
    // a fill passes only with a report in its block
    const silent: Kind[] = ["donate", "penalize", "advance", "fill"];
    expect(
      KINDS.filter((kind) => !silent.includes(kind) && !met.has(kind)),
      "done at least once",
    ).to.deep.equal([]);
    const errors = [
      "ERC20InsufficientBalance",
      "ERC20InsufficientAllowance",
      "NothingToConvert",
      "ZeroShares",
      "NothingToClose",
      "ReportNotOfThisBlock",
      "CurrentlyPaused",
      "OnlyGuardian",
      "UnknownRequest",
      "NothingToClaim",
      "ZeroOwner",
    ];
    expect(
      errors.filter((error) => !met.has(error)),
      "met at least once",
    ).to.deep.equal([]);
  });
});
