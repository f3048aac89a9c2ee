import { ETH } from "../client/network.ts";
import type { Comparison, Found } from "../comparison.ts";
import type { Lodestar } from "../client/lodestar.ts";
import type { Connection } from "../ours.ts";
import { Both } from "../pair.ts";
import { randomFrom } from "../random.ts";

const TOTAL = { totalEther: 34_000_000 };

export const deposits: Comparison = {
  name: "deposits",
  about:
    "a queue of new validators and top-ups, in first slots too, by churn and sixteen an epoch; of those that leave",
  async run({ lodestar, found, chain }) {
    await randomQueue(lodestar, await chain(), found);
    await ofLeaving(lodestar, await chain(), found);
    await lateExit(lodestar, await chain(), found);
    await secondQueue(lodestar, await chain(), found);
  },
};

async function randomQueue(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  const draw = randomFrom(7);
  for (let epoch = 0; epoch < 40; epoch++) {
    const slots = Array.from({ length: draw(6) }, () => (draw(3) === 0 ? 0 : 1 + draw(31))).sort((a, b) => a - b);
    for (const slot of slots) {
      await both.at(slot);
      const known = both.pairs[draw(Math.max(1, both.pairs.length))];
      if (known === undefined || draw(3) === 0) {
        const type = draw(2) === 0 ? 1 : 2;
        await both.create(type, 32 * ETH + draw(type === 1 ? 2 * ETH : 200 * ETH));
      } else await both.topUp(known, ETH + draw(90 * ETH));
    }
    // twenty small ones: the last four come an epoch later
    if (epoch % 13 === 4) for (let i = 0; i < 20; i++) await both.topUp(both.pairs[i % both.pairs.length]!, ETH);
    await both.pass(1);
  }
  await both.pass(40);
  found.equal("deposits that are left in the queue", BigInt(both.network.state.pendingDeposits.length), 0n);
}

/** Nobody waits behind a top-up of a validator that leaves, and it comes when that may withdraw. */
async function ofLeaving(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  await both.at(3);
  const leaving = await both.create(1, 32 * ETH);
  const slashed = await both.create(1, 32 * ETH);
  await both.pass(267, { compare: false });
  await both.at(4);
  await both.request(leaving, 0);
  await both.slash(slashed);
  await both.topUp(leaving, 2_000 * ETH);
  await both.topUp(slashed, 500 * ETH);
  await both.create(1, 32 * ETH);
  await both.pass(30);
  await both.pass(240, { every: 16 });
  await both.at(9);
  // withdrawable by now
  await both.topUp(leaving, 3_000 * ETH);
  await both.create(1, 32 * ETH);
  await both.pass(14);
}

async function lateExit(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  await both.at(3);
  const late = await both.create(2, 32 * ETH);
  await both.pass(267, { compare: false });
  await both.at(4);
  const { epoch } = both;
  await both.topUp(late, 2_016 * ETH);
  await both.request(late, 0);
  const other = await both.create(1, 32 * ETH);
  let theirs = 0;
  while (theirs === 0) {
    both.network.step();
    if (both.network.state.validators.length > other.client) theirs = both.epoch - epoch;
  }
  let ours = 0;
  while ((await both.ours.read([other.ours], epoch + ours))[0]!.balanceGwei === 0n) ours++;
  found.known("late-exit", "epochs of a deposit behind a top-up whose validator leaves", BigInt(theirs), BigInt(ours), {
    theirs: 3n,
    ours: 10n,
  });
}

/** What waited for a validator to be withdrawable waits behind a large deposit there, once more. */
async function secondQueue(lodestar: Lodestar, connection: Connection, found: Found): Promise<void> {
  const both = await Both.open(lodestar, connection, found, TOTAL);
  await both.at(3);
  const leaving = await both.create(1, 32 * ETH);
  await both.pass(267, { compare: false });
  await both.at(4);
  await both.request(leaving, 0);
  await both.topUp(leaving, 5 * ETH);
  const end = both.network.validator(leaving.client).withdrawableEpoch;
  await both.pass(end - 3 - both.epoch, { compare: false });
  await both.at(4);
  await both.create(2, 2_048 * ETH);
  const applied = (gwei: number) => gwei > 36 * ETH;
  let ours = end;
  while (!applied(Number((await both.ours.read([leaving.ours], ours))[0]!.balanceGwei))) ours++;
  while (!applied(both.network.balance(leaving.client))) both.network.step();
  found.known(
    "second-queue",
    "epochs after withdrawable of a top-up that waited, a large deposit before it",
    BigInt(both.epoch - end),
    BigInt(ours - end),
    { theirs: 7n, ours: 1n },
  );
}
