import { viewOf } from "../../../model/1-staking/validators.ts";
import { onRungOne } from "../../../model/1-staking/within.ts";
import { depositScalingFactor } from "../../../model/3-restaking/delegation/ledger.ts";
import {
  getQueuedWithdrawals,
  getWithdrawableShares,
  operatorShares,
} from "../../../model/3-restaking/delegation/views.ts";
import { infoOf, rootBefore } from "../../../model/3-restaking/pods/beacon-state.ts";
import { beaconChainSlashingFactor, podShares } from "../../../model/3-restaking/pods/shares.ts";
import { claimerFor } from "../../../model/3-restaking/rewards/settings.ts";
import { totalShares } from "../../../model/3-restaking/strategies/strategy-base.ts";
import type { Delegator } from "../../../model/5-lrt/operators/delegator.ts";
import * as reads from "../../../model/5-lrt/operators/delegator-reads.ts";
import * as views from "../../../model/5-lrt/operators/delegator-views.ts";
import * as parts from "../../../model/5-lrt/operators/doubtful-parts.ts";
import { LIVE_KEYS, MAX_EXITING, podOf } from "../../../model/5-lrt/operators/exiting-keys.ts";
import * as keys from "../../../model/5-lrt/operators/unproven-keys.ts";
import { balanceOf } from "../../../model/shared/erc20.ts";
import { ZERO_HASH } from "../../../model/shared/machine.ts";
import { Revert } from "../../../model/shared/revert.ts";
import { seenIn, type Sight } from "../shared/seen.ts";
import type { Placed, Seen } from "../shared/side-by-side.ts";
import { NATIVE } from "./draw.ts";
import { KEYS } from "./sent.ts";
import type { Cast } from "./stand.ts";

/** Everything of a delegator, its pod, its keys and what it has in the core that can be seen. */
export function look(delegator: Delegator, cast: Cast, deployed: Readonly<Record<string, Placed>>): Seen {
  const { at, vault, restaker } = delegator.state.delegator;
  // before it has its pod, most of it has nothing to be asked
  if (!delegator.state.pods.has(at)) return seenIn(delegator, [], [at, vault], deployed);
  const sights = [
    ...ofDelegator(delegator, cast),
    ...ofPod(delegator),
    ...ofKeys(delegator, cast),
    ...ofCore(delegator, cast),
    ...ofRungOne(delegator),
  ];
  return seenIn(delegator, sights, [at, podOf(delegator).at, vault, restaker, cast.refunded], deployed);
}

/** What a view says, or the revert that it stops with. */
function saidBy(view: () => unknown): unknown {
  try {
    return view();
  } catch (revert) {
    if (revert instanceof Revert) return revert;
    throw revert;
  }
}

function ofDelegator(delegator: Delegator, { strategies }: Cast): Sight<string>[] {
  const { state } = delegator;
  const { at } = state.delegator;
  const all = [...strategies, NATIVE];
  const own: readonly (readonly [view: string, args: readonly unknown[], model: () => unknown])[] = [
    ["value", [], () => views.value(delegator)],
    ["worth", [], () => views.worth(delegator)],
    ["positions", [], () => views.positions(delegator)],
    ["exitingAssets", [], () => views.exitingAssets(delegator)],
    ["flows", [], () => flowsOf(delegator)],
    ["queuedAssets", [], () => views.queuedAssets(delegator)],
    ["canLeave", [], () => views.canLeave(delegator)],
    ["operator", [], () => views.operator(delegator)],
    ["pod", [], () => podOf(delegator).at],
    ["unverifiedAssets", [], () => views.unverifiedAssets(delegator)],
    ["freePodAssets", [], () => views.freePodAssets(delegator)],
    ["exitingKeys", [], () => state.exiting],
    ["MAX_EXITING", [], () => MAX_EXITING],
    ["LIVE_KEYS", [], () => LIVE_KEYS],
    ...KEYS.slice(0, 6).map((key) => ["isKeyFree", [key], () => views.isKeyFree(delegator, key)] as const),
    ...all.flatMap((one) => [
      ["holds", [one], () => views.holds(delegator, one)] as const,
      ["restaked", [one], () => views.restaked(delegator, one)] as const,
      ["partFailingSince", [one], () => parts.partFailingSince(delegator, one)] as const,
      ["isInDoubt", [one], () => parts.isInDoubt(delegator, one)] as const,
    ]),
  ];
  return [
    ...own.map(([view, args, model]): Sight<string> => ["delegator", view, args, saidBy(model)]),
    ["restaker", "flowsOf", [at], reads.flowsIn(delegator)],
    ["restaker", "exitingOf", [at], reads.exitingIn(delegator)],
    ["restaker", "valueOf", [at], reads.valueIn(delegator)],
  ];
}

