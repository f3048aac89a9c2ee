/** A change of a component's value that no sync has booked yet: why, by which event, how much. */
export interface Change {
  readonly cause: string;
  readonly event: string;
  readonly wei: bigint;
}

/** What a report or checkpoint brought, net, and what penalties and gifts there were in it. */
export interface Yield {
  readonly netWei: bigint;
  readonly penaltiesWei: bigint;
  readonly giftsWei?: bigint;
  readonly event: string;
}

/**
 * Splits the change of a component's value at a report or checkpoint into rewards, gifts and penalties, in the proportion in
 * which rung 1 gave and took: staking : gifts : penalties = (net + penalties − gifts) : gifts : −penalties. No part has the
 * other sign than its cause: a change against the net, which only rounding makes, is all of the cause that has its sign.
 */
export function splitYield(wei: bigint, { netWei, penaltiesWei, giftsWei = 0n, event }: Yield): Change[] {
  if (wei === 0n) return [];
  const all = wei > 0n ? "staking" : "penalties";
  if (wei > 0n !== netWei > 0n || netWei === 0n) return [{ cause: all, event, wei }];
  if (penaltiesWei === 0n && giftsWei === 0n) return [{ cause: all, event, wei }];
  const rewardsWei = netWei + penaltiesWei - giftsWei;
  const gifts = (wei * giftsWei) / netWei;
  const earned = rewardsWei > 0n ? (wei * rewardsWei) / netWei : 0n;
  const rest = wei - gifts - earned;
  const [staking, penalties] = rest > 0n ? [earned + rest, 0n] : [earned, rest];
  return [
    { cause: "staking", event, wei: staking },
    { cause: "gifts", event, wei: gifts },
    { cause: "penalties", event: "BeaconChain.BalanceSettled", wei: penalties },
  ].filter((change) => change.wei !== 0n);
}

/** Values of components as of the last look, and what has changed since each was last booked. */
export class Ledger {
  readonly #values = new Map<string, bigint>();
  readonly #pending = new Map<string, Change[]>();
  /** What components in quarantine are worth by their events, and not to the vault. */
  readonly #withheld = new Map<string, bigint>();

  valueOf(component: string): bigint {
    return this.#values.get(component) ?? 0n;
  }

  /** Looks again, and lays the difference to a cause. @param booked part of it that the vault booked by itself */
  look(component: string, value: bigint, explain: (wei: bigint) => Change[], booked = 0n): void {
    const changed = value - this.valueOf(component) - booked;
    this.#values.set(component, value);
    if (changed !== 0n) this.#pending.set(component, [...(this.#pending.get(component) ?? []), ...explain(changed)]);
  }

  /** What has changed since the component was last booked; from here on it is booked. */
  take(component: string): Change[] {
    const changes = this.#pending.get(component) ?? [];
    this.#pending.delete(component);
    return changes;
  }

  /**
   * The vault counts a component at `after` that it cannot read, or can read again. What its events say stays as it is; the
   * difference is a change of its own until the vault reads it again.
   */
  quarantine(component: string, after: bigint, event: string): void {
    const value = this.valueOf(component) - after;
    const change = (this.#withheld.get(component) ?? 0n) - value;
    this.#withheld.set(component, value);
    if (change === 0n) return;
    this.#pending.set(component, [
      ...(this.#pending.get(component) ?? []),
      { cause: "quarantine", event, wei: change },
    ]);
  }

  /** What the vault counts a component less than its events say. */
  withheldOf(component: string): bigint {
    return this.#withheld.get(component) ?? 0n;
  }
}
