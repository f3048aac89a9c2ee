import { formatWad } from "../scenario/format.ts";
import { ledgerColumns, restRows } from "../scenario/ledger-columns.ts";
import type { LedgerLine, Playback } from "../scenario/playback.ts";
import { escapeText } from "./svg.ts";

/** Who put in what, took out what, and has what. */
export function ledgerTable({ ledger }: Playback): string {
  const columns = ledgerColumns(ledger);
  const title = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;
  const row = (line: LedgerLine): string => {
    const cells = columns.map(({ title: name, cell }) => {
      const text = escapeText(cell(line)).replaceAll(" + ", "<br>").replace(/^-$/, "–");
      const tone = line.resultWei < 0n ? "loss" : "gain";
      return `<td data-label="${title(name)}"><span${name === "result" ? ` class="${tone}"` : ""}>${text}</span></td>`;
    });
    const who = `<th scope="row">${escapeText(line.actor)}<small>${escapeText(line.about)}</small></th>`;
    return `<tr>${who}${cells.join("")}</tr>`;
  };
  const head = ["who", ...columns.map((column) => column.title)]
    .map((text) => `<th scope="col">${title(text)}</th>`)
    .join("");
  return `<table class="stacking"><thead><tr>${head}</tr></thead><tbody>${ledger.map(row).join("")}</tbody></table>`;
}

/** Where all of that came from and went. */
export function restTable(playback: Playback): string {
  const rows = restRows(playback).map(
    ([about, wei], index, { length }) =>
      `<tr${index === 0 || index === length - 1 ? ' class="sum"' : ""}><th scope="row">${escapeText(about)}</th><td class="number">${escapeText(wei)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Where it came from and went</th><th scope="col" class="number">Change</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
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
