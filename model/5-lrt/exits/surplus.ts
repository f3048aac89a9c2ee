import { check, Revert } from "../../shared/revert.ts";
import { min, saturatingSub } from "../../shared/uint.ts";
import { toAssetsDown } from "../accounting/share-price.ts";
import { balanceOf } from "../accounting/share-token.ts";
import { flowedAt } from "../accounting/vault-accounting.ts";
import type { Vault } from "../state.ts";

/** Idle ether that nobody waits for: it may leave other than by a settlement, but never in a run-off. */

/** What the closed and the open batch are worth now, as a fill would pay. */
export function waitingAssets(vault: Vault): bigint {
  const { books, config } = vault.state;
  const { recognised } = flowedAt(books, vault.block.timestamp);
  return min(recognised, toAssetsDown(balanceOf(vault, config.at.queue), recognised, books.supply));
}

export const surplusOver = ({ state: { books } }: Vault, waiting: bigint): bigint =>
  books.isWoundUp ? 0n : saturatingSub(books.idle, waiting + books.feesOwed);

export const surplusIdle = (vault: Vault): bigint => surplusOver(vault, waitingAssets(vault));

export function checkSurplus(vault: Vault, assets: bigint, waiting: bigint): bigint {
  const surplus = surplusOver(vault, waiting);
  if (assets <= surplus) return surplus;
  check(!vault.state.books.isWoundUp, "WoundUp");
  throw new Revert("IdleTooLow", [assets, surplus]);
}
