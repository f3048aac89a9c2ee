import { type Address, emit } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { saturatingSub } from "../shared/uint.ts";
import { place } from "./churn-queue.ts";
import {
  FAR_FUTURE_EPOCH,
  MAX_SEED_LOOKAHEAD,
  MIN_ACTIVATION_BALANCE,
  MIN_VALIDATOR_WITHDRAWABILITY_DELAY,
  PENDING_CONSOLIDATIONS_LIMIT,
  SHARD_COMMITTEE_PERIOD,
} from "./consensus.ts";
import { pubkeyHashOf, queueExcess } from "./deposits.ts";
import { recipientOf, takenAfter } from "./exits.ts";
import { atBlock, blocksBehind, CONSOLIDATIONS, feeWei } from "./request-fee.ts";
import type { Chain, Standing } from "./state.ts";
import { change, currentEpoch, isActive, standingNow, validatorOf, write } from "./validators.ts";

/** One validator into another, by a churn of its own, or from the first type of credentials to compounding ones. */

/** Why consensus drops a request, in the order of the contract's list. */
const IGNORED = {
  QueueFull: 0n,
  ChurnTooSmall: 1n,
  UnknownValidator: 2n,
  NotItsCredentials: 3n,
  AlreadyCompounding: 4n,
  TargetNotCompounding: 5n,
  NotActive: 6n,
  AlreadyExiting: 7n,
  TooYoung: 8n,
  PartialsPending: 9n,
} as const;
type Ignored = keyof typeof IGNORED;

export function requestConsolidation(
  chain: Chain,
  account: Address,
  valueWei: bigint,
  sourcePubkey: string,
  targetPubkey: string,
): void {
  const { state } = chain;
  for (const { length } of [sourcePubkey, targetPubkey]) check(length === 98, "InvalidPubkeyLength", (length - 2) / 2);
  const meter = atBlock(state.consolidationMeter, chain.block.number, CONSOLIDATIONS);
  check(valueWei >= feeWei(meter), "RequestFeeTooLow", valueWei, feeWei(meter));
  state.issuanceReserveWei += valueWei;
  state.consolidationMeter = { ...meter, count: meter.count + 1n };
  const keys = { sourcePubkeyHash: pubkeyHashOf(sourcePubkey), targetPubkeyHash: pubkeyHashOf(targetPubkey) };
  emit(chain, state.config.at, "ConsolidationRequested", { source: account, ...keys });
  const takenEpoch = takenAfter(chain, blocksBehind(meter, CONSOLIDATIONS));
  const ignored = judge(chain, account, keys.sourcePubkeyHash, keys.targetPubkeyHash, takenEpoch);
  if (ignored === undefined) return;
  emit(chain, state.config.at, "ConsolidationRequestIgnored", { source: account, ...keys, reason: IGNORED[ignored] });
}

export const consolidationRequestFee = ({ state, block }: Chain): bigint =>
  feeWei(atBlock(state.consolidationMeter, block.number, CONSOLIDATIONS));

function judge(
  chain: Chain,
  account: Address,
  sourceHash: string,
  targetHash: string,
  takenEpoch: bigint,
): Ignored | undefined {
  const { indexes, config } = chain.state;
  if (sourceHash !== targetHash) {
    if (waiting(chain) >= PENDING_CONSOLIDATIONS_LIMIT) return "QueueFull";
    if (config.consolidationChurnLimitGwei <= MIN_ACTIVATION_BALANCE) return "ChurnTooSmall";
  }
  const [source, target] = [indexes.get(sourceHash), indexes.get(targetHash)];
  if (source === undefined || target === undefined) return "UnknownValidator";
  const ignored =
    source === target ? whyNotSwitched(chain, account, source) : whyNotConsolidated(chain, account, source, target);
  if (ignored !== undefined) return ignored;
  if (source === target) switchToCompounding(chain, source);
  else consolidate(chain, source, target, takenEpoch);
  return undefined;
}

/** Those that have still to come. */
function waiting(chain: Chain): number {
  const epoch = currentEpoch(chain);
  return chain.state.validators.reduce(
    (sum, { incoming }) => sum + incoming.filter((one) => one.epoch > epoch).length,
    0,
  );
}

const isLeaving = ({ exitEpoch }: Standing): boolean => exitEpoch !== FAR_FUTURE_EPOCH;

function whyNotSwitched(chain: Chain, account: Address, index: number): Ignored | undefined {
  const standing = standingNow(chain, index);
  if (recipientOf(validatorOf(chain, index).credentials) !== account) return "NotItsCredentials";
  if (standing.isCompounding) return "AlreadyCompounding";
  if (!isActive(standing)) return "NotActive";
  return isLeaving(standing) ? "AlreadyExiting" : undefined;
}

function whyNotConsolidated(chain: Chain, account: Address, source: number, target: number): Ignored | undefined {
  const { credentials, partialsPendingGwei } = validatorOf(chain, source);
  const [from, into] = [standingNow(chain, source), standingNow(chain, target)];
  if (recipientOf(credentials) !== account) return "NotItsCredentials";
  if (!into.isCompounding) return "TargetNotCompounding";
  if (!isActive(from) || !isActive(into)) return "NotActive";
  if (isLeaving(from) || isLeaving(into)) return "AlreadyExiting";
  if (from.epoch < from.activationEpoch + SHARD_COMMITTEE_PERIOD) return "TooYoung";
  return partialsPendingGwei > 0n ? "PartialsPending" : undefined;
}

function switchToCompounding(chain: Chain, index: number): void {
  const standing = standingNow(chain, index);
  const excessGwei = saturatingSub(standing.balanceGwei, MIN_ACTIVATION_BALANCE);
  write(chain, index, { ...standing, isCompounding: true, balanceGwei: standing.balanceGwei - excessGwei });
  if (excessGwei > 0n) queueExcess(chain, index, excessGwei);
  emit(chain, chain.state.config.at, "SwitchedToCompounding", { index, excessGwei });
}

/** A source leaves by the churn of consolidations; its target learns what comes, and when. */
function consolidate(chain: Chain, source: number, target: number, takenEpoch: bigint): void {
  const { state } = chain;
  const { at, consolidationChurnLimitGwei } = state.config;
  const [from, into] = [standingNow(chain, source), standingNow(chain, target)];
  const earliest = takenEpoch + 1n + MAX_SEED_LOOKAHEAD;
  state.consolidationQueue = place(state.consolidationQueue, earliest, consolidationChurnLimitGwei, from.effectiveGwei);
  const exitEpoch = state.consolidationQueue.epoch;
  const withdrawableEpoch = exitEpoch + MIN_VALIDATOR_WITHDRAWABILITY_DELAY;
  change(chain, target, { incoming: [...validatorOf(chain, target).incoming, { source, epoch: withdrawableEpoch }] });
  write(chain, source, { ...from, exitEpoch, withdrawableEpoch, isSource: true });
  write(chain, target, into);
  emit(chain, at, "ExitInitiated", { index: source, exitEpoch, withdrawableEpoch });
  emit(chain, at, "ConsolidationQueued", { sourceIndex: source, targetIndex: target, epoch: withdrawableEpoch });
}
