import { BLOCK } from "./block.ts";
import { DOUBT } from "./doubt.ts";
import type { Edge, Outcome } from "./edge.ts";
import { EMPTY } from "./empty.ts";
import { REWARD } from "./reward.ts";

const HEAD = "## At the edges\n";
/** Less than this is what virtual shares and floors make. */
const DUST = 10n ** 9n;
const UNIT = 10n ** 14n;

const EDGES: readonly Edge[] = [...EMPTY, ...DOUBT, ...BLOCK, ...REWARD];

/** Plays every edge, each on a vault of its own. */
export async function playEdges(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { play } of EDGES) outcomes.push(await play());
  return outcomes;
}

function eth(wei: bigint): string {
  const size = wei < 0n ? -wei : wei;
  if (size < DUST) return "0";
  const rounded = (size + UNIT / 2n) / UNIT;
  const digits = (rounded % 10_000n).toString().padStart(4, "0").replace(/0+$/, "");
  return `${wei < 0n ? "−" : "+"}${rounded / 10_000n}${digits && `.${digits}`}`;
}

function told(outcome: Outcome): string {
  if ("refused" in outcome) return `\`${outcome.refused}\``;
  return Object.entries(outcome.beyond)
    .map(([who, wei]) => `${who} ${eth(wei)}`)
    .join(", ");
}

/** docs/attacks.md with its table of edges as it was played. */
export function withEdges(page: string, outcomes: readonly Outcome[]): string {
  const start = page.indexOf(HEAD);
  const end = page.indexOf("\n## ", start + 1);
  if (start < 0 || end < 0) throw new Error(`docs/attacks.md has no part "${HEAD.trim()}"`);
  const rows = EDGES.map(
    ({ edge, between, atMost, played }, index) =>
      `| ${[edge, between, atMost, played, told(outcomes[index]!)].join(" | ")} |`,
  );
  const text = `${HEAD}
Who can lose how much to whom, when the vault is empty, young, in doubt, dying or dead, and when several things happen in one block. Written by \`npx node scripts/edges/write-page.ts\`, which plays the case of each row on the [model](model.md), and the last on a fresh chain, with a fee of a tenth; a test plays them again and compares. The last column is what each ended with beyond what was theirs, in ETH, 0 being less than a gwei. [Edges](../test/5-lrt/edges.test.ts) hold each bound, [lives](../test/5-lrt/Lives.t.sol) and [what comes back](../test/5-lrt/WhatComesBack.t.sol) try them in any order.

| edge | who loses to whom | at most | played | then, in ETH |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
  return page.slice(0, start) + text + page.slice(end);
}
