import { type Address, emit } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { etherOf, credit, tryPay } from "../money.ts";
import type { Vault } from "../state.ts";

/** Where fees go: a premium to the cover while somebody underwrites, the rest to the treasury. */

const BPS = 10_000n;

export const premiumOn = ({ state: { cover, config } }: Vault, feeAssets: bigint): bigint =>
  cover.totalShares === 0n ? 0n : (feeAssets * config.premiumBps) / BPS;

/** A gift to the cover. */
export function fund(vault: Vault, sender: Address, assets: bigint): void {
  const { cover, config } = vault.state;
  cover.funds += assets;
  credit(vault, config.at.cover, assets);
  emit(vault, config.at.cover, "Funded", { from: sender, assets });
}

/** Takes fees, and hands their premium over. */
export function receiveFees(vault: Vault, from: Address, assets: bigint): void {
  const { cover, config } = vault.state;
  credit(vault, config.at.feeSplit, assets);
  let premiumAssets = 0n;
  if (cover.totalShares !== 0n) {
    cover.underwrittenFees += assets;
    premiumAssets = premiumOn(vault, cover.underwrittenFees) - cover.totalPremium;
    cover.totalPremium += premiumAssets;
  }
  emit(vault, config.at.feeSplit, "FeesSplit", { from, assets, premiumAssets });
  if (premiumAssets === 0n) return;
  credit(vault, config.at.feeSplit, -premiumAssets);
  fund(vault, config.at.feeSplit, premiumAssets);
}

/** @returns wei paid */
export function payTreasury(vault: Vault): bigint {
  const { treasury, at } = vault.state.config;
  const assets = etherOf(vault, at.feeSplit);
  check(assets !== 0n, "NothingForTreasury");
  emit(vault, at.feeSplit, "TreasuryPaid", { treasury, assets });
  check(tryPay(vault, at.feeSplit, treasury, assets), "TreasuryRefused", treasury, assets);
  return assets;
}
