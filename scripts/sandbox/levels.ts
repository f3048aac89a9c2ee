import type { Stage } from "./stage.ts";

/** What every rung of the ladder holds at one moment; wei of ETH unless the name says otherwise. */
export interface Levels {
  /** Each operator's stake in the core, by the wstETH it stands for: delegated, and queued but still slashable. */
  readonly stakeWei: readonly bigint[];
  /** wstETH in the strategy that belongs to somebody: what was slashed and not burned yet is out. */
  readonly lstWei: bigint;
  /** What the vault has recorded at each operator. */
  readonly vaultAtOperatorWei: readonly bigint[];
  /** Exit rate of the LRT: wei of ETH for 1e18 shares. */
  readonly lrtRateWei: bigint;
  /** Shares in the exit queue, at the exit rate. */
  readonly queuedExitsWei: bigint;
  /** Each holder's shares at the exit rate; alice's queued ones are in `queuedExitsWei`. */
  readonly holdersWei: Readonly<Record<string, bigint>>;
  /** Everything that the vault recognises. */
  readonly vaultWei: bigint;
}

/** Reads all rungs, from the stake up to the holders. */
export async function readLevels({ ladder, operators, holders }: Stage): Promise<Levels> {
  const { delegation, wstETH, stETH, restaker, vault } = ladder.contracts;
  const { wstEthStrategy: strategy, exitQueue } = ladder.addresses;
  const toWei = async (shares: bigint): Promise<bigint> =>
    stETH.getPooledEthByShares(await ladder.contracts.wstEthStrategy.sharesToUnderlyingView(shares));
  const stakeWei: bigint[] = [];
  const vaultAtOperatorWei: bigint[] = [];
  let ownedShares = 0n;
  for (const [slot, operator] of operators.entries()) {
    const shares =
      (await delegation.operatorShares(operator, strategy)) +
      (await delegation.getSlashableSharesInQueue(operator, strategy));
    ownedShares += shares;
    stakeWei.push(await toWei(shares));
    vaultAtOperatorWei.push(await vault.recordOf((await restaker.slotAt(BigInt(slot))).delegator));
  }
  const holdersWei: Record<string, bigint> = {};
  for (const [name, { address }] of Object.entries(holders)) {
    holdersWei[name] = await vault.toAssetsDown(await vault.balanceOf(address));
  }
  const { recognised } = await vault.totals();
  const rate = await wstETH.getStETHByWstETH(10n ** 18n);
  const lst = await ladder.contracts.wstEthStrategy.sharesToUnderlyingView(ownedShares);
  return {
    stakeWei,
    lstWei: (lst * rate) / 10n ** 18n,
    vaultAtOperatorWei,
    lrtRateWei: await vault.rate(),
    queuedExitsWei: await vault.toAssetsDown(await vault.balanceOf(exitQueue)),
    holdersWei,
    vaultWei: recognised,
  };
}
