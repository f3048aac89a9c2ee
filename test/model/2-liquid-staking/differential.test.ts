import { expect } from "chai";
import fc from "fast-check";
import { allowance, balanceOf, sharesOf } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { balanceOf as wrappedOf } from "../../../model/shared/erc20.ts";
import { openPoolPair, type PoolPair, type Told } from "./pair.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const ZERO = `0x${"0".repeat(40)}`;

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
      const value = partOf(some, 40n * ETH);
      return pair.play({ from, contract: "stEth", function: "submit", args: [value, to] }, value);
    }
    case "receive": {
      const value = partOf(some, 10n * ETH);
      return pair.play({ from, contract: "wstEth", function: "receive", args: [value] }, value);
    }
    case "transfer":
      return on("stEth", "transfer", to, partOf(some, stake));
    case "transferShares":
      return on("stEth", "transferShares", to, partOf(some, shares));
    case "approve":
      return on("stEth", "approve", to, partOf(some, 20n * ETH));
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
      return pair.donate(partOf(some, ETH));
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

/** Plays a step on both, which have to agree on it and on everything after it. @returns what it came to */
async function agreeOn(pair: PoolPair, one: Step, at: string): Promise<Told | undefined> {
  const told = (await play(pair, one)) as { model: Told; chain: Told } | undefined;
  if (told !== undefined) expect(told.model, at).to.deep.equal(told.chain);
  const { model, chain } = await pair.read();
  expect(model, `state after ${at}`).to.deep.equal(chain);
  return told?.chain;
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
          const told = await agreeOn(pair, one as Step, `step ${index}`);
          if (told !== undefined) note(told.ok ? one.kind : (told.said.split("(")[0] as string));
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

  it("TWN-20: they agree on the second from which a batch closes, and on the dust that its last claim returns", async () => {
    const pair = await (await openPoolPair()).begin();
    const part = (kind: Kind, who: number, nth = 0): Step => ({ kind, who, other: who, size: { bps: 3_333n }, nth });
    for (const one of [part("donate", 0), part("report", 0), part("request", 1), part("close", 0)])
      await agreeOn(pair, one, one.kind);
    for (const who of [0, 1, 2]) await agreeOn(pair, part("request", who), "request");
    const opens = pair.state().lastClose + pair.state().config.batchIntervalSeconds;
    pair.waitUntil(opens - 1n);
    expect((await agreeOn(pair, part("close", 0), "early"))?.said).to.equal(`ClosesLater(${opens})`);
    pair.waitUntil(opens);
    expect((await agreeOn(pair, part("close", 0), "in time"))?.ok).to.equal(true);
    await agreeOn(pair, part("submit", 2), "submit");
    await agreeOn(pair, { ...part("submit", 2), size: { beyond: 40n * ETH } }, "submit");
    await agreeOn(pair, part("report and fill", 0), "fill");
    const { shares, filledWei } = pair.state().batches.get("2") as { shares: bigint; filledWei: bigint };
    expect(shares > 0n && filledWei > 0n).to.equal(true);
    for (const nth of [1, 2, 3]) expect((await agreeOn(pair, part("claim", 0, nth), "claim"))?.ok).to.equal(true);
    const dust = filledWei - (pair.state().batches.get("2")?.filledWei ?? 0n);
    expect(dust > 0n && dust < 3n, `${dust} wei of dust`).to.equal(true);
  });
});
