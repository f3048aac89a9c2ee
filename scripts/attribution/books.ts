import { arg, type Entry } from "./entry.ts";
import { joinedEnd, releasedDown } from "./drip.ts";

/** Wei and shares that belong to nobody and make the first price 1 (`SharePrice.sol`). */
export const VIRTUAL = 10n ** 6n;
const RAY = 10n ** 27n;
const BPS = 10_000n;
/** What the vault's slot holds of a rate. */
const MOST_HIGH_WATER_RAY = 2n ** 112n - 1n;

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export interface BooksConfig {
  readonly dripSeconds: bigint;
  /** Of the moment from which events are read. */
  readonly feeBps: bigint;
}

/** T, U and supply at one moment. */
export interface Totals {
  readonly recognised: bigint;
  readonly undripped: bigint;
  readonly supply: bigint;
}

/** The vault's two totals and its supply, rebuilt from its own events, with the drip between them. */
export class Books {
  recognised = 0n;
  undripped = 0n;
  supply = 0n;
  readonly #dripSeconds: bigint;
  #feeBps: bigint;
  #highWaterRay = RAY;
  #accruedAt = 0n;
  #dripEnd = 0n;
  /** What lone syncs took from U since the last full one: a later gain gives it back first. */
  #takenFromUndripped = 0n;

  constructor({ dripSeconds, feeBps }: BooksConfig) {
    this.#dripSeconds = dripSeconds;
    this.#feeBps = feeBps;
  }

  /** Applies one event of the vault. Others change nothing here. */
  apply(entry: Entry): void {
    const at = entry.timestamp;
    const value = (name: string): bigint => arg<bigint>(entry, name);
    switch (entry.name) {
      case "Deposited":
        this.recognised += value("recognised");
        this.undripped += value("undripped");
        this.supply += value("shares");
        break;
      case "SyncApplied":
        this.#synced(entry);
        break;
      case "Dripped":
        this.#accruedAt = at;
        this.undripped -= value("released");
        this.recognised += value("released") - value("fee");
        this.#highWaterRay = max(
          this.#highWaterRay,
          min(((this.recognised + VIRTUAL) * RAY) / (this.supply + VIRTUAL), MOST_HIGH_WATER_RAY),
        );
        break;
      case "GainReceived":
        this.#accruedAt = at;
        this.#add(value("assets"), this.#dripSeconds, at);
        break;
      case "Moved":
        this.recognised -= min(value("roundingLoss"), this.recognised);
        this.#add(value("roundingGain"), this.#dripSeconds, at);
        break;
      case "ExitFilled":
        this.supply -= value("shares");
        this.recognised -= value("value");
        this.#add(value("value") - value("paid"), this.#dripSeconds, at);
        break;
      case "ExitedInstantly":
        this.supply -= value("shares");
        this.recognised -= value("value");
        this.#add(value("fee"), this.#dripSeconds, at);
        break;
      case "FeeSet":
        this.#feeBps = value("feeBps");
        break;
    }
  }

  /** The totals with the drip up to a moment after the last event, as the vault's views show them. */
  at(timestamp: bigint): Totals {
    const { supply } = this;
    if (this.undripped === 0n) return { recognised: this.recognised, undripped: 0n, supply };
    const flow = releasedDown(this.undripped, this.#accruedAt, this.#dripEnd, timestamp);
    return { recognised: this.recognised + flow - this.#feeOn(flow), undripped: this.undripped - flow, supply };
  }

  #feeOn(flow: bigint): bigint {
    const highWithVirtual = (this.#highWaterRay * (this.supply + VIRTUAL) + RAY - 1n) / RAY;
    const high = max(highWithVirtual - VIRTUAL, 0n);
    const after = this.recognised + flow;
    return after <= high ? 0n : ((after - max(this.recognised, high)) * this.#feeBps) / BPS;
  }

  #synced(entry: Entry): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    const at = entry.timestamp;
    this.#accruedAt = at;
    this.recognised += value("restored") - value("fromRecognised");
    this.undripped -= value("fromUndripped");
    const served = value("served");
    if (!arg<boolean>(entry, "full")) {
      this.#takenFromUndripped += value("fromUndripped");
      return;
    }
    // `served` flows on into T in the event that follows; what is left drips in the rest of its own period.
    const given = min(value("gain") - value("restored") - value("coverRepaid"), this.#takenFromUndripped);
    const own = value("gain") - value("restored") - value("coverRepaid") - given;
    const servedSeconds = own === 0n ? 0n : (served * this.#dripSeconds + own - 1n) / own;
    // what was given back was on the line already when it flowed, in the event before
    this.undripped += given;
    this.#add(value("undripped") - given, max(1n, this.#dripSeconds - servedSeconds), at);
    this.undripped += served;
    this.#takenFromUndripped = 0n;
  }

  #add(gain: bigint, ownSeconds: bigint, at: bigint): void {
    if (gain === 0n) return;
    const joining = { left: this.undripped, end: this.#dripEnd, gain, ownSeconds, period: this.#dripSeconds, at };
    this.#dripEnd = joinedEnd(joining);
    this.undripped += gain;
  }
}
