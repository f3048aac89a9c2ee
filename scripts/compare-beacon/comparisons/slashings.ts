import { ETH, Network, START_EPOCH } from "../client/network.ts";
import type { Comparison, Found } from "../comparison.ts";
import type { Lodestar } from "../client/lodestar.ts";
import { type Connection, Ours } from "../ours.ts";
import { Both } from "../pair.ts";

const WINDOW = 8_192;
const TOTAL_ETHER = 34_000_000;
const EVERY = 24;

export const slashings: Comparison = {
  name: "slashings",
  about: "slashings elsewhere and the exits behind them; lives of slashed validators, of a mass slashing too",
  async run({ lodestar, found, chain }) {
    for (const others of [489, 1_600]) await behind(lodestar, await chain(), found, others);
    await massSlashing(lodestar, await chain(), found);
    for (const shrunk of [false, true]) await halfWay(lodestar, await chain(), found, shrunk);
  },
};

/** So many validators of 2,048 ETH are slashed, one by one; then somebody asks to leave. */
async function behind(lodestar: Lodestar, connection: Connection, found: Found, others: number): Promise<void> {
  const seeds = Array.from({ length: others }, () => ({ ether: 2_048, type: 2 }) as const);
  const both = await Both.open(lodestar, connection, found, { totalEther: TOTAL_ETHER, seeds });
  await both.at(3);
  const leaver = await both.create(1, 32 * ETH);
  await both.pass(270, { compare: false });
  await both.at(4);
  for (let index = 0; index < others; index++) both.network.slash(index);
  await both.ours.chain.reportSlashingElsewhere(BigInt(others * 2_048) * BigInt(ETH));
  await both.request(leaver, 0);
  await both.compare();
}

/** The first and the last of a slashing that fills the exit queue beyond the window, from fault to withdrawal. */
async function massSlashing(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, { totalEther: TOTAL_ETHER });
  await both.at(3);
  const [first, small, middle, last] = [
    await both.create(1, 32 * ETH),
    await both.create(2, 50 * ETH),
    await both.create(2, 33 * ETH),
    await both.create(1, 32 * ETH),
  ];
  await both.pass(20);
  await both.at(4);
  await both.slash(first);
  await both.slash(small);
  await both.slashElsewhere(2_300_000);
  await both.slash(middle);
  await both.slashElsewhere(1_200_000);
  await both.slash(last);
  // all events are at epochs that both know; the rest is looked at now and then
  const ends = both.pairs.map(({ client }) => both.network.validator(client).withdrawableEpoch);
  const moments = ends.flatMap((end) => [end - WINDOW / 2, end]).sort((a, b) => a - b);
  for (const moment of moments) {
    const quiet = moment - 3 - both.epoch;
    if (quiet > 0) await both.pass(quiet, { every: EVERY });
    both.network.holdTotal(TOTAL_ETHER);
    if (moment + 3 > both.epoch) await both.pass(moment + 3 - both.epoch);
  }
}

/** The transition half way, with 1,000,032 of 34,000,000 ETH slashed: the total as it was, and as it is when they have left. */
async function halfWay(lodestar: Lodestar, connection: Connection, found: Found, shrunk: boolean): Promise<void> {
  const slashedEther = 1_000_032;
  const active = shrunk ? TOTAL_ETHER - slashedEther : TOTAL_ETHER;
  const start = START_EPOCH + WINDOW / 2;
  const network = new Network(lodestar, active + 32, [{ ether: 32, type: 1 }], start);
  const validator = network.state.validators.get(0);
  validator.slashed = true;
  validator.exitEpoch = start - 100;
  validator.withdrawableEpoch = start + WINDOW / 2;
  network.state.slashings.set(START_EPOCH, slashedEther * ETH);
  network.state.epochCtx.totalSlashingsByIncrement = slashedEther;
  network.state.commit();
  const before = network.balance(0);
  const rate = network.step();
  const base = 32 * rate;
  const missed = Math.floor((base * 14) / 64) + Math.floor((base * 26) / 64);
  const theirs = BigInt(before - network.balance(0) - missed) / 32n;

  const ours = await Ours.open(connection, TOTAL_ETHER);
  await ours.at(START_EPOCH, 3);
  const index = await ours.deposit(0, 1, 32 * ETH);
  await ours.at(START_EPOCH + 20, 3);
  await ours.chain.reportSlashing(index);
  await ours.chain.reportSlashingElsewhere(BigInt(slashedEther - 32) * BigInt(ETH));
  const half = START_EPOCH + 20 + WINDOW / 2;
  const [then] = await ours.read([index], half);
  const [now] = await ours.read([index], half + 1);
  const penalty = (then!.balanceGwei - now!.balanceGwei - 6_940n) / 32n;
  const what = "correlation penalty, gwei an ETH, 1,000,032 of 34,000,000 slashed";
  if (!shrunk) found.equal(`${what}, the total unchanged`, theirs, penalty);
  else found.known("constant-total", what, theirs, penalty, { theirs: 90_912_088n, ours: 88_238_117n });
}