const flowsOf = (delegator: Delegator): readonly bigint[] => {
  const { tokens, native, exiting, stuck } = views.flows(delegator);
  return [tokens, native, exiting, stuck];
};

function ofPod(delegator: Delegator): Sight<string>[] {
  const pod = podOf(delegator);
  const { timestamp, proofsRemaining, podBalanceGwei, balanceDeltasGwei, prevBeaconBalanceGwei } = pod.checkpoint;
  const root = timestamp === 0n ? ZERO_HASH : rootBefore(timestamp);
  const hashes = delegator.state.chain.validators.map(({ pubkeyHash }) => pubkeyHash);
  return [
    ["pod", "withdrawableRestakedExecutionLayerGwei", [], pod.withdrawableGwei],
    ["pod", "lastCheckpointTimestamp", [], pod.lastCheckpoint],
    ["pod", "currentCheckpointTimestamp", [], pod.currentCheckpoint],
    ["pod", "activeValidatorCount", [], pod.activeValidators],
    ["pod", "currentCheckpoint", [], [root, proofsRemaining, podBalanceGwei, balanceDeltasGwei, prevBeaconBalanceGwei]],
    ["pod", "checkpointBalanceExitedGwei", [pod.lastCheckpoint], pod.exitedGwei.get(String(pod.lastCheckpoint)) ?? 0n],
    ...hashes.map((hash): Sight<string> => {
      const { index, restakedGwei, checkpointedAt, status } = infoOf(pod, hash);
      return ["pod", "validatorPubkeyHashToInfo", [hash], [index, restakedGwei, checkpointedAt, status]];
    }),
  ];
}

function ofKeys(delegator: Delegator, { people }: Cast): Sight<string>[] {
  const { at } = delegator.state.delegator;
  const pod = podOf(delegator);
  return [
    ["unprovenKeys", "known", [at, pod.at], saidBy(() => keys.known(delegator, at, pod))],
    ...[at, ...people].flatMap((owner): Sight<string>[] => [
      ["unprovenKeys", "assetsOf", [owner], keys.assetsOf(delegator, owner)],
      ["unprovenKeys", "keysOf", [owner], keys.keysOf(delegator, owner)],
    ]),
  ];
}

function ofCore(delegator: Delegator, { core, operators, strategies, tokens, people }: Cast): Sight<string>[] {
  const { at } = delegator.state.delegator;
  const all = [...strategies, NATIVE];
  const holders = [at, ...strategies, ...people];
  return [
    [core.DelegationManager, "getWithdrawableShares", [at, all], getWithdrawableShares(delegator, at, all)],
    [core.DelegationManager, "getQueuedWithdrawals", [at], getQueuedWithdrawals(delegator, at)],
    [core.EigenPodManager, "podOwnerDepositShares", [at], podShares(delegator, at)],
    [core.EigenPodManager, "beaconChainSlashingFactor", [at], beaconChainSlashingFactor(delegator, at)],
    [core.RewardsCoordinator, "claimerFor", [at], claimerFor(delegator, at)],
    ...all.flatMap((one): Sight<string>[] => [
      [core.DelegationManager, "depositScalingFactor", [at, one], depositScalingFactor(delegator, at, one)],
      ...operators.map((operator): Sight<string> => [
        ...([
          core.DelegationManager,
          "operatorShares",
          [operator, one],
          operatorShares(delegator, operator, one),
        ] as const),
      ]),
    ]),
    ...strategies.map((one): Sight<string> => [one, "totalShares", [], totalShares(delegator, one)]),
    ...tokens.flatMap((token) =>
      holders.map((one): Sight<string> => [token, "balanceOf", [one], balanceOf(delegator, token, one)]),
    ),
  ];
}

const ofRungOne = (delegator: Delegator): Sight<string>[] =>
  onRungOne(delegator, (chain) => [
    ["rungOne", "issuanceReserveWei", [], chain.state.issuanceReserveWei],
    ...chain.state.validators.map((_, index): Sight<string> => ["rungOne", "validator", [index], viewOf(chain, index)]),
  ]);
