import { type Measurements, must } from "../row.ts";
import { FOREVER, issueTickets, type VaultWorld } from "./world.ts";
import { ETH } from "../../lib/units.ts";

/** Requests in the open batch before the measured one. */
export const BEFORE = { count: 10, owners: 10, shares: ETH };

function request({ ladder, bob }: VaultWorld) {
  return ladder.contracts.exitQueue.connect(bob).request(ETH, bob, 1n, FOREVER);
}

/** Bob asks for 1 LRT, holding `tickets` tickets; the open batch has those of others. */
async function requestWith(world: VaultWorld, tickets: bigint) {
  const { ladder, bob } = world;
  must((await ladder.contracts.tickets.balanceOf(bob)) === tickets, `holder of ${tickets} tickets`);
  const sent = await request(world);
  must((await ladder.contracts.vault.balanceOf(bob)) > 0n, "the holder keeps some shares");
  return sent;
}

/** The ticket that Bob's next request makes. */
async function nextTicket({ ladder, bob }: VaultWorld): Promise<bigint> {
  return ladder.contracts.exitQueue.connect(bob).request.staticCall(ETH, bob, 1n, FOREVER);
}

/** Bob's first ticket, of a batch that is filled; he holds another. */
async function filledTicket(world: VaultWorld, others = BEFORE): Promise<bigint> {
  const { exitQueue, tickets } = world.ladder.contracts;
  await issueTickets(world, others);
  const ticket = await nextTicket(world);
  await request(world);
  await request(world);
  await world.closeBatch();
  await exitQueue.connect(world.ladder.keeper).settle();
  const batch = await exitQueue.batchOf(ticket >> 64n);
  must(batch.filledShares === batch.shares, "the batch is filled");
  must((await tickets.balanceOf(world.bob)) === 2n, "the owner holds another ticket");
  return ticket;
}

export const exitRows: Measurements<VaultWorld> = {
  "vault.request.batch": async (world) => {
    const { exitQueue } = world.ladder.contracts;
    must((await exitQueue.batchOf(await exitQueue.openBatchId())).tickets === 0n, "first of its batch");
    return requestWith(world, 0n);
  },
  "vault.request.first": async (world) => {
    await issueTickets(world, BEFORE);
    return requestWith(world, 0n);
  },
  "vault.request.next": async (world) => {
    await issueTickets(world, BEFORE);
    await request(world);
    return requestWith(world, 1n);
  },
  "vault.cancel": async (world) => {
    const { ladder, bob } = world;
    await issueTickets(world, BEFORE);
    const ticket = await nextTicket(world);
    for (let count = 0; count < 2; ++count) await request(world);
    must((await ladder.contracts.tickets.balanceOf(bob)) === 2n, "holder of another ticket");
    return ladder.contracts.exitQueue.connect(bob).cancel(ticket, bob);
  },
  "vault.claim": async (world) => {
    const ticket = await filledTicket(world);
    const { exitQueue } = world.ladder.contracts;
    must((await exitQueue.ticketOf(ticket)).claimedAssets === 0n, "not paid before");
    return exitQueue.connect(world.bob).claim(ticket, world.bob);
  },
};
