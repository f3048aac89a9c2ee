import type { Attribution } from "../attribution/attribution.ts";
import { slots } from "../lib/ladder/keepers.ts";
import { podOf } from "../lib/ladder/pods.ts";
import type { Moment, OperatorMoment } from "./playback.ts";
import type { World } from "./world.ts";

/** The vault as it stands now: what the chain's views say, and the parts of its exit rate as events say. */
export async function momentNow(world: World, attribution: Attribution, step: string, began: bigint): Promise<Moment> {
  const { contracts, ethers } = world.ladder;
  const block = (await ethers.provider.getBlock("latest"))!;
  const timestamp = BigInt(block.timestamp);
  const [exitRateWad, depositRateWad, totals, waiting, lockedWei] = await Promise.all([
    contracts.vault.rate(),
    contracts.vault.depositRate(),
    contracts.vault.totals(),
    contracts.exitQueue.waitingShares(),
    contracts.exitQueue.lockedAssets(),
  ]);
  return {
    block: BigInt(block.number),
    seconds: timestamp - began,
    step,
    exitRateWad,
    depositRateWad,
    totalWei: totals.recognised + totals.lockedProfit,
    lockedProfitWei: totals.lockedProfit,
    supply: totals.supply,
    queue: { openShares: waiting.openShares, closedShares: waiting.closedShares, lockedWei },
    operators: await operatorsNow(world),
    partsE36: Object.fromEntries(attribution.at(timestamp).parts.map(({ cause, e36 }) => [cause, e36])),
  };
}

async function operatorsNow(world: World): Promise<OperatorMoment[]> {
  const { restaker, vault } = world.ladder.contracts;
  return Promise.all(
    (await slots(world.ladder)).map(async (slot) => {
      const { delegator } = await podOf(world.ladder, slot);
      const { operator } = await restaker.slotAt(slot);
      // what cannot be read is shown as the vault counts it
      const counted = delegator.value().catch(() => vault.recordOf(delegator));
      const [value, queuedWei] = await Promise.all([counted, delegator.queuedAssets()]);
      const stakeWei = value > queuedWei ? value - queuedWei : 0n;
      return { name: world.nameOf(operator) ?? operator, stakeWei, queuedWei };
    }),
  );
}
