import type { PricingRule } from "../../../model/5-lrt/state.ts";
import type { TwinName } from "../shared/saved-drawn.ts";

/** What a deep run is cut into, so that any number of processes and machines can share it. */
type ChunkKind = `vault ${PricingRule}` | `invariants ${PricingRule}` | "core" | "services" | TwinName;

export interface Chunk {
  readonly index: number;
  readonly kind: ChunkKind;
  /** Makes its sequences. */
  readonly seed: number;
  readonly sequences: number;
}

/** In this order, over and over: what is cheap comes with what is dear. */
export const ROUND: readonly ChunkKind[] = [
  "vault exposed",
  "invariants exposed",
  "core",
  "services",
  "pool",
  "vault capped",
  "invariants capped",
  "beacon electra",
  "vault loss-only",
  "invariants loss-only",
  "beacon gloas",
];
const SIDE_BY_SIDE = 25;
const ALONE = 5_000;
const SEEDS = 2 ** 31 - 1;

export function chunkAt(seed: number, index: number): Chunk {
  const kind = ROUND[index % ROUND.length] as ChunkKind;
  const own = (seed + Math.imul(index, 0x9e3779b1)) >>> 0;
  return { index, kind, seed: own % SEEDS, sequences: kind.startsWith("invariants") ? ALONE : SIDE_BY_SIDE };
}

/** Which chunks are a shard's: the i-th of n takes every n-th. */
export const isOfShard = (index: number, { nth, of }: Shard): boolean => index % of === nth - 1;

export interface Shard {
  readonly nth: number;
  readonly of: number;
}

/** What a chunk came to. */
export interface ChunkResult {
  readonly index: number;
  readonly sequences: number;
  readonly steps: number;
  readonly words: readonly (readonly [string, number])[];
  /** The file with the sequence on which the sides disagree, or what is broken. */
  readonly failure?: string;
}
