import { getMaxMagnitude } from "../../3-restaking/allocation/magnitudes.ts";
import { getAllocationDelay, getPendingAllocationDelay } from "../../3-restaking/allocation/registrations.ts";
import { getStrategyAllocations } from "../../3-restaking/allocation/views.ts";
import { getDepositedShares } from "../../3-restaking/delegation/delegation-manager.ts";
import { delegatedTo } from "../../3-restaking/delegation/ledger.ts";
import { getQueuedWithdrawals, getWithdrawableShares } from "../../3-restaking/delegation/views.ts";
import { type Address, ZERO_ADDRESS } from "../../shared/machine.ts";
import { min, mulDivUp } from "../../shared/uint.ts";
import type { Avs } from "../state.ts";

/**
 * The most that a staker can lose to a service within a number of blocks. Of a maximum magnitude M the service reaches R: all
 * of it where the operator can allocate anew in time, what is allocated and what is added in time otherwise. Shares w that
 * are held, or queued and slashable, lose ⌈w·R/M⌉ + 1 at most, and never more than w.
 */

const ROUNDING_WEI = 1n;

/** About which services, until when, and how short a coming delay may become that nobody has told of. */
export interface Question {
  readonly avss: readonly Address[];
  readonly horizonBlocks: bigint;
  readonly delayFloorBlocks: bigint;
}

/** Shares of a strategy under an operator. */
interface Part {
  readonly operator: Address;
  readonly strategy: Address;
  readonly shares: bigint;
}

/** @returns strategies, and for each service a row of what can be lost of each */
export function maximumLosses(
  avs: Avs,
  staker: Address,
  question: Question,
): [readonly Address[], readonly (readonly bigint[])[]] {
  const [held] = getDepositedShares(avs, staker);
  return tally(avs, question, [...heldBy(avs, staker, held), ...queuedBy(avs, staker)]);
}

/** The same of what the staker holds of these strategies, and not of what it has queued: the rows alone. */
export const heldLosses = (
  avs: Avs,
  staker: Address,
  strategies: readonly Address[],
  question: Question,
): readonly (readonly bigint[])[] => tally(avs, question, heldBy(avs, staker, strategies))[1];

/** @returns how much of the operator's maximum the service can slash within the horizon, and the maximum */
export function reachOf(
  avs: Avs,
  operator: Address,
  service: Address,
  strategy: Address,
  { horizonBlocks, delayFloorBlocks }: Omit<Question, "avss">,
): [bigint, bigint] {
  const maximum = getMaxMagnitude(avs, operator, strategy);
  if (canAllocateWithin(avs, operator, horizonBlocks, delayFloorBlocks)) return [maximum, maximum];
  const [sets, allocations] = getStrategyAllocations(avs, operator, strategy);
  const last = avs.block.number + horizonBlocks;
  const reach = allocations
    .filter((_, nth) => sets[nth]?.avs === service)
    .reduce((sum, { currentMagnitude, pendingDiff, effectBlock }) => {
      const isAdded = pendingDiff > 0n && effectBlock <= last;
      return sum + currentMagnitude + (isAdded ? pendingDiff : 0n);
    }, 0n);
  return [reach, maximum];
}

/** The shorter of the delay in force and the one that is to come. @returns whether there is one, and which */
export function shortestDelay(avs: Avs, operator: Address): [boolean, bigint] {
  const [isSet, delay] = getAllocationDelay(avs, operator);
  const [coming, effectBlock] = pendingOf(avs, operator);
  return [isSet, effectBlock !== 0n && coming < delay ? coming : delay];
}

/** The delay that is to come, and the block from which it holds; zeros when none is. The core tells of it. */
export function pendingOf(avs: Avs, operator: Address): [bigint, bigint] {
  const [delay, effectBlock] = getPendingAllocationDelay(avs, operator);
  return avs.block.number >= effectBlock ? [0n, 0n] : [delay, effectBlock];
}

/** Beyond the core's configuration delay, a delay that is set now holds by then. */
function canAllocateWithin(avs: Avs, operator: Address, horizonBlocks: bigint, delayFloorBlocks: bigint): boolean {
  if (avs.state.config.allocationConfigurationDelayBlocks < horizonBlocks) return true;
  const [, delay] = getAllocationDelay(avs, operator);
  if (min(delay, delayFloorBlocks) <= horizonBlocks) return true;
  const [coming, effectBlock] = pendingOf(avs, operator);
  return effectBlock !== 0n && effectBlock - avs.block.number + coming <= horizonBlocks;
}

function heldBy(avs: Avs, staker: Address, strategies: readonly Address[]): Part[] {
  const operator = delegatedTo(avs, staker);
  const [shares] = getWithdrawableShares(avs, staker, strategies);
  return strategies.map((strategy, nth) => ({ operator, strategy, shares: shares[nth] as bigint }));
}

/** What is queued is slashable through the last block of its delay. */
function queuedBy(avs: Avs, staker: Address): Part[] {
  const [withdrawals, shares] = getQueuedWithdrawals(avs, staker);
  const { minWithdrawalDelayBlocks } = avs.state.config;
  return withdrawals.flatMap(({ delegatedTo: operator, startBlock, strategies }, place) => {
    if (avs.block.number > startBlock + minWithdrawalDelayBlocks) return [];
    return strategies.map((strategy, nth) => ({ operator, strategy, shares: shares[place]?.[nth] as bigint }));
  });
}

/** Strategies in the order in which they come up first. */
function tally(
  avs: Avs,
  { avss, ...within }: Question,
  parts: readonly Part[],
): [readonly Address[], readonly (readonly bigint[])[]] {
  const strategies = [...new Set(parts.map(({ strategy }) => strategy))];
  const lossOf = (service: Address, { operator, strategy, shares }: Part): bigint => {
    if (operator === ZERO_ADDRESS || shares === 0n) return 0n;
    const [reach, maximum] = reachOf(avs, operator, service, strategy, within);
    return reach === 0n ? 0n : min(shares, mulDivUp(shares, reach, maximum) + ROUNDING_WEI);
  };
  const rows = avss.map((service) =>
    strategies.map((strategy) =>
      parts.filter((part) => part.strategy === strategy).reduce((sum, part) => sum + lossOf(service, part), 0n),
    ),
  );
  return [strategies, rows];
}
