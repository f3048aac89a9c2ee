import { GWEI } from "../../1-staking/consensus.ts";
import { pubkeyHashOf } from "../../1-staking/deposits.ts";
import { delegatedTo } from "../../3-restaking/delegation/ledger.ts";
import { getQueuedWithdrawals, getWithdrawableShares, operatorShares } from "../../3-restaking/delegation/views.ts";
import { BEACON_CHAIN_ETH_STRATEGY, isBeaconChainETH } from "../../3-restaking/libraries/constants.ts";
import { beaconChainSlashingFactor } from "../../3-restaking/pods/shares.ts";
import type { Address } from "../../shared/machine.ts";
import { min, saturatingSub, sub } from "../../shared/uint.ts";
import type { Position } from "../state.ts";
import type { Delegator } from "./delegator.ts";
import { listedOf, worthOf } from "./doubtful-parts.ts";
import { exitingNative, podOf } from "./exiting-keys.ts";
import { assetsOf as unprovenOf, known } from "./unproven-keys.ts";

/**
 * What a delegator is worth, as the core says in the moment: by strategy, withdrawable shares and those of queued
 * withdrawals, in the token at the strategy's rate and in ETH at the LST's. Native shares are wei, and validators that are
 * no shares yet count at what is known of them. A pod that has lost everything counts nothing, whatever comes to it.
 */

/** A strategy, with shares of it. */
interface Held {
  readonly strategy: Address;
  readonly shares: bigint;
}

/** In wei of ETH: what stays, what has left, and tokens whose own exits are stopped. */
export interface Flows {
  readonly tokens: bigint;
  readonly native: bigint;
  readonly exiting: bigint;
  readonly stuck: bigint;
}

const listedIn = ({ state }: Delegator): Address[] => state.slotNeighbours.listed.map(({ strategy }) => strategy);

/** All strategies of the restaker, beacon chain ETH first. */
const strategiesIn = (delegator: Delegator): Address[] => [BEACON_CHAIN_ETH_STRATEGY, ...listedIn(delegator)];

/** Withdrawable shares, and deposit shares. */
const sharesOf = (delegator: Delegator, strategies: readonly Address[]) =>
  getWithdrawableShares(delegator, delegator.state.delegator.at, strategies);

const withdrawableOf = (delegator: Delegator, strategy: Address): bigint =>
  sharesOf(delegator, [strategy])[0][0] as bigint;

/** Shares of all its withdrawals in the queue, whoever queued them. */
function queuedOf(delegator: Delegator, strategy: Address): bigint {
  const [withdrawals, shares] = getQueuedWithdrawals(delegator, delegator.state.delegator.at);
  const parts = withdrawals.flatMap(({ strategies }, i) =>
    strategies.map((one, j) => (one === strategy ? (shares[i]?.[j] ?? 0n) : 0n)),
  );
  return parts.reduce((sum, part) => sum + part, 0n);
}

export const value = (delegator: Delegator): bigint => worth(delegator)[0];

/** All of it, how old that is, and whether it may be worth more. */
export function worth(delegator: Delegator): [assets: bigint, asOf: bigint, inDoubt: boolean] {
  const { held, unproven, asOf } = read(delegator);
  const parts = held
    .filter(({ shares }) => shares !== 0n)
    .map(({ strategy, shares }) =>
      isBeaconChainETH(strategy) ? { assets: shares, inDoubt: false } : worthOf(delegator, strategy, shares),
    );
  const assets = parts.reduce((sum, part) => sum + part.assets, unproven);
  return [assets, asOf, parts.some(({ inDoubt }) => inDoubt)];
}

/** The same by strategy. */
export function positions(delegator: Delegator): [list: Position[], asOf: bigint, inDoubt: boolean] {
  const { held, unproven, asOf } = read(delegator);
  let inDoubt = false;
  const list = held.map(({ strategy, shares }): Position => {
    if (isBeaconChainETH(strategy)) return { asset: strategy, quantity: shares + unproven, assets: shares + unproven };
    if (shares === 0n) return { asset: strategy, quantity: 0n, assets: 0n };
    const part = worthOf(delegator, strategy, shares);
    inDoubt ||= part.inDoubt;
    return { asset: strategy, quantity: part.quantity, assets: part.assets };
  });
  return [list, asOf, inDoubt];
}

function read(delegator: Delegator): { readonly held: Held[]; readonly unproven: bigint; readonly asOf: bigint } {
  const { nativeUsed, delegator: places } = delegator.state;
  const counts = nativeUsed && !isFullySlashed(delegator);
  const [unproven, asOf] = counts ? known(delegator, places.at, podOf(delegator)) : [0n, delegator.block.timestamp];
  const strategies = counts ? strategiesIn(delegator) : listedIn(delegator);
  const held = strategies.map((strategy) => ({
    strategy,
    shares: withdrawableOf(delegator, strategy) + queuedOf(delegator, strategy),
  }));
  return { held, unproven, asOf };
}

