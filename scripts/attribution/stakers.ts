import { BEACON_CHAIN_ETH_STRATEGY, WAD } from "../../model/3-restaking/libraries/constants.ts";
import {
  divWadDown,
  mulWadDown,
  slashingFactorOf,
  toWithdrawableDown,
} from "../../model/3-restaking/libraries/slashing-lib.ts";
import { arg, key, type Entry } from "./entry.ts";
import { Magnitudes } from "./magnitudes.ts";
import { Strategies } from "./strategies.ts";

interface Stake {
  depositShares: bigint;
  /** Deposit scaling factor. */
  k: bigint;
  /** What it was before it was last set, and the transaction that did so. */
  before: { k: bigint; transaction: string };
}

interface Queued {
  readonly staker: string;
  readonly operator: string;
  readonly slashableUntil: bigint;
  readonly strategies: readonly string[];
  readonly scaledShares: readonly bigint[];
}

/** What one withdrawal in the core's queue would bring of one strategy now. */
export interface QueuedShares {
  readonly strategy: string;
  readonly shares: bigint;
}

/**
 * Every staker of the core, rebuilt from its events alone: deposit shares, scaling factors, operators, the queue. The
 * formulas are the model's, floors included, so that what is rebuilt equals what the core's views answer.
 */
export class Stakers {
  readonly magnitudes = new Magnitudes();
  readonly strategies = new Strategies();
  readonly #withdrawalDelayBlocks: bigint;
  readonly #stakes = new Map<string, Map<string, Stake>>();
  readonly #operators = new Map<string, string>();
  readonly #beaconFactors = new Map<string, bigint>();
  readonly #queue = new Map<string, Queued>();

  constructor(withdrawalDelayBlocks: bigint) {
    this.#withdrawalDelayBlocks = withdrawalDelayBlocks;
  }

  apply(entry: Entry): void {
    this.magnitudes.apply(entry);
    this.strategies.apply(entry);
    switch (entry.name) {
      case "StakerDelegated":
        this.#operators.set(key(arg<string>(entry, "staker")), key(arg<string>(entry, "operator")));
        break;
      case "StakerUndelegated":
        this.#operators.delete(key(arg<string>(entry, "staker")));
        break;
      case "Deposit":
        this.#credit(arg<string>(entry, "staker"), arg<string>(entry, "strategy"), arg<bigint>(entry, "shares"));
        break;
      case "PodSharesUpdated": {
        const delta = arg<bigint>(entry, "sharesDelta");
        if (delta > 0n) this.#stake(arg<string>(entry, "podOwner"), BEACON_CHAIN_ETH_STRATEGY).depositShares += delta;
        break;
      }
      case "DepositScalingFactorUpdated": {
        const stake = this.#stake(arg<string>(entry, "staker"), arg<string>(entry, "strategy"));
        stake.before = { k: stake.k, transaction: entry.transaction };
        stake.k = arg<bigint>(entry, "newDepositScalingFactor");
        break;
      }
      case "BeaconChainSlashingFactorDecreased":
        this.#beaconFactors.set(key(arg<string>(entry, "staker")), arg<bigint>(entry, "newBeaconChainSlashingFactor"));
        break;
      case "SlashingWithdrawalQueued":
        this.#enqueue(entry, arg<readonly unknown[]>(entry, "withdrawal"));
        break;
      case "SlashingWithdrawalCompleted":
        this.#complete(arg<string>(entry, "withdrawalRoot"), BigInt(entry.block));
        break;
    }
  }

  /** Strategies in which a staker has deposit shares. */
  strategiesOf(staker: string): string[] {
    const stakes = this.#stakes.get(key(staker)) ?? new Map<string, Stake>();
    return [...stakes].filter(([, { depositShares }]) => depositShares > 0n).map(([strategy]) => strategy);
  }

  operatorOf(staker: string): string | undefined {
    return this.#operators.get(key(staker));
  }

