import type { Signer } from "ethers";
import { LLTVS } from "../../../deploy/lib/lltvs.ts";
import { WAD } from "../units.ts";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";
import { unwrapAll, wrapFor } from "./weth.ts";

/** The markets that lend WETH against the LRT, by what they read of its price. */
export const MARKETS = ["backing", "twap", "lower", "bounded"] as const;
export type MarketName = (typeof MARKETS)[number];

const ORACLE_OF = {
  backing: "rateOracle",
  twap: "twapOracle",
  lower: "lowerOracle",
  bounded: "boundedOracle",
} as const satisfies Record<MarketName, string>;

/** Scale of an oracle's answer. */
const ORACLE_SCALE = 10n ** 36n;
/** What Morpho adds to each total before it divides. */
const VIRTUAL_ASSETS = 1n;
const VIRTUAL_SHARES = 10n ** 6n;

/** A market as Morpho wants it named. */
export interface MarketParams {
  readonly loanToken: string;
  readonly collateralToken: string;
  readonly oracle: string;
  readonly irm: string;
  readonly lltv: bigint;
}

/** The market that a deployment brings for an oracle. */
export function marketOf({ addresses }: Ladder, name: MarketName): MarketParams {
  const { weth: loanToken, vault: collateralToken, rateModel: irm } = addresses;
  return { loanToken, collateralToken, oracle: addresses[ORACLE_OF[name]], irm, lltv: LLTVS[0] };
}

function idOf({ ethers }: Ladder, { loanToken, collateralToken, oracle, irm, lltv }: MarketParams): string {
  const types = ["address", "address", "address", "address", "uint256"];
  return ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(types, [loanToken, collateralToken, oracle, irm, lltv]),
  );
}

/** What a market's oracle answers, in ETH for one LRT, in 1e36. */
export function oraclePriceE36({ contracts }: Ladder, name: MarketName): Promise<bigint> {
  return contracts[ORACLE_OF[name]].price();
}

/** Totals of a market. */
interface Totals {
  readonly supplyAssets: bigint;
  readonly supplyShares: bigint;
  readonly borrowAssets: bigint;
  readonly borrowShares: bigint;
}

/** Interest on a wei by three terms of its series, as Morpho charges it. */
function compoundedWad(rateWad: bigint, seconds: bigint): bigint {
  const first = rateWad * seconds;
  const second = (first * first) / (2n * WAD);
  return first + second + (second * first) / (3n * WAD);
}

/** What a loan costs a second, as a wad: the mean since the last accrual. */
export async function borrowRateWad(ladder: Ladder, name: MarketName): Promise<bigint> {
  const { morpho, rateModel } = ladder.contracts;
  const params = marketOf(ladder, name);
  const found = await morpho.market(idOf(ladder, params));
  const { totalSupplyAssets, totalSupplyShares, totalBorrowAssets, totalBorrowShares, lastUpdate, fee } = found;
  const market = { totalSupplyAssets, totalSupplyShares, totalBorrowAssets, totalBorrowShares, lastUpdate, fee };
  return rateModel.borrowRateView(params, market);
}

/** What a market has not accrued yet: interest, and the shares of it that its owner's fee is. */
interface Accrual {
  readonly interestWei: bigint;
  readonly feeShares: bigint;
}

/** A market as an accrual in the latest block would leave it, to the wei, and that accrual. */
async function marketNow(ladder: Ladder, name: MarketName): Promise<Totals & { readonly accrual: Accrual }> {
  const { contracts, ethers } = ladder;
  const params = marketOf(ladder, name);
  const market = await contracts.morpho.market(idOf(ladder, params));
  const { totalSupplyAssets, totalSupplyShares, totalBorrowAssets, totalBorrowShares, lastUpdate, fee } = market;
  const seconds = BigInt((await ethers.provider.getBlock("latest"))!.timestamp) - lastUpdate;
  const rateWad = totalBorrowAssets === 0n ? 0n : await borrowRateWad(ladder, name);
  const interest = (totalBorrowAssets * compoundedWad(rateWad, seconds)) / WAD;
  const toOwner = (interest * fee) / WAD;
  const supplyAssets = totalSupplyAssets + interest;
  const feeShares = (toOwner * (totalSupplyShares + VIRTUAL_SHARES)) / (supplyAssets - toOwner + VIRTUAL_ASSETS);
  return {
    supplyAssets,
    supplyShares: totalSupplyShares + feeShares,
    borrowAssets: totalBorrowAssets + interest,
    borrowShares: totalBorrowShares,
    accrual: { interestWei: interest, feeShares },
  };
}

/** What every market has not accrued yet in the latest block, by the markets' ids. */
export async function accrualsNow(ladder: Ladder): Promise<ReadonlyMap<string, Accrual>> {
  return new Map(
    await Promise.all(
      MARKETS.map(async (name) => {
        const { accrual } = await marketNow(ladder, name);
        return [idOf(ladder, marketOf(ladder, name)), accrual] as const;
      }),
    ),
  );
}

