import { formatAmount, formatSeconds, formatWad } from "../../scenario/format.ts";
import { textTable } from "../../lib/text-table.ts";
import type { StatusRow } from "./status.ts";

const HEAD = ["rung", "holder", "shares", "rate", "value", "pending", "time to exit", ""] as const;
/** Numbers stand to the right. */
const RIGHT = [2, 3, 4, 5];

const span = (seconds: bigint): string => (seconds === 0n ? "now" : formatSeconds(seconds));

function timeOf({ rung, secondsToExit, latestSecondsToExit }: StatusRow): string {
  if (secondsToExit === undefined) return "";
  // below the vault there is one answer, in the vault two
  if (!rung.startsWith("5") || secondsToExit === latestSecondsToExit) return span(secondsToExit);
  return latestSecondsToExit === undefined
    ? `${span(secondsToExit)}, no end known`
    : `${span(secondsToExit)} to ${span(latestSecondsToExit)}`;
}

function cells(row: StatusRow): string[] {
  const { rung, holder, shares, unit, rateWad, valueWei, pendingWei } = row;
  return [
    rung,
    holder,
    shares === undefined ? "" : `${formatWad(shares, 4)} ${unit ?? ""}`.trim(),
    rateWad === undefined ? "" : formatWad(rateWad, 6, 6),
    formatAmount(valueWei, "ETH"),
    pendingWei === 0n ? "" : formatAmount(pendingWei, "ETH"),
    timeOf(row),
    row.note ?? "",
  ];
}

/** The rows as a table for a terminal. */
export function statusTable(rows: readonly StatusRow[]): string {
  return textTable([[...HEAD], ...rows.map(cells)], { right: RIGHT }).join("\n");
}
