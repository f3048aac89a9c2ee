import { emit, type Hash } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { FAR_FUTURE_EPOCH, GWEI, MAX_SEED_LOOKAHEAD, SECONDS_PER_EPOCH } from "./consensus.ts";
import { standingIn } from "./epochs.ts";
import type { Chain, Standing, Validator } from "./state.ts";

/** What is known of validators: the last that was written, carried forward. */

export const epochAt = ({ state }: Chain, timestamp: bigint): bigint =>
  (timestamp - state.config.genesisTime) / SECONDS_PER_EPOCH;

export const currentEpoch = (chain: Chain): bigint => epochAt(chain, chain.block.timestamp);

export function validatorOf({ state }: Chain, index: number): Validator {
  const validator = state.validators[index];
  check(validator !== undefined, "UnknownValidator", index);
  return validator;
}

export const standingNow = (chain: Chain, index: number) =>
  standingIn(chain.state, validatorOf(chain, index), currentEpoch(chain));

export const isActive = ({ epoch, activationEpoch, exitEpoch }: Standing): boolean =>
  activationEpoch <= epoch && epoch < exitEpoch;

/** Writes a standing down, and moves what it earned and lost between the reserve and the balances. */
export function write(chain: Chain, index: number, standing: Standing): void {
  const { state } = chain;
  const { epoch, balanceGwei, rewardGwei, penaltyGwei } = standing;
  const neededWei = rewardGwei * GWEI;
  const reserveWei = state.issuanceReserveWei + penaltyGwei * GWEI;
  check(neededWei <= reserveWei, "IssuanceExhausted", neededWei, reserveWei);
  state.issuanceReserveWei = reserveWei - neededWei;
  state.changes += 1n;
  change(chain, index, { written: { ...standing, rewardGwei: 0n, penaltyGwei: 0n } });
  emit(chain, state.config.at, "BalanceSettled", { index, epoch, balanceGwei, rewardGwei, penaltyGwei });
}

export function change({ state }: Chain, index: number, patch: Partial<Validator>): void {
  const known = state.validators[index] as Validator;
  state.validators = state.validators.with(index, { ...known, ...patch });
}

/** Writes down what epochs have made of a validator. */
export const settle = (chain: Chain, index: number): void => write(chain, index, standingNow(chain, index));

/** Names the present state: its time, and how many changes came before. */
export const blockRoot = ({ state, block }: Chain): Hash =>
  `0x${((block.timestamp << 64n) | state.changes).toString(16).padStart(64, "0")}`;

export function fundIssuance(chain: Chain, from: string, amountWei: bigint): void {
  chain.state.issuanceReserveWei += amountWei;
  emit(chain, chain.state.config.at, "IssuanceFunded", { from, amountWei });
}

/** A validator as consensus shows it. */
export function viewOf(chain: Chain, index: number): readonly unknown[] {
  const { pubkeyHash, credentials, deposits } = validatorOf(chain, index);
  const s = standingNow(chain, index);
  const isKnown = s.epoch + MAX_SEED_LOOKAHEAD >= s.activationEpoch;
  const waiting = deposits.slice(s.depositsApplied).reduce((sum, { amountGwei }) => sum + amountGwei, 0n);
  const activation = isKnown ? s.activationEpoch : FAR_FUTURE_EPOCH;
  return [
    pubkeyHash,
    s.isCompounding ? credentials.replace(/^0x../, "0x02") : credentials,
    s.balanceGwei,
    s.effectiveGwei,
    waiting,
    s.slashed,
    activation,
    s.exitEpoch,
    s.withdrawableEpoch,
  ];
}
