import { arg, key, type Entry } from "./entry.ts";
import { GWEI } from "../lib/units.ts";

/** Who a report or a checkpoint is about: the pool's address, or a pod's. */
export type Holder = string;

interface Validator {
  readonly holder: Holder;
  readonly pubkeyHash: string;
  /** In wei, that no report or checkpoint has told yet. */
  penalties: bigint;
  /** Whether its first deposit was seen: who adds to it later gives. */
  isPaid: boolean;
}

/**
 * What rung 1 took from validators, by holder: penalties since the holder's last report or checkpoint, from rung 1's own
 * events. Rewards are what a report or a checkpoint brings beyond that.
 */
export class Validators {
  readonly #byIndex = new Map<bigint, Validator>();
  readonly #gifts = new Map<Holder, bigint>();

  apply(entry: Entry): void {
    if (entry.name === "ValidatorRegistered") {
      const credentials = arg<string>(entry, "withdrawalCredentials");
      this.#byIndex.set(arg<bigint>(entry, "index"), {
        holder: key(`0x${credentials.slice(-40)}`),
        pubkeyHash: arg<string>(entry, "pubkeyHash"),
        penalties: 0n,
        isPaid: false,
      });
    } else if (entry.name === "DepositQueued") {
      const validator = this.#byIndex.get(arg<bigint>(entry, "index"));
      if (validator?.isPaid) this.#give(validator.holder, arg<bigint>(entry, "amountGwei") * GWEI);
      if (validator) validator.isPaid = true;
    } else if (entry.name === "NonBeaconChainETHReceived") {
      this.#give(key(entry.address), arg<bigint>(entry, "amountReceived"));
    } else if (entry.name === "BalanceSettled") {
      const validator = this.#byIndex.get(arg<bigint>(entry, "index"));
      if (validator) validator.penalties += arg<bigint>(entry, "penaltyGwei") * GWEI;
    }
  }

  /**
   * Penalties of a holder's validators since this was last asked, in wei.
   * @param unproven keys of which a checkpoint tells nothing
   */
  takePenalties(holder: Holder, unproven: ReadonlySet<string> = new Set()): bigint {
    return this.#take((one) => one.holder === key(holder) && !unproven.has(one.pubkeyHash));
  }

  /** The same of one key. */
  takePenaltiesOf(pubkeyHash: string): bigint {
    return this.#take((one) => one.pubkeyHash === pubkeyHash);
  }

  /** What strangers gave a holder's validators or pod and no report or checkpoint has told yet, in wei, at most `most`. */
  takeGifts(holder: Holder, most: bigint): bigint {
    const given = this.#gifts.get(key(holder)) ?? 0n;
    const taken = given < most ? given : most;
    this.#gifts.set(key(holder), given - taken);
    return taken;
  }

  #give(holder: Holder, wei: bigint): void {
    this.#gifts.set(holder, (this.#gifts.get(holder) ?? 0n) + wei);
  }

  #take(isMeant: (validator: Validator) => boolean): bigint {
    let lost = 0n;
    for (const validator of this.#byIndex.values()) {
      if (!isMeant(validator)) continue;
      lost += validator.penalties;
      validator.penalties = 0n;
    }
    return lost;
  }
}
