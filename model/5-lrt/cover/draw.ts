import { emit } from "../../shared/machine.ts";
import { pouredAt, roomAt } from "../../shared/leaky-bucket.ts";
import { min } from "../../shared/uint.ts";
import { credit } from "../money.ts";
import type { Vault } from "../state.ts";

/** What the cover can pay now: its funds, within the cap of its bucket. */
export const available = ({ state: { cover }, block }: Vault): bigint =>
  min(cover.funds, roomAt(cover.drawn, block.timestamp));

/** The cover pays for a loss as far as it can; what it pays becomes idle. */
export function draw(vault: Vault, lossAssets: bigint): bigint {
  const { cover, books, config } = vault.state;
  const paidAssets = min(lossAssets, available(vault));
  if (paidAssets === 0n) return 0n;
  cover.drawn = pouredAt(cover.drawn, paidAssets, vault.block.timestamp) ?? cover.drawn;
  cover.funds -= paidAssets;
  cover.totalDrawn += paidAssets;
  emit(vault, config.at.cover, "Drawn", { lossAssets, paidAssets, remainingAssets: cover.funds });
  books.idle += paidAssets;
  credit(vault, config.at.cover, -paidAssets);
  credit(vault, config.at.vault, paidAssets);
  return paidAssets;
}
