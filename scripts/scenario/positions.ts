import { Interface } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { AttributionMismatch, type Attribution } from "../attribution/attribution.ts";
import { positionOf, type PositionStory } from "../attribution/position/position.ts";
import { Positions } from "../attribution/position/positions.ts";
import type { NamedAbi } from "../lib/ladder/answers.ts";
import { balanceOf } from "../lib/ladder/balances.ts";
import { CONTRACTS } from "../lib/ladder/contracts.ts";
import type { Entry } from "../lib/ladder/event-log.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { accrualsNow, MARKETS, positionOf as loanOf } from "../lib/ladder/lending.ts";
import { liquidityOf } from "../lib/ladder/trading.ts";
import { queuedOf } from "./ledger.ts";

/** What the position manager says; the interface that tools call it by has no events. */
const MANAGER_EVENTS = new Interface([
  "event IncreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
  "event DecreaseLiquidity(uint256 indexed tokenId, uint128 liquidity, uint256 amount0, uint256 amount1)",
  "event Collect(uint256 indexed tokenId, address recipient, uint256 amount0, uint256 amount1)",
  "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
]);

/** What Morpho says: its compiler leaves the events of a library out of a contract's ABI. */
const MORPHO_EVENTS = new Interface([
  "event CreateMarket(bytes32 indexed id, tuple(address loanToken, address collateralToken, address oracle, address irm, uint256 lltv) marketParams)",
  "event Supply(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)",
  "event Withdraw(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
  "event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
  "event Repay(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)",
  "event SupplyCollateral(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets)",
  "event WithdrawCollateral(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets)",
  "event Liquidate(bytes32 indexed id, address indexed caller, address indexed borrower, uint256 repaidAssets, uint256 repaidShares, uint256 seizedAssets, uint256 badDebtAssets, uint256 badDebtShares)",
  "event AccrueInterest(bytes32 indexed id, uint256 prevBorrowRate, uint256 interest, uint256 feeShares)",
]);

/** ABIs by which the events and errors of what others have built can be read. */
export function marketAbis({ contracts: { pool, weth } }: Ladder): NamedAbi[] {
  return [
    { name: CONTRACTS.weth.abi, abi: new Interface(weth.interface.fragments.filter(({ type }) => type === "error")) },
    { name: CONTRACTS.morpho.abi, abi: MORPHO_EVENTS },
    { name: CONTRACTS.pool.abi, abi: pool.interface },
    { name: CONTRACTS.positionManager.abi, abi: MANAGER_EVENTS },
  ];
}

/** Books of everybody's positions on a ladder, empty still. */
export async function positionsOn({ contracts: { pool }, addresses }: Ladder): Promise<Positions> {
  const { looper, liquidator, pegArbitrageur, swapRouter, positionManager, entrance, instantExit } = addresses;
  return new Positions({
    ...addresses,
    passThrough: [looper, liquidator, pegArbitrageur, swapRouter, positionManager, entrance, instantExit],
    poolSpacing: Number(await pool.tickSpacing()),
    poolFee: await pool.fee(),
  });
}

/** What the chain's own views say that somebody has: LRT wherever it lies, and all of it in wei at the exit rate. */
async function onChain(
  ladder: Ladder,
  positions: Positions,
  owner: HardhatEthersSigner,
  entries: readonly Entry[],
): Promise<{ lrt: bigint; valueWei: bigint }> {
  const { waitingShares, claimableWei } = await queuedOf(ladder, owner.address, entries);
  let lrt = (await balanceOf(ladder, owner.address, "LRT")) + waitingShares;
  let wei = claimableWei;
  for (const name of MARKETS) {
    const { collateral, lentWei, debtWei } = await loanOf(ladder, name, owner.address);
    lrt += collateral;
    wei += lentWei - debtWei;
  }
  const { liquidity } = positions.pool;
  for (const tokenId of liquidity.all) {
    if (liquidity.ownerOf(tokenId) !== owner.address.toLowerCase()) continue;
    const found = await liquidityOf(ladder, owner, tokenId);
    lrt += found.lrt;
    wei += found.wei;
  }
  return { lrt, valueWei: (await ladder.contracts.vault.toAssetsDown(lrt)) + wei };
}

/**
 * Somebody's position now, by events, held to what the chain's views say of it.
 *
 * @param entries every event since the chain began, which the attribution has been fed
 * @throws AttributionMismatch when the two differ by a wei
 */
export async function positionNow(
  { ladder, attribution, positions }: { ladder: Ladder; attribution: Attribution; positions: Positions },
  owner: HardhatEthersSigner,
  entries: readonly Entry[],
): Promise<PositionStory> {
  const now = BigInt((await ladder.ethers.provider.getBlock("latest"))!.timestamp);
  const look = {
    totals: attribution.at(now).totals,
    rate: attribution.rateAt(now),
    accruals: await accrualsNow(ladder),
  };
  const story = positionOf(positions, owner.address, look);
  const { lrt, valueWei } = await onChain(ladder, positions, owner, entries);
  if (lrt !== story.lrt || valueWei !== story.valueWei)
    throw new AttributionMismatch(
      `${owner.address} has ${lrt} wei of LRT and ${valueWei} wei in all for the chain, ${story.lrt} and ${story.valueWei} by its events`,
    );
  return story;
}
