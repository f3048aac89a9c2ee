import { DAY, type Standing } from "../../test/5-lrt/vault.ts";
import { inOneBlock } from "../../test/findings/vault-lab.ts";
import { type Edge, firstPaid, leave, pair, pass, worth } from "./edge.ts";
import { ETH } from "../lib/units.ts";

const SLOT = 12n;
const GAS = { gasLimit: 5_000_000n };

/** Bob's batch of 50 of 100 ETH is closed; in one block 30 are lost, 30 are gained, and it is settled. */
export async function lossAndGain(syncs: readonly ("lone" | "full")[], newcomer = 0n): Promise<Standing> {
  const s = await pair();
  await s.restaker.restake(s.left, 30n * ETH);
  await s.restaker.restake(s.right, 20n * ETH);
  await leave(s, s.bob);
  await pass(s);
  await s.networkHelpers.time.setNextBlockTimestamp(BigInt(await s.networkHelpers.time.latest()) + SLOT);
  const calls = { lone: () => s.vault.sync(s.left, GAS), full: () => s.vault.syncAll(GAS) };
  await inOneBlock(
    s,
    () => s.left.setAssets(0n, GAS),
    ...syncs.map((one) => calls[one]),
    ...(newcomer === 0n
      ? []
      : [() => s.vault.connect(s.carol).deposit(s.carol, 0n, 2n ** 40n, { value: newcomer, ...GAS })]),
    () => s.right.setAssets(50n * ETH, GAS),
    () => s.queue.settle(GAS),
  );
  return s;
}

const beyond = async (s: Standing) => {
  const paid = (await firstPaid(s)) - 50n * ETH;
  await pass(s, 2n * DAY);
  return { beyond: { leaver: paid, stayer: (await worth(s, s.alice)) - 50n * ETH } };
};

/** Several things in one block. */
export const BLOCK: readonly Edge[] = [
  {
    edge: "any lone syncs in the block of a payment, and full ones before all that happens, or between gains or losses",
    between: "nobody",
    atMost: "two wei (INV-26, INV-30)",
    played: "two of 50 ETH each, one is paid in the block in which 30 are lost, synced alone, and 30 gained",
    play: async () => beyond(await lossAndGain(["lone", "lone"])),
  },
  {
    edge: "a full sync between a loss and the gain that makes up for it, in one block or in two",
    between: "the leaver to those who stay",
    atMost: "the leaver's part of the loss, as far as the gain has not served (INV-34)",
    played: "the same with a full sync between",
    play: async () => beyond(await lossAndGain(["full"])),
  },
];
