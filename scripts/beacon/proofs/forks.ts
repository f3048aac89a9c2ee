import { concatGindices, inList, inProgressiveList } from "./gindex.ts";

/** Forks by the shape of their states, under the names and numbers of `IBeaconChain.Fork`; Fulu has Electra's. */
export type ForkName = "electra" | "gloas";

/** Where a state keeps validators and balances: the twin of `BeaconShapes.sol`. */
export interface Shape {
  /** `IBeaconChain.Fork` */
  readonly number: bigint;
  /** Generalized indices in the state. */
  readonly validators: bigint;
  readonly balances: bigint;
  /** Whether lists are progressive. */
  readonly progressive: boolean;
}

export const SHAPES: Readonly<Record<ForkName, Shape>> = {
  electra: { number: 0n, validators: 75n, balances: 76n, progressive: false },
  gloas: { number: 1n, validators: 358n, balances: 359n, progressive: true },
};

export const STATE_ROOT_IN_HEADER = 11n;

const VALIDATORS_HEIGHT = 40n;
const BALANCES_HEIGHT = 38n;

/** Validator `index` in the state. */
export function validatorInState(fork: ForkName, index: bigint): bigint {
  const { validators, progressive } = SHAPES[fork];
  return concatGindices(validators, progressive ? inProgressiveList(index) : inList(index, VALIDATORS_HEIGHT));
}

/** The list of balances in a block's header. */
export function balancesInHeader(fork: ForkName): bigint {
  return concatGindices(STATE_ROOT_IN_HEADER, SHAPES[fork].balances);
}

/** The chunk with the balance of validator `index` in the list of balances; a chunk holds four. */
export function balanceInList(fork: ForkName, index: bigint): bigint {
  return balancesChunk(fork, index / 4n);
}

/** Chunk `chunk` of the list of balances. */
export function balancesChunk(fork: ForkName, chunk: bigint): bigint {
  return SHAPES[fork].progressive ? inProgressiveList(chunk) : inList(chunk, BALANCES_HEIGHT);
}

/** Hashes from the first chunk of a progressive list to its root; each next level has three more. */
const LEAST_DEPTH = 2;

/** Whether a proof in a list, up to the root that is `above` it, can be of any index when it has `hashes` hashes. */
export function isLengthInList(fork: ForkName, hashes: number, above: number): boolean {
  const beyond = hashes - above - LEAST_DEPTH;
  return SHAPES[fork].progressive && beyond >= 0 && beyond % 3 === 0;
}

/** When forks begin, in seconds; `ForkSchedule.sol` has the same. */
export interface ForkSchedule {
  readonly gloasTimestamp: bigint;
  /** The first slot of the first fork that has no shape here. */
  readonly unknownForkTimestamp: bigint;
}

/** A fork that is not scheduled. */
export const NEVER = 2n ** 64n - 1n;
