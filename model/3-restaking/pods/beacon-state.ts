import type { ChainState } from "../../1-staking/state.ts";
import { validatorOf, viewOf } from "../../1-staking/validators.ts";
import { onRungOne, type OverRungOne } from "../../1-staking/within.ts";
import type { Address, Hash, Machine } from "../../shared/machine.ts";
import { check, PANIC, panic } from "../../shared/revert.ts";
import { Table } from "../../shared/table.ts";
import type { Core, CoreState } from "../core.ts";

/** Pods that stand on the beacon chain's model, and what they know of its past states. */

/** By the number that the contracts have for it. */
export const STATUS = { inactive: 0n, active: 1n, withdrawn: 2n } as const;

export interface PodValidator {
  readonly index: number;
  readonly restakedGwei: bigint;
  readonly checkpointedAt: bigint;
  readonly status: bigint;
}

/** What a checkpoint has counted so far. */
export interface Checkpoint {
  /** The time of the block whose parent's state it is about; 0 before the first. */
  readonly timestamp: bigint;
  readonly proofsRemaining: bigint;
  readonly podBalanceGwei: bigint;
  readonly balanceDeltasGwei: bigint;
  readonly prevBeaconBalanceGwei: bigint;
}

export interface Pod {
  readonly owner: Address;
  /** ETH in it that is shares of its owner. */
  readonly withdrawableGwei: bigint;
  readonly lastCheckpoint: bigint;
  /** Of the open one; 0 for none. */
  readonly currentCheckpoint: bigint;
  readonly activeValidators: bigint;
  readonly validators: Table<PodValidator>;
  readonly checkpoint: Checkpoint;
  /** What validators had that a checkpoint found gone, by its time. */
  readonly exitedGwei: Table<bigint>;
}

/** Rung 1 as it stood after all changes of a time, until there were others. */
interface Past {
  readonly timestamp: bigint;
  readonly chain: ChainState;
}

/** What pods store, over the core and rung 1. */
export interface PodsState extends CoreState, OverRungOne {
  /** Where the pod of an account is, or will be. */
  readonly podPlaces: Table<Address>;
  /** By address. */
  readonly beaconPods: Table<Pod>;
  /** Oldest first. */
  readonly past: readonly Past[];
}

/** A transaction on pods, the core and rung 1. */
export interface Pods extends Machine<PodsState>, Pick<Core, "registrars" | "beaconPods"> {}

/** EIP-4788 keeps so many roots, of twelve seconds each. */
const ROOTS_KEPT_SECONDS = 8_191n * 12n;
const ZERO_WORD = `0x${"0".repeat(64)}`;
const BEFORE = (1n << 64n) - 1n;

/** A core over rung 1 in which nobody has a pod yet. */
export const newPods = (core: CoreState, chain: ChainState, podPlaces: Table<Address>): PodsState => ({
  ...core,
  chain,
  ether: Table.empty(),
  podPlaces,
  beaconPods: Table.empty(),
  past: [{ timestamp: 0n, chain }],
});

export function podAt({ state }: Pods, at: Address): Pod {
  const pod = state.beaconPods.get(at);
  if (pod === undefined) throw new Error(`there is no pod at ${at}`);
  return pod;
}

export function changePod(pods: Pods, at: Address, patch: Partial<Pod>): void {
  pods.state.beaconPods = pods.state.beaconPods.set(at, { ...podAt(pods, at), ...patch });
}

const UNKNOWN: PodValidator = { index: 0, restakedGwei: 0n, checkpointedAt: 0n, status: STATUS.inactive };

export const infoOf = ({ validators }: Pod, pubkeyHash: Hash): PodValidator => validators.get(pubkeyHash) ?? UNKNOWN;

/** Keeps the state that rung 1 has at the end of a transaction, for who asks later. */
export function keepPast({ state, block: { timestamp } }: Pods): void {
  const known = state.past.at(-1)?.timestamp === timestamp ? state.past.slice(0, -1) : state.past;
  state.past = [...known, { timestamp, chain: state.chain }];
}

/** Names rung 1's state before all changes of a time. */
export const rootBefore = (timestamp: bigint): Hash =>
  `0x${((timestamp << 64n) | BEFORE).toString(16).padStart(64, "0")}`;

/** Stops unless the state before a block's time can be proven. */
export function checkProvable({ block, state }: Pods, timestamp: bigint): void {
  if (timestamp > block.timestamp) panic(PANIC.arithmetic);
  check(block.timestamp - timestamp < ROOTS_KEPT_SECONDS, "TimestampOutOfRange");
  check(timestamp >= state.chain.config.genesisTime, "TimestampOutOfRange", timestamp);
}

/** A validator as consensus showed it. */
export interface SeenValidator {
  readonly pubkeyHash: Hash;
  readonly credentials: string;
  readonly balanceGwei: bigint;
  readonly effectiveGwei: bigint;
  readonly slashed: boolean;
  readonly activationEpoch: bigint;
  readonly exitEpoch: bigint;
  readonly withdrawableEpoch: bigint;
}

/** A validator in the state before a time: nobody, when it was not deposited for yet. */
export function validatorBefore(pods: Pods, index: number, timestamp: bigint): SeenValidator {
  onRungOne(pods, (chain) => validatorOf(chain, index));
  const known = pods.state.past.findLast((one) => one.timestamp < timestamp)?.chain;
  if (known?.validators[index] === undefined) return NOBODY;
  return toSeen(viewOf({ state: known, block: { number: 0n, timestamp }, events: [] }, index));
}

/** The same now. */
export function validatorNow(pods: Pods, pubkeyHash: Hash): SeenValidator | undefined {
  const index = pods.state.chain.indexes.get(pubkeyHash);
  return index === undefined ? undefined : toSeen(onRungOne(pods, (chain) => viewOf(chain, index)));
}

const FAR = (1n << 64n) - 1n;
const NOBODY: SeenValidator = {
  ...{ pubkeyHash: ZERO_WORD, credentials: ZERO_WORD, balanceGwei: 0n, effectiveGwei: 0n, slashed: false },
  ...{ activationEpoch: FAR, exitEpoch: FAR, withdrawableEpoch: FAR },
};

function toSeen(view: readonly unknown[]): SeenValidator {
  const [
    pubkeyHash,
    credentials,
    balanceGwei,
    effectiveGwei,
    ,
    slashed,
    activationEpoch,
    exitEpoch,
    withdrawableEpoch,
  ] = view as [string, string, bigint, bigint, bigint, boolean, bigint, bigint, bigint];
  return {
    ...{ pubkeyHash, credentials, balanceGwei, effectiveGwei, slashed },
    ...{ activationEpoch, exitEpoch, withdrawableEpoch },
  };
}
