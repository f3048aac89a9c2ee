import { formatWad } from "../scenario/format.ts";
import type { Waterfall } from "../attribution/waterfall.ts";
import { textTable } from "../lib/text-table.ts";
import { ledgerColumns, restRows } from "../scenario/ledger-columns.ts";
import type { PlayedAct, Playback } from "../scenario/playback.ts";

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

/** Who put in what, took out what, and has what; and where it came from and went. */
export function ledgerText({ ledger, rest }: Pick<Playback, "ledger" | "rest">): string {
  const columns = ledgerColumns(ledger);
  const rows = ledger.map((line) => [line.actor, ...columns.map(({ cell }) => cell(line))]);
  const head = ["who", ...columns.map(({ title }) => title)];
  const table = (list: readonly (readonly string[])[]): string => textTable(list, { indent: "  " }).join("\n");
  return `Who put in what, took out what, and has what\n${table([head, ...rows])}\n\nWhere it came from and went\n${table(restRows({ ledger, rest }))}\n`;
}

/** From the exit rate at the start to the exit rate now, and what the chain says. */
export function waterfallText(whole: Waterfall): string {
  const { startRateWad, parts, endRateWad, chainRateWad, endsWithLastHolder } = whole;
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
  const until = endsWithLastHolder ? ", until the last holder left" : "";
  return `Where the LRT's exit rate came from${until} (ETH for one LRT)\n${textTable(rows, { indent: "  " }).join("\n")}\n`;
}
