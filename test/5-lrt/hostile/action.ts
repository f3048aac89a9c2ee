import type { World } from "./world.ts";

/** Three numbers that an action reads as it likes. */
export interface Draw {
  readonly a: number;
  readonly b: number;
  readonly share: number;
}

/**
 * What an action did: its call in words, "ok" or the refusal, and what it must have changed of all there is, in wei
 * (undefined: the world gave or took, or found out).
 */
export interface Outcome {
  readonly call: string;
  readonly result: string;
  readonly change?: bigint;
  /** Whether the exit rate may fall: only a loss that is found may do that. */
  readonly mayLose?: boolean;
}

export type Action = (w: World, draw: Draw) => Promise<Outcome>;

export const eth = (wei: bigint): string => `${Number(wei / 10n ** 12n) / 1e6} ETH`;
export const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
const NAMES = ["alice", "bob", "carol", "mallory"] as const;
export const nameOf = (a: number): string => pick(NAMES, a);
export const slotOf = (a: number): bigint => BigInt(a % 2);
export const operatorOf = (w: World, a: number) => pick([w.opOne, w.opTwo], a);
