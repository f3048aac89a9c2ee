import { ZERO_ADDRESS } from "../shared/machine.ts";
import { configuredAt, NO_BUCKET } from "../shared/leaky-bucket.ts";
import { Table } from "../shared/table.ts";
import { RAY } from "./accounting/share-price.ts";
import type { Component, VaultConfig, VaultState } from "./state.ts";

const NEVER = { from: 0n, until: 0n };
/** As much as 24 bits of whole ether hold. */
const NO_CAP = (1n << 24n) - 1n;

/** A vault that was just deployed, with nothing in it and no component. Times are those of its contracts' deployment. */
export function newVault(
  config: VaultConfig,
  cover: { readonly capAssets: bigint; readonly windowSeconds: bigint },
  deployedAt: { readonly vault: bigint; readonly queue: bigint; readonly cover: bigint },
): VaultState {
  const { vault: now } = deployedAt;
  return {
    config,
    books: {
      supply: 0n,
      balances: Table.empty(),
      allowances: Table.empty(),
      recognised: 0n,
      lockedProfit: 0n,
      accruedAt: now,
      dripEnd: now,
      idle: 0n,
      feesOwed: 0n,
      lastFullSync: now,
      syncBefore: 0n,
      lastDeposit: now,
      asOf: now,
      depositCapEther: NO_CAP,
      feeBps: 0n,
      highWaterRay: RAY,
      pausedUntil: 0n,
      containedUntil: 0n,
      deadSince: 0n,
      isDead: false,
      isWoundUp: false,
      isClosedByLoss: false,
      isHeldBack: false,
      isInDoubt: false,
      lossFactorRay: RAY,
      pending: 0n,
      entries: [],
      failingSince: Table.empty(),
      reserves: Table.empty(),
      move: undefined,
    },
    queue: {
      open: 1n,
      filling: 1n,
      lastCloseAt: deployedAt.queue,
      closedShares: 0n,
      batches: Table.empty(),
      tickets: Table.empty(),
      ticketsOf: Table.empty(),
      operators: Table.empty(),
      claimableByOthers: Table.empty(),
    },
    cover: {
      funds: 0n,
      totalDrawn: 0n,
      totalShares: 0n,
      lastLeaveId: 0n,
      drawn: configuredAt(NO_BUCKET, cover.capAssets, cover.windowSeconds, deployedAt.cover),
      shares: Table.empty(),
      leaves: Table.empty(),
      underwrittenFees: 0n,
      totalPremium: 0n,
    },
    controls: {
      feeRecipient: ZERO_ADDRESS,
      closed: NEVER,
      containment: NEVER,
      containedBefore: 0n,
      bucket: NO_BUCKET,
      leastFeeBps: 0n,
      greatestFeeBps: 0n,
      successor: ZERO_ADDRESS,
    },
    guard: {
      services: [],
      heldWad: 0n,
      known: Table.empty(),
      faults: Table.empty(),
      held: { ...NEVER, secondsBefore: 0n },
    },
    world: { components: Table.empty(), announcements: Table.empty(), ether: Table.empty() },
  };
}

/** A component that holds nothing; a reserve has an LST, of which 1e18 are worth so many wei. */
export const newComponent = (asset: string, lst = "", rateWad = 0n): Component => ({
  positions: [{ asset, quantity: 0n, assets: 0n }],
  asOf: 0n,
  inDoubt: false,
  broken: false,
  lst,
  rateWad,
});
