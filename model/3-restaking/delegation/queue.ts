import { type Address, type Hash, keyOf, ZERO_ADDRESS } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { itemAt } from "../../shared/revert.ts";
import { add } from "../../shared/uint.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { WAD } from "../libraries/constants.ts";
import { mulWadDown } from "../libraries/slashing-lib.ts";
import { latest, push } from "../libraries/snapshots.ts";
import { requireNotPaused } from "../permissions/pausable.ts";
import { addShares, removeDepositShares, withdrawSharesAsTokens } from "../share-managers.ts";
import type { QueuedWithdrawalParams, Withdrawal } from "../types.ts";
import {
  decreaseShares,
  delegatedTo,
  depositScalingFactor,
  here,
  increaseShares,
  PAUSED_ENTER_WITHDRAWAL_QUEUE,
  PAUSED_EXIT_WITHDRAWAL_QUEUE,
  setStake,
  slashingFactor,
  slashingFactorAt,
  stakeOf,
  stakerOf,
} from "./ledger.ts";

/**
 * The withdrawal queue. What is queued in block b can be slashed in blocks ≤ b + delay and completed in later ones, and
 * pays ⌊scaled·f⌋ with the operator's magnitude at the end of block b + delay and today's beacon chain factor.
 */

export function queueWithdrawals(
  core: Core,
  sender: Address,
  params: readonly QueuedWithdrawalParams[],
): readonly Hash[] {
  requireNotPaused(core, here(core), PAUSED_ENTER_WITHDRAWAL_QUEUE);
  const operator = delegatedTo(core, sender);
  return params.map(({ strategies, depositShares }) => queue(core, sender, operator, strategies, depositShares));
}

export function completeQueuedWithdrawal(
  core: Core,
  sender: Address,
  withdrawal: Withdrawal,
  tokens: readonly Address[],
  receiveAsTokens: boolean,
): void {
  requireNotPaused(core, here(core), PAUSED_EXIT_WITHDRAWAL_QUEUE);
  complete(core, sender, withdrawal, tokens, receiveAsTokens);
}

export function completeQueuedWithdrawals(
  core: Core,
  sender: Address,
  withdrawals: readonly Withdrawal[],
  tokens: readonly (readonly Address[])[],
  receiveAsTokens: readonly boolean[],
): void {
  requireNotPaused(core, here(core), PAUSED_EXIT_WITHDRAWAL_QUEUE);
  withdrawals.forEach((withdrawal, i) => {
    complete(core, sender, withdrawal, itemAt(tokens, i), itemAt(receiveAsTokens, i));
  });
}

/** The name of a withdrawal: everything in it, so that no other has it. */
export const calculateWithdrawalRoot = (withdrawal: Withdrawal): Hash => {
  const { staker, delegatedTo: operator, withdrawer, nonce, startBlock, strategies, scaledShares } = withdrawal;
  return `withdrawal(${[staker, operator, withdrawer, nonce, startBlock].join()};${strategies.join()};${scaledShares.join()})`;
};

/** Queues one withdrawal of a staker, delegated to an operator or to nobody. */
export function queue(
  core: Core,
  staker: Address,
  operator: Address,
  strategies: readonly Address[],
  depositShares: readonly bigint[],
): Hash {
  check(strategies.length === depositShares.length, "InputArrayLengthMismatch");
  check(strategies.length !== 0, "InputArrayLengthZero");
  const taken = strategies.map((strategy, i) => take(core, staker, operator, strategy, depositShares[i] as bigint));

  const record = stakerOf(core, staker);
  const withdrawal: Withdrawal = {
    staker,
    delegatedTo: operator,
    withdrawer: staker,
    nonce: record.queuedEver,
    startBlock: core.block.number,
    strategies,
    scaledShares: taken.map(({ scaled }) => scaled),
  };
  const withdrawalRoot = calculateWithdrawalRoot(withdrawal);
  const { state } = core;
  state.stakers = state.stakers.set(staker, {
    ...record,
    queuedEver: record.queuedEver + 1n,
    queued: append(record.queued, withdrawalRoot),
  });
  state.withdrawals = state.withdrawals.set(withdrawalRoot, withdrawal);
  const sharesToWithdraw = taken.map(({ withdrawable }) => withdrawable);
  emit(core, here(core), "SlashingWithdrawalQueued", { withdrawalRoot, withdrawal, sharesToWithdraw });
  return withdrawalRoot;
}

/** Takes deposit shares off the staker, and what they are worth off the operator. */
function take(
  core: Core,
  staker: Address,
  operator: Address,
  strategy: Address,
  depositShares: bigint,
): { readonly scaled: bigint; readonly withdrawable: bigint } {
  const scaled = mulWadDown(depositShares, depositScalingFactor(core, staker, strategy));
  const withdrawable = mulWadDown(scaled, slashingFactor(core, operator, staker, strategy));
  if (operator !== ZERO_ADDRESS) {
    const stake = stakeOf(core, operator, strategy);
    const queued = push(stake.queued, core.block.number, add(latest(stake.queued, 0n), scaled));
    setStake(core, operator, strategy, { ...stake, queued });
    decreaseShares(core, operator, staker, strategy, withdrawable);
  }
  if (removeDepositShares(core, here(core), staker, strategy, depositShares) === 0n) {
    core.state.scalingFactors = core.state.scalingFactors.delete(keyOf(staker, strategy));
    emit(core, here(core), "DepositScalingFactorUpdated", { staker, strategy, newDepositScalingFactor: WAD });
  }
  return { scaled, withdrawable };
}

function complete(
  core: Core,
  sender: Address,
  withdrawal: Withdrawal,
  tokens: readonly Address[],
  receiveAsTokens: boolean,
): void {
  const { staker, strategies, scaledShares } = withdrawal;
  check(tokens.length === strategies.length, "InputArrayLengthMismatch");
  check(sender === withdrawal.withdrawer, "WithdrawerNotCaller");
  const withdrawalRoot = calculateWithdrawalRoot(withdrawal);
  check(core.state.withdrawals.has(withdrawalRoot), "WithdrawalNotQueued");
  const slashableUntil = withdrawal.startBlock + core.state.config.minWithdrawalDelayBlocks;
  check(core.block.number > slashableUntil, "WithdrawalDelayNotElapsed");
  forget(core, staker, withdrawalRoot);
  emit(core, here(core), "SlashingWithdrawalCompleted", { withdrawalRoot });

  strategies.forEach((strategy, i) => {
    const factor = slashingFactorAt(core, withdrawal.delegatedTo, staker, strategy, slashableUntil);
    const shares = mulWadDown(scaledShares[i] as bigint, factor);
    if (shares === 0n) return;
    if (receiveAsTokens) withdrawSharesAsTokens(core, here(core), staker, strategy, tokens[i] as Address, shares);
    else restore(core, staker, strategy, shares);
  });
}

/** Credits shares again, under the operator of today. */
function restore(core: Core, staker: Address, strategy: Address, shares: bigint): void {
  const [prevDepositShares, added] = addShares(core, here(core), staker, strategy, shares);
  const operator = delegatedTo(core, staker);
  const factor = slashingFactor(core, operator, staker, strategy);
  increaseShares(core, operator, staker, strategy, prevDepositShares, added, factor);
}

function forget({ state }: Core, staker: Address, root: Hash): void {
  state.withdrawals = state.withdrawals.delete(root);
  const record = state.stakers.get(staker);
  if (record !== undefined)
    state.stakers = state.stakers.set(staker, { ...record, queued: removed(record.queued, root) });
}
