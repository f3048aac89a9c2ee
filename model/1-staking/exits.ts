import { type Address, emit } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { min } from "../shared/uint.ts";
import { place } from "./churn-queue.ts";
import {
  EJECTION_BALANCE,
  FAR_FUTURE_EPOCH,
  MAX_SEED_LOOKAHEAD,
  MIN_ACTIVATION_BALANCE,
  MIN_VALIDATOR_WITHDRAWABILITY_DELAY,
  SECONDS_PER_SLOT,
  SHARD_COMMITTEE_PERIOD,
} from "./consensus.ts";
import { pubkeyHashOf } from "./deposits.ts";
import { atBlock, blocksBehind, feeWei, WITHDRAWALS } from "./request-fee.ts";
import type { Chain, Churn, Standing, Validator } from "./state.ts";
import { change, currentEpoch, epochAt, isActive, standingNow, validatorOf, write } from "./validators.ts";

/** The way out: by churn, at a request of the credentials' address, in full or of what is above 32 ETH, or by ejection. */

/** Why consensus drops a request, in the order of the contract's list. */
const IGNORED = {
  UnknownValidator: 0n,
  NotItsCredentials: 1n,
  NotActive: 2n,
  AlreadyExiting: 3n,
  TooYoung: 4n,
  PartialsPending: 5n,
  NotCompounding: 6n,
  NothingAboveMinimum: 7n,
} as const;

export function requestWithdrawal(
  chain: Chain,
  source: Address,
  valueWei: bigint,
  pubkey: string,
  amountGwei: bigint,
): void {
  const { state } = chain;
  const { at } = state.config;
  check(pubkey.length === 98, "InvalidPubkeyLength", (pubkey.length - 2) / 2);
  const meter = atBlock(state.meter, chain.block.number, WITHDRAWALS);
  check(valueWei >= feeWei(meter), "RequestFeeTooLow", valueWei, feeWei(meter));
  state.issuanceReserveWei += valueWei;
  const takenEpoch = takenAfter(chain, blocksBehind(meter, WITHDRAWALS));
  state.meter = { ...meter, count: meter.count + 1n };
  const pubkeyHash = pubkeyHashOf(pubkey);
  emit(chain, at, "WithdrawalRequested", { source, pubkeyHash, amountGwei });
  const index = state.indexes.get(pubkeyHash);
  const standing = index === undefined ? undefined : standingNow(chain, index);
  const reason =
    index === undefined || standing === undefined
      ? "UnknownValidator"
      : whyIgnored(validatorOf(chain, index), standing, source, amountGwei);
  if (index === undefined || standing === undefined || reason !== undefined) {
    const said = IGNORED[reason ?? "UnknownValidator"];
    emit(chain, at, "WithdrawalRequestIgnored", { source, pubkeyHash, reason: said });
  } else if (amountGwei === 0n) {
    write(chain, index, initiateExit(chain, index, standing, takenEpoch));
  } else {
    queuePartial(chain, index, standing, amountGwei, takenEpoch);
  }
}

export const withdrawalRequestFee = ({ state, block }: Chain): bigint =>
  feeWei(atBlock(state.meter, block.number, WITHDRAWALS));

/** The epoch in which consensus takes a request so many blocks from now. */
export const takenAfter = (chain: Chain, blocks: bigint): bigint =>
  epochAt(chain, chain.block.timestamp + blocks * SECONDS_PER_SLOT);

/** Out goes an active validator that has next to nothing left. */
export function eject(chain: Chain, index: number): void {
  const standing = standingNow(chain, index);
  const { exitEpoch, effectiveGwei } = standing;
  const may = exitEpoch === FAR_FUTURE_EPOCH && isActive(standing) && effectiveGwei <= EJECTION_BALANCE;
  check(may, "NotEjectable", index);
  write(chain, index, initiateExit(chain, index, standing, standing.epoch));
}

/** When an exit of so much would be through, if it came now. */
export const exitEpochFor = (chain: Chain, amountGwei: bigint): bigint =>
  placed(chain, amountGwei, currentEpoch(chain)).epoch;

/** Once only: out at the epoch that the churn gives, and withdrawable some epochs later. */
export function initiateExit(chain: Chain, index: number, standing: Standing, takenEpoch: bigint): Standing {
  if (standing.exitEpoch !== FAR_FUTURE_EPOCH) return standing;
  const exitEpoch = takeExitChurn(chain, standing.effectiveGwei, takenEpoch);
  const withdrawableEpoch = exitEpoch + MIN_VALIDATOR_WITHDRAWABILITY_DELAY;
  emit(chain, chain.state.config.at, "ExitInitiated", { index, exitEpoch, withdrawableEpoch });
  return { ...standing, exitEpoch, withdrawableEpoch };
}

export function takeExitChurn(chain: Chain, amountGwei: bigint, takenEpoch: bigint): bigint {
  chain.state.exitQueue = placed(chain, amountGwei, takenEpoch);
  return chain.state.exitQueue.epoch;
}

/** Whom credentials pay to; nobody where they are of no such kind. */
export const recipientOf = (credentials: string): Address | undefined =>
  /^0x0[12]/.test(credentials) ? `0x${credentials.slice(26)}` : undefined;

const placed = ({ state }: Chain, amountGwei: bigint, takenEpoch: bigint): Churn =>
  place(state.exitQueue, takenEpoch + 1n + MAX_SEED_LOOKAHEAD, state.config.exitChurnLimitGwei, amountGwei);

function whyIgnored(
  { credentials, partialsPendingGwei }: Validator,
  standing: Standing,
  source: Address,
  amountGwei: bigint,
): keyof typeof IGNORED | undefined {
  if (recipientOf(credentials) !== source) return "NotItsCredentials";
  if (!isActive(standing)) return "NotActive";
  if (standing.exitEpoch !== FAR_FUTURE_EPOCH) return "AlreadyExiting";
  if (standing.epoch < standing.activationEpoch + SHARD_COMMITTEE_PERIOD) return "TooYoung";
  if (amountGwei === 0n) return partialsPendingGwei > 0n ? "PartialsPending" : undefined;
  if (!standing.isCompounding) return "NotCompounding";
  const isAbove = standing.balanceGwei > MIN_ACTIVATION_BALANCE + partialsPendingGwei;
  return standing.effectiveGwei >= MIN_ACTIVATION_BALANCE && isAbove ? undefined : "NothingAboveMinimum";
}

/** Consensus takes what there is above 32 ETH and above what was asked for before. */
function queuePartial(chain: Chain, index: number, standing: Standing, askedGwei: bigint, takenEpoch: bigint): void {
  const { partials, partialsPendingGwei } = validatorOf(chain, index);
  const aboveGwei = standing.balanceGwei - MIN_ACTIVATION_BALANCE - partialsPendingGwei;
  const amountGwei = min(askedGwei, aboveGwei);
  const withdrawableEpoch = takeExitChurn(chain, amountGwei, takenEpoch) + MIN_VALIDATOR_WITHDRAWABILITY_DELAY;
  change(chain, index, {
    partials: [...partials, { amountGwei, withdrawableEpoch }],
    partialsPendingGwei: partialsPendingGwei + amountGwei,
  });
  emit(chain, chain.state.config.at, "PartialWithdrawalQueued", { index, amountGwei, withdrawableEpoch });
}
