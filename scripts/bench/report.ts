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
  readonly passed: boolean;
}

export function verdict(rows: readonly GasRow[], maxRatio: number): Verdict {
  const counted = rows.filter(({ bar }) => bar);
  const sum = (gas: (row: GasRow) => number): number => counted.reduce((total, row) => total + gas(row), 0);
  const [ours, theirs] = [sum((row) => row.ours), sum(cheapestPeer)];
  const tooDear = counted.filter((row) => row.ours >= cheapestPeer(row)).map(({ id }) => id);
  const ratio = counted.length === 0 ? 0 : ours / theirs;
  return { ours, theirs, ratio, tooDear, passed: tooDear.length === 0 && ratio <= maxRatio };
}

/** A line of the table: `✗` marks a row that should be cheaper, `·` one that does not count. */
export function rowLine(row: GasRow): string {
  const cheapest = cheapestPeer(row);
  const mark = !row.bar ? "·" : row.ours < cheapest ? "✓" : "✗";
  const part = Number.isFinite(cheapest) ? (row.ours / cheapest).toFixed(2) : "   –";
  const peers = Object.entries(row.peers).map(([name, gas]) => `${name} ${grouped(gas)}`);
  const details = [...peers, row.circumstances].join("; ");
  return `${mark} ${row.id.padEnd(42)}${grouped(row.ours).padStart(10)}  ${part}  ${details}`;
}

export function verdictLines({ ours, theirs, ratio, tooDear, passed }: Verdict, maxRatio: number): string[] {
  const sum = `sum of the rows that count: ours ${grouped(ours)}, theirs ${grouped(theirs)}, ratio ${ratio.toFixed(4)}`;
  const dear = tooDear.length === 0 ? [] : [`not lower: ${tooDear.join(", ")}`];
  return [`${sum} (at most ${maxRatio})`, ...dear, passed ? "passed" : "FAILED"];
}

/** Infinity when nobody else has the operation. */
function cheapestPeer({ peers }: GasRow): number {
  return Math.min(...Object.values(peers));
}

function grouped(gas: number): string {
  return gas.toLocaleString("en-US");
}
