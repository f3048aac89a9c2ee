import { Books, type BooksConfig, type Totals } from "./books.ts";
import { Components, type Places } from "./components.ts";
import { arg, key, type Entry } from "./entry.ts";
import { Ledger, splitYield, type Change, type Yield } from "./measure.ts";
import type { RateNow } from "./position/account.ts";
import type { Positions } from "./position/positions.ts";
import { price, RateParts, type Part } from "./rate-parts.ts";
import { Validators } from "./validators.ts";

/** What is rebuilt from events differs from what the chain read: an event was missed or a formula is wrong. */
export class AttributionMismatch extends Error {}

export interface AttributionConfig extends Places, BooksConfig {
  readonly vault: string;
  /** Name of a service, for the causes of its slashes. */
  nameOf(address: string): string | undefined;
  /** Everybody's positions, which are told of each event before the rate is. */
  readonly positions?: Positions;
}

/** `IVaultEvents.Gain`, as causes. */
const GAINS = ["rewards", "rounding", "gifts"] as const;

/**
 * Lays every change of the exit rate to its cause, from events alone. Components are rebuilt and valued event by event;
 * what a sync books is the sum of the changes since the one before, which must equal what the vault read, to the wei. No
 * part is what was left over: a difference is an {@link AttributionMismatch}.
 */
export class Attribution {
  readonly #config: AttributionConfig;
  readonly #components: Components;
  readonly #validators = new Validators();
  readonly #books: Books;
  readonly #parts = new RateParts();
  readonly #ledger = new Ledger();
  /** Components that the vault cannot read: it counts them as nothing. */
  readonly #failing = new Set<string>();
  #toApply: Change[] = [];
  #transfers: Entry[] = [];

  constructor(config: AttributionConfig) {
    this.#config = config;
    this.#components = new Components(config);
    this.#books = new Books(config);
  }

  /** Takes the next events, in order; those of one transaction must come together. */
  feed(entries: readonly Entry[]): void {
    for (const group of Map.groupBy(entries, ({ transaction }) => transaction).values()) this.#transaction(group);
  }

