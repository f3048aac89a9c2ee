import { RUNG_ONE_CALLS } from "../../1-staking/within.ts";
import { BEACON_PODS, receiveEther } from "../../3-restaking/pods/beacon-pod.ts";
import { keepPast } from "../../3-restaking/pods/beacon-state.ts";
import { startCheckpoint, verifyCheckpointProofs, verifyStaleBalance } from "../../3-restaking/pods/checkpoints.ts";
import { verifyWithdrawalCredentials } from "../../3-restaking/pods/credentials.ts";
import { call as callCore } from "../../3-restaking/step.ts";
import { type Address, type Block, type Outcome, transact } from "../../shared/machine.ts";
import { empty } from "../../shared/revert.ts";
import type { Delegator, DelegatorState, SlotNeighbours } from "./delegator.ts";
import * as calls from "./operator-delegator.ts";
import { add, proveKeys } from "./unproven-keys.ts";

/** What changes a delegator, its pod and the beacon chain, by contract and function; the caller comes first, then ether. */
export const DELEGATOR_CALLS = {
  delegator: {
    initialize: calls.initialize,
    delegateTo: calls.delegateTo,
    undelegate: calls.undelegate,
    depositTokens: calls.depositTokens,
    stake: calls.stake,
    queue: calls.queue,
    complete: calls.complete,
    exitValidators: calls.exitValidators,
    startCheckpoint: calls.startCheckpoint,
    verifyWithdrawalCredentials: calls.verifyWithdrawalCredentials,
    refreshExits: calls.refreshExits,
    reportPart: calls.reportPart,
    receive: calls.receiveEther,
  },
  pod: {
    startCheckpoint,
    verifyWithdrawalCredentials,
    verifyCheckpointProofs,
    verifyStaleBalance,
    receive: receiveEther,
  },
  unprovenKeys: { add, proveKeys },
  rungOne: RUNG_ONE_CALLS,
  others: {
    /** Vault, restaker and reserves say something else from now on. */
    say({ state }: Delegator, _sender: Address, said: SlotNeighbours): void {
      state.slotNeighbours = said;
    },
  },
};

/** A call of one of these, or of the contract of the core, the strategy or the token at an address. */
export interface DelegatorAction {
  readonly from: Address;
  /** Its name, or an address. */
  readonly contract: string;
  readonly function: string;
  readonly args: readonly unknown[];
}

/** Plays one transaction on a delegator and all below it: a state and an action in; a state, a result or an error, and events out. */
export const stepDelegator = (
  state: DelegatorState,
  block: Block,
  action: DelegatorAction,
): Outcome<DelegatorState, unknown> =>
  transact(state, block, (machine) => {
    const delegator: Delegator = { ...machine, beaconPods: BEACON_PODS };
    const value = call(delegator, action);
    keepPast(delegator);
    return value;
  });

type Calls = Readonly<Record<string, ((delegator: Delegator, ...args: never[]) => unknown) | undefined>>;

function call(delegator: Delegator, { from, contract, function: name, args }: DelegatorAction): unknown {
  if (!isOwn(contract)) return callCore(delegator, { from, to: contract, function: name, args });
  const change = (DELEGATOR_CALLS[contract] as Calls)[name];
  const { at } = delegator.state.delegator;
  const self = contract === "pod" ? [delegator.state.podPlaces.get(at)] : [];
  return change === undefined ? empty() : change(delegator, ...([from, ...self, ...args] as never[]));
}

const isOwn = (contract: string): contract is keyof typeof DELEGATOR_CALLS => contract in DELEGATOR_CALLS;
