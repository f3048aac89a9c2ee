import { BEACON_CHAIN_ETH_STRATEGY, isBeaconChainETH } from "../../model/3-restaking/libraries/constants.ts";
import { arg, key, type Entry } from "./entry.ts";
import { LiquidStaking } from "./lst.ts";
import { Stakers } from "./stakers.ts";
import { UnstakingQueue } from "./unstaking.ts";

const VALIDATOR_WEI = 32n * 10n ** 18n;

/** An LST, rebuilt from its events. */
interface Lst {
  readonly places: LstPlaces;
  readonly pool: LiquidStaking;
  readonly exits: UnstakingQueue;
}

/** A validator that was paid for and is no shares yet. */
interface Key {
  readonly wei: bigint;
  /** Before it, no checkpoint can have found its ETH; undefined while nothing has been proven of it. */
  readonly safeUntil?: bigint;
}

interface Delegator {
  readonly unverified: Map<string, Key>;
  /** Timestamp of its pod's last checkpoint that was completed. */
  checkpointedAt: bigint;
}

interface Reserve {
  readonly lst: Lst;
  idle: bigint;
  readonly exits: Set<bigint>;
}

/** Where an LST's wrapped token, its pool and its exit queue are. */
export interface LstPlaces {
  readonly token: string;
  readonly pool: string;
  readonly exitQueue: string;
}

/** Addresses that tell one contract's events from another's of the same name. */
export interface Places {
  readonly lsts: readonly LstPlaces[];
  readonly restaker: string;
  readonly withdrawalDelayBlocks: bigint;
}

/**
 * The vault's components, each rebuilt from the events of the rungs below and valued by the component's own formula
 * (`OperatorDelegatorViews`, `LstReserve`), floors included.
 */
export class Components {
  readonly stakers: Stakers;
  /** By their wrapped tokens. */
  readonly #lsts: ReadonlyMap<string, Lst>;
  readonly #reserves = new Map<string, Reserve>();
  readonly #delegators = new Map<string, Delegator>();
  readonly #slots = new Map<bigint, string>();
  readonly #podOwners = new Map<string, string>();

