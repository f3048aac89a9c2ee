import { dataSlice, getAddress } from "ethers";
import type { Entry } from "../../lib/ladder/event-log.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import { GWEI } from "../../lib/units.ts";
import type { Accounts, Booked, Side } from "./accounts.ts";

/** What a side has: ETH and what is worth ETH by the books of its token, in wei, and LRT. */
interface Held {
  wei: bigint;
  lrt: bigint;
}

/** All ETH of a chain in one block, by side, and what the books of its tokens say. */
export interface Sheet {
  readonly held: Readonly<Record<Side | Booked, Held>>;
  /** Balances and deposits under way, of all validators. */
  readonly validatorsWei: bigint;
  readonly pooledWei: bigint;
  /** Of it, what holders have, each rounded down. */
  readonly lstHeldWei: bigint;
  readonly wethSupply: bigint;
  readonly recognisedWei: bigint;
  readonly lockedProfitWei: bigint;
  readonly feesOwedWei: bigint;
  readonly claimableWei: bigint;
  readonly queuedShares: bigint;
  /** Slashed, and not yet sent away: in pods for ever, in the LST's strategy until anybody clears it. */
  readonly slashedWei: bigint;
  toAssetsDown(lrt: bigint): Promise<bigint>;
}

const SIDES = [
  ...(["actors", "treasury", "rewards", "services", "markets", "cover", "vault", "nobody", "others"] as const),
  ...(["beaconChain", "stETH", "weth"] as const),
];

/** Reads all of it as it was at the end of a block. @param entries every event up to that block */
export async function sheetAt(
  ladder: Ladder,
  { sides, holders }: Accounts,
  entries: readonly Entry[],
  blockTag: number,
): Promise<Sheet> {
  const { ethers, contracts, addresses } = ladder;
  const { beaconChain, stETH, wstETH, weth, vault, exitQueue, pods, wstEthStrategy } = contracts;
  const at = { blockTag };
  const held = Object.fromEntries(SIDES.map((side) => [side, { wei: 0n, lrt: 0n }])) as Record<Side | Booked, Held>;
  const pooled = (shares: bigint): Promise<bigint> | bigint =>
    shares === 0n ? 0n : stETH.getPooledEthByShares(shares, at);
  let lstHeldWei = 0n;
  await Promise.all(
    [...sides].map(async ([account, side]) => {
      // the sum is read after the wait: others add to it meanwhile
      const ether = await ethers.provider.getBalance(account, blockTag);
      held[side].wei += ether;
      if (!holders.has(account)) return;
      const unwrapped = await pooled(await stETH.sharesOf(account, at));
      const wrapped = await pooled(await wstETH.balanceOf(account, at));
      const wethWei = await weth.balanceOf(account, at);
      const lrt = await vault.balanceOf(account, at);
      lstHeldWei += unwrapped + wrapped;
      held[side].wei += unwrapped + wrapped + wethWei;
      held[side].lrt += lrt;
    }),
  );
  let validatorsWei = 0n;
  for (let index = 0n; index < (await beaconChain.validatorCount(at)); ++index) {
    const { withdrawalCredentials, balanceGwei, pendingDepositsGwei } = await beaconChain.validator(index, at);
    const wei = (balanceGwei + pendingDepositsGwei) * GWEI;
    validatorsWei += wei;
    held[sides.get(getAddress(dataSlice(withdrawalCredentials, 12))) ?? "others"].wei += wei;
  }
  const slashedShares = slashedIn(entries, addresses.wstEthStrategy);
  const slashedLst = slashedShares === 0n ? 0n : await wstEthStrategy.sharesToUnderlyingView(slashedShares, at);
  const totals = await vault.totals(at);
  return {
    held,
    validatorsWei,
    lstHeldWei,
    pooledWei: await stETH.getTotalPooledEther(at),
    wethSupply: await weth.totalSupply(at),
    recognisedWei: totals.recognised,
    lockedProfitWei: totals.lockedProfit,
    feesOwedWei: totals.feesOwed,
    claimableWei: await exitQueue.lockedAssets(at),
    queuedShares: await vault.balanceOf(exitQueue, at),
    slashedWei: (await pods.burnableETHShares(at)) + (await pooled(slashedLst)),
    toAssetsDown: async (lrt) => (lrt === 0n ? 0n : vault.toAssetsDown(lrt, at)),
  };
}

/** Shares of a strategy that were slashed and lie in it still. */
function slashedIn(entries: readonly Entry[], strategy: string): bigint {
  let shares = 0n;
  for (const { name, args } of entries) {
    const sign = SLASHED.get(name);
    if (sign === undefined) continue;
    const value = (arg: string): unknown => args.find((one) => one.name === arg)?.value;
    if (value("strategy") === strategy) shares += sign * (value("shares") as bigint);
  }
  return shares;
}

const SLASHED: ReadonlyMap<string, bigint> = new Map([
  ["BurnOrRedistributableSharesIncreased", 1n],
  ["BurnOrRedistributableSharesDecreased", -1n],
]);
