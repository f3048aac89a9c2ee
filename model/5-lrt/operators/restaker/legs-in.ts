import { type Address, emit, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { check } from "../../../shared/revert.ts";
import { min, saturatingSub } from "../../../shared/uint.ts";
import { VALIDATOR_ASSETS } from "./allocation-policy.ts";
import { exitDemand, inWholeShares, maxLossOf, roomOf } from "./allocations.ts";
import { takeNext } from "./deposit-keys.ts";
import { isEligible, isPodEligible, roomUnderCaps } from "./operator-rules.ts";
import { reserveOf, type Restaker } from "./restaker.ts";
import { slotAt } from "./slots.ts";
import { checkKnown, isRetiring, strategyOf } from "./strategy-list.ts";
import { delegatedTo } from "./told-core.ts";
import { idleLstOf, send, toAssetsDown, toLstDown } from "./told-reserves.ts";
import { depositTokens, stake } from "./told-slots.ts";
import { move, sendIdle, surplusIdle } from "./told-vault.ts";

/**
 * Legs into restaking: idle ETH becomes validators of 32 ETH, idle LST goes into its strategy, up to the slot's room and to
 * what caps on services leave, of what exits do not need, and at least a leg at a time.
 */

/** @returns how many validators were staked */
export function restakeEth(m: Restaker, _sender: Address, slot: bigint, maxValidators: bigint): bigint {
  const { restaker, vault, beaconChainEth } = m.state.config;
  const delegator = fitDelegator(m, slot);
  check(isPodEligible(m, delegator), "PodIneligible", delegator);
  const room = roomIn(m, slot, beaconChainEth, VALIDATOR_ASSETS, surplusIdle(m));
  const most = min(maxValidators, room / VALIDATOR_ASSETS);
  let validators = 0n;
  const work = (): void => {
    while (validators < most && stakeNext(m, slot, delegator)) validators++;
    check(validators > 0n, "NoKeys", slot);
  };
  move(m, vault, delegator, work, () => maxLossOf(m, [beaconChainEth]));
  emit(m, restaker, "Restaked", { slot, strategy: beaconChainEth, assets: validators * VALIDATOR_ASSETS });
  return validators;
}

function stakeNext(m: Restaker, slot: bigint, delegator: Address): boolean {
  const key = takeNext(m, slot);
  if (key === undefined) return false;
  sendIdle(m, VALIDATOR_ASSETS);
  stake(m, delegator, key.pubkey);
  emit(m, m.state.config.restaker, "ValidatorStaked", { slot, pubkey: key.pubkey });
  return true;
}

/** @returns what went in, in wei of ETH */
export function restakeLst(m: Restaker, _sender: Address, slot: bigint, lst: Address): bigint {
  const { state } = m;
  const delegator = fitDelegator(m, slot);
  const strategy = strategyOf(m, lst);
  checkKnown(m, strategy);
  check(!isRetiring(m, strategy), "StrategyRetiring", strategy);
  const reserve = reserveOf(m, strategy);
  const idle = idleLstOf(m, reserve);
  const idleAssets = toAssetsDown(m, reserve, idle);
  const available = saturatingSub(idleAssets, exitDemand(m));
  const room = roomIn(m, slot, strategy, state.limits.minLegAssets, available);
  const fitting = room === idleAssets ? idle : min(idle, toLstDown(m, reserve, room));
  const [amount, assets] = inWholeShares(m, strategy, fitting, room);
  const work = (): void => {
    send(m, reserve, delegator, amount);
    depositTokens(m, delegator, strategy, amount);
  };
  move(m, reserve, delegator, work, () => maxLossOf(m, [strategy]));
  emit(m, state.config.restaker, "Restaked", { slot, strategy, assets });
  return assets;
}

/** What may go in of what is available, at least a leg. */
function roomIn(m: Restaker, slot: bigint, strategy: Address, least: bigint, available: bigint): bigint {
  const room = min(roomOf(m, slot), available);
  check(room >= least && room > 0n, "LegTooSmall", room, least);
  const [underCaps, avs] = roomUnderCaps(m, slot, strategy);
  check(underCaps >= least, "AvsCapReached", avs, underCaps);
  return min(room, underCaps);
}

/** A slot takes stake only while it is delegated, and to an operator that is fit (OPS-07). */
function fitDelegator(m: Restaker, slot: bigint): Address {
  const { delegator } = slotAt(m, slot);
  const operator = delegatedTo(m, delegator);
  check(operator !== ZERO_ADDRESS && isEligible(m, operator), "OperatorIneligible", operator);
  return delegator;
}
