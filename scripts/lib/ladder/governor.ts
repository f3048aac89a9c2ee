import type { BaseContract } from "ethers";
import { advanceBlocks, BLOCK_SECONDS } from "./clock.ts";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/**
 * Makes a call that only the governor may make: announces it to the AccessManager, lets the delay of the role pass, and
 * executes it. On a chain whose clock can be moved, as a developer's own.
 */
export async function govern(
  { contracts: { authority }, admin, provider, ethers }: Ladder,
  target: BaseContract,
  functionName: string,
  args: readonly unknown[],
): Promise<void> {
  const data = target.interface.encodeFunctionData(functionName, args);
  const connected = authority.connect(admin);
  const { immediate, delay } = await authority.canCall(admin.address, target, data.slice(0, 10));
  if (!immediate) {
    const now = (await ethers.provider.getBlock("latest"))!.timestamp;
    await sent(connected.schedule(target, data, BigInt(now) + delay + BigInt(BLOCK_SECONDS)));
    await advanceBlocks(provider, delay / BigInt(BLOCK_SECONDS) + 1n);
  }
  await sent(connected.execute(target, data));
}
