import { type Measurements, must } from "../row.ts";
import { queue } from "./withdrawals.ts";
import { AMOUNT, type CoreWorld } from "./world.ts";

export const HALF = 500_000_000_000_000_000n;
const TENTH = 100_000_000_000_000_000n;

/** Operator 1's allocation of the first strategy to set 1. */
export function allocate({ allocation, op1, operatorSet, first }: CoreWorld, magnitude: bigint) {
  const params = { operatorSet, strategies: [first.strategy], newMagnitudes: [magnitude] };
  return allocation.connect(op1).modifyAllocations(op1, [params]);
}

/** Operator 1 joins set 1, whose registrar does nothing. */
export function join({ allocation, op1, avs, operatorSet }: CoreWorld) {
  const params = { avs, operatorSetIds: [operatorSet.id], data: "0x" };
  return allocation.connect(op1).registerForOperatorSets(op1, params);
}

export async function allocateAndJoin(world: CoreWorld): Promise<void> {
  await allocate(world, HALF);
  await join(world);
}

/** The set's slasher takes a tenth of operator 1's allocation. */
export function slash({ allocation, slasher, op1, avs, operatorSet, first }: CoreWorld) {
  const wad = { strategies: [first.strategy], wadsToSlash: [TENTH], description: "fault" };
  return allocation.connect(slasher).slashOperator(avs, { operator: op1, operatorSetId: operatorSet.id, ...wad });
}

/** Slashes, and makes sure of what the slash found and that it took shares. */
async function measuredSlash(world: CoreWorld, slashesBefore: bigint, inQueue: boolean) {
  const { allocation, delegation, strategyManager, op1, operatorSet, first } = world;
  must((await allocation.getSlashCount(operatorSet)) === slashesBefore, `${slashesBefore} slashes before`);
  must(await allocation.isOperatorSlashable(op1, operatorSet), "slashable");
  const queued = await delegation.getSlashableSharesInQueue(op1, first.strategy);
  must(queued > 0n === inQueue, inQueue ? "withdrawals in the window" : "nothing in the window");
  const sent = await slash(world);
  const shares = await strategyManager["getBurnOrRedistributableShares((address,uint32),uint256,address)"](
    operatorSet,
    slashesBefore + 1n,
    first.strategy,
  );
  must(shares > 0n, "the slash took shares");
  return sent;
}

/** Alice, delegated to operator 1, queues three withdrawals in three blocks. */
async function queueThree(world: CoreWorld): Promise<void> {
  await world.delegate(world.alice, world.op1);
  await world.deposit(world.alice);
  for (const part of [5n, 6n, 7n]) await queue(world, AMOUNT / part);
  must((await world.delegation.getQueuedWithdrawalRoots(world.alice)).length === 3, "3 queued withdrawals");
}

async function clear({ strategyManager, alice, operatorSet }: CoreWorld, slashId: bigint) {
  return strategyManager.connect(alice).clearBurnOrRedistributableShares(operatorSet, slashId);
}

async function burnAddressHolds({ strategyManager, first }: CoreWorld, some: boolean): Promise<void> {
  const held = await first.token.balanceOf(await strategyManager.DEFAULT_BURN_ADDRESS());
  must(held > 0n === some, `the burn address holds ${some ? "some" : "nothing"}`);
}

export const slashingRows: Measurements<CoreWorld> = {
  "core.slash.first": async (world) => {
    await allocateAndJoin(world);
    return measuredSlash(world, 0n, false);
  },
  "core.slash.next": async (world) => {
    await allocateAndJoin(world);
    await slash(world);
    return measuredSlash(world, 1n, false);
  },
  "core.slash.queued3": async (world) => {
    await allocateAndJoin(world);
    await slash(world);
    await queueThree(world);
    return measuredSlash(world, 1n, true);
  },
  "core.slash.queued3Pending": async (world) => {
    const { allocation, op1, operatorSet, first } = world;
    await allocateAndJoin(world);
    await slash(world);
    await queueThree(world);
    await allocate(world, HALF / 2n);
    const { pendingDiff } = await allocation.getAllocation(op1, operatorSet, first.strategy);
    must(pendingDiff < 0n, "a pending deallocation");
    return measuredSlash(world, 1n, true);
  },
  "core.clearSlashed.first": async (world) => {
    await allocateAndJoin(world);
    await slash(world);
    await burnAddressHolds(world, false);
    const sent = await clear(world, 1n);
    await burnAddressHolds(world, true);
    return sent;
  },
  "core.clearSlashed.next": async (world) => {
    const { strategyManager, operatorSet } = world;
    await allocateAndJoin(world);
    await slash(world);
    await clear(world, 1n);
    await slash(world);
    await burnAddressHolds(world, true);
    must((await strategyManager.getBurnOrRedistributableCount(operatorSet, 2n)) === 1n, "1 strategy");
    return clear(world, 2n);
  },
};
