import type { World } from "./world.ts";

export const users = (w: World) => [w.alice, w.bob, w.carol, w.mallory] as const;

/** The `share` of a whole, 1 to 1,000 thousandths, rounded up. */
export const partOf = (whole: bigint, share: number): bigint => (whole * BigInt(share) + 999n) / 1_000n;

/** Ids of all tickets that have an owner, oldest first. */
export async function openTickets(w: World): Promise<bigint[]> {
  const owned: bigint[] = [];
  const open = await w.queue.openBatchId();
  for (let batch = 1n; batch <= open; ++batch) {
    const { tickets, openTickets: alive } = await w.queue.batchOf(batch);
    for (let place = 0n, found = 0n; found < alive && place < tickets + 64n; ++place) {
      const id = (batch << 64n) | place;
      if ((await w.queue.ticketOf(id)).owner === w.ethers.ZeroAddress) continue;
      owned.push(id);
      ++found;
    }
  }
  return owned;
}

/** The account of a ticket's owner, of those that the tests sign for. */
export async function signerOf(w: World, owner: string) {
  return [...users(w), w.keeper].find(({ address }) => address === owner);
}
