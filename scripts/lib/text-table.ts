import Table from "cli-table3";

/** Nothing is drawn: columns stand apart by two spaces. */
const BARE = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  " },
};

interface Look {
  /** Columns of numbers, which stand to the right. */
  readonly right?: readonly number[];
  /** What each line begins with. */
  readonly indent?: string;
}

/** Rows of equal length as lines of a terminal, each column as wide as its widest cell; colours count for nothing. */
export function textTable(rows: readonly (readonly string[])[], { right = [], indent = "" }: Look = {}): string[] {
  if (rows.length === 0) return [];
  const table = new Table({
    chars: BARE,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: rows[0]!.map((_, column) => (right.includes(column) ? "right" : "left")),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => `${indent}${line}`.trimEnd());
}
