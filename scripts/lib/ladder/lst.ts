import { pubkeyOf } from "../../beacon/depositData.ts";
import { attempt } from "./attempt.ts";
import type { Ladder } from "./ladder.ts";
import { inOneBlock } from "./one-block.ts";
import { requestFees } from "./request-fee.ts";
import { sent } from "./sent.ts";

/** Enough for every validator, batch or request that a local chain can have. */
const ALL = 10_000n;
const BUNDLE_GAS = 8_000_000n;

/** Reads rung 1 and moves the LST's rate by what validators have earned and lost. */
export async function report({ contracts: { stETH, beaconChain }, keeper }: Ladder): Promise<void> {
  const { staying, exiting } = await stETH.validators();
  const connected = beaconChain.connect(keeper);
  for (const index of [...staying, ...exiting]) {
    await attempt(connected.settle, index);
  }
  await sent(stETH.connect(keeper).report(ALL));
}

/** Stakes what the pool has to spare, lists keys when it has none left. */
export async function stakePool({ contracts: { stETH }, admin, keeper }: Ladder): Promise<void> {
  const { listed, used } = await stETH.keyCount();
  if (listed === used) {
    const pubkeys = Array.from({ length: 8 }, (_, index) => pubkeyOf("pool", Number(listed) + index));
    await sent(
      stETH.connect(admin).registerKeys(
        pubkeys,
        pubkeys.map(() => `0x${"00".repeat(96)}`),
      ),
    );
  }
  await attempt(stETH.connect(keeper).stakeBuffered, ALL);
}

/** Does what the LST's own exit queue waits for: closes its batch, exits validators, reports and fills in one block. */
export async function serveLstQueue(ladder: Ladder): Promise<boolean> {
  const { contracts, keeper } = ladder;
  const { stETH, unstakingQueue, beaconChain } = contracts;
  const [pool, queue] = [stETH.connect(keeper), unstakingQueue.connect(keeper)];
  const { staying, exiting } = await stETH.validators();
  for (const index of [...staying, ...exiting]) {
    const chain = beaconChain.connect(keeper);
    if ((await chain.sweep.staticCall(index)) > 0n) await sent(chain.sweep(index));
  }
  await attempt(queue.close);
  const { allShares } = await unstakingQueue.unfilledShares();
  if (allShares === 0n) return false;
  let unpaid: unknown;
  try {
    await attempt(pool.exitForQueue, ALL, { value: await requestFees(ladder, staying.length) });
  } catch (error) {
    // what is in the buffer is paid out whatever a request costs
    unpaid = error;
  }
  await inOneBlock(ladder, async () => [
    await pool.report(ALL, { gasLimit: BUNDLE_GAS }),
    await queue.fill(ALL, { gasLimit: BUNDLE_GAS }),
  ]);
  if (unpaid !== undefined) throw unpaid;
  return true;
}
