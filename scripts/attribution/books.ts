import { arg, type Entry } from "./entry.ts";
import { joined, released } from "../../model/5-lrt/accounting/drip.ts";
import { max, min } from "../../model/shared/uint.ts";

export interface BooksConfig {
  readonly dripSeconds: bigint;
}

/** T, U and supply at one moment. */
export interface Totals {
  readonly recognised: bigint;
  readonly lockedProfit: bigint;
  readonly supply: bigint;
}

/** The vault's two totals and its supply, rebuilt from its own events, with the drip between them. */
export class Books {
  recognised = 0n;
  lockedProfit = 0n;
  supply = 0n;
  readonly #dripSeconds: bigint;
  #accruedAt = 0n;
  #dripEnd = 0n;
  /** What lone syncs have found lost since the last full one: views show it, the totals do not. */
  #pending = 0n;

  constructor({ dripSeconds }: BooksConfig) {
    this.#dripSeconds = dripSeconds;
  }

  /** Applies one event of the vault. Others change nothing here. */
  apply(entry: Entry): void {
    const at = entry.timestamp;
    const value = (name: string): bigint => arg<bigint>(entry, name);
    switch (entry.name) {
      case "Deposited":
        this.recognised += value("recognised");
        this.lockedProfit += value("lockedProfit");
        this.supply += value("shares");
        break;
      case "SyncApplied":
        this.#synced(entry);
        break;
      case "LossNoted":
        this.#pending += value("assets");
        break;
      case "Dripped":
        this.#accruedAt = at;
        this.lockedProfit -= value("released");
        this.recognised += value("released");
        break;
      case "GainReceived":
        this.#accruedAt = at;
        this.#add(value("assets") - value("fee"), this.#dripSeconds, at);
        break;
      case "Moved":
        this.recognised -= min(value("roundingLoss"), this.recognised);
        this.#add(value("roundingGain"), this.#dripSeconds, at);
        break;
      case "ExitedInstantly":
      case "ExitFilled":
        this.supply -= value("shares");
        this.recognised -= value("value");
        this.#add(value("value") - value("paid"), this.#dripSeconds, at);
        break;
      case "StartedAnew":
        this.recognised = value("kept");
        this.lockedProfit = 0n;
        break;
    }
  }

  /** The totals with the drip up to a moment after the last event, as the vault's views show them. */
  at(timestamp: bigint): Totals {
    const { supply } = this;
    const flow = this.lockedProfit && released(this.lockedProfit, this.#accruedAt, this.#dripEnd, timestamp);
    const [recognised, lockedProfit] = [this.recognised + flow, this.lockedProfit - flow];
    const fromLockedProfit = min(this.#pending, lockedProfit);
    const fromRecognised = min(this.#pending - fromLockedProfit, recognised);
    return { recognised: recognised - fromRecognised, lockedProfit: lockedProfit - fromLockedProfit, supply };
  }

  #synced(entry: Entry): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    const at = entry.timestamp;
    this.#accruedAt = at;
    this.#pending = 0n;
    this.recognised += value("served") - value("fromRecognised");
    this.lockedProfit -= value("fromLockedProfit");
    // what is left drips in the rest of its own period
    const own = value("served") + value("lockedProfit");
    const servedSeconds = own === 0n ? 0n : (value("served") * this.#dripSeconds + own - 1n) / own;
    this.#add(value("lockedProfit"), max(1n, this.#dripSeconds - servedSeconds), at);
  }

  #add(gain: bigint, ownSeconds: bigint, at: bigint): void {
    if (gain === 0n) return;
    this.#dripEnd = joined(this.lockedProfit, this.#dripEnd, gain, ownSeconds, this.#dripSeconds, at);
    this.lockedProfit += gain;
  }
}
