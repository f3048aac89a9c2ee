import { hexlify } from "ethers";
import type { BeaconChain } from "../../../typechain-types/index.ts";
import { pubkeyHashOf } from "../depositData.ts";
import type { ForkName, ForkSchedule } from "../proofs/forks.ts";
import type { ProvableBlock } from "../proofs/prove.ts";
import { headerOf } from "./header.ts";
import { type BeaconState, type BeaconValidator, newState } from "./state.ts";

const FAR_FUTURE = 2n ** 64n - 1n;
const SLOT_SECONDS = 12n;
const EPOCH_SECONDS = 32n * SLOT_SECONDS;
/** A validator is eligible an epoch after its deposit is applied, and active six later. */
const ELIGIBLE_BEFORE_ACTIVE = 6n;

/** Rung 1's validators as beacon states, one for each block of the chain. */
export interface BeaconView {
  /** The block that stands for block `number` of the execution layer, with the state after it. */
  blockAfter(number: number): Promise<ProvableBlock>;
  /** How many validators the last state had to read anew. */
  readonly reads: number;
}

interface BlockOfChain {
  readonly hash: string;
  readonly timestamp: number;
}

/** A moment of the chain that states are built for. */
interface Moment {
  readonly number: number;
  readonly hash: string;
  readonly timestamp: bigint;
  readonly epoch: bigint;
  readonly fork: ForkName;
}

/**
 * Reads rung 1's events as it goes: they say which validators there are, with their keys, and which have changed. What
 * each one has then is rung 1's own answer for the moment after that block. Within an epoch only those that an event
 * names are read again, and of the tree only the paths of those that differ are hashed again.
 */
export function newBeaconView(
  chain: BeaconChain,
  { gloasTimestamp }: Pick<ForkSchedule, "gloasTimestamp">,
): BeaconView {
  const keys = new Map<string, string>();
  let known: BeaconValidator[] = [];
  let last: Moment | undefined;
  let state: BeaconState | undefined;
  let reads = 0;
  let genesis: bigint | undefined;

  async function block(number: number): Promise<BlockOfChain> {
    const { provider } = chain.runner as { provider: { getBlock(n: number): Promise<BlockOfChain | null> } };
    const found = await provider.getBlock(number);
    if (found === null) throw new Error(`the chain has no block ${number}`);
    return found;
  }

  /** Whether what is known is of an ancestor: a development chain can be set back. */
  async function isAfterLast(number: number): Promise<boolean> {
    if (last === undefined || last.number > number) return false;
    return last.number === 0 || (await block(last.number)).hash === last.hash;
  }

  async function momentAfter(number: number): Promise<Moment> {
    const { hash, timestamp: seconds } = await block(number);
    const timestamp = BigInt(seconds);
    const fork = timestamp >= gloasTimestamp ? "gloas" : "electra";
    genesis ??= await chain.genesisTime();
    return { number, hash, timestamp, epoch: (timestamp - genesis) / EPOCH_SECONDS, fork };
  }

  /** Takes note of the validators that are new in these blocks. @returns those that changed there */
  async function changedIn(from: number, to: number): Promise<number[]> {
    const { filters } = chain;
    for (const { args } of await chain.queryFilter(filters.DepositEvent(), from, to))
      keys.set(pubkeyHashOf(args.pubkey), args.pubkey);
    for (const { args } of await chain.queryFilter(filters.ValidatorRegistered(), from, to))
      known[Number(args.index)] = unborn(keys.get(args.pubkeyHash) as string, args.withdrawalCredentials);
    const settled = await chain.queryFilter(filters.BalanceSettled(), from, to);
    return [...new Set(settled.map(({ args }) => Number(args.index)))];
  }

  async function readAt(index: number, number: number): Promise<BeaconValidator> {
    const now = await chain.validator(index, { blockTag: number });
    const { withdrawalCredentials, effectiveBalanceGwei, slashed, balanceGwei } = now;
    const { activationEpoch, exitEpoch, withdrawableEpoch } = now;
    const isKnown = activationEpoch !== FAR_FUTURE;
    return {
      ...known[index]!,
      withdrawalCredentials,
      effectiveBalanceGwei,
      slashed,
      activationEligibilityEpoch: isKnown ? activationEpoch - ELIGIBLE_BEFORE_ACTIVE : FAR_FUTURE,
      activationEpoch,
      exitEpoch,
      withdrawableEpoch,
      balanceGwei,
    };
  }

  /** Brings what is known to that moment. @returns the state, with all that differs written into it */
  async function stateAt(moment: Moment): Promise<BeaconState> {
    const isLater = await isAfterLast(moment.number);
    if (!isLater) known = [];
    const changed = await changedIn(isLater ? last!.number + 1 : 0, moment.number);
    const isSameEpoch = isLater && last!.epoch === moment.epoch;
    const candidates = isSameEpoch ? changed.sort((a, b) => a - b) : [...known.keys()];
    const before = isLater && state?.fork === moment.fork ? state : undefined;
    for (const index of candidates) {
      const now = await readAt(index, moment.number);
      if (before !== undefined) write(before, index, known[index]!, now);
      known[index] = now;
    }
    reads = candidates.length;
    last = moment;
    if (before !== undefined) return before;
    const whole = newState(moment.fork, genesis!);
    for (const [index, one] of known.entries()) whole.set(index, one);
    return whole;
  }

  return {
    get reads() {
      return reads;
    },
    async blockAfter(number) {
      const moment = await momentAfter(number);
      state = await stateAt(moment);
      const slot = (moment.timestamp - genesis!) / SLOT_SECONDS;
      state.setSlot(slot);
      const tree = state.tree();
      return { fork: moment.fork, header: headerOf(slot, hexlify(tree.root)), state: tree };
    },
  };
}

/** Writes what differs, so that no more of the tree is made anew than that. */
function write(state: BeaconState, index: number, before: BeaconValidator, now: BeaconValidator): void {
  const isNew = index >= state.size;
  const { balanceGwei, ...container } = now;
  if (isNew || Object.entries(container).some(([key, value]) => before[key as keyof BeaconValidator] !== value))
    state.set(index, now);
  else if (balanceGwei !== before.balanceGwei) state.setBalance(index, balanceGwei);
}

/** A key with a deposit that is not applied yet. */
function unborn(pubkey: string, withdrawalCredentials: string): BeaconValidator {
  return {
    pubkey,
    withdrawalCredentials,
    effectiveBalanceGwei: 0n,
    slashed: false,
    activationEligibilityEpoch: FAR_FUTURE,
    activationEpoch: FAR_FUTURE,
    exitEpoch: FAR_FUTURE,
    withdrawableEpoch: FAR_FUTURE,
    balanceGwei: 0n,
  };
}
