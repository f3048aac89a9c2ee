/** A change of a component's value that no sync has booked yet: why, by which event, how much. */
export interface Change {
  readonly cause: string;
  readonly event: string;
  readonly wei: bigint;
}

/** What a report or checkpoint brought, net, and what penalties there were in it. */
export interface Yield {
  readonly netWei: bigint;
  readonly penaltiesWei: bigint;
  readonly event: string;
}

/**
 * Splits the change of a component's value at a report or checkpoint into rewards and penalties, in the proportion in
 * which rung 1 gave and took: staking : penalties = (net + penalties) : −penalties.
 */
export function splitYield(wei: bigint, { netWei, penaltiesWei, event }: Yield): Change[] {
  if (wei === 0n) return [];
  if (penaltiesWei === 0n || netWei === 0n) return [{ cause: wei > 0n ? "staking" : "penalties", event, wei }];
  const staking = (wei * (netWei + penaltiesWei)) / netWei;
  return [
    { cause: "staking", event, wei: staking },
    { cause: "penalties", event: "BeaconChain.BalanceSettled", wei: wei - staking },
  ].filter((change) => change.wei !== 0n);
}

/** Values of components as of the last look, and what has changed since each was last booked. */
export class Ledger {
  readonly #values = new Map<string, bigint>();
  readonly #pending = new Map<string, Change[]>();

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
}