  withdrawable(staker: string, strategy: string): bigint {
    const stake = this.#stakes.get(key(staker))?.get(key(strategy));
    if (!stake) return 0n;
    const operator = this.#operators.get(key(staker));
    const magnitude = operator === undefined ? WAD : this.magnitudes.latest(operator, strategy);
    return toWithdrawableDown(stake.depositShares, stake.k, this.#factor(staker, strategy, magnitude));
  }

  /** What a staker has in the queue, a withdrawal and strategy each, valued in shares at `block`. */
  queued(staker: string, block: bigint): QueuedShares[] {
    return [...this.#queue.values()]
      .filter((one) => one.staker === key(staker))
      .flatMap((one) =>
        one.strategies.map((strategy, index) => ({ strategy, shares: this.#worth(one, index, block) })),
      );
  }

  #worth({ staker, operator, slashableUntil, strategies, scaledShares }: Queued, index: number, block: bigint): bigint {
    const strategy = strategies[index]!;
    const magnitude =
      slashableUntil < block
        ? this.magnitudes.at(operator, strategy, slashableUntil)
        : this.magnitudes.latest(operator, strategy);
    return mulWadDown(scaledShares[index]!, this.#factor(staker, strategy, magnitude));
  }

  #factor(staker: string, strategy: string, magnitude: bigint): bigint {
    return slashingFactorOf(key(strategy), magnitude, this.#beaconFactors.get(key(staker)) ?? WAD);
  }

  #credit(staker: string, strategy: string, shares: bigint): void {
    this.#stake(staker, strategy).depositShares += shares;
    this.strategies.credit(strategy, shares);
  }

  #enqueue(entry: Entry, withdrawal: readonly unknown[]): void {
    const [staker, operator, , , startBlock, strategies, scaledShares] = withdrawal as [
      string,
      string,
      string,
      bigint,
      bigint,
      string[],
      bigint[],
    ];
    for (const [index, strategy] of strategies.entries()) {
      const stake = this.#stake(staker, strategy);
      stake.depositShares -= depositSharesOf(stake, scaledShares[index]!, entry.transaction);
      if (stake.depositShares === 0n) stake.k = WAD;
    }
    this.#queue.set(arg<string>(entry, "withdrawalRoot"), {
      staker: key(staker),
      operator: key(operator),
      slashableUntil: startBlock + this.#withdrawalDelayBlocks,
      strategies: strategies.map((strategy) => key(strategy)),
      scaledShares,
    });
  }

  /** As tokens, the strategy announces its rate next and its shares are gone; as shares, `Deposit` credits them next. */
  #complete(root: string, block: bigint): void {
    const queued = this.#queue.get(root);
    if (!queued) return;
    this.#queue.delete(root);
    for (const [index, strategy] of queued.strategies.entries()) {
      const shares = this.#worth(queued, index, block);
      if (shares > 0n) this.strategies.expectExit(strategy, shares);
    }
  }

  #stake(staker: string, strategy: string): Stake {
    const stakes = this.#stakes.get(key(staker)) ?? new Map<string, Stake>();
    this.#stakes.set(key(staker), stakes);
    const stake = stakes.get(key(strategy)) ?? { depositShares: 0n, k: WAD, before: { k: WAD, transaction: "" } };
    stakes.set(key(strategy), stake);
    return stake;
  }
}

/**
 * The deposit shares that were queued: scaled = floor(d × k), which only one d satisfies while k ≥ 1. When the last of them
 * are queued the core resets k first, in the same transaction.
 */
function depositSharesOf({ depositShares, k, before }: Stake, scaled: bigint, transaction: string): bigint {
  const wasReset = k === WAD && before.transaction === transaction;
  if (mulWadDown(depositShares, wasReset ? before.k : k) === scaled) return depositShares;
  const least = divWadDown(scaled, k);
  return mulWadDown(least, k) === scaled ? least : least + 1n;
}
