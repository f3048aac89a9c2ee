import type { GasRow } from "./row.ts";

/** How a rung's rows stand against the others'. */
export interface Verdict {
  /** Sum of our gas over the rows that count. */
  readonly ours: number;
  /** Sum of the cheapest peer's over the same rows. */
  readonly theirs: number;
  readonly ratio: number;
  /** Ids of rows that should cost less than everywhere else and do not. */
  readonly tooDear: readonly string[];
  /** Ids of rows that cost more than they may. */
  readonly overLimit: readonly string[];
  readonly passed: boolean;
}

export function verdict(rows: readonly GasRow[], maxRatio: number): Verdict {
  const counted = rows.filter(({ bar }) => bar);
  const sum = (gas: (row: GasRow) => number): number => counted.reduce((total, row) => total + gas(row), 0);
  const [ours, theirs] = [sum((row) => row.ours), sum(cheapestPeer)];
  const tooDear = counted.filter((row) => row.ours >= cheapestPeer(row)).map(({ id }) => id);
  const overLimit = rows.filter(isOverLimit).map(({ id }) => id);
  const ratio = counted.length === 0 ? 0 : ours / theirs;
  const passed = tooDear.length === 0 && overLimit.length === 0 && ratio <= maxRatio;
  return { ours, theirs, ratio, tooDear, overLimit, passed };
}

/** A line of the table: `✗` marks a row that should be cheaper, `·` one that neither counts nor has a limit. */
export function rowLine(row: GasRow): string {
  const cheapest = cheapestPeer(row);
  const isChecked = row.bar || row.limit !== undefined;
  const mark = !isChecked ? "·" : isOverLimit(row) || (row.bar && row.ours >= cheapest) ? "✗" : "✓";
  const part = Number.isFinite(cheapest) ? (row.ours / cheapest).toFixed(2) : "   –";
  const peers = Object.entries(row.peers).map(([name, gas]) => `${name} ${grouped(gas)}`);
  const granted = row.granted === undefined ? "" : ` (${grouped(row.granted.gas)} by decision ${row.granted.decision})`;
  const limit = row.limit === undefined ? [] : [`at most ${grouped(row.limit)}${granted}`];
  const details = [...limit, ...peers, row.circumstances].join("; ");
  return `${mark} ${row.id.padEnd(42)}${grouped(row.ours).padStart(10)}  ${part}  ${details}`;
}

export function verdictLines(found: Verdict, maxRatio: number): string[] {
  const { ours, theirs, ratio, tooDear, overLimit, passed } = found;
  const sum = `sum of the rows that count: ours ${grouped(ours)}, theirs ${grouped(theirs)}, ratio ${ratio.toFixed(4)}`;
  const dear = tooDear.length === 0 ? [] : [`not lower: ${tooDear.join(", ")}`];
  const over = overLimit.length === 0 ? [] : [`above its limit: ${overLimit.join(", ")}`];
  return [`${sum} (at most ${maxRatio})`, ...dear, ...over, passed ? "passed" : "FAILED"];
}

/** Infinity when nobody else has the operation. */
function cheapestPeer({ peers }: GasRow): number {
  return Math.min(...Object.values(peers));
}

function isOverLimit({ ours, limit, granted }: GasRow): boolean {
  return limit !== undefined && ours > (granted?.gas ?? limit);
}

export function grouped(gas: number): string {
  return gas.toLocaleString("en-US");
}