  /** The totals, and the parts of the exit price, at a moment after the last event. */
  at(timestamp: bigint): { totals: Totals; parts: Part[] } {
    const totals = this.#books.at(timestamp);
    return { totals, parts: this.#parts.exitParts(totals) };
  }

  /** The exit rate at a moment after the last event, whole and by cause. */
  rateAt(timestamp: bigint): RateNow {
    const { totals, parts } = this.at(timestamp);
    const { recognised, lockedProfit, supply } = totals;
    return { e36: price(recognised, supply), depositE36: price(recognised + lockedProfit, supply), parts };
  }

  #transaction(entries: readonly Entry[]): void {
    const { positions } = this.#config;
    this.#transfers = [];
    for (const [index, entry] of entries.entries()) {
      positions?.apply(entry, () => this.rateAt(entry.timestamp));
      if (entry.name === "Transfer") this.#transfers.push(entry);
      this.#components.apply(entry);
      this.#validators.apply(entry);
      this.#landmark(entry, entries.slice(index));
      if (key(entry.address) === key(this.#config.vault)) this.#vault(entry);
    }
    const last = entries.at(-1)!;
    positions?.endTransaction(() => this.rateAt(last.timestamp));
    const swapped = entries.some(
      ({ name }) => name === "ExchangeRateEmitted" || name === "Submitted" || name === "SharesBurnt",
    );
    const cause = swapped ? "rounding" : "gifts";
    // a validator that lost something before its proof becomes fewer shares than were paid for it
    const proven = entries.some(({ name }) => name === "ValidatorRestaked");
    for (const component of this.#components.all)
      this.#look(component, last, (wei) => [
        { cause: wei > 0n ? cause : proven ? "penalties" : "rounding", event: label(last), wei },
      ]);
  }

  /** Events after which values are looked at, for they have a cause of their own. */
  #landmark(entry: Entry, rest: readonly Entry[]): void {
    const explain = this.#explanation(entry, rest);
    if (!explain) return;
    for (const component of this.#components.all) this.#look(component, entry, explain);
  }

  #explanation(entry: Entry, rest: readonly Entry[]): ((wei: bigint) => Change[]) | undefined {
    const event = label(entry);
    switch (entry.name) {
      case "Reported": {
        const netWei = arg<bigint>(entry, "pooledEtherAfterWei") - arg<bigint>(entry, "pooledEtherBeforeWei");
        return this.#yield(entry, { netWei, event });
      }
      case "CheckpointFinalized": {
        const owner = this.#components.podOwner(entry.address);
        // what it brought is told once it is known which of it counted already
        if (owner !== undefined && this.#components.isInDoubt(owner)) return undefined;
        const unproven = owner === undefined ? undefined : this.#components.unverifiedOf(owner);
        return this.#yield(entry, { netWei: arg<bigint>(entry, "totalShareDeltaWei"), event }, unproven);
      }
      case "KeyProven":
      case "KeyGone":
        return this.#keyTold(entry);
      case "MaxMagnitudeUpdated": {
        const slashed = rest.find(({ name }) => name === "OperatorSlashed");
        const avs = slashed && (arg<readonly unknown[]>(slashed, "operatorSet")[0] as string);
        const cause = `slashes:${(avs && this.#config.nameOf(avs)) ?? "unknown"}`;
        return (wei) => [{ cause, event, wei }];
      }
      default:
        return undefined;
    }
  }

  #yield(
    entry: Entry,
    net: Pick<Yield, "netWei" | "event">,
    unproven?: ReadonlySet<string>,
  ): (wei: bigint) => Change[] {
    const penaltiesWei = this.#validators.takePenalties(entry.address, unproven);
    const gained = net.netWei + penaltiesWei;
    const giftsWei = this.#validators.takeGifts(entry.address, gained > 0n ? gained : 0n);
    return (wei) => splitYield(wei, { ...net, penaltiesWei, giftsWei });
  }

  /** What rung 1 gave and took of a key that is no shares yet, and of all others with it if a checkpoint waited for this. */
  #keyTold(entry: Entry): ((wei: bigint) => Change[]) | undefined {
    const delegator = arg<string>(entry, "delegator");
    if (this.#components.isInDoubt(delegator)) return undefined;
    let penaltiesWei = this.#validators.takePenaltiesOf(arg<string>(entry, "pubkeyHash"));
    const pod = this.#components.podOf(delegator);
    if (entry.name === "KeyGone" && pod !== undefined)
      penaltiesWei += this.#validators.takePenalties(pod, this.#components.unverifiedOf(delegator));
    return (wei) => splitYield(wei, { netWei: wei, penaltiesWei, event: label(entry) });
  }

  #vault(entry: Entry): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    const event = label(entry);
    this.#books.apply(entry);
    switch (entry.name) {
      case "ComponentFailing":
        if (value("quarantineAt") === 0n) this.#failing.delete(key(arg<string>(entry, "component")));
        else this.#failing.add(key(arg<string>(entry, "component")));
        break;
      case "ComponentSynced":
        this.#synced(entry);
        return;
      case "SyncApplied": {
        for (const { cause, event: from, wei } of this.#toApply) this.#parts.move(cause, from, wei);
        this.#toApply = [];
        if (value("fromCover") !== 0n) this.#parts.move("cover", event, value("fromCover"));
        const owed =
          value("loss") - value("fromLockedProfit") - value("fromCover") - value("fromRecognised") - value("fee");
        if (owed !== 0n) this.#parts.move("fees", event, owed);
        break;
      }
      case "Deposited":
        this.#received(entry, value("recognised") + value("lockedProfit"));
        this.#parts.move("rounding", event, value("recognised") + value("lockedProfit"), value("shares"));
        break;
      case "GainReceived":
        this.#received(entry, value("assets"));
        this.#parts.move(GAINS[Number(value("cause"))] ?? "gifts", event, value("assets"));
        if (value("fee") !== 0n) this.#parts.move("fees", event, -value("fee"));
        break;
      case "Moved":
        this.#moved(entry);
        this.#parts.move("rounding", event, this.#books.recognised + this.#books.lockedProfit - this.#parts.total);
        break;
      case "ExitFilled":
      case "ExitedInstantly":
        this.#parts.move("leavers", event, -value("paid"), -value("shares"));
        break;
      case "StartedAnew":
        if (value("toFees") !== 0n) this.#parts.move("fees", event, -value("toFees"));
        break;
    }
    this.#verify(entry);
  }

