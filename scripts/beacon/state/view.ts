import { hexlify } from "ethers";
import type { BeaconChain } from "../../../typechain-types/index.ts";
import { pubkeyHashOf } from "../depositData.ts";
import type { ForkName, ForkSchedule } from "../proofs/forks.ts";
import type { ProvableBlock } from "../proofs/prove.ts";
import { headerOf } from "./header.ts";
import { type BeaconState, type BeaconValidator, newState } from "./state.ts";

const FAR_FUTURE = 2n ** 64n - 1n;
const SLOT_SECONDS = 12n;
/** A validator is eligible an epoch after its deposit is applied, and active six later. */
const ELIGIBLE_BEFORE_ACTIVE = 6n;

/** Rung 1's validators as beacon states, one for each block of the chain. */
export interface BeaconView {
  /** The block that stands for block `number` of the execution layer, with the state after it. */
  blockAfter(number: number): Promise<ProvableBlock>;
  /** How many validators the last state had to read anew. */
  readonly reads: number;
}

/** A moment of the chain that states are built for. */
interface Moment {
  readonly number: number;
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

  async function momentAfter(number: number): Promise<Moment> {
    const { provider } = chain.runner as { provider: { getBlock(n: number): Promise<{ timestamp: number } | null> } };
    const timestamp = BigInt((await provider.getBlock(number))!.timestamp);
    const fork = timestamp >= gloasTimestamp ? "gloas" : "electra";
    return { number, timestamp, epoch: await chain.epochAt(timestamp), fork };
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

  async function readAt(index: number, root: string): Promise<BeaconValidator> {
    const now = await chain.validatorAt(index, root);
    const { effectiveBalanceGwei, slashed, activationEpoch, exitEpoch, withdrawableEpoch, balanceGwei } = now;
    const isKnown = activationEpoch !== FAR_FUTURE;
    return {
      ...known[index]!,
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
  async function stateAt(moment: Moment, genesis: bigint): Promise<BeaconState> {
    const isLater = last !== undefined && last.number <= moment.number;
    if (!isLater) known = [];
    const changed = await changedIn(isLater ? last!.number + 1 : 0, moment.number);
    const isSameEpoch = isLater && last!.epoch === moment.epoch;
    const candidates = isSameEpoch ? changed.sort((a, b) => a - b) : [...known.keys()];
    const root = await chain.blockRoot({ blockTag: moment.number });
    const before = isLater && state?.fork === moment.fork ? state : undefined;
    for (const index of candidates) {
      const now = await readAt(index, root);
      if (before !== undefined) write(before, index, known[index]!, now);
      known[index] = now;
    }
    reads = candidates.length;
    last = moment;
    if (before !== undefined) return before;
    const whole = newState(moment.fork, genesis);
    for (const [index, one] of known.entries()) whole.set(index, one);
    return whole;
  }

  return {
    get reads() {
      return reads;
    },
    async blockAfter(number) {
      const moment = await momentAfter(number);
      const genesis = await chain.genesisTime();
      state = await stateAt(moment, genesis);
      const slot = (moment.timestamp - genesis) / SLOT_SECONDS;
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
