import { BLOCK_SECONDS } from "../../lib/ladder/clock.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";

const EPOCH_SECONDS = 384n;
/** Between the exit of a validator and its withdrawal (EIP-7251 keeps phase 0's number). */
const WITHDRAWABILITY_EPOCHS = 256n;
const VALIDATOR_GWEI = 32n * 10n ** 9n;

/** How long it takes, if nothing stands in the way, to get out of each rung, in seconds. */
export interface ExitTimes {
  readonly validator: bigint;
  readonly lst: bigint;
  readonly core: bigint;
  readonly vault: bigint;
}

/** Estimates from the queues of the rungs as they are now; those of a higher rung contain those below it. */
export async function exitTimes({ contracts, ethers }: Ladder): Promise<ExitTimes> {
  const { beaconChain, unstakingQueue, delegation, exitQueue } = contracts;
  const now = BigInt((await ethers.provider.getBlock("latest"))!.timestamp);
  const epoch = await beaconChain.currentEpoch();
  const exitEpoch = await beaconChain.exitEpochFor(VALIDATOR_GWEI);
  const validator = (exitEpoch - epoch + WITHDRAWABILITY_EPOCHS) * EPOCH_SECONDS;
  const lst = (await unstakingQueue.batchIntervalSeconds()) + validator;
  const core = (await delegation.minWithdrawalDelayBlocks()) * BigInt(BLOCK_SECONDS);
  const closeableAt = await exitQueue.closeableAt();
  const untilClose = closeableAt > now ? closeableAt - now : 0n;
  return { validator, lst, core, vault: untilClose + core + lst };
}
