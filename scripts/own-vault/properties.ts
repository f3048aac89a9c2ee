import { type Holders, Life, bound, next, type Open } from "./life.ts";
import { ETH } from "../lib/units.ts";

/** What rounding and the gas of a few transactions may move. */
const DUST = ETH / 1_000n;

/** Two amounts, the first of which is to be the smaller one, beyond `DUST`. */
interface Comparison {
  readonly less: bigint;
  readonly more: bigint;
}

export interface Property {
  readonly id: string;
  /** What must hold. */
  readonly says: string;
  play(open: Open, holders: Holders, seed: bigint): Promise<Comparison[]>;
}

const same = (a: bigint, b: bigint): Comparison[] => [
  { less: a, more: b },
  { less: b, more: a },
];

/** What must hold of any liquid restaking token with a queue; the twelve of LrtProperties.sol but for what needs a contract as holder. */
export const PROPERTIES: readonly Property[] = [
  {
    id: "OWN-01",
    says: "in and out at once pays nothing, and costs the others nothing",
    async play(open, holders, seed) {
      const { alice, bob, carol } = holders;
      const visited = await Life.lived(open, holders, seed);
      const put = bound(next(seed), ETH, 500n * ETH);
      await visited.lrt.deposit(carol, put);
      const got = await visited.leave(carol);
      const others = (await visited.leave(alice)) + (await visited.leave(bob));
      const alone = await Life.lived(open, holders, seed);
      return [
        { less: got, more: put },
        { less: (await alone.leave(alice)) + (await alone.leave(bob)), more: others },
      ];
    },
  },
  {
    id: "OWN-02",
    says: "in before a gain and out as soon as it is told brings little of what staying brings",
    async play(open, holders, seed) {
      const life = await Life.lived(open, holders, seed);
      const [put, gain] = [100n * ETH, 2n * ETH];
      await life.lrt.deposit(holders.carol, put);
      await life.lrt.gain(gain);
      await life.lrt.report();
      return [{ less: await life.leave(holders.carol), more: put + gain / 8n }];
    },
  },
  {
    id: "OWN-03",
    says: "who waits in the queue and who stays lose the same part of a loss",
    async play(open, holders, seed) {
      const { carol, twin } = holders;
      const life = await Life.lived(open, holders, seed);
      const shares = await life.lrt.deposit(carol, 10n * ETH);
      await life.lrt.deposit(twin, 10n * ETH);
      const ticket = await life.ask(carol, shares);
      await life.lrt.lose(bound(seed, 100n, 5_000n));
      await life.lrt.report();
      await life.lrt.finish();
      return same(await life.claim(carol, ticket), await life.leave(twin));
    },
  },
  {
    id: "OWN-04",
    says: "who leaves after a loss that nobody has told takes nothing of it from who stays",
    async play(open, holders, seed) {
      const { carol, twin } = holders;
      const life = await Life.lived(open, holders, seed);
      await life.lrt.deposit(carol, 10n * ETH);
      await life.lrt.deposit(twin, 10n * ETH);
      await life.lrt.lose(bound(seed, 100n, 5_000n));
      const first = await life.leave(carol);
      await life.lrt.report();
      return [{ less: first, more: await life.leave(twin) }];
    },
  },
  {
    id: "OWN-05",
    says: "who enters after a loss that nobody has told does not pay for it",
    async play(open, holders, seed) {
      const life = await Life.lived(open, holders, seed);
      await life.lrt.lose(bound(seed, 100n, 5_000n));
      await life.lrt.deposit(holders.carol, 10n * ETH);
      await life.lrt.report();
      return [{ less: 10n * ETH, more: await life.leave(holders.carol) }];
    },
  },
  {
    id: "OWN-06",
    says: "one request and two halves of it are paid the same",
    async play(open, holders, seed) {
      const { carol } = holders;
      const whole = await Life.lived(open, holders, seed);
      await whole.lrt.deposit(carol, 10n * ETH);
      const once = await whole.leave(carol);
      const halves = await Life.lived(open, holders, seed);
      const shares = await halves.lrt.deposit(carol, 10n * ETH);
      const first = await halves.ask(carol, shares / 2n);
      const second = await halves.lrt.request(carol, shares - shares / 2n);
      await halves.lrt.finish();
      await halves.claim(carol, first);
      return same(await halves.claim(carol, second), once);
    },
  },
  {
    id: "OWN-07",
    says: "keepers who do everything twice change nothing",
    async play(open, holders, seed) {
      const paid: bigint[] = [];
      for (const times of [1, 2]) {
        const life = await Life.lived(open, holders, seed);
        const ticket = await life.ask(holders.alice, await life.lrt.sharesOf(holders.alice));
        await life.lrt.lose(500n);
        for (let i = 0; i < times; ++i) await life.lrt.report();
        for (let i = 0; i < times; ++i) await life.lrt.finish();
        paid.push((await life.claim(holders.alice, ticket)) + (await life.leave(holders.bob)));
      }
      return same(paid[0]!, paid[1]!);
    },
  },
  {
    id: "OWN-08",
    says: "what was put in and earned, less what was lost, comes out when everybody leaves, and never more",
    async play(open, { alice, bob }, seed) {
      const life = await Life.begin(open);
      const [put, lost, gain] = [
        bound(seed, ETH, 100n * ETH),
        bound(next(seed), 0n, 5_000n),
        bound(seed, ETH, 3n * ETH),
      ];
      await life.lrt.deposit(alice, put);
      await life.lrt.deposit(bob, 50n * ETH);
      await life.lrt.lose(lost);
      await life.lrt.report();
      await life.lrt.gain(gain);
      await life.lrt.report();
      await life.lrt.rest();
      const all = ((put + 50n * ETH) * (10_000n - lost)) / 10_000n + gain;
      return same((await life.leave(alice)) + (await life.leave(bob)), all);
    },
  },
  {
    id: "OWN-10",
    says: "a first holder of a wei who makes a gift does not take the next one's deposit",
    async play(open, { bob, carol }, seed) {
      const life = await Life.begin(open);
      await life.lrt.deposit(bob, 1n).catch(() => undefined);
      await life.lrt.gift(bound(seed, 10n ** 9n, 1_000n * ETH)).catch(() => undefined);
      const shares = await life.lrt.deposit(carol, 10n * ETH).catch(() => undefined);
      // refused: nothing is lost
      return shares === undefined ? [] : [{ less: 10n * ETH - ETH / 100n, more: await life.leave(carol) }];
    },
  },
  {
    id: "OWN-11",
    says: "after a total loss a newcomer is refused or keeps what he brings",
    async play(open, holders, seed) {
      const life = await Life.lived(open, holders, seed);
      await life.lrt.lose(10_000n);
      await life.lrt.report();
      const shares = await life.lrt.deposit(holders.carol, 10n * ETH).catch(() => undefined);
      return shares === undefined ? [] : [{ less: 10n * ETH, more: await life.leave(holders.carol) }];
    },
  },
  {
    id: "OWN-12",
    says: "a ticket is paid once",
    async play(open, holders, seed) {
      const { alice } = holders;
      const life = await Life.lived(open, holders, seed);
      const ticket = await life.ask(alice, await life.lrt.sharesOf(alice));
      await life.lrt.finish();
      const once = await life.claim(alice, ticket);
      return [{ less: await life.claim(alice, ticket), more: once }];
    },
  },
];

/** A property that an adapter's vault breaks: what was paid, and the seed of the life in which it was. */
export interface Broken extends Comparison {
  readonly id: string;
  readonly says: string;
  readonly seed: bigint;
}

/** Plays the properties (all of them, when none are given) in a life of each seed. @returns those that break, once each */
export async function brokenBy(
  open: Open,
  holders: Holders,
  seeds: readonly bigint[],
  properties: readonly Property[] = PROPERTIES,
): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const { id, says, play } of properties) {
    for (const seed of seeds) {
      const found = (await play(open, holders, seed)).find(({ less, more }) => less > more + DUST);
      if (found === undefined) continue;
      broken.push({ id, says, seed, ...found });
      break;
    }
  }
  return broken;
}
