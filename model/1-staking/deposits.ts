import { emit } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { place } from "./churn-queue.ts";
import {
  FAR_FUTURE_EPOCH,
  FINALITY_EPOCHS,
  GWEI,
  MAX_PENDING_DEPOSITS_PER_EPOCH,
  SECONDS_PER_EPOCH,
  SECONDS_PER_SLOT,
} from "./consensus.ts";
import { appliedAt } from "./epochs.ts";
import type { Chain, Churn, Validator } from "./state.ts";
import { change, currentEpoch, epochAt, validatorOf, write } from "./validators.ts";

/** The deposit contract and the queue behind it: a key's first deposit fixes its credentials. */

const ETHER = 10n ** 18n;

/** Stands for the hash of a key. */
export const pubkeyHashOf = (pubkey: string): string => `hash of ${pubkey}`;

export function deposit(
  chain: Chain,
  _sender: string,
  valueWei: bigint,
  pubkey: string,
  withdrawal_credentials: string,
  signature: string,
): void {
  const { state } = chain;
  check(lengthOf(pubkey) === 48, "InvalidPubkeyLength", lengthOf(pubkey));
  check(lengthOf(withdrawal_credentials) === 32, "InvalidCredentialsLength", lengthOf(withdrawal_credentials));
  check(lengthOf(signature) === 96, "InvalidSignatureLength", lengthOf(signature));
  check(valueWei >= ETHER, "DepositTooLow", valueWei);
  check(valueWei % GWEI === 0n, "DepositNotInGwei", valueWei);
  check(valueWei / GWEI < 1n << 64n, "DepositTooHigh", valueWei);
  const [amount, index] = [littleEndian(valueWei / GWEI), littleEndian(state.depositQueue.total)];
  emit(chain, state.config.at, "DepositEvent", { pubkey, withdrawal_credentials, amount, signature, index });
  queueDeposit(chain, indexFor(chain, pubkeyHashOf(pubkey), withdrawal_credentials), valueWei / GWEI);
}

/** When an amount would be through, if it came now. */
export const depositEpochFor = (chain: Chain, amountGwei: bigint): bigint => placed(chain, amountGwei).epoch;

const lengthOf = (hex: string): number => (hex.length - 2) / 2;

function littleEndian(number: bigint): string {
  const bytes = number.toString(16).padStart(16, "0").match(/../g) ?? [];
  return `0x${bytes.toReversed().join("")}`;
}

function indexFor(chain: Chain, pubkeyHash: string, credentials: string): number {
  const { state } = chain;
  const known = state.indexes.get(pubkeyHash);
  if (known !== undefined) {
    if (validatorOf(chain, known).credentials !== credentials)
      emit(chain, state.config.at, "CredentialsIgnored", { index: known, withdrawalCredentials: credentials });
    return known;
  }
  const index = state.validators.length;
  state.indexes = state.indexes.set(pubkeyHash, index);
  state.validators = [...state.validators, unborn(pubkeyHash, credentials, currentEpoch(chain))];
  emit(chain, state.config.at, "ValidatorRegistered", { index, pubkeyHash, withdrawalCredentials: credentials });
  write(chain, index, validatorOf(chain, index).written);
  return index;
}

function queueDeposit(chain: Chain, index: number, amountGwei: bigint): void {
  const { state } = chain;
  const { written } = validatorOf(chain, index);
  const leaves = written.exitEpoch !== FAR_FUTURE_EPOCH;
  pushDeposit(chain, index, placed(chain, leaves ? 0n : amountGwei), amountGwei);
  const applyEpoch = appliedAt(state.depositQueue.epoch, written);
  emit(chain, state.config.at, "DepositQueued", { index, amountGwei, applyEpoch });
}

/** What a validator that switches to compounding has above 32 ETH: it waits for its turn and for nothing to be final. */
export function queueExcess(chain: Chain, index: number, amountGwei: bigint): void {
  const { depositQueue, config } = chain.state;
  const queue = placedFrom(chain, currentEpoch(chain) + 1n, amountGwei);
  pushDeposit(chain, index, { ...queue, total: depositQueue.total }, amountGwei);
  emit(chain, config.at, "DepositQueued", { index, amountGwei, applyEpoch: queue.epoch });
}

function pushDeposit(chain: Chain, index: number, queue: Churn, amountGwei: bigint): void {
  const { state } = chain;
  state.depositQueue = queue;
  state.changes += 1n;
  const { deposits } = validatorOf(chain, index);
  change(chain, index, { deposits: [...deposits, { amountGwei, turn: queue.epoch }] });
}

/** The first epoch to begin no earlier than the deposit's slot has to be final. */
function placed(chain: Chain, amountGwei: bigint): Churn {
  const boundary = epochAt(chain, chain.block.timestamp + SECONDS_PER_EPOCH - SECONDS_PER_SLOT);
  return placedFrom(chain, boundary + FINALITY_EPOCHS, amountGwei);
}

function placedFrom({ state }: Chain, earliest: bigint, amountGwei: bigint): Churn {
  const { depositQueue, config } = state;
  return place(depositQueue, earliest, config.depositChurnLimitGwei, amountGwei, MAX_PENDING_DEPOSITS_PER_EPOCH);
}

const unborn = (pubkeyHash: string, credentials: string, epoch: bigint): Validator => ({
  pubkeyHash,
  credentials,
  written: {
    epoch,
    balanceGwei: 0n,
    effectiveGwei: 0n,
    activationEpoch: FAR_FUTURE_EPOCH,
    exitEpoch: FAR_FUTURE_EPOCH,
    withdrawableEpoch: FAR_FUTURE_EPOCH,
    depositsApplied: 0,
    slashed: false,
    isCompounding: credentials.startsWith("0x02"),
    isSource: false,
    movedGwei: 0n,
    rewardGwei: 0n,
    penaltyGwei: 0n,
  },
  deposits: [],
  partials: [],
  partialsDone: 0,
  partialsPendingGwei: 0n,
  incoming: [],
});
