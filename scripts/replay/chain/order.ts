import { getCreateAddress, id } from "ethers";
import type { Recording } from "../format/types.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../lib/units.ts";

/**
 * Strategies are named in recordings, and `slashOperator` wants them in ascending order of address. Addresses are ours
 * to choose, so they are chosen such that the recorded lists ascend where the real core took them, and descend
 * where it said that they do not. Lists are then sent as recorded, with no sorting of ours in between.
 */

export const BEACON = "BEACON";

const NOT_ASCENDING = id("StrategiesMustBeInAscendingOrder()").slice(0, 10);

/** The names of a recording's strategies, lowest address first. Lists that contradict earlier ones are left aside. */
export function addressOrder(recording: Recording, strategies: readonly string[]): string[] {
  const above = new Map<string, Set<string>>(strategies.map((name) => [name, new Set()]));
  const reaches = (from: string, to: string): boolean =>
    from === to || [...(above.get(from) ?? [])].some((next) => reaches(next, to));
  const place = (low: string, high: string): boolean => {
    if (reaches(high, low)) return false;
    above.get(low)?.add(high);
    return true;
  };

  const lists = recording.steps.flatMap(({ action, args, result }) =>
    action === "slashOperator" ? [{ pairs: neighbours(args.strategies), result }] : [],
  );
  const descends = ({ result }: (typeof lists)[number]) => !result.ok && result.revertData === NOT_ASCENDING;
  for (const { pairs } of lists.filter(({ result }) => result.ok)) for (const [low, high] of pairs) place(low, high);
  for (const list of lists.filter((list) => !list.result.ok && !descends(list)))
    for (const [low, high] of list.pairs) place(low, high);
  for (const { pairs } of lists.filter(descends))
    if (!pairs.some(([left, right]) => reaches(right, left))) pairs.some(([left, right]) => place(right, left));

  const order: string[] = [];
  const rest = new Set(strategies);
  while (rest.size > 0) {
    const lowest = [...rest].find((name) => ![...rest].some((other) => above.get(other)?.has(name)));
    if (lowest === undefined) throw new Error("strategies in a circle");
    rest.delete(lowest);
    order.push(lowest);
  }
  return order;
}

/**
 * A deployer for each token strategy: accounts whose first contracts get addresses in the given order, on the right side
 * of beacon chain ETH's.
 */
export function strategyDeployers(order: readonly string[]): Map<string, string> {
  const tokens = order.filter((name) => name !== BEACON);
  const lower = order.includes(BEACON) ? order.indexOf(BEACON) : tokens.length;
  const beacon = BigInt(BEACON_CHAIN_ETH_STRATEGY);
  const below: [bigint, string][] = [];
  const beyond: [bigint, string][] = [];
  for (let salt = 0; below.length < lower || beyond.length < tokens.length - lower; salt++) {
    const deployer = `0x${id(`strategy deployer ${salt}`).slice(-40)}`;
    const created = BigInt(getCreateAddress({ from: deployer, nonce: 0 }));
    (created < beacon ? below : beyond).push([created, deployer]);
  }
  const ascending = (some: [bigint, string][], count: number) =>
    some.slice(0, count).sort(([left], [right]) => (left < right ? -1 : 1));
  const deployers = [...ascending(below, lower), ...ascending(beyond, tokens.length - lower)];
  return new Map(tokens.map((name, index) => [name, deployers[index]?.[1] as string]));
}

const neighbours = (names: readonly string[]): [string, string][] =>
  names.slice(1).map((name, index) => [names[index] as string, name]);
