import { type Address, emit, keyOf, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { removed } from "../../../shared/placed-list.ts";
import { check } from "../../../shared/revert.ts";
import { min, mul, div, sub } from "../../../shared/uint.ts";
import type { ToldCore, ToldOperator, Withdrawal } from "./neighbours.ts";
import type { Restaker } from "./restaker.ts";

/**
 * The core as a restaker meets it: operators are as they were told, shares of slots are held, queued and given back, and a
 * withdrawal's root is its number. A slash is being told what is left.
 */

export const coreOf = ({ state }: Restaker): ToldCore => state.neighbours.core;

export function tellCore({ state }: Restaker, told: Partial<ToldCore>): void {
  state.neighbours = { ...state.neighbours, core: { ...state.neighbours.core, ...told } };
}

// --- operators ------------------------------------------------------------------------------------------------------

const WAD = 10n ** 18n;
const NOBODY: ToldOperator = { isOperator: false, hasDelay: false, setsBroken: false, delayBlocks: 0n, sets: 0n };

export const operatorOf = (m: Restaker, operator: Address): ToldOperator => coreOf(m).operators.get(operator) ?? NOBODY;

export const magnitudeOf = (m: Restaker, operator: Address, strategy: Address): bigint =>
  coreOf(m).magnitudes.get(keyOf(operator, strategy)) ?? 0n;

/** How much of an operator's magnitude a service reaches. */
export const reachOf = (m: Restaker, operator: Address, avs: Address, strategy: Address): bigint =>
  min(coreOf(m).reaches.get(keyOf(operator, avs)) ?? 0n, magnitudeOf(m, operator, strategy));

export const delegatedTo = (m: Restaker, staker: Address): Address => coreOf(m).delegatedTo.get(staker) ?? ZERO_ADDRESS;

export const operatorSharesOf = (m: Restaker, operator: Address): bigint =>
  coreOf(m).operatorShares.get(operator) ?? 0n;

/** What penalties have left of a pod. */
export const podFactorOf = (m: Restaker, staker: Address): bigint => WAD - (coreOf(m).penalties.get(staker) ?? 0n);

// --- shares -----------------------------------------------------------------------------------------------------------

export const depositsOf = (m: Restaker, staker: Address, strategy: Address): bigint =>
  coreOf(m).deposits.get(keyOf(staker, strategy)) ?? 0n;

/** What of them can be withdrawn: slashes count. */
export const sharesOf = (m: Restaker, staker: Address, strategy: Address): bigint =>
  coreOf(m).shares.get(keyOf(staker, strategy)) ?? 0n;

export const rootsOf = (m: Restaker, staker: Address): readonly string[] => coreOf(m).roots.get(staker) ?? [];

export const withdrawalOf = (m: Restaker, root: string): Withdrawal | undefined => coreOf(m).withdrawals.get(root);

export const queuedShares = (m: Restaker, root: string): readonly bigint[] => coreOf(m).queued.get(root) ?? [];

export const rootOf = (nonce: bigint): string => `0x${nonce.toString(16).padStart(64, "0")}`;

export function deposit(m: Restaker, staker: Address, strategy: Address, amount: bigint): void {
  const { deposits, shares } = coreOf(m);
  const key = keyOf(staker, strategy);
  tellCore(m, {
    deposits: deposits.set(key, depositsOf(m, staker, strategy) + amount),
    shares: shares.set(key, sharesOf(m, staker, strategy) + amount),
  });
}

export function delegateTo(
  m: Restaker,
  staker: Address,
  operator: Address,
  signature: string,
  expiry: bigint,
  salt: string,
): void {
  tellCore(m, { delegatedTo: coreOf(m).delegatedTo.set(staker, operator) });
  emit(m, m.state.config.core, "Delegated", { staker, operator, signature, expiry, salt });
}

/** Everything is queued, a withdrawal for each strategy, and the operator left. */
export function leave(m: Restaker, staker: Address, strategies: readonly Address[]): void {
  const { core: at, beaconChainEth } = m.state.config;
  const operator = delegatedTo(m, staker);
  check(operator !== ZERO_ADDRESS, "NotDelegated");
  const left = sub(operatorSharesOf(m, operator), sharesOf(m, staker, beaconChainEth));
  const { operatorShares, delegatedTo: all } = coreOf(m);
  tellCore(m, { operatorShares: operatorShares.set(operator, left), delegatedTo: all.delete(staker) });
  emit(m, at, "Left", { staker, operator });
  for (const strategy of strategies) {
    const deposits = depositsOf(m, staker, strategy);
    if (deposits > 0n) queue(m, staker, operator, [strategy], [deposits]);
  }
}

/** @returns the withdrawal's root */
export function queue(
  m: Restaker,
  staker: Address,
  delegated: Address,
  strategies: readonly Address[],
  depositShares: readonly bigint[],
): string {
  const nonce = coreOf(m).count + 1n;
  const root = rootOf(nonce);
  const shares = strategies.map((strategy, nth) => takeOut(m, staker, strategy, depositShares[nth] as bigint));
  const withdrawal: Withdrawal = {
    ...{ staker, delegatedTo: delegated, withdrawer: staker, nonce, startBlock: m.block.number },
    ...{ strategies, scaledShares: depositShares },
  };
  const { withdrawals, queued, roots } = coreOf(m);
  tellCore(m, {
    count: nonce,
    withdrawals: withdrawals.set(root, withdrawal),
    queued: queued.set(root, shares),
    roots: roots.set(staker, [...rootsOf(m, staker), root]),
  });
  emit(m, m.state.config.core, "Queued", { root, shares });
  return root;
}

/** @returns the shares that go, by their part of the deposits */
function takeOut(m: Restaker, staker: Address, strategy: Address, depositShares: bigint): bigint {
  const key = keyOf(staker, strategy);
  const [deposits, shares] = [depositsOf(m, staker, strategy), sharesOf(m, staker, strategy)];
  const out = depositShares === 0n ? 0n : div(mul(shares, depositShares), deposits);
  const [left, remaining] = [sub(deposits, depositShares), sub(shares, out)];
  const { deposits: allDeposits, shares: allShares } = coreOf(m);
  tellCore(m, { deposits: allDeposits.set(key, left), shares: allShares.set(key, remaining) });
  return out;
}

/** @returns the shares that a withdrawal pays, which as shares are held again */
export function complete(m: Restaker, staker: Address, nonce: bigint, asTokens: boolean): readonly bigint[] {
  const root = rootOf(nonce);
  const { minWithdrawalDelayBlocks, refusesShares } = coreOf(m);
  const known = withdrawalOf(m, root);
  check(known !== undefined, "WithdrawalNotQueued");
  check(known.staker === staker, "WithdrawerNotCaller");
  check(m.block.number > known.startBlock + minWithdrawalDelayBlocks, "WithdrawalDelayNotElapsed");
  check(asTokens || !refusesShares, "SharesRefused");
  const shares = queuedShares(m, root);
  if (!asTokens) for (const [nth, amount] of shares.entries()) deposit(m, staker, known.strategies[nth]!, amount);
  const { withdrawals, queued, roots } = coreOf(m);
  tellCore(m, {
    withdrawals: withdrawals.delete(root),
    queued: queued.delete(root),
    roots: roots.set(staker, removed(rootsOf(m, staker), root)),
  });
  emit(m, m.state.config.core, "Completed", { root, asTokens });
  return shares;
}
