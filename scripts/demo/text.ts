import { formatAmount, formatWad } from "../scenario/format.ts";
import type { Waterfall } from "../attribution/waterfall.ts";
import type { LedgerLine, PlayedAct, Playback, Sum } from "../scenario/playback.ts";

const WIDTH = 96;

/** Breaks a text into lines of a terminal's width, each behind `indent`. */
export function wrap(text: string, indent = "  "): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length + 1 > WIDTH && line !== indent) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}

/** Title and purpose. */
export function headText({ title, about, name, seed, preset }: Playback["story"]): string {
  return `${title}\n${wrap(about)}\n  (story ${name}, seed ${seed}, preset ${preset})\n`;
}

/** An act in two or three lines. */
export function actText({ title, text, outcome }: PlayedAct, index: number): string {
  return `${index + 1}. ${title}\n${wrap(text, "   ")}\n${wrap(outcome, "   ")}\n`;
}

function sums(list: readonly Sum[]): string {
  return list.length === 0 ? "-" : list.map(({ wei, token }) => formatAmount(wei, token)).join(" + ");
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ")}`.trimEnd())
    .join("\n");
}

/** Who put in what and took out what. */
export function ledgerText(ledger: readonly LedgerLine[]): string {
  const rows = ledger.map(({ actor, putIn, tookOut, holds, resultWei }) => [
    actor,
    sums(putIn),
    sums(tookOut),
    sums(holds),
    `${resultWei > 0n ? "+" : ""}${formatAmount(resultWei, "ETH")}`,
  ]);
  return `Who put in what, and took out what\n${table([["who", "put in", "took out", "holds", "result"], ...rows])}\n`;
}

/** From the exit rate at the start to the exit rate now, and what the chain says. */
export function waterfallText({ startRateWad, parts, endRateWad, chainRateWad }: Waterfall): string {
  const signed = (wad: bigint): string => `${wad < 0n ? "" : "+"}${formatWad(wad, 18, 18)}`;
  const rows = [
    ["exit rate at the start", ` ${formatWad(startRateWad, 18, 18)}`, ""],
    ...parts.map(({ label, wad, events }) => [
      label,
      signed(wad),
      events.map(({ name, count }) => `${count} ${name}`).join(", "),
    ]),
    ["start and parts together", ` ${formatWad(endRateWad, 18, 18)}`, ""],
    [
      "the vault's own answer",
      ` ${formatWad(chainRateWad, 18, 18)}`,
      endRateWad === chainRateWad ? "the same" : "NOT the same",
    ],
  ];
  return `Where the LRT's exit rate came from (ETH for one LRT)\n${table(rows)}\n`;
}
