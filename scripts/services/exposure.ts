import type { IAllocationManager } from "../../typechain-types/index.ts";

/**
 * The shortest allocation delay that an operator can have until `horizonBlocks` from now, in blocks: the present one, or
 * one that was announced (`AllocationDelaySet`) and takes effect in time. One announced from now on takes longer than
 * the core's configuration delay; a horizon beyond that assumes 0.
 */
export async function delayFloorBlocks(
  allocation: IAllocationManager,
  operator: string,
  horizonBlocks: bigint,
): Promise<bigint> {
  const now = BigInt((await allocation.runner?.provider?.getBlockNumber()) ?? 0);
  if (horizonBlocks > (await allocation.ALLOCATION_CONFIGURATION_DELAY())) return 0n;
  const [, present] = await allocation.getAllocationDelay(operator);
  const announced = await allocation.queryFilter(allocation.filters.AllocationDelaySet());
  const last = announced.findLast(({ args }) => BigInt(args.operator) === BigInt(operator))?.args;
  const comes = last !== undefined && last.effectBlock > now && last.effectBlock <= now + horizonBlocks;
  return comes && last.delay < present ? last.delay : present;
}
