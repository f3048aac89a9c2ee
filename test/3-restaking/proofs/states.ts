import { hexlify } from "ethers";
import type { ForkName } from "../../../scripts/beacon/proofs/forks.ts";
import type { ProvableBlock } from "../../../scripts/beacon/proofs/prove.ts";
import { credentialsFor, pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { headerOf } from "../../../scripts/beacon/state/header.ts";
import { type BeaconValidator, newState } from "../../../scripts/beacon/state/state.ts";
import { ETH_IN_GWEI } from "../../../scripts/lib/units.ts";

export const FAR_FUTURE = 2n ** 64n - 1n;

/** An active validator of 32 ETH with credentials of type 1 for `recipient`. */
export function validatorOf(number: number, recipient: string, change: Partial<BeaconValidator> = {}): BeaconValidator {
  return {
    pubkey: pubkeyOf("proofs", number),
    withdrawalCredentials: credentialsFor(1, recipient),
    effectiveBalanceGwei: 32n * ETH_IN_GWEI,
    slashed: false,
    activationEligibilityEpoch: 1n,
    activationEpoch: 6n,
    exitEpoch: FAR_FUTURE,
    withdrawableEpoch: FAR_FUTURE,
    balanceGwei: 32n * ETH_IN_GWEI,
    ...change,
  };
}

/** A block whose state has these validators. */
export function blockOf(fork: ForkName, validators: readonly BeaconValidator[], slot = 1_000n): ProvableBlock {
  const state = newState(fork, 1_606_824_023n);
  state.setSlot(slot);
  for (const [index, one] of validators.entries()) state.set(index, one);
  const tree = state.tree();
  return { fork, header: headerOf(slot, hexlify(tree.root)), state: tree };
}
