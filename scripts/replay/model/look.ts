import { balanceOf } from "../../../model/shared/erc20.ts";
import type { Machine } from "../../../model/shared/machine.ts";
import type { Core, CoreState } from "../../../model/3-restaking/core.ts";
import * as allocation from "../../../model/3-restaking/allocation/views.ts";
import { getMaxMagnitude } from "../../../model/3-restaking/allocation/magnitudes.ts";
import { isOperator } from "../../../model/3-restaking/delegation/delegation-manager.ts";
import { delegatedTo, depositScalingFactor } from "../../../model/3-restaking/delegation/ledger.ts";
import * as delegation from "../../../model/3-restaking/delegation/views.ts";
import { isBeaconChainETH } from "../../../model/3-restaking/libraries/constants.ts";
import { setKey } from "../../../model/3-restaking/libraries/operator-set-lib.ts";
import { beaconChainSlashingFactor } from "../../../model/3-restaking/pods/shares.ts";
import { stakerDepositShares } from "../../../model/3-restaking/share-managers.ts";
import * as slashed from "../../../model/3-restaking/strategies/slashed-shares.ts";
import * as strategies from "../../../model/3-restaking/strategies/strategy-base.ts";
import type { Seen } from "../chain/stage.ts";
import { splitSet } from "../format/cast.ts";
import type { ModelStage } from "./stage.ts";

/** What the lens shows of a chain, read from the model. */
export function lookAt(stage: ModelStage, liveRoots: readonly string[], completedRoots: readonly string[]): Seen {
  const core: Machine<CoreState> = { state: stage.state(), block: stage.block(), events: [] };
  const { account, strategies: named } = stage.addresses;
  const stakers = stage.cast.stakers.map(account);
  const people = stage.cast.people.map(account);
  const watched = stage.cast.strategies.map((name) => named.get(name)?.strategy as string);
  const sets = stage.cast.sets.map((set) => ({ avs: account(splitSet(set).avs), id: splitSet(set).id }));
  const operators = people.map((person) => (isOperator(core, person) ? person : undefined));
  const queued = liveRoots.map((root) => ({ root, seen: delegation.getQueuedWithdrawal(core, root) }));

  const seen = {
    blockNumber: core.block.number,
    delegatedTo: stakers.map((staker) => delegatedTo(core, staker)),
    positions: stakers.flatMap((staker) => watched.map((strategy) => position(core, staker, strategy))),
    isOperator: operators.map((operator) => operator !== undefined),
    memberships: operators.flatMap((operator) =>
      sets.map((set) => ({
        registered: operator !== undefined && allocation.isMemberOfOperatorSet(core, operator, set),
        slashable: operator !== undefined && allocation.isOperatorSlashable(core, operator, set),
      })),
    ),
    operatorPositions: operators.flatMap((operator) =>
      watched.map((strategy) => (operator === undefined ? undefined : operatorPosition(core, operator, strategy))),
    ),
    allocations: operators.flatMap((operator) =>
      watched.flatMap((strategy) =>
        sets.map((set) =>
          operator === undefined ? undefined : allocation.getAllocation(core, operator, set, strategy),
        ),
      ),
    ),
    strategies: watched.map((strategy) => totals(core, strategy, stage)),
    setExists: sets.map((set) => core.state.sets.has(setKey(set))),
    setHolds: sets.flatMap((set) =>
      watched.map((strategy) => core.state.sets.get(setKey(set))?.strategies.includes(strategy) ?? false),
    ),
    withdrawals: queued.map(({ root, seen: [{ strategies: of, scaledShares: _, ...withdrawal }, current] }) => ({
      ...withdrawal,
      pending: delegation.pendingWithdrawals(core, root),
      strategyCount: BigInt(of.length),
      currentShareCount: BigInt(current.length),
    })),
    queuedShares: queued.flatMap(({ seen: [{ strategies: of, scaledShares }] }) =>
      of.map((strategy, i) => ({ strategy, scaledShares: scaledShares[i] })),
    ),
    currentShares: queued.flatMap(({ seen: [, current] }) => current),
    completedPending: completedRoots.map((root) => delegation.pendingWithdrawals(core, root)),
    slashedShares: slashed.getPendingOperatorSets(core).flatMap((set) =>
      slashed.getPendingSlashIds(core, set).flatMap((slashId) => {
        const [of, shares] = slashed.getBurnOrRedistributableShares(core, set, slashId);
        return of.map((strategy, i) => ({
          avs: set.avs,
          operatorSetId: set.id,
          slashId,
          strategy,
          shares: shares[i],
        }));
      }),
    ),
  };
  return seen as unknown as Seen;
}

function position(core: Core, staker: string, strategy: string) {
  const [withdrawable] = delegation.getWithdrawableShares(core, staker, [strategy]);
  const shares = {
    depositShares: stakerDepositShares(core, staker, strategy),
    withdrawableShares: withdrawable[0],
    depositScalingFactor: depositScalingFactor(core, staker, strategy),
  };
  if (isBeaconChainETH(strategy))
    return {
      ...shares,
      beaconChainSlashingFactor: beaconChainSlashingFactor(core, staker),
      podBalance: core.state.podFunds.get(staker) ?? 0n,
    };
  return {
    ...shares,
    tokenBalance: balanceOf(core, strategies.underlyingToken(core, strategy), staker),
    userUnderlying: strategies.userUnderlyingView(core, strategy, staker),
  };
}

const operatorPosition = (core: Core, operator: string, strategy: string) => ({
  operatorShares: delegation.operatorShares(core, operator, strategy),
  slashableSharesInQueue: delegation.getSlashableSharesInQueue(core, operator, strategy),
  maxMagnitude: getMaxMagnitude(core, operator, strategy),
  encumberedMagnitude: allocation.getEncumberedMagnitude(core, operator, strategy),
  allocatableMagnitude: allocation.getAllocatableMagnitude(core, operator, strategy),
});

function totals(core: Core, strategy: string, { burnAddress, redistributionRecipient }: ModelStage) {
  if (isBeaconChainETH(strategy)) return { burnableETHShares: core.state.burnableETHShares };
  const token = strategies.underlyingToken(core, strategy);
  return {
    totalShares: strategies.totalShares(core, strategy),
    tokenBalance: balanceOf(core, token, strategy),
    sharesToUnderlying1e18: strategies.sharesToUnderlyingView(core, strategy, 10n ** 18n),
    burnAddressBalance: balanceOf(core, token, burnAddress),
    redistributionRecipientBalance: balanceOf(core, token, redistributionRecipient),
  };
}
