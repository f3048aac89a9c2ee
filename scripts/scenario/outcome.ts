import { attempt, type Cursor } from "./cursor.ts";
import type { Answer } from "../lib/ladder/answers.ts";
import { showAnswer, type Naming } from "./answer.ts";
import type { Position } from "./problem.ts";
import { didYouMean } from "../lib/suggest.ts";
import { parseAmount } from "./units.ts";

/** Arguments that an event or an error must have, by parameter name. */
export interface Wanted {
  readonly name: string;
  readonly at: Position;
  readonly args: readonly { readonly name: string; readonly written: string; readonly at: Position }[];
}

/** An event that a step must emit, so many times (once or more when not said). */
export interface EventExpectation extends Wanted {
  readonly kind: "event";
  readonly times: number | undefined;
}

/** Reads `{ name, with }` of an event or error and checks both against what the contracts know. */
export function readWanted(
  kind: "event" | "error",
  name: string,
  rawArgs: Record<string, unknown> | undefined,
  at: { name: Cursor; args: Cursor },
): Wanted | undefined {
  return attempt(() => {
    const { vocabulary } = at.name.scope;
    if (vocabulary === undefined) return { name, at: at.name.position, args: [] };
    const known = kind === "event" ? vocabulary.events : vocabulary.errors;
    const parameters = known.get(name);
    if (!parameters)
      return at.name.fail(
        `no contract has ${article(kind)} \`${name}\``,
        `the name of ${article(kind)}`,
        suggest(name, [...known.keys()]),
      );
    const args = Object.keys(rawArgs ?? {}).map((key) => {
      if (!parameters.includes(key))
        at.args.failAtKey(
          key,
          `\`${name}\` has no \`${key}\``,
          `one of: ${parameters.join(", ") || "none, it has no arguments"}`,
          suggest(key, parameters),
        );
      const here = at.args.child(key);
      return { name: key, written: here.written, at: here.position };
    });
    return { name, at: at.name.position, args };
  });
}

function article(kind: "event" | "error"): string {
  return `an ${kind}`;
}

function suggest(written: string, known: readonly string[]): string {
  return known.length > 12 && !known.some((word) => word.startsWith(written.slice(0, 3)))
    ? "look it up in the interfaces under contracts/"
    : didYouMean(written, known.length > 12 ? known.filter((word) => word.startsWith(written.slice(0, 3))) : known);
}

/** Whether a decoded event or error is the wanted one; a message when it is not. */
export function mismatch(wanted: Wanted, answer: Answer, naming: Naming): string | undefined {
  if (answer.name !== wanted.name) return `expected ${wanted.name}, got ${showAnswer(answer, naming)}`;
  for (const { name, written } of wanted.args) {
    const value = answer.args.find((arg) => arg.name === name)?.value;
    if (!same(name, value, written, naming)) return `expected ${name}: ${written}, got ${showAnswer(answer, naming)}`;
  }
  return undefined;
}

function same(parameter: string, value: unknown, written: string, naming: Naming): boolean {
  if (typeof value === "bigint") {
    if (naming.nameOfNumber(parameter, value) === written) return true;
    const amount = parseAmount(written);
    return value === (amount ? amount.wei : /^\d+$/.test(written) ? BigInt(written) : -1n);
  }
  if (typeof value === "string" && naming.nameOf(value) === written) return true;
  return String(value) === written;
}
