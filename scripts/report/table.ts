import { formatAmount, formatWad } from "../scenario/format.ts";
import type { LedgerLine, Playback, Sum } from "../scenario/playback.ts";
import { escapeText } from "./svg.ts";

function sums(list: readonly Sum[]): string {
  return list.length === 0 ? "–" : list.map(({ wei, token }) => escapeText(formatAmount(wei, token))).join("<br>");
}

function signed(wei: bigint): string {
  return `${wei > 0n ? "+" : ""}${formatAmount(wei, "ETH")}`;
}

function ledgerRow({ actor, about, putIn, tookOut, holds, resultWei }: LedgerLine): string {
  const cells = [
    ["Put in", sums(putIn)],
    ["Took out", sums(tookOut)],
    ["Holds", sums(holds)],
    ["Result", `<span class="${resultWei < 0n ? "loss" : "gain"}">${escapeText(signed(resultWei))}</span>`],
  ];
  const who = `<th scope="row">${escapeText(actor)}<small>${escapeText(about)}</small></th>`;
  return `<tr>${who}${cells.map(([label, cell]) => `<td data-label="${label}"><span>${cell}</span></td>`).join("")}</tr>`;
}

/** Who put in what and took out what. */
export function ledgerTable({ ledger }: Playback): string {
  const head = ["Who", "Put in", "Took out", "Holds", "Result"]
    .map((title) => `<th scope="col">${title}</th>`)
    .join("");
  return `<table class="stacking"><thead><tr>${head}</tr></thead><tbody>${ledger.map(ledgerRow).join("")}</tbody></table>`;
}

/** The waterfall to the last digit, with the events that each part was computed from. */
export function waterfallTable({ waterfall }: Playback): string {
  const row = (label: string, value: string, source: string, strong = false): string =>
    `<tr${strong ? ' class="sum"' : ""}><th scope="row">${escapeText(label)}<small>${escapeText(source).replaceAll(".", ".<wbr>")}</small></th><td class="number">${escapeText(value)}</td></tr>`;
  const parts = waterfall.parts.map(({ label, wad, events }) =>
    row(
      label,
      `${wad < 0n ? "" : "+"}${formatWad(wad, 18, 18)}`,
      events.map(({ name, count }) => `${count} × ${name}`).join(", "),
    ),
  );
  return `<table><thead><tr><th scope="col">Cause</th><th scope="col" class="number">ETH for one LRT</th></tr></thead><tbody>${[
    row("At the start", formatWad(waterfall.startRateWad, 18, 18), "", true),
    ...parts,
    row("Start and parts together", formatWad(waterfall.endRateWad, 18, 18), "the sum of the lines above", true),
    row("The vault's own answer", formatWad(waterfall.chainRateWad, 18, 18), "Vault.rate(), read from the chain", true),
  ].join("")}</tbody></table>`;
}
