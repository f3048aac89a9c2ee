import { getMembers, getMinimumSlashableStake, isMemberOfOperatorSet } from "../3-restaking/allocation/views.ts";
import { WAD } from "../3-restaking/libraries/constants.ts";
import { toKey } from "../3-restaking/libraries/operator-set-lib.ts";
import { type Address, keyOf } from "../shared/machine.ts";
import { type Avs, type SetRules, termsOf } from "./state.ts";

/**
 * The stake of an operator behind a set: ⌊Σ slashable × multiplier / 1e18⌋ over the set's strategies, without what is
 * being deallocated within a number of blocks.
 */

const NO_RULES: SetRules = { minimumStake: 0n, maximumOperators: 0n, lookaheadBlocks: 0n, allowlisted: false };

export const rulesOf = ({ state }: Avs, service: Address, id: bigint): SetRules =>
  state.rules.get(toKey(service, id)) ?? NO_RULES;

export function weightedShares(
  avs: Avs,
  service: Address,
  id: bigint,
  operators: readonly Address[],
  aheadBlocks: bigint,
): readonly bigint[] {
  const weights = avs.state.weights.get(toKey(service, id)) ?? [];
  const strategies = weights.map(({ strategy }) => strategy);
  const until = avs.block.number + aheadBlocks;
  return getMinimumSlashableStake(avs, { avs: service, id }, operators, strategies, until).map(
    (row) => row.reduce((sum, shares, nth) => sum + shares * (weights[nth]?.multiplier ?? 0n), 0n) / WAD,
  );
}

/** @returns members of a set, the stake of each, and of all */
export function stakesAhead(
  avs: Avs,
  service: Address,
  id: bigint,
  aheadBlocks: bigint,
): [readonly Address[], readonly bigint[], bigint] {
  const members = getMembers(avs, { avs: service, id });
  const stakes = weightedShares(avs, service, id, members, aheadBlocks);
  return [members, stakes, stakes.reduce((sum, one) => sum + one, 0n)];
}

export const stakeOf = (avs: Avs, service: Address, id: bigint, operator: Address): bigint =>
  weightedShares(avs, service, id, [operator], rulesOf(avs, service, id).lookaheadBlocks)[0] as bigint;

export const stakes = (avs: Avs, service: Address, id: bigint) =>
  stakesAhead(avs, service, id, rulesOf(avs, service, id).lookaheadBlocks);

/** What signers weigh, each and together, beside the whole set. */
export interface Weighed {
  readonly weights: readonly bigint[];
  readonly signedStake: bigint;
  readonly totalStake: bigint;
}

export function weigh(
  avs: Avs,
  service: Address,
  id: bigint,
  signers: readonly Address[],
  aheadBlocks: bigint,
): Weighed {
  const [members, each, totalStake] = stakesAhead(avs, service, id, aheadBlocks);
  const weights = signers.map((signer) => each[members.indexOf(signer)] ?? 0n);
  return { weights, signedStake: weights.reduce((sum, one) => sum + one, 0n), totalStake };
}

/** The last block in which the core lets the set slash the operator: of a member, as if it left now. */
export function slashableThroughBlock(avs: Avs, service: Address, id: bigint, operator: Address): bigint {
  const { slashWindowBlocks } = termsOf(avs, service);
  if (isMemberOfOperatorSet(avs, operator, { avs: service, id })) return avs.block.number + slashWindowBlocks;
  const leftAt = avs.state.leftAt.get(keyOf(toKey(service, id), operator));
  return leftAt === undefined ? 0n : leftAt + slashWindowBlocks;
}
