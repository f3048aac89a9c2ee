import type { Fallen } from "./play.ts";
import { linesOf } from "./table.ts";

/** The runs that docs/services/slash-sandbox.md shows, as its options, and how many of their blocks. */
export const SHOWN = [
  { options: {}, blocks: 1 },
  { options: { validators: "1", faults: "1@1+2@2+1@2,2@1+2@beacon" }, blocks: 2 },
] as const;

/** What the page shows of a run. */
export function shownOf(fallen: readonly Fallen[], blocks: number): string {
  return fallen
    .slice(0, blocks)
    .map((one, index) => linesOf(one, index + 1).join("\n"))
    .join("\n\n");
}

/** The fenced blocks of a page that show a run, in their order. */
export function blocksOf(text: string): string[] {
  return [...text.matchAll(/```\n(fault 1: [^`]*)\n```/gu)].map(([, block]) => block!);
}

/** A page with the blocks that show runs replaced. @throws when there are not as many */
export function withBlocks(text: string, blocks: readonly string[]): string {
  const old = blocksOf(text);
  if (old.length !== blocks.length) throw new Error(`the page has ${old.length} runs, not ${blocks.length}`);
  return old.reduce((page, block, index) => page.replace(block, () => blocks[index]!), text);
}
