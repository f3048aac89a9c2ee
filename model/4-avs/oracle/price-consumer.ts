import { WAD } from "../../3-restaking/libraries/constants.ts";
import { burn, mint } from "../../shared/erc20.ts";
import { type Address, keyOf } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { add, mul } from "../../shared/uint.ts";
import { bring, sendValue } from "../ether.ts";
import { type Avs, found } from "../state.ts";
import { latestPrice, securedSeconds } from "./price-oracle.ts";

/** What the oracle is for: dollars against ether at the last price, as long as it is young enough to be punished for. */

const COLLATERAL_PERCENT = 150n;

export function deployPriceConsumer(avs: Avs, at: Address, feed: Address, maximumAgeSeconds: bigint): void {
  const { reportSeconds } = found(avs.state.oracles, feed);
  check(maximumAgeSeconds > reportSeconds, "AgeBelowRound", maximumAgeSeconds, reportSeconds);
  const secured = securedSeconds(avs, feed);
  check(maximumAgeSeconds <= secured, "AgeOutlastsStake", maximumAgeSeconds, secured);
  avs.state.priceConsumers = avs.state.priceConsumers.set(at, { feed, maximumAgeSeconds });
  avs.state.supplies = avs.state.supplies.set(at, 0n);
}

export const collateralOf = ({ state }: Avs, consumer: Address, account: Address): bigint =>
  state.collateral.get(keyOf(consumer, account)) ?? 0n;

export const debtOf = ({ state }: Avs, consumer: Address, account: Address): bigint =>
  state.debts.get(keyOf(consumer, account)) ?? 0n;

export function borrow(avs: Avs, sender: Address, consumer: Address, wei: bigint, dollars: bigint): void {
  bring(avs, sender, consumer, wei);
  const [collateral, debt] = [collateralOf(avs, consumer, sender) + wei, add(debtOf(avs, consumer, sender), dollars)];
  setPosition(avs, consumer, sender, collateral, debt);
  const value = worthOf(avs, consumer, collateral);
  check(mul(debt, COLLATERAL_PERCENT) <= value * 100n, "TooLittleCollateral", value, debt);
  mint(avs, consumer, sender, dollars);
}

export function repayAll(avs: Avs, sender: Address, consumer: Address): void {
  const [debt, collateral] = [debtOf(avs, consumer, sender), collateralOf(avs, consumer, sender)];
  setPosition(avs, consumer, sender, 0n, 0n);
  burn(avs, consumer, sender, debt);
  sendValue(avs, consumer, sender, collateral);
}

/** Rounded down. */
export function worthOf(avs: Avs, consumer: Address, wei: bigint): bigint {
  const { feed, maximumAgeSeconds } = found(avs.state.priceConsumers, consumer);
  const [priceWad, openedAt] = latestPrice(avs, feed);
  check(avs.block.timestamp - openedAt <= maximumAgeSeconds, "PriceTooOld", openedAt, maximumAgeSeconds);
  return mul(wei, priceWad) / WAD;
}

function setPosition({ state }: Avs, consumer: Address, account: Address, collateral: bigint, debt: bigint): void {
  state.collateral = state.collateral.set(keyOf(consumer, account), collateral);
  state.debts = state.debts.set(keyOf(consumer, account), debt);
}