  /** The vault has read a component: what it found must be what was rebuilt. */
  #synced(entry: Entry): void {
    const component = key(arg<string>(entry, "component"));
    this.#look(component, entry, (wei) => [{ cause: "rounding", event: label(entry), wei }]);
    const [before, after] = [arg<bigint>(entry, "assetsBefore"), arg<bigint>(entry, "assetsAfter")];
    const event = label(entry);
    if (this.#failing.has(component)) this.#ledger.quarantine(component, after, event);
    else if (this.#ledger.withheldOf(component) !== 0n)
      this.#ledger.quarantine(component, this.#ledger.valueOf(component), event);
    const counted = this.#ledger.valueOf(component) - this.#ledger.withheldOf(component);
    if (after !== counted)
      throw new AttributionMismatch(
        `block ${entry.block}: ${component} is worth ${after} to the vault, ${counted} by its events`,
      );
    const changes = this.#ledger.take(component);
    const sum = changes.reduce((total, { wei }) => total + wei, 0n);
    if (sum !== after - before)
      throw new AttributionMismatch(
        `block ${entry.block}: ${component} changed by ${after - before} for the vault, by ${sum} through its events`,
      );
    this.#toApply.push(...changes);
  }

  /** LST came in: the reserve's value grew by what the vault booked, and at most a wei of rounding. */
  #received(entry: Entry, bookedWei: bigint): void {
    for (const reserve of this.#commitTransfers())
      this.#look(reserve, entry, (wei) => [{ cause: "rounding", event: label(entry), wei }], bookedWei);
  }

  /** A move books the difference that it makes to both its ends, whatever it is: nothing is left to a sync. */
  #moved(entry: Entry): void {
    this.#commitTransfers();
    for (const end of ["from", "to"]) this.#look(key(arg<string>(entry, end)), entry, () => []);
  }

  /** Tokens that came to or left a reserve in this transaction count, as the vault has taken note of them. */
  #commitTransfers(): Set<string> {
    const touched = new Set<string>();
    for (const entry of this.#transfers) {
      const amount = entry.args.find(({ type }) => type === "uint256")?.value as bigint;
      const [from, to] = [key(arg<string>(entry, "from")), key(arg<string>(entry, "to"))];
      const lst = this.#components.lstAt(entry.address);
      if (!lst || to === key(lst.exitQueue)) continue;
      for (const [reserve, delta] of [
        [from, -amount],
        [to, amount],
      ] as const) {
        if (!this.#components.isReserve(reserve)) continue;
        this.#components.moveIdle(reserve, delta);
        touched.add(reserve);
      }
    }
    this.#transfers = [];
    return touched;
  }

  #look(component: string, { block }: Entry, explain: (wei: bigint) => Change[], bookedWei = 0n): void {
    if (this.#components.isInDoubt(component)) return;
    this.#ledger.look(component, this.#components.valueOf(component, BigInt(block)), explain, bookedWei);
  }

  #verify(entry: Entry): void {
    const total = this.#books.recognised + this.#books.lockedProfit;
    if (total !== this.#parts.total && entry.name !== "ComponentSynced")
      throw new AttributionMismatch(
        `block ${entry.block}: after ${entry.name}, T + U is ${total} in the books and ${this.#parts.total} in parts`,
      );
  }
}

function label({ contract, name }: Entry): string {
  return `${contract}.${name}`;
}
