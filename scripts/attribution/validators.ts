import { arg, key, type Entry } from "./entry.ts";

const GWEI = 10n ** 9n;

/** Who a report or a checkpoint is about: the pool's address, or a pod's. */
export type Holder = string;

/**
 * What rung 1 took from validators, by holder: penalties since the holder's last report or checkpoint, from rung 1's own
 * events. Rewards are what a report or a checkpoint brings beyond that.
 */
export class Validators {
  readonly #holderOf = new Map<bigint, Holder>();
  readonly #penalties = new Map<Holder, bigint>();

  apply(entry: Entry): void {
    if (entry.name === "ValidatorRegistered") {
      const credentials = arg<string>(entry, "withdrawalCredentials");
      this.#holderOf.set(arg<bigint>(entry, "index"), key(`0x${credentials.slice(-40)}`));
    } else if (entry.name === "BalanceSettled") {
      const holder = this.#holderOf.get(arg<bigint>(entry, "index"));
      if (holder === undefined) return;
      const lost = arg<bigint>(entry, "penaltyGwei") * GWEI;
      this.#penalties.set(holder, (this.#penalties.get(holder) ?? 0n) + lost);
    }
  }

  /** Penalties of a holder's validators since this was last asked, in wei. */
  takePenalties(holder: Holder): bigint {
    const lost = this.#penalties.get(key(holder)) ?? 0n;
    this.#penalties.delete(key(holder));
    return lost;
  }
}