  constructor(places: Places) {
    this.#lsts = new Map(
      places.lsts.map((one) => [
        key(one.token),
        { places: one, pool: new LiquidStaking(), exits: new UnstakingQueue() },
      ]),
    );
    this.stakers = new Stakers(places.withdrawalDelayBlocks);
  }

  get all(): string[] {
    return [...this.#reserves.keys(), ...this.#delegators.keys()];
  }

  isReserve(address: string): boolean {
    return this.#reserves.has(key(address));
  }

  /** The places of the LST whose wrapped token this is. */
  lstAt(token: string): LstPlaces | undefined {
    return this.#lsts.get(key(token))?.places;
  }

  podOwner(pod: string): string | undefined {
    return this.#podOwners.get(key(pod));
  }

  /** The pod of a delegator. */
  podOf(delegator: string): string | undefined {
    return [...this.#podOwners].find(([, owner]) => owner === key(delegator))?.[0];
  }

  /** Keys of a delegator that are no shares yet, by their hashes. */
  unverifiedOf(delegator: string): ReadonlySet<string> {
    return new Set(this.#delegators.get(key(delegator))?.unverified.keys());
  }

  /** Whether a checkpoint may have found ETH of a key that counts as well: then nobody can tell what the component is worth. */
  isInDoubt(component: string): boolean {
    const found = this.#delegators.get(key(component));
    if (!found) return false;
    return [...found.unverified.values()].some(
      ({ safeUntil }) => safeUntil !== undefined && found.checkpointedAt >= safeUntil,
    );
  }

  /** The reserve has taken or given away tokens that count. */
  moveIdle(reserve: string, delta: bigint): void {
    const found = this.#reserves.get(key(reserve));
    if (found) found.idle += delta;
  }

  apply(entry: Entry): void {
    this.stakers.apply(entry);
    for (const { places, pool, exits } of this.#lsts.values()) {
      if (key(entry.address) === key(places.pool)) pool.apply(entry);
      if (key(entry.address) === key(places.exitQueue)) exits.apply(entry);
    }
    switch (entry.name) {
      case "LstAdded":
        this.#reserves.set(key(arg<string>(entry, "reserve")), {
          lst: this.#lst(arg<string>(entry, "lst")),
          idle: 0n,
          exits: new Set(),
        });
        break;
      case "SlotAdded":
        this.#slots.set(arg<bigint>(entry, "slot"), key(arg<string>(entry, "delegator")));
        this.#delegators.set(key(arg<string>(entry, "delegator")), {
          unverified: new Map(),
          checkpointedAt: 0n,
        });
        break;
      case "PodDeployed":
        this.#podOwners.set(key(arg<string>(entry, "eigenPod")), key(arg<string>(entry, "podOwner")));
        break;
      case "EigenPodStaked":
        this.#ownerOf(entry)?.unverified.set(arg<string>(entry, "pubkeyHash"), { wei: VALIDATOR_WEI });
        break;
      case "ValidatorRestaked":
        this.#ownerOf(entry)?.unverified.delete(arg<string>(entry, "pubkeyHash"));
        break;
      case "KeyProven":
        this.#delegators.get(key(arg<string>(entry, "delegator")))?.unverified.set(arg<string>(entry, "pubkeyHash"), {
          wei: arg<bigint>(entry, "assets"),
          safeUntil: arg<bigint>(entry, "safeUntil"),
        });
        break;
      case "KeyGone":
        this.#delegators.get(key(arg<string>(entry, "delegator")))?.unverified.delete(arg<string>(entry, "pubkeyHash"));
        break;
      case "CheckpointFinalized": {
        const owner = this.#ownerOf(entry);
        if (owner) owner.checkpointedAt = arg<bigint>(entry, "checkpointTimestamp");
        break;
      }
      case "ExitRequested":
        this.#exitRequested(entry);
        break;
      case "ExitClaimed":
        if (arg<boolean>(entry, "done"))
          this.#reserves.get(key(entry.address))?.exits.delete(arg<bigint>(entry, "exitId"));
        break;
    }
  }

  /** What a component is worth at a block, in wei of ETH, rounded as the component itself does. */
  valueOf(component: string, block: bigint): bigint {
    const reserve = this.#reserves.get(key(component));
    return reserve ? this.#reserveValue(reserve) : this.#delegatorValue(key(component), block);
  }

  #reserveValue({ lst, idle, exits }: Reserve): bigint {
    const queued = [...exits].reduce((sum, id) => sum + lst.exits.valueOf(id, lst.pool), 0n);
    return toWei(lst, idle) + queued;
  }

  #delegatorValue(delegator: string, block: bigint): bigint {
    const found = this.#delegators.get(delegator);
    if (!found) return 0n;
    const shares = new Map<string, bigint>();
    const add = (strategy: string, amount: bigint): void => {
      shares.set(strategy, (shares.get(strategy) ?? 0n) + amount);
    };
    for (const strategy of this.stakers.strategiesOf(delegator))
      add(strategy, this.stakers.withdrawable(delegator, strategy));
    for (const { strategy, shares: queued } of this.stakers.queued(delegator, block)) add(strategy, queued);
    for (const { wei } of found.unverified.values()) add(BEACON_CHAIN_ETH_STRATEGY, wei);
    return [...shares].reduce((sum, [strategy, amount]) => sum + this.#inEther(strategy, amount), 0n);
  }

  #inEther(strategy: string, shares: bigint): bigint {
    const tokens = this.stakers.strategies.toTokensDown(strategy, shares);
    return isBeaconChainETH(strategy) ? tokens : toWei(this.#lst(this.stakers.strategies.tokenOf(strategy)), tokens);
  }

  #lst(token: string): Lst {
    const found = this.#lsts.get(key(token));
    if (!found) throw new Error(`nobody said where the pool and the exit queue of the LST ${token} are`);
    return found;
  }

  /** The delegator whose pod an event is of. */
  #ownerOf({ address }: Entry): Delegator | undefined {
    const owner = this.#podOwners.get(key(address));
    return owner === undefined ? undefined : this.#delegators.get(owner);
  }

  /** The reserve's event; a pod has one of the same name. */
  #exitRequested(entry: Entry): void {
    const reserve = this.#reserves.get(key(entry.address));
    if (!reserve) return;
    reserve.idle -= arg<bigint>(entry, "amount");
    reserve.exits.add(arg<bigint>(entry, "exitId"));
  }
}

function toWei({ pool }: Lst, amount: bigint): bigint {
  return amount === 0n ? 0n : pool.toWeiDown(amount);
}
