import { ETH } from "../client/network.ts";
import type { Comparison, Found } from "../comparison.ts";
import type { Lodestar } from "../client/lodestar.ts";
import type { Connection } from "../ours.ts";
import { Both } from "../pair.ts";
import { randomFrom } from "../random.ts";

const TOTAL = { totalEther: 34_000_000 };
const SERVED = 270;

export const exits: Comparison = {
  name: "exits",
  about: "full and partial requests by churn, more of them than a block hands on, and what a sweep pays",
  async run({ lodestar, found, chain }) {
    await requests(lodestar, await chain(), found);
    await manyInABlock(lodestar, await chain(), found);
  },
};

async function requests(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  const draw = randomFrom(11);
  await both.at(3);
  for (let i = 0; i < 30; i++) await both.create(i % 3 === 0 ? 1 : 2, (32 + draw(100)) * ETH + draw(ETH));
  await both.pass(SERVED + 20, { compare: false });
  let partials = 0;
  for (let epoch = 0; epoch < 30; epoch++) {
    for (let i = draw(4); i > 0; i--) {
      await both.at(1 + draw(20) + i);
      const pair = both.pairs[draw(both.pairs.length)]!;
      const partial = draw(2) === 0 && partials < 8;
      if (partial) partials++;
      await both.request(pair, partial ? 1 + draw(60 * ETH) : 0);
    }
    await both.pass(1);
    found.equal(
      `epoch ${both.epoch}: epoch of the next exit`,
      BigInt(nextExit(both)),
      await exitEpoch(both, connection),
    );
  }
  await both.pass(290, { every: 8 });
  await both.at(2);
  await connection.networkHelpers.mine();
  for (const { client, ours, number } of both.pairs) {
    found.equal(
      `sweep of validator ${number}`,
      both.network.sweepOf(client),
      await both.ours.chain.sweep.staticCall(ours),
    );
  }
}

/** The client's answer to who would ask for a gwei now, without asking. */
function nextExit({ network }: Both): number {
  const { lodestar, state } = network;
  const fields = ["earliestExitEpoch", "exitBalanceToConsume", "slot", "config", "epochCtx"] as const;
  const copy = Object.fromEntries(fields.map((field) => [field, (state as unknown as Record<string, unknown>)[field]]));
  return lodestar.computeExitEpochAndUpdateChurn(copy as unknown as typeof state, 1n);
}

async function exitEpoch(both: Both, { networkHelpers }: Connection): Promise<bigint> {
  await both.at(0);
  await networkHelpers.mine();
  return both.ours.chain.exitEpochFor(1n);
}

async function manyInABlock(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  await both.at(3);
  const pair = await both.create(2, 100 * ETH);
  await both.pass(SERVED, { compare: false });
  await both.at(31);
  await both.ours.requestTogether(pair.number, ETH, 20);
  for (let i = 0; i < 16; i++) both.network.requestWithdrawal(pair.client, ETH);
  both.network.step();
  both.network.atSlot(0);
  for (let i = 16; i < 20; i++) both.network.requestWithdrawal(pair.client, ETH);
  const { chain } = both.ours;
  const queued = await chain.queryFilter(chain.filters.PartialWithdrawalQueued(pair.ours));
  const theirs = both.network.partialWithdrawals();
  found.equal("requests of a block that were taken", BigInt(theirs.length), BigInt(queued.length));
  for (const [i, { args }] of queued.entries()) {
    found.equal(
      `request ${i} of a block: withdrawable`,
      BigInt(theirs[i]?.withdrawableEpoch ?? 0),
      args.withdrawableEpoch,
    );
    found.equal(`request ${i} of a block: gwei`, theirs[i]?.amount ?? 0n, args.amountGwei);
  }
}
