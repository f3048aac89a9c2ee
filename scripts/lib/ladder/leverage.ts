import type { Signer } from "ethers";
import { collateralFor } from "../../../model/6-defi/liquidation/incentive.ts";
import { WAD } from "../units.ts";
import type { Ladder } from "./ladder.ts";
import { type MarketName, marketOf, oraclePriceE36, positionOf, withRoom } from "./lending.ts";
import { sent } from "./sent.ts";
import { unwrapAll, wrapFor } from "./weth.ts";

const NO_DEADLINE = 2n ** 64n - 1n;
const ALL = 2n ** 256n - 1n;

/** Ways from LRT to WETH, in the order of the contracts' enum. */
export const WAYS = ["pool", "instant", "best", "ticket"] as const;
export type Way = (typeof WAYS)[number];
const numberOf = (way: Way): bigint => BigInt(WAYS.indexOf(way));

/** Lets the looper work on somebody's positions, once. */
async function authorise({ contracts: { morpho }, addresses: { looper } }: Ladder, by: Signer): Promise<void> {
  if (await morpho.isAuthorized(await by.getAddress(), looper)) return;
  await sent(morpho.connect(by).setAuthorization(looper, true));
}

/** Opens or raises a position: ETH of one's own and a loan become LRT at the vault, pledged. @returns the LRT */
export async function raise(
  ladder: Ladder,
  by: Signer,
  name: MarketName,
  { equityWei, borrowWei }: { equityWei: bigint; borrowWei: bigint },
): Promise<bigint> {
  await authorise(ladder, by);
  const looper = ladder.contracts.looper.connect(by);
  const terms = { entry: 0n, borrowAssets: borrowWei, minShares: 0n, maxLtvWad: WAD, deadline: NO_DEADLINE };
  const { collateral } = await positionOf(ladder, name, await by.getAddress());
  await sent(looper.raise(marketOf(ladder, name), terms, { value: equityWei }));
  return (await positionOf(ladder, name, await by.getAddress())).collateral - collateral;
}

/** What came of an unwinding: the ETH that is its owner's now beyond what he had, and his ticket where he took one. */
interface Closed {
  readonly gainWei: bigint;
  readonly ticket: bigint | undefined;
}

/** Closes a position. By ticket, its owner's own ETH pays the debt. */
export async function lower(ladder: Ladder, by: Signer, name: MarketName, way: Way): Promise<Closed> {
  const { ethers, contracts, addresses } = ladder;
  const account = await by.getAddress();
  const { debtWei } = await positionOf(ladder, name, account);
  await authorise(ladder, by);
  const before = await ethers.provider.getBalance(account);
  if (way === "ticket") await wrapFor(ladder, by, addresses.looper, withRoom(debtWei));
  const terms = {
    way: numberOf(way),
    repayShares: debtWei === 0n ? 0n : ALL,
    collateral: ALL,
    minAssets: 0n,
    maxLtvWad: WAD,
    deadline: NO_DEADLINE,
  };
  const { looper } = contracts;
  const { blockNumber } = await sent(looper.connect(by).lower(marketOf(ladder, name), terms));
  const [lowered] = await looper.queryFilter(looper.filters.Lowered(account), blockNumber, blockNumber);
  await unwrapAll(ladder, by);
  const gainWei = (await ethers.provider.getBalance(account)) - before;
  return { gainWei, ticket: way === "ticket" ? lowered?.args.ticketId : undefined };
}

/** How a liquidator is paid: by a way of the contract's, or with LRT that is held. */
export const PAYMENTS = [...WAYS, "hold"] as const;
type Payment = (typeof PAYMENTS)[number];

/** Liquidates as much of a position as there is. By ticket, or to hold the LRT, the caller's own ETH pays the debt. */
export async function liquidate(
  ladder: Ladder,
  by: Signer,
  name: MarketName,
  { borrower, way }: { borrower: string; way: Payment },
): Promise<Closed> {
  const { ethers, contracts, addresses } = ladder;
  const { liquidator } = contracts;
  const account = await by.getAddress();
  const { debtWei } = await positionOf(ladder, name, borrower);
  const before = await ethers.provider.getBalance(account);
  let ticket: bigint | undefined;
  if (way === "hold") await seize(ladder, by, name, borrower);
  else {
    if (way === "ticket") await wrapFor(ladder, by, addresses.liquidator, withRoom(debtWei));
    const terms = [marketOf(ladder, name), borrower, 0n, numberOf(way), 0n, NO_DEADLINE] as const;
    const { blockNumber } = await sent(liquidator.connect(by).liquidate(...terms));
    const [done] = await liquidator.queryFilter(liquidator.filters.Liquidated(borrower), blockNumber, blockNumber);
    if (way === "ticket") ticket = done?.args.ticketId;
  }
  await unwrapAll(ladder, by);
  return { gainWei: (await ethers.provider.getBalance(account)) - before, ticket };
}

/** Liquidates at the lending protocol itself: by shares where the collateral exceeds debt and incentive, else all of it. */
async function seize(ladder: Ladder, by: Signer, name: MarketName, borrower: string): Promise<void> {
  const { contracts, addresses } = ladder;
  const params = marketOf(ladder, name);
  const { debtWei, borrowShares, collateral } = await positionOf(ladder, name, borrower);
  const covers = collateralFor(debtWei, params.lltv, await oraclePriceE36(ladder, name)) <= collateral;
  await wrapFor(ladder, by, addresses.morpho, withRoom(debtWei));
  const [shares, all] = covers ? [borrowShares, 0n] : [0n, collateral];
  await sent(contracts.morpho.connect(by).liquidate(params, borrower, all, shares, "0x"));
}
