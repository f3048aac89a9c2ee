import { ETH } from "../client/network.ts";
import type { Comparison } from "../comparison.ts";
import { Both } from "../pair.ts";

/** Totals at which adding or taking some hundred ETH does not move the base reward of an increment. */
const TOTALS = [
  { totalEther: 34_000_000, epochs: 330, leave: true },
  { totalEther: 10_100_000, epochs: 90, leave: false },
  { totalEther: 1_000_000, epochs: 90, leave: false },
] as const;
const AMOUNTS = [
  [1, 32],
  [1, 40],
  [2, 32],
  [2, 33.3],
  [2, 64],
  [2, 100],
  [2, 500],
  [2, 1_000.7],
  [2, 2_046],
] as const;

export const rewards: Comparison = {
  name: "rewards",
  about: "deposit to exit, every epoch: base rewards, compounding, activation, first and last pay",
  async run({ lodestar, found, chain }) {
    for (const { totalEther, epochs, leave } of TOTALS) {
      const both = await Both.open(lodestar, await chain(), found, { totalEther });
      await both.at(5);
      const amounts = leave ? AMOUNTS : AMOUNTS.slice(0, 5);
      for (const [type, ether] of amounts) await both.create(type, Math.round(ether * ETH));
      await both.pass(epochs);
      if (!leave) continue;
      await both.at(7);
      for (const pair of both.pairs) await both.request(pair, 0);
      await both.pass(40);
    }
    const both = await Both.open(lodestar, await chain(), found, { totalEther: 34_000_000 });
    await both.at(5);
    const { client, ours } = await both.create(1, 32 * ETH);
    await both.pass(12);
    const before = both.network.balance(client);
    both.network.step();
    const [now] = await both.ours.read([ours], both.epoch);
    const [then] = await both.ours.read([ours], both.epoch - 1);
    found.known(
      "lots",
      "gwei an epoch of a validator that draws no lot",
      BigInt(both.network.balance(client) - before),
      now!.balanceGwei - then!.balanceGwei,
      { theirs: 9_369n, ours: 11_104n },
    );
  },
};
