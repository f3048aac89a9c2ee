import { ssz } from "@lodestar/types";
import { getBytes } from "ethers";
import type { ForkName } from "../proofs/forks.ts";

/** A validator as its container in a beacon state, and its balance. */
export interface BeaconValidator {
  readonly pubkey: string;
  readonly withdrawalCredentials: string;
  readonly effectiveBalanceGwei: bigint;
  readonly slashed: boolean;
  /** The greatest number when not known, as the three below. */
  readonly activationEligibilityEpoch: bigint;
  readonly activationEpoch: bigint;
  readonly exitEpoch: bigint;
  readonly withdrawableEpoch: bigint;
  readonly balanceGwei: bigint;
}

/** The client's types by the shape that they have. */
const TYPES = { electra: ssz.fulu.BeaconState, gloas: ssz.gloas.BeaconState } as const;
type View = ReturnType<typeof ssz.fulu.BeaconState.defaultViewDU>;
const VALIDATOR = ssz.phase0.Validator;
const FAR_FUTURE = 2n ** 64n - 1n;

/** A beacon state that can be changed validator by validator; what did not change is not hashed again. */
export type BeaconState = ReturnType<typeof newState>;

/**
 * A state of a fork without validators. Known are `genesis_time`, `slot`, `validators` and `balances`; all other fields
 * have their type's default.
 */
export function newState(fork: ForkName, genesisTime: bigint) {
  const view = TYPES[fork].getViewDU(emptyTree(fork)) as View;
  view.genesisTime = Number(genesisTime);
  let size = 0;
  return {
    fork,
    get size() {
      return size;
    },
    setSlot(slot: bigint): void {
      view.slot = Number(slot);
    },
    /** Writes validator `index`: the next one, or one that is there. */
    set(index: number, validator: BeaconValidator): void {
      const container = toContainer(validator);
      if (index > size) throw new Error(`validator ${index} comes after ${size}, which is not there yet`);
      if (index === size) {
        view.validators.push(container);
        view.balances.push(Number(validator.balanceGwei));
        size++;
      } else {
        view.validators.set(index, container);
        view.balances.set(index, Number(validator.balanceGwei));
      }
    },
    /** Writes the balance of a validator that is there, and nothing else. */
    setBalance(index: number, balanceGwei: bigint): void {
      view.balances.set(index, Number(balanceGwei));
    },
    /** The tree as it is now: later changes make new nodes and leave these. */
    tree() {
      view.commit();
      return view.node;
    },
  };
}

const emptyTrees = new Map<ForkName, View["node"]>();

/** The tree of a state with nothing in it; its nodes never change, so all states can begin with the same. */
function emptyTree(fork: ForkName): View["node"] {
  const known = emptyTrees.get(fork) ?? TYPES[fork].defaultViewDU().node;
  emptyTrees.set(fork, known);
  return known;
}

function toContainer(v: BeaconValidator) {
  const epoch = (value: bigint) => (value === FAR_FUTURE ? Number.POSITIVE_INFINITY : Number(value));
  return VALIDATOR.toViewDU({
    pubkey: getBytes(v.pubkey),
    withdrawalCredentials: getBytes(v.withdrawalCredentials),
    effectiveBalance: Number(v.effectiveBalanceGwei),
    slashed: v.slashed,
    activationEligibilityEpoch: epoch(v.activationEligibilityEpoch),
    activationEpoch: epoch(v.activationEpoch),
    exitEpoch: epoch(v.exitEpoch),
    withdrawableEpoch: epoch(v.withdrawableEpoch),
  });
}
