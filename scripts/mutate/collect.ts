import { createHash } from "node:crypto";
import { direction, swapped, twin } from "./operators/calls.ts";
import { binary, condition, index, literal, unary } from "./operators/expressions.ts";
import type { Propose, Slip } from "./operators/slip.ts";
import { changed, dropped, reordered, unchecked } from "./operators/statements.ts";
import { time } from "./operators/time.ts";
import type { Mutant } from "./mutant.ts";
import { type Build, type Node, type Source, visit } from "./syntax.ts";

/** The rungs whose code is ours to break; rung 1 is the chain below them, compared with the real one elsewhere. */
export const RUNGS = [2, 3, 4, 5, 6] as const;

const PROPOSALS: readonly Propose[] = [
  ...[binary, unary, condition, literal, index, time],
  ...[twin, direction, swapped],
  ...[dropped, unchecked, changed, reordered],
];
/** Longer code is shown by its beginning. */
const MOST_SHOWN = 90;

/** Every mutant of the rungs, by file and place. */
export function collectMutants(builds: readonly Build[]): Mutant[] {
  const sources = new Map(builds.flatMap((build) => build.sources.map((source) => [source.file, source] as const)));
  return [...sources.values()]
    .flatMap((source) => {
      const rung = Number(/^contracts\/([2-6])-/.exec(source.file)?.[1] ?? 0);
      return rung === 0 ? [] : mutantsOf(source, rung);
    })
    .toSorted((a, b) => (a.file === b.file ? a.edits[0]!.start - b.edits[0]!.start : a.file < b.file ? -1 : 1));
}

function mutantsOf(source: Source, rung: number): Mutant[] {
  const seen = new Map<string, number>();
  const mutants: Mutant[] = [];
  visit(source.tree, (outer, contract) => {
    if (!["FunctionDefinition", "ModifierDefinition"].includes(outer.nodeType)) return true;
    if (outer.body == null) return false;
    const home = `${contract?.name ?? ""}.${outer.name === "" ? outer.kind : outer.name}`;
    visit(outer.body as Node, (node, parent) => {
      if (node.nodeType === "InlineAssembly") return false;
      for (const propose of PROPOSALS)
        for (const slip of propose(node, parent, source)) {
          const described = describe(slip, source);
          if (described.before === described.after) continue;
          // two equal slips of one function are told apart by their order in it
          const words = [source.file, home, slip.operator, described.before, described.after].join("\0");
          const count = seen.get(words) ?? 0;
          seen.set(words, count + 1);
          const id = createHash("sha256").update(`${words}\0${count}`).digest("hex").slice(0, 10);
          const line = source.bytes.slice(0, slip.edits[0]!.start).split("\n").length;
          mutants.push({ id, rung, file: source.file, line, ...slip, ...described });
        }
      return true;
    });
    return false;
  });
  return mutants;
}

/** What stood there and what stands there now, on one line each. */
function describe({ edits, operator }: Slip, { bytes }: Source): Pick<Mutant, "before" | "after"> {
  const [first] = edits;
  const end = operator === "order" ? edits.at(-1)!.end : first!.end;
  return { before: oneLine(bytes.slice(first!.start, end)), after: oneLine(first!.text) };
}

function oneLine(bytes: string): string {
  const line = Buffer.from(bytes, "latin1").toString("utf8").replace(/\s+/g, " ").trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)} …` : line;
}