/** What becomes idle ETH with time alone. */
export function exitingAssets(delegator: Delegator): bigint {
  const tokens = listedIn(delegator)
    .filter((strategy) => isExitable(delegator, strategy))
    .reduce((sum, strategy) => sum + assetsOf(delegator, strategy, queuedOf(delegator, strategy)), 0n);
  return delegator.state.nativeUsed ? tokens + leavingOf(delegator) : tokens;
}

export function flows(delegator: Delegator): Flows {
  const found = { tokens: 0n, native: 0n, exiting: 0n, stuck: 0n };
  for (const strategy of listedIn(delegator)) {
    const tokens = assetsOf(delegator, strategy, withdrawableOf(delegator, strategy));
    found.tokens += tokens;
    if (isExitable(delegator, strategy)) found.exiting += assetsOf(delegator, strategy, queuedOf(delegator, strategy));
    else found.stuck += tokens;
  }
  if (!delegator.state.nativeUsed) return found;
  const leaving = leavingOf(delegator);
  found.native = sub(nativeOf(delegator) + unverifiedAssets(delegator), leaving);
  found.exiting += leaving;
  return found;
}

const nativeOf = (delegator: Delegator): bigint =>
  withdrawableOf(delegator, BEACON_CHAIN_ETH_STRATEGY) + queuedOf(delegator, BEACON_CHAIN_ETH_STRATEGY);

/** ETH that a slash has taken stays in the pod and leaves with no shares. */
const leavingOf = (delegator: Delegator): bigint => min(nativeOf(delegator), leavingNative(delegator));

/** ETH of the pod, of less than a leg only as far as it is queued, and what validators bring that were asked to leave. */
function leavingNative(delegator: Delegator): bigint {
  const inPod = podOf(delegator).withdrawableGwei * GWEI;
  const free = freePodAssets(delegator);
  const isLeg = free >= delegator.state.slotNeighbours.minLegAssets;
  return inPod - (isLeg ? 0n : free) + exitingNative(delegator);
}

/** ETH of the pod that no queued withdrawal takes. */
export const freePodAssets = (delegator: Delegator): bigint =>
  saturatingSub(podOf(delegator).withdrawableGwei * GWEI, queuedOf(delegator, BEACON_CHAIN_ETH_STRATEGY));

const isExitable = (delegator: Delegator, strategy: Address): boolean =>
  listedOf(delegator, strategy)?.isExitable ?? false;

/** Whether it has deposit shares of a strategy, or a withdrawal that names it, worth something or not. */
export function holds(delegator: Delegator, strategy: Address): boolean {
  if (sharesOf(delegator, [strategy])[1][0] !== 0n) return true;
  const [withdrawals] = getQueuedWithdrawals(delegator, delegator.state.delegator.at);
  return withdrawals.some(({ strategies }) => strategies.includes(strategy));
}

/** Whether the core would let it leave: it takes native stake off the operator, who has to have it. */
export const canLeave = (delegator: Delegator): boolean =>
  withdrawableOf(delegator, BEACON_CHAIN_ETH_STRATEGY) <=
  operatorShares(delegator, operator(delegator), BEACON_CHAIN_ETH_STRATEGY);

export const queuedAssets = (delegator: Delegator): bigint =>
  strategiesIn(delegator).reduce(
    (sum, strategy) => sum + assetsOf(delegator, strategy, queuedOf(delegator, strategy)),
    0n,
  );

/** Deposit shares, and what they are worth. */
export function restaked(delegator: Delegator, strategy: Address): [depositShares: bigint, assets: bigint] {
  const [shares, deposits] = sharesOf(delegator, [strategy]);
  return [deposits[0] as bigint, assetsOf(delegator, strategy, shares[0] as bigint)];
}

function assetsOf(delegator: Delegator, strategy: Address, shares: bigint): bigint {
  if (isBeaconChainETH(strategy)) return shares;
  return shares === 0n ? 0n : worthOf(delegator, strategy, shares).assets;
}

/** Nobody has deposited for the key. */
export const isKeyFree = ({ state }: Delegator, pubkey: string): boolean =>
  !state.chain.indexes.has(pubkeyHashOf(pubkey));

export const unverifiedAssets = (delegator: Delegator): bigint =>
  isFullySlashed(delegator) ? 0n : unprovenOf(delegator, delegator.state.delegator.at);

/** OPS-80: a pod that has lost everything gives nothing back for ever. */
const isFullySlashed = (delegator: Delegator): boolean =>
  beaconChainSlashingFactor(delegator, delegator.state.delegator.at) === 0n;

export const operator = (delegator: Delegator): Address => delegatedTo(delegator, delegator.state.delegator.at);
