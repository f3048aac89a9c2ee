import { ETH } from "../client/network.ts";
import type { Lodestar } from "../client/lodestar.ts";
import type { Comparison, Found } from "../comparison.ts";
import type { Connection } from "../ours.ts";
import { Both, type Pair } from "../pair.ts";
import { randomFrom } from "../random.ts";

const TOTAL = { totalEther: 34_000_000 };
const SERVED = 270;

export const consolidations: Comparison = {
  name: "consolidations",
  about:
    "validators into others by churn, switches to compounding, more of them than a block hands on, a slashed source",
  async run({ lodestar, found, chain }) {
    await requests(lodestar, await chain(), found);
    await manyInABlock(lodestar, await chain(), found);
    await slashedOnItsWay(lodestar, await chain(), found);
  },
};

/** Whoever into whomever, among exits and partial withdrawals: what one side takes the other has to take too. */
async function requests(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  const draw = randomFrom(13);
  await both.at(3);
  for (let i = 0; i < 36; i++) {
    const compounds = i % 3 === 0;
    await both.create(compounds ? 2 : 1, (32 + draw(compounds ? 100 : 3)) * ETH + draw(ETH));
  }
  const full = await both.create(2, 2_100 * ETH);
  await both.pass(SERVED + 20, { compare: false });
  await both.at(1);
  await both.request(full, 25 * ETH);
  for (let epoch = 0; epoch < 30; epoch++) {
    for (let i = draw(4); i > 0; i--) {
      await both.at(1 + draw(20) + i);
      const [source, target] = [both.pairs[draw(both.pairs.length)]!, both.pairs[draw(both.pairs.length)]!];
      const kind = draw(8);
      if (kind === 0) await both.request(source, draw(2) * ETH);
      else await both.consolidate(source, kind < 3 ? source : target);
    }
    await both.pass(1);
  }
  const { chain } = both.ours;
  const queued = await chain.queryFilter(chain.filters.ConsolidationQueued());
  found.equal(
    "consolidations that wait",
    BigInt(both.network.state.pendingConsolidations.length),
    BigInt(queued.length),
  );
  await both.pass(300, { every: 4 });
  await sweepAll(both, connection, found);
}

async function manyInABlock(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  await both.at(3);
  const target = await both.create(2, 32 * ETH);
  const sources: Pair[] = [];
  for (let i = 0; i < 5; i++) sources.push(await both.create(2, 150 * ETH));
  await both.pass(SERVED, { compare: false });
  await both.at(31);
  await both.ours.consolidateTogether(
    sources.map(({ number }) => number),
    target.number,
  );
  const handedOn = (from: number) => {
    for (const { client } of sources.slice(from, from + 2)) both.network.requestConsolidation(client, target.client);
  };
  handedOn(0);
  both.network.step(both.pairs.map(({ client }) => client));
  for (const slot of [0, 1]) {
    both.network.atSlot(slot);
    handedOn(2 + 2 * slot);
  }
  await both.pass(1);
  await both.pass(280, { every: 8 });
}

/** What it would have brought stays with it; others earn some gwei less while it is active, so rewards are left out. */
async function slashedOnItsWay(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  await both.at(3);
  const [source, target] = [await both.create(1, 32 * ETH), await both.create(2, 40 * ETH)];
  await both.pass(SERVED, { compare: false });
  await both.at(4);
  await both.consolidate(source, target);
  const due = both.network.validator(source.client).withdrawableEpoch;
  await both.pass(100);
  await both.at(4);
  await both.slash(source);
  await both.pass(due - 1 - both.epoch, { compare: false });
  const held = async () => {
    const [ours] = await both.ours.read([target.ours], both.epoch);
    return [BigInt(both.network.balance(target.client)), ours!.balanceGwei] as const;
  };
  const before = await held();
  await both.pass(1, { compare: false });
  const after = await held();
  found.equal("what a target gains when a slashed source is due", after[0] - before[0], after[1] - before[1]);
  found.equal("consolidations that wait after it", BigInt(both.network.state.pendingConsolidations.length), 0n);
  const [left] = await both.ours.read([source.ours], both.epoch);
  found.equal("balance of a slashed source", BigInt(both.network.balance(source.client)), left!.balanceGwei);
}

async function sweepAll(both: Both, { networkHelpers }: Connection, found: Found): Promise<void> {
  await both.at(2);
  await networkHelpers.mine();
  for (const { client, ours, number } of both.pairs) {
    const paid = await both.ours.chain.sweep.staticCall(ours);
    found.equal(`sweep of validator ${number}`, both.network.sweepOf(client), paid);
  }
}
