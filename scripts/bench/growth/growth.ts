import type { ContractTransactionResponse } from "ethers";
import { gasOf } from "../measure.ts";
import { must } from "../row.ts";
import { FOREVER, issueTickets, prepareVault, type Size, type VaultWorld } from "../vault/world.ts";
import { ETH } from "../../lib/units.ts";

/** Calls of users, and the settlement of the batch that holds all tickets. */
export const GROWTH_OPERATIONS = ["deposit", "transfer", "request", "cancel", "settle", "claim"] as const;
export type GrowthOperation = (typeof GROWTH_OPERATIONS)[number];

/** A world of a size, with so many tickets in one batch. */
export interface GrowthPoint extends Size {
  readonly tickets: number;
}

interface Cost {
  /** Gas as the receipt says. */
  readonly gas: number;
  /** What of it the bytes of calldata cost: 4 for each zero, 16 for each other. */
  readonly calldata: number;
}

export interface Growth extends GrowthPoint {
  readonly costs: Readonly<Record<GrowthOperation, Cost>>;
}

/** What is measured for the page: one thing grows at a time, then all of them. */
export const GROWTH_POINTS: readonly GrowthPoint[] = [
  { operators: 1, services: 1, tickets: 10 },
  { operators: 20, services: 1, tickets: 10 },
  { operators: 3, services: 1, tickets: 10 },
  { operators: 3, services: 10, tickets: 10 },
  { operators: 3, services: 1, tickets: 100_000 },
  { operators: 20, services: 10, tickets: 100_000 },
];

const TICKET_SHARES = ETH / 20n;

function calldataGas(data: string): number {
  const bytes = data.slice(2).match(/../gu) ?? [];
  return bytes.reduce((gas, byte) => gas + (byte === "00" ? 4 : 16), 0);
}

async function cost(transaction: ContractTransactionResponse): Promise<Cost> {
  return { gas: await gasOf(transaction), calldata: calldataGas(transaction.data) };
}

/** Measures every operation in a world of a size; a call that is put back leaves no trace for the next. */
export async function measureGrowth(point: GrowthPoint): Promise<Growth> {
  const world = await prepareVault(point);
  const { ladder, alice, bob } = world;
  const { vault, exitQueue } = ladder.contracts;
  const queue = exitQueue.connect(bob);
  const undone = async (measured: () => Promise<Cost>): Promise<Cost> => {
    const snapshot = await ladder.provider.request({ method: "evm_snapshot", params: [] });
    const found = await measured();
    await ladder.provider.request({ method: "evm_revert", params: [snapshot] });
    return found;
  };
  const request = () => queue.request(ETH, bob, 1n, FOREVER);
  const ticketToBe = () => queue.request.staticCall(ETH, bob, 1n, FOREVER);

  await issueTickets(world, { count: point.tickets, owners: Math.min(point.tickets, 100), shares: TICKET_SHARES });
  const batchId = await exitQueue.openBatchId();
  must((await exitQueue.batchOf(batchId)).tickets === BigInt(point.tickets), `${point.tickets} real tickets`);

  const deposit = await undone(async () => cost(await vault.connect(bob).deposit(bob, 1n, FOREVER, { value: ETH })));
  const transfer = await undone(async () => cost(await vault.connect(alice).transfer(bob, ETH)));
  const ticket = await ticketToBe();
  await request();
  const requested = await undone(async () => cost(await request()));
  const cancel = await undone(async () => {
    await request();
    return cost(await queue.cancel(ticket, bob));
  });
  await request();
  const settle = await settleAll(world, batchId);
  const claim = await cost(await queue.claim(ticket, bob));
  return { ...point, costs: { deposit, transfer, request: requested, cancel, settle, claim } };
}

/** Closes the batch and fills it whole, while others wait in the next. */
async function settleAll(world: VaultWorld, batchId: bigint): Promise<Cost> {
  const { exitQueue } = world.ladder.contracts;
  await world.closeBatch();
  await issueTickets(world, { count: 1, owners: 1, shares: TICKET_SHARES });
  const keeper = exitQueue.connect(world.ladder.keeper);
  const following = await world.inSyncedBlock((overrides) => keeper.settle(overrides));
  const { shares, filledShares } = await exitQueue.batchOf(batchId);
  must(filledShares === shares, "the batch is filled whole");
  return { gas: await gasOf(following), calldata: calldataGas(following.transaction.data) };
}

/** Operations that do not cost the same in all of these, their calldata left out. */
export function unequal(growths: readonly Growth[]): GrowthOperation[] {
  return GROWTH_OPERATIONS.filter((operation) => {
    const executions = growths.map(({ costs }) => costs[operation].gas - costs[operation].calldata);
    return new Set(executions).size > 1;
  });
}
