import { attempt } from "./attempt.ts";
import type { Restaker } from "../../../typechain-types/index.ts";
import type { Ladder } from "./ladder.ts";
import { podOf, slots } from "./pod-of.ts";
import { checkpoint } from "./pods.ts";
import { requestFees } from "./request-fee.ts";
import { sent } from "./sent.ts";
import { sendable } from "./withdrawal.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../units.ts";

/** Keys that are looked at in one transaction. */
const KEYS_A_CALL = 100n;

/** What a new validator takes, and any brings at least. */
const VALIDATOR_WEI = 32n * ETH;

/** Reads every component, nets what has changed, recognises the loss or puts the gain on its way. */
export async function syncAll({ contracts: { vault }, keeper }: Ladder): Promise<void> {
  await sent(vault.connect(keeper).syncAll());
}

/** Puts idle ETH and LST to work, as far as the exit queue leaves them. @returns legs that were made */
export async function restake(ladder: Ladder, slot: bigint): Promise<number> {
  const { restaker, lstReserve, vault } = ladder.contracts;
  const { restakeLst, restakeEth } = restaker.connect(ladder.keeper);
  let legs = 0;
  if ((await lstReserve.idleLst()) > 0n && (await attempt(restakeLst, slot, ladder.addresses.wstETH))) ++legs;
  if ((await vault.surplusIdle()) >= VALIDATOR_WEI && (await attempt(restakeEth, slot, 32n))) ++legs;
  return legs;
}

/** Unwinds what closed batches need of a slot: LST stake by the core's queue, validators by their exit. */
export async function unwind(ladder: Ladder, slot: bigint): Promise<void> {
  const restaker = ladder.contracts.restaker.connect(ladder.keeper);
  const unwound = await attempt(restaker.unwind, slot, ladder.addresses.wstEthStrategy);
  await attempt(restaker.unwind, slot, BEACON_CHAIN_ETH_STRATEGY);
  // What rounding leaves of a demand that has just been served is not worth a validator.
  const { allocations } = ladder.contracts;
  if (unwound && (await allocations.exitDemand()) < (await restaker.limits()).minLegAssets) return;
  if ((await allocations.validatorsNeeded(slot)) > 0n) await cooldown(ladder, slot, restaker.exitValidators);
}

/** Asks validators of a slot to leave, one by one, as far as they may; each request at the fee of its moment. */
async function cooldown(
  ladder: Ladder,
  slot: bigint,
  method: Restaker["exitValidators"] | Restaker["trimValidators"],
): Promise<void> {
  const { restaker } = ladder.contracts;
  const staked = await restaker.queryFilter(restaker.filters.ValidatorStaked(slot));
  let value: bigint | undefined;
  for (const { args } of staked) {
    value ??= await requestFees(ladder, 1);
    if (await attempt(method, slot, [args.pubkey], { value })) value = undefined;
  }
}

/** Takes out of a slot what is too much: above its cap, far above its target, retired, or ETH that lies in its pod. */
export async function trim(ladder: Ladder, slot: bigint): Promise<void> {
  const restaker = ladder.contracts.restaker.connect(ladder.keeper);
  for (const strategy of await restaker.strategies()) await attempt(restaker.trim, slot, strategy);
  const excess = await ladder.contracts.allocations.excessOf(slot, BEACON_CHAIN_ETH_STRATEGY);
  // a validator brings as much at least, and no more than the excess may leave
  if (excess >= VALIDATOR_WEI) await cooldown(ladder, slot, restaker.trimValidators);
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

/** Pays the oldest closed batches from idle ETH, as far as it goes, on news from after their close. @returns how many fills */
export async function settle(ladder: Ladder): Promise<number> {
  const exitQueue = ladder.contracts.exitQueue.connect(ladder.keeper);
  for (let fills = 0; ; ++fills) {
    await tellOfClose(ladder);
    if (!(await attempt(exitQueue.settle))) return fills;
  }
}

/** Makes the checkpoints without which the oldest closed batch cannot be paid: those of pods whose word is from before its close. */
export async function tellOfClose(ladder: Ladder): Promise<void> {
  const { exitQueue } = ladder.contracts;
  const { closedAt, shares, filledShares } = await exitQueue.batchOf(await exitQueue.fillingBatchId());
  if (closedAt === 0n || shares === filledShares) return;
  for (const slot of await slots(ladder)) {
    const { delegator } = await podOf(ladder, slot);
    const read = await delegator.positions().catch(() => undefined);
    if (read === undefined || read.asOf >= closedAt) continue;
    await checkpoint(ladder, slot);
  }
}

/** Drops keys of a slot that somebody has deposited for: their validators would be somebody else's. */
export async function dropUsedKeys({ contracts: { depositKeys }, keeper }: Ladder, slot: bigint): Promise<void> {
  const keys = depositKeys.connect(keeper);
  if ((await keys.dropUsed.staticCall(slot, KEYS_A_CALL)) > 0n) await sent(keys.dropUsed(slot, KEYS_A_CALL));
}

/** Leaves an operator that has become unfit, slot by slot. */
export async function leaveIneligible(ladder: Ladder, slot: bigint): Promise<void> {
  await attempt(ladder.contracts.restaker.connect(ladder.keeper).leaveIneligible, slot);
}

/**
 * Starts the clock of each component that cannot be read, and of each part of a delegator: full syncs wait for it no longer
 * than the quarantine. Ends that of what can be read again.
 */
export async function reportFailures(ladder: Ladder): Promise<void> {
  const { vault, restaker } = ladder.contracts;
  const lsts = (await restaker.strategies()).filter((strategy) => strategy !== BEACON_CHAIN_ETH_STRATEGY);
  for (const slot of await slots(ladder)) {
    const { delegator } = await podOf(ladder, slot);
    for (const strategy of lsts) await attempt(delegator.connect(ladder.keeper).reportPart, strategy);
  }
  for (const component of await vault.components())
    await attempt(vault.connect(ladder.keeper).reportFailure, component);
}

/** Takes off a slot's list of leaving validators who has left, and makes the list's sum anew after a checkpoint. */
export async function refreshExits(ladder: Ladder, slot: bigint): Promise<void> {
  const { delegator } = await podOf(ladder, slot);
  if ((await delegator.exitingKeys()).length > 0) await attempt(delegator.connect(ladder.keeper).refreshExits);
}

/** Pays what the vault owes to whom it is owed, and gives back what batches that are paid out have left. */
export async function payOut(ladder: Ladder): Promise<void> {
  const { vault, exitQueue, settings } = ladder.contracts;
  if ((await vault.totals()).feesOwed > 0n) await attempt(vault.connect(ladder.keeper).payOwed);
  const split = await ladder.ethers.getContractAt("FeeSplit", await settings.feeRecipient());
  await attempt(split.connect(ladder.keeper).payTreasury);
  const closed = await exitQueue.queryFilter(exitQueue.filters.BatchClosed());
  for (const { args } of closed) await attempt(exitQueue.connect(ladder.keeper).sweep, args.batchId);
}
