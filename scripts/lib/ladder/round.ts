import { attempt } from "./attempt.ts";
import type { Ladder } from "./ladder.ts";
import {
  collect,
  dropUsedKeys,
  leaveIneligible,
  payOut,
  refreshExits,
  reportFailures,
  restake,
  settle,
  syncAll,
  trim,
  unwind,
} from "./keepers.ts";
import { report, serveLstQueue, stakePool } from "./lst.ts";
import { isFullySlashed, slots } from "./pod-of.ts";
import { checkpoint, validatorsOf, verifyNew } from "./pods.ts";

/** What did not work in a round, and why; all else was done. */
export interface Trouble {
  readonly job: string;
  readonly reason: string;
}

/**
 * A keeper's round: everything that anybody may do for the ladder and that is due, what others have begun among it. What
 * fails stops nothing else.
 *
 * @param closes whether the open batch of the exit queue is closed too, which ends the time in which it can be cancelled
 * @returns what failed
 */
export async function round(ladder: Ladder, { closes } = { closes: false }): Promise<Trouble[]> {
  const troubles: Trouble[] = [];
  const doing = async (job: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      troubles.push({ job, reason: reasonOf(error) });
    }
  };
  const inEverySlot = async (job: string, work: (slot: bigint) => Promise<unknown>): Promise<void> => {
    for (const slot of await slots(ladder)) await doing(`${job} of slot ${slot}`, () => work(slot));
  };

  let reported = false;
  await doing("exits of the LST", async () => {
    reported = await serveLstQueue(ladder);
  });
  if (!reported) await doing("report of the LST", () => report(ladder));
  await doing("stake of the LST", () => stakePool(ladder));
  // before the checkpoints, for no batch is paid on what was known before its close
  if (closes)
    await doing("closing of the batch", () => attempt(ladder.contracts.exitQueue.connect(ladder.keeper).close));
  for (const slot of await slots(ladder)) {
    await doing(`new validators of slot ${slot}`, () => verifyNew(ladder, slot));
    await doing(`checkpoint of slot ${slot}`, async () => {
      if ((await validatorsOf(ladder, slot)).length === 0 || (await isFullySlashed(ladder, slot))) return;
      await checkpoint(ladder, slot);
    });
    await doing(`leaving validators of slot ${slot}`, () => refreshExits(ladder, slot));
  }
  await doing("reports of what cannot be read", () => reportFailures(ladder));
  await doing("full sync", () => syncAll(ladder));
  await doing("what comes back", () => collect(ladder));
  await doing("settlement", () => settle(ladder));
  await doing("what is owed", () => payOut(ladder));
  await inEverySlot("unfit operator", (slot) => leaveIneligible(ladder, slot));
  for (const slot of await slots(ladder)) {
    await doing(`legs out of slot ${slot}`, () => unwind(ladder, slot));
    await doing(`used keys of slot ${slot}`, () => dropUsedKeys(ladder, slot));
    await doing(`legs into slot ${slot}`, () => restake(ladder, slot));
  }
  // after the legs in, which fill room without taking anything out of work
  await inEverySlot("trim", (slot) => trim(ladder, slot));
  return troubles;
}

/** The part of an error's message that says why. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /custom error '?([^']+)'?/.exec(message)?.[1] ?? message.split("\n")[0]!;
}
