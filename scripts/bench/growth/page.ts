import { grouped } from "../report.ts";
import type { GasRow, RowFacts } from "../row.ts";
import { type Growth, GROWTH_OPERATIONS } from "./growth.ts";

/** "20 operators, 1 service, 10 tickets" */
function sizeOf({ operators, services, tickets }: Omit<Growth, "costs">): string {
  const counted = (count: number, name: string): string => `${grouped(count)} ${name}${count === 1 ? "" : "s"}`;
  return [counted(operators, "operator"), counted(services, "service"), counted(tickets, "ticket")].join(", ");
}

/** A size and the gas of every operation in it. */
export function growthLine(growth: Growth): string {
  const costs = GROWTH_OPERATIONS.map((operation) => `${operation} ${grouped(growth.costs[operation].gas)}`);
  return `${sizeOf(growth)}: ${costs.join(", ")}`;
}

/** The cell of docs/gas.md that has a row's gas, by the row's id. */
export function gasOnPage(page: string, id: string): number | undefined {
  const cell = new RegExp(`^\\| \`${id.replaceAll(".", "\\.")}\` \\| ([\\d,]+) \\|`, "mu").exec(page)?.[1];
  return cell === undefined ? undefined : Number(cell.replaceAll(",", ""));
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** What a row may cost, and what a decision grants it above that. */
export function limitCells({ limit, granted }: Pick<RowFacts, "limit" | "granted">): [string, string] {
  const above = granted === undefined ? "" : `${grouped(granted.gas)} (${granted.decision})`;
  return [limit === undefined ? "" : grouped(limit), above];
}

function rowsTable(rows: readonly GasRow[]): string {
  const head = ["operation", "gas", "limit", "granted", "cheapest elsewhere", "dearest elsewhere"];
  const peer = (row: GasRow, pick: (a: number, b: number) => boolean): string => {
    const [found] = Object.entries(row.peers).sort(([, a], [, b]) => (pick(a, b) ? -1 : 1));
    return found === undefined ? "" : `${grouped(found[1])} (${found[0]})`;
  };
  const cells = rows.map((row) => [
    `\`${row.id}\``,
    grouped(row.ours),
    ...limitCells(row),
    peer(row, (a, b) => a < b),
    peer(row, (a, b) => a > b),
  ]);
  return tableOf(head, cells);
}

function growthTable(growths: readonly Growth[]): string {
  const cells = growths.map((growth) => [
    sizeOf(growth),
    ...GROWTH_OPERATIONS.map((operation) => grouped(growth.costs[operation].gas)),
  ]);
  return tableOf(["world", ...GROWTH_OPERATIONS], cells);
}

function calldataNote(growths: readonly Growth[]): string {
  const spread = GROWTH_OPERATIONS.flatMap((operation) => {
    const bytes = growths.map(({ costs }) => costs[operation].calldata);
    const difference = Math.max(...bytes) - Math.min(...bytes);
    return difference === 0 ? [] : [`${operation} ${difference}`];
  });
  if (spread.length === 0) return "The figures do not differ at all.";
  return `What differs is calldata alone, for a ticket's number has more bytes that are not zero among many tickets than among few: ${spread.join(", ")} gas at most.`;
}

/** docs/gas.md, from what was measured. */
export function gasPage(rows: readonly GasRow[], growths: readonly Growth[]): string {
  return `# What the vault costs

Written by \`npm run bench:gas -- --growth --write\` from real transactions. Do not edit the numbers.

Gas of a transaction, with its 21,000 of base cost and its calldata, after refunds; all storage cold. The chain is the shipped local deployment (access, limits, fee, cover and drip on) with 3 operators of which each has one withdrawal under way, after a gain and a slash, so the rate is not 1 and a gain still drips. Amounts are 1 ETH. \`npm run bench:gas\` prints each row with its circumstances, which it checks, and with every peer; it fails when a row is above its limit or, where a decision grants it more than that, above what is granted: a few are above their limits, for reasons in [0116](decisions/0116-gas-limits-that-are-not-met.md) and [0231](decisions/0231-exits-pay-for-their-own-sync.md).

${rowsTable(rows)}

## What does not grow

What a user pays depends on what the user does, not on how large the vault is. The same calls, by holders who were there before, with holders' tickets in the batch; \`settle\` fills the batch of all of them. (A service of the local preset takes 16 operators; where 20 share one, four secure none.)

${growthTable(growths)}

${calldataNote(growths)}

![Gas of each operation in vaults of different sizes: every line is level](gas-growth.svg)

What grows is the full sync, which anybody may send and which is needed once a block, before exits: by \`vault.sync.operator\` for each operator. At most 24 components fit, and a sync of all of them fits a transaction. Elsewhere users pay for it in each of their calls: Renzo 93,000 gas an operator, Kelp 31,000, Symbiotic v2 47,000 and more.
`;
}
