import type { PricingRule } from "../../../model/5-lrt/state.ts";
import type { WorldName } from "../invariants/all.ts";
import type { TwinName } from "../shared/saved-drawn.ts";

/** What a deep run is cut into, so that any number of processes and machines can share it. */
type ChunkKind = `vault ${PricingRule}` | `invariants: ${WorldName}` | "core" | "services" | TwinName;

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
  "invariants: vault exposed",
  "core",
  "invariants: core",
  "services",
  "invariants: services",
  "invariants: defi",
  "pool",
  "invariants: pool",
  "vault capped",
  "invariants: vault capped",
  "beacon electra",
  "invariants: beacon electra",
  "vault loss-only",
  "invariants: vault loss-only",
  "beacon gloas",
  "invariants: beacon gloas",
  "reserve",
  "invariants: reserve",
  "delegator",
  "restaker",
];
/** What needs no chain. */
export const ROUND_ALONE: readonly ChunkKind[] = ROUND.filter(isAlone);

const SIDE_BY_SIDE = 25;
const ALONE = 5_000;
/** A beacon chain carries thousands of epochs forward at a step. */
const ALONE_BEACON = 250;
const SEEDS = 2 ** 31 - 1;

function isAlone(kind: ChunkKind): kind is `invariants: ${WorldName}` {
  return kind.startsWith("invariants: ");
}

/** Of which model the invariants are held, if they are. */
export const worldOf = (kind: ChunkKind): WorldName | undefined =>
  isAlone(kind) ? (kind.slice("invariants: ".length) as WorldName) : undefined;

/** @param round what comes in turns */
export function chunkAt(seed: number, index: number, round = ROUND): Chunk {
  const kind = round[index % round.length] as ChunkKind;
  const own = (seed + Math.imul(index, 0x9e3779b1)) >>> 0;
  const world = worldOf(kind);
  const alone = world?.startsWith("beacon") ? ALONE_BEACON : ALONE;
  return { index, kind, seed: own % SEEDS, sequences: world === undefined ? SIDE_BY_SIDE : alone };
}

/** Which chunks are a shard's: an n-th of them, as if by lot, so that every shard comes to every kind. */
export const isOfShard = (index: number, { nth, of }: Shard): boolean => lotOf(index) % of === nth - 1;

/** Mixed until multiples of a round's length are no longer alike: one product of the golden ratio steps evenly by 21. */
function lotOf(index: number): number {
  let lot = Math.imul(index ^ (index >>> 16), 0x85ebca6b);
  lot = Math.imul(lot ^ (lot >>> 13), 0xc2b2ae35);
  return (lot ^ (lot >>> 16)) >>> 0;
}

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
