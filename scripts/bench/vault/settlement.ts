import { report } from "../../lib/ladder/lst.ts";
import { type Measurements, must } from "../row.ts";
import { BEFORE } from "./exits.ts";
import { issueTickets, prepareVault, type VaultWorld } from "./world.ts";
import { ETH } from "../../lib/units.ts";

/** Fills a batch of so many real tickets, of up to 100 owners, after a sync in the same block. */
async function settleBatch(world: VaultWorld, count: number, shares = ETH) {
  const { exitQueue } = world.ladder.contracts;
  const batchId = await exitQueue.openBatchId();
  await issueTickets(world, { count, owners: Math.min(count, 100), shares });
  await world.closeBatch();
  await issueTickets(world, BEFORE);
  const batch = await exitQueue.batchOf(batchId);
  must(batch.tickets === BigInt(count), `${count} real tickets`);
  must(batch.shares === BigInt(count) * shares, "each of the same size");
  must((await exitQueue.waitingShares()).openShares > 0n, "others wait in the open batch");
  const sending = await world.inSyncedBlock((overrides) => exitQueue.connect(world.ladder.keeper).settle(overrides));
  must((await exitQueue.batchOf(batchId)).filledShares === batch.shares, "filled whole");
  return sending;
}

/** A full sync, of stake whose value a report has changed since the last one, or of stake that stands still. */
async function syncOf({ ladder, operators, pass }: VaultWorld, isChanged: boolean) {
  const { vault, restaker } = ladder.contracts;
  const records = async () => {
    const slots = Array.from({ length: operators }, (_, slot) => restaker.slotAt(slot));
    return Promise.all((await Promise.all(slots)).map(({ delegator }) => vault.recordOf(delegator)));
  };
  const before = await records();
  await pass(1_800n);
  if (isChanged) await report(ladder);
  const sent = await vault.connect(ladder.keeper).syncAll();
  const after = await records();
  const changed = after.filter((record, slot) => record !== before[slot]).length;
  must(changed === (isChanged ? operators : 0), isChanged ? "every stake changed its value" : "no stake changed");
  return sent;
}

/** What a fourth operator adds to a full sync, of two chains that differ in nothing else. */
async function syncOfFourth(services: number, isBusy: boolean) {
  const sync = async (operators: number) =>
    syncOf(await prepareVault({ services, operators, isUnwinding: isBusy }), isBusy);
  return { more: await sync(4), less: await sync(3), count: 1 };
}

export const settlementRows: Measurements<VaultWorld> = {
  "vault.settle.1": async (world) => settleBatch(world, 1),
  "vault.settle.100": async (world) => settleBatch(world, 100),
  "vault.settle.10000": async (world) => settleBatch(world, 10_000),
  "vault.sync.operator": async ({ services }) => syncOfFourth(services, true),
  "vault.sync.operator.quiet": async ({ services }) => syncOfFourth(services, false),
};
