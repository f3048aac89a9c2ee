import { type Measurements, must } from "../row.ts";
import { allocate, HALF, join } from "./slashing.ts";
import type { CoreWorld } from "./world.ts";

async function allocated({ allocation, op1, operatorSet, first }: CoreWorld, magnitude: bigint): Promise<void> {
  const { currentMagnitude } = await allocation.getAllocation(op1, operatorSet, first.strategy);
  must(currentMagnitude === magnitude, `allocated ${magnitude}`);
}

async function withoutDelay({ allocation, op1 }: CoreWorld): Promise<void> {
  const [isSet, delay] = await allocation.getAllocationDelay(op1);
  must(isSet && delay === 0n, "allocation delay 0");
}

/** Queues a deallocation of operator 1, which its membership of the set makes slashable until it takes effect. */
async function deallocate(world: CoreWorld) {
  const { allocation, op1, operatorSet, first } = world;
  must(await allocation.isOperatorSlashable(op1, operatorSet), "the operator is slashable");
  const sent = await allocate(world, HALF / 2n);
  const { pendingDiff } = await allocation.getAllocation(op1, operatorSet, first.strategy);
  must(pendingDiff < 0n, "the deallocation is queued");
  return sent;
}

export const allocationRows: Measurements<CoreWorld> = {
  "core.modifyAllocations.first": async (world) => {
    await withoutDelay(world);
    must((await world.allocation.getAllocatedSets(world.op1)).length === 0, "first of the operator");
    return allocate(world, HALF);
  },
  "core.modifyAllocations.increase": async (world) => {
    await allocate(world, HALF / 2n);
    await withoutDelay(world);
    await allocated(world, HALF / 2n);
    const sent = await allocate(world, HALF);
    await allocated(world, HALF);
    return sent;
  },
  "core.modifyAllocations.deallocate": async (world) => {
    await join(world);
    await allocate(world, HALF);
    return deallocate(world);
  },
  "core.clearDeallocationQueue": async (world) => {
    const { allocation, networkHelpers, op1, first } = world;
    await join(world);
    await allocate(world, HALF);
    await deallocate(world);
    await networkHelpers.mine((await allocation.DEALLOCATION_DELAY()) + 1n, { interval: 12 });
    await allocated(world, HALF / 2n);
    return allocation.connect(op1).clearDeallocationQueue(op1, [first.strategy], [1]);
  },
  "core.registerForOperatorSets": async (world) => {
    must((await world.allocation.getRegisteredSets(world.op1)).length === 0, "first set of the operator");
    must((await world.allocation.getMemberCount(world.operatorSet)) === 0n, "first operator of the set");
    return join(world);
  },
  "core.deregisterFromOperatorSets": async (world) => {
    const { allocation, op1, avs, operatorSet } = world;
    await join(world);
    must(await allocation.isMemberOfOperatorSet(op1, operatorSet), "registered");
    const params = { operator: op1, avs, operatorSetIds: [operatorSet.id] };
    return allocation.connect(op1).deregisterFromOperatorSets(params);
  },
};
