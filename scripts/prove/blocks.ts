import type { Ladder } from "../lib/ladder/ladder.ts";
import { beaconOf } from "../lib/ladder/beacon.ts";
import type { RootedBlock } from "../beacon/state/parent-roots.ts";
import { BLOCK_SECONDS } from "../lib/ladder/clock.ts";
import { Refused } from "../lib/refused.ts";

/** Slots for which EIP-4788 keeps roots. */
const ROOTS_KEPT = 8_191n;

/**
 * The state behind a time, for proofs of credentials and of stale balances: of the parent of the block that had it.
 * @throws Refused for a time that no block had, or whose root is lost
 */
export async function blockBehind(ladder: Ladder, time: bigint | undefined): Promise<RootedBlock> {
  const beacon = await beaconOf(ladder);
  const { provider } = ladder.ethers;
  const latest = (await provider.getBlock("latest"))!;
  if (time === undefined) return beacon.latest();
  const age = BigInt(latest.timestamp) - time;
  if (age < 0n)
    throw new Refused(`No block has time ${time} yet: the latest one has ${latest.timestamp}. Leave --time out.`);
  if (age >= ROOTS_KEPT * BigInt(BLOCK_SECONDS)) {
    const slots = age / BigInt(BLOCK_SECONDS);
    throw new Refused(
      `The root of time ${time} is lost: it is ${slots} slots back, and EIP-4788 keeps ${ROOTS_KEPT}. Leave --time out for the latest, ${latest.timestamp}.`,
    );
  }
  // blocks come one after the other in time
  let [low, high] = [0, latest.number];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (BigInt((await provider.getBlock(middle))!.timestamp) < time) low = middle + 1;
    else high = middle;
  }
  const found = BigInt((await provider.getBlock(low))!.timestamp);
  if (found !== time || low === 0)
    throw new Refused(`No block has time ${time}: its slot was skipped. The next block has ${found}.`);
  return beacon.of(low);
}
