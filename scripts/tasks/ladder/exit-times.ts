import { BLOCK_SECONDS } from "../../lib/ladder/clock.ts";
import { isError } from "ethers";
import type { Ladder } from "../../lib/ladder/ladder.ts";

const EPOCH_SECONDS = 384n;
/** Between the exit of a validator and its withdrawal (EIP-7251 keeps phase 0's number). */
const WITHDRAWABILITY_EPOCHS = 256n;
const VALIDATOR_GWEI = 32n * 10n ** 9n;

/** How long it takes, if nothing stands in the way, to get out of each rung below the vault, in seconds. */
export interface ExitTimes {
  readonly validator: bigint;
  readonly lst: bigint;
  readonly core: bigint;
}

/** Estimates from the queues of the rungs as they are now; those of a higher rung contain those below it. */
export async function exitTimes({ contracts }: Ladder): Promise<ExitTimes> {
  const { beaconChain, unstakingQueue, delegation } = contracts;
  const epoch = await beaconChain.currentEpoch();
  const exitEpoch = await beaconChain.exitEpochFor(VALIDATOR_GWEI);
  const validator = (exitEpoch - epoch + WITHDRAWABILITY_EPOCHS) * EPOCH_SECONDS;
  const lst = (await unstakingQueue.batchIntervalSeconds()) + validator;
  const core = (await delegation.minWithdrawalDelayBlocks()) * BigInt(BLOCK_SECONDS);
  return { validator, lst, core };
}

const NO_END = 2n ** 256n - 1n;

/** The answer of a view, or nothing when the contract refuses to give one. */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (isError(error, "CALL_EXCEPTION")) return undefined;
    throw error;
  });
}

/** When an exit from the vault is paid: between two moments from now, the later one unless it has no end. */
export interface VaultExit {
  readonly secondsToExit: bigint;
  readonly latestSecondsToExit?: bigint;
}

/** What the vault's own estimate says; nothing when it cannot be had (a component that cannot be read, say). */
export async function vaultExit(estimate: Promise<{ 0: bigint; 1: bigint }>): Promise<VaultExit | undefined> {
  const answer = await unlessRefused(estimate);
  if (answer === undefined) return undefined;
  const { 0: secondsToExit, 1: latest } = answer;
  return latest === NO_END ? { secondsToExit } : { secondsToExit, latestSecondsToExit: latest };
}
