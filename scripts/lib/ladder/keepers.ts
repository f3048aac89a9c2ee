import { attempt } from "./attempt.ts";
import type { Ladder } from "./ladder.ts";
import { report, serveLstQueue, stakePool } from "./lst.ts";
import { checkpoint, podOf, validatorsOf, verifyNew } from "./pods.ts";
import { sent } from "./sent.ts";
import { sendable } from "./withdrawal.ts";

/** Native ETH's strategy: a name in the core, no contract. */
export const BEACON_STRATEGY = "0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0";
const REQUEST_FEES = 10n ** 9n;

/** The slots of the vault, by number. */
export async function slots({ contracts: { restaker } }: Ladder): Promise<bigint[]> {
  return Array.from({ length: Number(await restaker.slotCount()) }, (_, slot) => BigInt(slot));
}

/** Reads every component, nets what has changed, recognises the loss or puts the gain on its way. */
export async function syncAll({ contracts: { vault }, keeper }: Ladder): Promise<void> {
  await sent(vault.connect(keeper).syncAll());
}

/** Puts idle ETH and LST to work, as far as the exit queue leaves them. @returns legs that were made */
export async function restake(ladder: Ladder, slot: bigint): Promise<number> {
  const restaker = ladder.contracts.restaker.connect(ladder.keeper);
  const legs = [
    await attempt(restaker.restakeLst, slot, ladder.addresses.wstETH),
    await attempt(restaker.restakeEth, slot, 32n),
  ];
  return legs.filter(Boolean).length;
}

/** Unwinds what closed batches need of a slot: LST stake by the core's queue, validators by their exit. */
export async function unwind(ladder: Ladder, slot: bigint): Promise<void> {
  const restaker = ladder.contracts.restaker.connect(ladder.keeper);
  const unwound = await attempt(restaker.unwind, slot, ladder.addresses.wstEthStrategy);
  await attempt(restaker.unwind, slot, BEACON_STRATEGY);
  // What rounding leaves of a demand that has just been served is not worth a validator.
  const { minLegAssets } = await restaker.limits();
  if (unwound && (await restaker.exitDemand()) < minLegAssets) return;
  const staked = await restaker.queryFilter(restaker.filters.ValidatorStaked(slot));
  for (const { args } of staked) await attempt(restaker.exitValidators, slot, [args.pubkey], { value: REQUEST_FEES });
}

/** Takes out of a slot what is too much: above its cap, far above its target, retired, or ETH that lies in its pod. */
export async function trim(ladder: Ladder, slot: bigint): Promise<void> {
  const restaker = ladder.contracts.restaker.connect(ladder.keeper);
  for (const strategy of await restaker.strategies()) await attempt(restaker.trim, slot, strategy);
  const staked = await restaker.queryFilter(restaker.filters.ValidatorStaked(slot));
  for (const { args } of staked) await attempt(restaker.trimValidators, slot, [args.pubkey], { value: REQUEST_FEES });
}

/** Completes what has left the core and claims what the LST's queue has ready: ETH becomes idle. */
export async function collect(ladder: Ladder): Promise<void> {
  const { delegation, lstReserve } = ladder.contracts;
  const restaker = ladder.contracts.restaker.connect(ladder.keeper);
  for (const slot of await slots(ladder)) {
    const { delegator } = await podOf(ladder, slot);
    const { withdrawals } = await delegation.getQueuedWithdrawals(delegator);
    for (const withdrawal of withdrawals) await attempt(restaker.complete, slot, sendable(withdrawal));
  }
  await attempt(restaker.requestLstExit, ladder.addresses.wstETH);
  for (const id of await lstReserve.exitIds()) await attempt(restaker.claimLstExit, ladder.addresses.wstETH, id);
}

/** Pays the oldest closed batches from idle ETH, as far as it goes. @returns how many fills there were */
export async function settle({ contracts: { exitQueue }, keeper }: Ladder): Promise<number> {
  let fills = 0;
  while (await attempt(exitQueue.connect(keeper).settle)) fills += 1;
  return fills;
}

/** A keeper's round: everything that anybody may do for the ladder and that is due. */
export async function round(ladder: Ladder): Promise<void> {
  if (!(await serveLstQueue(ladder))) await report(ladder);
  await stakePool(ladder);
  for (const slot of await slots(ladder)) {
    await verifyNew(ladder, slot);
    if ((await validatorsOf(ladder, slot)).length > 0) await checkpoint(ladder, slot);
  }
  await syncAll(ladder);
  await collect(ladder);
  await settle(ladder);
  for (const slot of await slots(ladder)) {
    await unwind(ladder, slot);
    await restake(ladder, slot);
  }
  // after the legs in, which fill room without taking anything out of work
  for (const slot of await slots(ladder)) await trim(ladder, slot);
}
