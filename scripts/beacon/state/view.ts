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

/**
 * Reads rung 1's events as it goes: they say which validators there are, with their keys, and which have changed. What
 * each one has then is rung 1's own answer for the moment after that block. Within an epoch only those that an event
 * names are read again, and of the tree only the paths of those that differ are hashed again.
 */
export function newBeaconView(chain: BeaconChain, { gloasTimestamp }: ForkSchedule): BeaconView {
  const known: (BeaconValidator & { readonly pubkeyHash: string })[] = [];
  const keys = new Map<string, string>();
  let at: { number: number; epoch: bigint } | undefined;
  let state: BeaconState | undefined;
  let reads = 0;

  async function read(from: number, to: number): Promise<Set<number>> {
    const changed = new Set<number>();
    const { filters } = chain;
    for (const { args } of await chain.queryFilter(filters.DepositEvent(), from, to))
      keys.set(pubkeyHashOf(args.pubkey), args.pubkey);
    for (const { args } of await chain.queryFilter(filters.ValidatorRegistered(), from, to)) {
      const pubkey = keys.get(args.pubkeyHash) as string;
      known[Number(args.index)] = unborn(pubkey, args.pubkeyHash, args.withdrawalCredentials);
    }
    for (const { args } of await chain.queryFilter(filters.BalanceSettled(), from, to)) changed.add(Number(args.index));
    return changed;
  }

  /** Brings what is known to the moment after block `number`. @returns the validators that differ */
  async function update(number: number, epoch: bigint): Promise<number[]> {
    const isLater = at !== undefined && at.number <= number;
    if (!isLater) {
      known.length = 0;
      state = undefined;
    }
    const changed = await read(isLater ? at!.number + 1 : 0, number);
    const candidates = isLater && at!.epoch === epoch ? [...changed] : [...known.keys()];
    const root = await chain.blockRoot({ blockTag: number });
    const differing: number[] = [];
    for (const index of candidates) {
      const now = await chain.validatorAt(index, root);
      const next = {
        ...known[index]!,
        effectiveBalanceGwei: now.effectiveBalanceGwei,
        slashed: now.slashed,
        activationEligibilityEpoch:
          now.activationEpoch === FAR_FUTURE ? FAR_FUTURE : now.activationEpoch - ELIGIBLE_BEFORE_ACTIVE,
        activationEpoch: now.activationEpoch,
        exitEpoch: now.exitEpoch,
        withdrawableEpoch: now.withdrawableEpoch,
        balanceGwei: now.balanceGwei,
      };
      if (!isSame(known[index]!, next) || index >= (state?.size ?? 0)) differing.push(index);
      known[index] = next;
    }
    reads = candidates.length;
    at = { number, epoch };
    return differing.sort((a, b) => a - b);
  }

  return {
    get reads() {
      return reads;
    },
    async blockAfter(number) {
      const { provider } = chain.runner as { provider: { getBlock(n: number): Promise<{ timestamp: number } | null> } };
      const timestamp = BigInt((await provider.getBlock(number))!.timestamp);
      const genesis = await chain.genesisTime();
      const fork: ForkName = timestamp >= gloasTimestamp ? "gloas" : "electra";
      const differing = await update(number, await chain.epochAt(timestamp));
      if (state?.fork !== fork) {
        state = newState(fork, genesis);
        for (const [index, one] of known.entries()) state.set(index, one);
      } else {
        for (const index of differing) state.set(index, known[index]!);
      }
      const slot = (timestamp - genesis) / SLOT_SECONDS;
      state.setSlot(slot);
      const tree = state.tree();
      return { fork, header: headerOf(slot, hexlify(tree.root)), state: tree };
    },
  };
}

function unborn(pubkey: string, pubkeyHash: string, withdrawalCredentials: string) {
  return {
    pubkey,
    pubkeyHash,
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

const isSame = (a: BeaconValidator, b: BeaconValidator): boolean =>
  (Object.keys(a) as (keyof BeaconValidator)[]).every((key) => a[key] === b[key]);
