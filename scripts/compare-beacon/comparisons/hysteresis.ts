import { ETH } from "../client/network.ts";
import type { Comparison } from "../comparison.ts";
import { Both } from "../pair.ts";

const EDGES = [-1, 0, 1];
const ROUNDS = 5;

export const hysteresis: Comparison = {
  name: "hysteresis",
  about: "the effective balance a gwei below, at and above each edge, downwards and upwards",
  async run({ lodestar, found, chain }) {
    const both = await Both.open(lodestar, await chain(), found, { totalEther: 34_000_000 });
    await both.at(5);
    for (const _ of EDGES) {
      await both.create(1, 32 * ETH);
      await both.create(2, 45 * ETH);
      await both.create(2, 60 * ETH);
    }
    await both.pass(14);
    const rate = Number(await both.ours.chain.baseRewardPerIncrementGwei());
    const lands = (client: number, epochs: number) =>
      both.network.balance(client) + (both.network.validator(client).effectiveBalance / ETH) * rate * epochs;
    for (let round = 0; round < ROUNDS; round++) {
      await both.at(4);
      for (const pair of both.pairs) {
        const edge = both.network.validator(pair.client).effectiveBalance - ETH / 4;
        const step = EDGES[(pair.number + round) % 3]!;
        await both.penalise(pair, lands(pair.client, 1) - edge - step);
      }
      await both.pass(2);
    }
    for (let round = 0; round < ROUNDS; round++) {
      await both.at(4);
      for (const pair of both.pairs) {
        const edge = both.network.validator(pair.client).effectiveBalance + (5 * ETH) / 4;
        const step = EDGES[(pair.number + round) % 3]!;
        const gwei = edge + step - lands(pair.client, 3);
        if (gwei >= ETH) await both.topUp(pair, gwei);
      }
      await both.pass(5);
    }
  },
};