/** What somebody has in a market, interest up to the latest block included. */
export interface Position {
  /** WETH lent, rounded down. */
  readonly lentWei: bigint;
  /** WETH owed, rounded up. */
  readonly debtWei: bigint;
  readonly borrowShares: bigint;
  readonly supplyShares: bigint;
  /** LRT pledged. */
  readonly collateral: bigint;
}

export async function positionOf(ladder: Ladder, name: MarketName, account: string): Promise<Position> {
  const totals = await marketNow(ladder, name);
  const id = idOf(ladder, marketOf(ladder, name));
  const { supplyShares, borrowShares, collateral } = await ladder.contracts.morpho.position(id, account);
  const all = totals.borrowShares + VIRTUAL_SHARES;
  return {
    lentWei: (supplyShares * (totals.supplyAssets + VIRTUAL_ASSETS)) / (totals.supplyShares + VIRTUAL_SHARES),
    debtWei: (borrowShares * (totals.borrowAssets + VIRTUAL_ASSETS) + all - 1n) / all,
    borrowShares,
    supplyShares,
    collateral,
  };
}

/** ETH for one LRT, as a market's oracle says, at which a position may be liquidated from: a wad, rounded up. */
export function liquidationPriceWad({ debtWei, collateral }: Position, lltvWad: bigint): bigint | undefined {
  if (debtWei === 0n || collateral === 0n) return undefined;
  const most = collateral * lltvWad;
  return (debtWei * WAD * WAD + most - 1n) / most;
}

/** The most that may be owed on a collateral at a price, rounded down as Morpho does. */
function mostDebt(collateral: bigint, priceE36: bigint, lltvWad: bigint): bigint {
  return (((collateral * priceE36) / ORACLE_SCALE) * lltvWad) / WAD;
}

/** The most that a position may owe, for each wei that it owes: below 1 anybody may liquidate it. Undefined without a debt. */
export async function healthWad(ladder: Ladder, name: MarketName, account: string): Promise<bigint | undefined> {
  const { debtWei, collateral } = await positionOf(ladder, name, account);
  if (debtWei === 0n) return undefined;
  const most = mostDebt(collateral, await oraclePriceE36(ladder, name), marketOf(ladder, name).lltv);
  return (most * WAD) / debtWei;
}

/** Lends ETH to a market. */
export async function lend(ladder: Ladder, by: Signer, name: MarketName, wei: bigint): Promise<void> {
  const { contracts, addresses } = ladder;
  await wrapFor(ladder, by, addresses.morpho, wei);
  await sent(contracts.morpho.connect(by).supply(marketOf(ladder, name), wei, 0n, await by.getAddress(), "0x"));
}

/** Takes back all that somebody has lent. @returns the ETH, in wei */
export async function takeBack(ladder: Ladder, by: Signer, name: MarketName): Promise<bigint> {
  const account = await by.getAddress();
  const { supplyShares } = await positionOf(ladder, name, account);
  const morpho = ladder.contracts.morpho.connect(by);
  await sent(morpho.withdraw(marketOf(ladder, name), 0n, supplyShares, account, account));
  return unwrapAll(ladder, by);
}

/** Pledges LRT. */
export async function pledge(ladder: Ladder, by: Signer, name: MarketName, lrt: bigint): Promise<void> {
  const { contracts, addresses } = ladder;
  await sent(contracts.vault.connect(by).approve(addresses.morpho, lrt));
  const morpho = contracts.morpho.connect(by);
  await sent(morpho.supplyCollateral(marketOf(ladder, name), lrt, await by.getAddress(), "0x"));
}

/** Borrows ETH against what is pledged. */
export async function borrow(ladder: Ladder, by: Signer, name: MarketName, wei: bigint): Promise<void> {
  const account = await by.getAddress();
  await sent(ladder.contracts.morpho.connect(by).borrow(marketOf(ladder, name), wei, 0n, account, account));
  await unwrapAll(ladder, by);
}

/** More than a debt grows by in the blocks of a few transactions: a tenth of a percent. */
export const withRoom = (debtWei: bigint): bigint => debtWei + debtWei / 1_000n + 1n;

/** Pays a whole debt and takes the collateral back. @returns what was paid, in wei */
export async function repayAll(ladder: Ladder, by: Signer, name: MarketName): Promise<bigint> {
  const { ethers, contracts, addresses } = ladder;
  const account = await by.getAddress();
  const params = marketOf(ladder, name);
  const { borrowShares, collateral, debtWei } = await positionOf(ladder, name, account);
  const before = await ethers.provider.getBalance(account);
  const morpho = contracts.morpho.connect(by);
  await wrapFor(ladder, by, addresses.morpho, withRoom(debtWei));
  await sent(morpho.repay(params, 0n, borrowShares, account, "0x"));
  await sent(morpho.withdrawCollateral(params, collateral, account, account));
  await unwrapAll(ladder, by);
  return before - (await ethers.provider.getBalance(account));
}
