import { LAYERS, type Layer } from "../attribution/causes.ts";
import { formatWad } from "../scenario/format.ts";
import type { Playback, PositionLine } from "../scenario/playback.ts";
import { escapeText } from "./svg.ts";

/** Less than what six digits show. */
const SHOWN_WEI = 10n ** 12n;

const signed = (wei: bigint, decimals: number): string => `${wei > 0n ? "+" : ""}${formatWad(wei, decimals)}`;

/** A layer's part of a result, with the causes that it is made of. */
function layerCell({ parts }: PositionLine, layer: Layer): string {
  const mine = parts.filter((part) => part.layer === layer);
  if (mine.length === 0) return "–";
  const whole = mine.reduce((sum, { wei }) => sum + wei, 0n);
  const amount = (wei: bigint): string =>
    wei < SHOWN_WEI && wei > -SHOWN_WEI ? `${wei > 0n ? "+" : ""}${wei} wei` : signed(wei, 6);
  const causes = mine.map(({ label, wei }) => `${escapeText(label)} ${amount(wei)}`).join("<br>");
  return `${signed(whole, 4)}<small>${causes}</small>`;
}

/** Whose result came from which layer, to the last digit, and what it would be at the pool's price. */
export function positionsTable({ positions }: Playback): string {
  if (positions.length === 0) return "";
  const isTraded = positions.some(({ market }) => market !== undefined);
  const layers = LAYERS.filter((layer) => positions.some(({ parts }) => parts.some((part) => part.layer === layer)));
  const titles = [...layers, "gained", ...(isTraded ? ["at market"] : [])];
  const row = (line: PositionLine): string => {
    const { actor, gainedWei, market } = line;
    const tone = gainedWei < 0n ? "loss" : "gain";
    const cells = [
      ...layers.map((layer) => layerCell(line, layer)),
      `<span class="${tone}">${signed(gainedWei, 18)}</span>`,
      ...(isTraded ? [market === undefined ? "–" : signed(gainedWei + market.discountWei, 4)] : []),
    ];
    const data = cells.map((cell, index) => `<td data-label="${titles[index]!}"><span>${cell}</span></td>`);
    return `<tr><th scope="row">${escapeText(actor)}</th>${data.join("")}</tr>`;
  };
  const head = ["who", ...titles].map((text) => `<th scope="col">${text}</th>`).join("");
  return `<h2>Where each result came from</h2>
<p>In ETH at the exit rate, as if all LRT left at it; the layers add up to what was gained, to the last digit.${isTraded ? " At market, LRT counts at the pool’s price." : ""}</p>
<table class="stacking layers"><thead><tr>${head}</tr></thead><tbody>${positions.map(row).join("")}</tbody></table>`;
}
