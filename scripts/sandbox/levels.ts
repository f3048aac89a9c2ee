import { provenEther } from "../lib/ladder/pods.ts";
import type { Stage } from "./stage.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../lib/units.ts";

/** What every rung of the ladder holds at one moment; wei of ETH unless the name says otherwise. */
export interface Levels {
  /** Each operator's stake in the core, by the wstETH and ETH it stands for: delegated, and queued but still slashable. */
  readonly stakeWei: readonly bigint[];
  /** wstETH in the strategy that belongs to somebody: what was slashed and not burned yet is out. */
  readonly lstWei: bigint;
  /** Of that, with each operator, validators' ETH. */
  readonly nativeWei: readonly bigint[];
  /** With each operator, all ETH that has been proven of the vault's pod: what slashes at services took of it is there still. */
  readonly podWei: readonly bigint[];
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
  /** What it has gained and not yet let into its rate: a loss takes that first. */
  readonly lockedProfitWei: bigint;
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
  const nativeWei: bigint[] = [];
  const podWei: bigint[] = [];
  const sharesOf = async (operator: string, of: string): Promise<bigint> =>
    (await delegation.operatorShares(operator, of)) + (await delegation.getSlashableSharesInQueue(operator, of));
  for (const [slot, { address: operator }] of operators.entries()) {
    const shares = await sharesOf(operator, strategy);
    const native = await sharesOf(operator, BEACON_CHAIN_ETH_STRATEGY);
    ownedShares += shares;
    nativeWei.push(native);
    podWei.push(await provenEther(ladder, BigInt(slot)));
    stakeWei.push((await toWei(shares)) + native);
    vaultAtOperatorWei.push(await vault.recordOf((await restaker.slotAt(BigInt(slot))).delegator));
  }
  const holdersWei: Record<string, bigint> = {};
  for (const [name, { address }] of Object.entries(holders)) {
    holdersWei[name] = await vault.toAssetsDown(await vault.balanceOf(address));
  }
  const { recognised, lockedProfit } = await vault.totals();
  const rate = await wstETH.getStETHByWstETH(10n ** 18n);
  const lst = await ladder.contracts.wstEthStrategy.sharesToUnderlyingView(ownedShares);
  return {
    stakeWei,
    lstWei: (lst * rate) / 10n ** 18n,
    nativeWei,
    podWei,
    vaultAtOperatorWei,
    lrtRateWei: await vault.rate(),
    queuedExitsWei: await vault.toAssetsDown(await vault.balanceOf(exitQueue)),
    holdersWei,
    vaultWei: recognised,
    lockedProfitWei: lockedProfit,
  };
}
