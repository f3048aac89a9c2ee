import type { DeploymentParameters } from "@nomicfoundation/ignition-core";

const BLOCK_SECONDS = 12n;
const EPOCH_SECONDS = 32n * BLOCK_SECONDS;
/** Epochs from a validator's request to leave until it can be paid, with nobody before it in the exit queue. */
const VALIDATOR_EXIT_EPOCHS = 256n + 5n;
/** A sweep of the chain passes 16 validators a block; with a million of them and some, this is one round. */
const SWEEP_SECONDS = (2n ** 20n / 16n) * BLOCK_SECONDS;

/**
 * The longest that the LST's own exit takes, in seconds: its batch closes, and a validator leaves and is swept. Longer exit
 * queues of the chain than none are not in it.
 */
export function lstExitSeconds(parameters: DeploymentParameters): bigint {
  const interval = BigInt(parameters.LiquidStaking?.batchIntervalSeconds as bigint | number);
  return interval + VALIDATOR_EXIT_EPOCHS * EPOCH_SECONDS + SWEEP_SECONDS;
}

/**
 * The longest that a holder needs from the request of an exit to its payment, in seconds, by a preset's parameters: the
 * batch closes, its least wait passes, or if that is longer: the slot's next leg may start, the core's delay passes, and what comes out of it, an LST, waits for a
 * batch of its own exit queue and for a validator. Longer exit queues of the chain than none are not in it.
 */
export function longestExitSeconds(parameters: DeploymentParameters, withdrawalDelayBlocks: bigint): bigint {
  const of = (module: string, name: string) => BigInt(parameters[module]?.[name] as bigint | number);
  const unwinding =
    of("Vault", "unwindIntervalSeconds") + withdrawalDelayBlocks * BLOCK_SECONDS + lstExitSeconds(parameters);
  const leastWait = of("Vault", "leastWaitSeconds");
  return of("Vault", "closeIntervalSeconds") + (unwinding > leastWait ? unwinding : leastWait);
}

/**
 * What the governor's delay must exceed: the longest exit, and for how long announced slashes may hold it back in that
 * time. Containment is not in it: the delay's clock stands still meanwhile (`VaultAuthority`).
 *
 * @param announcing number of slashers whose announcements hold exits back
 */
export function governorMustWaitSeconds(
  parameters: DeploymentParameters,
  withdrawalDelayBlocks: bigint,
  announcing = 1n,
): bigint {
  const exit = longestExitSeconds(parameters, withdrawalDelayBlocks);
  const budget = BigInt(parameters.Vault?.holdBudgetSeconds as bigint | number);
  const period = BigInt(parameters.Vault?.holdPeriodSeconds as bigint | number);
  // a bucket of `budget` lets budget × (1 + span / period) through in any span, and the span grows by what is held
  const perService = (budget * (period + exit)) / (period > announcing * budget ? period - announcing * budget : 1n);
  return exit + announcing * perService;
}
