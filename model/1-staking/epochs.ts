import type { Draft } from "../shared/machine.ts";
import { max, min } from "../shared/uint.ts";
import {
  APPLIED_TO_ACTIVE_EPOCHS,
  EPOCHS_PER_SLASHINGS_VECTOR,
  ETHER_GWEI,
  FAR_FUTURE_EPOCH,
  MAX_EFFECTIVE_BALANCE,
  MIN_ACTIVATION_BALANCE,
} from "./consensus.ts";
import type { ChainState, Standing, Validator } from "./state.ts";

/**
 * What epochs do to a validator, one after the other, in the specification's order at each end: rewards and penalties,
 * the correlation penalty, deposits, consolidations, the effective balance, activation.
 */

const HYSTERESIS_DOWN = ETHER_GWEI / 4n;
const HYSTERESIS_UP = (5n * ETHER_GWEI) / 4n;

/** A validator as it is in an epoch, by what was last written of it. */
export function standingIn(state: ChainState, validator: Validator, epoch: bigint): Draft<Standing> {
  const standing = { ...validator.written };
  while (standing.epoch < epoch) {
    if (isAtRest(standing, validator)) standing.epoch = epoch;
    else passEpoch(state, validator, standing);
  }
  return standing;
}

/** Takes from the balance what is there. */
export function lose(standing: Draft<Standing>, gwei: bigint): bigint {
  const lost = min(gwei, standing.balanceGwei);
  standing.balanceGwei -= lost;
  standing.penaltyGwei += lost;
  return lost;
}

/** When a deposit is applied: one for a validator on its way out waits until that is seen to be withdrawable. */
export const appliedAt = (turn: bigint, { exitEpoch, withdrawableEpoch }: Standing): bigint =>
  exitEpoch === FAR_FUTURE_EPOCH ? turn : max(turn, withdrawableEpoch + 1n);

export const maxEffective = ({ isCompounding }: Standing): bigint =>
  isCompounding ? MAX_EFFECTIVE_BALANCE : MIN_ACTIVATION_BALANCE;

/** No epoch changes what has no stake, and no deposit or other validator on its way. */
const isAtRest = (
  { epoch, balanceGwei, effectiveGwei, depositsApplied }: Standing,
  { deposits, incoming }: Validator,
): boolean =>
  balanceGwei === 0n &&
  effectiveGwei === 0n &&
  depositsApplied === deposits.length &&
  incoming.every((one) => one.epoch <= epoch);

function passEpoch(state: ChainState, validator: Validator, s: Draft<Standing>): void {
  const { gain, loss } = dutiesOf(state, s);
  s.epoch++;
  s.balanceGwei += gain;
  s.rewardGwei += gain;
  lose(s, loss);
  const half = EPOCHS_PER_SLASHINGS_VECTOR / 2n;
  if (s.slashed && s.epoch === s.withdrawableEpoch - half + 1n) lose(s, correlationPenalty(state, s));
  for (let next = validator.deposits[s.depositsApplied]; next !== undefined;) {
    if (appliedAt(next.turn, s) > s.epoch) break;
    s.balanceGwei += next.amountGwei;
    if (s.depositsApplied === 0) s.effectiveGwei = wholeEther(s.balanceGwei, maxEffective(s));
    next = validator.deposits[++s.depositsApplied];
  }
  for (const { source, epoch } of validator.incoming)
    if (epoch === s.epoch) s.balanceGwei += movedBy(state, source, epoch);
  if (s.isSource && !s.slashed && s.epoch === s.withdrawableEpoch) {
    s.movedGwei = min(s.balanceGwei, s.effectiveGwei);
    s.balanceGwei -= s.movedGwei;
  }
  const moves = s.balanceGwei + HYSTERESIS_DOWN < s.effectiveGwei || s.effectiveGwei + HYSTERESIS_UP < s.balanceGwei;
  if (moves) s.effectiveGwei = wholeEther(s.balanceGwei, maxEffective(s));
  const isEligible = s.activationEpoch === FAR_FUTURE_EPOCH && s.effectiveGwei >= MIN_ACTIVATION_BALANCE;
  if (isEligible) s.activationEpoch = s.epoch + APPLIED_TO_ACTIVE_EPOCHS;
}

/** What a source gives at the start of an epoch; it keeps that in what is written of it later. */
function movedBy(state: ChainState, source: number, epoch: bigint): bigint {
  const validator = state.validators[source] as Validator;
  return standingIn(state, validator, max(epoch, validator.written.epoch)).movedGwei;
}

const wholeEther = (balanceGwei: bigint, most: bigint): bigint => min(most, balanceGwei - (balanceGwei % ETHER_GWEI));

/** At an epoch's end, for the duties of the one before. */
function dutiesOf({ config }: ChainState, s: Standing): { gain: bigint; loss: bigint } {
  const base = (s.effectiveGwei / ETHER_GWEI) * config.baseRewardPerIncrementGwei;
  if (s.slashed)
    return { gain: 0n, loss: s.epoch < s.withdrawableEpoch ? (base * 14n) / 64n + (base * 26n) / 64n : 0n };
  return { gain: s.activationEpoch < s.epoch && s.epoch <= s.exitEpoch ? base : 0n, loss: 0n };
}

/** Three times the share of all stake that was slashed in the window before, of the effective balance. */
function correlationPenalty({ config, slashed }: ChainState, { epoch, effectiveGwei }: Standing): bigint {
  const last = epoch - 1n;
  const inWindow = slashed.filter((one) => one.epoch <= last && one.epoch > last - EPOCHS_PER_SLASHINGS_VECTOR);
  const sum = inWindow.reduce((all, { gwei }) => all + gwei, 0n);
  const adjusted = min(3n * sum, config.totalActiveBalanceGwei);
  return (adjusted / (config.totalActiveBalanceGwei / ETHER_GWEI)) * (effectiveGwei / ETHER_GWEI);
}
