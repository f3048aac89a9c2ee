/**
 * A claim is a piece of a page in which every number is put in by code: read from what sets it, or reckoned by what plays it.
 * A page may say no number beside its claims, but in tables that a test of their own holds.
 */
import { numbersOf } from "./prose.ts";

/** What stands for a number: text as the page has it, or a number, which is grouped by thousands. */
export type Value = string | number | bigint;

export interface Claim {
  /** The page's words, in pieces between its numbers. */
  words: readonly string[];
  values: readonly string[];
}

/** Tables of a page, or a sentence of it, which a test compares with what it plays. */
export interface Held {
  /** The heading below which the tables stand, or words of the sentence. */
  below?: string;
  sentence?: RegExp;
  /** `file: part of the title` of the test. */
  by: string;
}

export interface Page {
  path: string;
  claims: () => readonly Claim[] | Promise<readonly Claim[]>;
  held?: readonly Held[];
}

/** The words of a page with its numbers put in: says`epochs of ${SECONDS_PER_EPOCH} seconds`. */
export function says(words: TemplateStringsArray, ...values: readonly Value[]): Claim {
  return { words, values: values.map((value) => (typeof value === "string" ? value : grouped(value))) };
}

const grouped = (value: number | bigint): string => value.toLocaleString("en-US", { maximumFractionDigits: 20 });

const escaped = (words: string): string =>
  words.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`);

/** The claim's words around whatever the page has in the place of its values, each a group. */
function pattern({ words, values }: Claim, place: (value: string) => string): RegExp {
  const pieces = words.flatMap((piece, i) => [escaped(piece), i < values.length ? place(values[i]!) : ""]);
  return new RegExp(pieces.join(""), "gdu");
}

const lineOf = (page: string, index: number): number => page.slice(0, index).split("\n").length;

/** Where a page has what a claim puts in, or what it has instead. */
function placesOf(page: string, claim: Claim): { places: [number, number][] } | { problem: string } {
  const meant = claim.words
    .map((piece, i) => piece + (claim.values[i] ?? ""))
    .join("")
    .replace(/\s+/g, " ");
  const found = [...page.matchAll(pattern(claim, (value) => `(${escaped(value)})`))];
  if (found.length === 1) return { places: found[0]!.indices!.slice(1) as [number, number][] };
  if (found.length > 1) return { problem: `"${meant}" stands there ${found.length} times: add words to the claim` };
  const others = [...page.matchAll(pattern(claim, () => String.raw`(\S+?(?: million)?)`))];
  const said = others.map(([text]) => `, but "${text.replace(/\s+/g, " ")}"`).join("");
  const where = others.length > 0 ? `line ${lineOf(page, others[0]!.index)}: ` : "";
  return { problem: `${where}the code says "${meant}", and the page does not${said}` };
}

/** The parts of a page that tests of their own hold. */
function heldPlaces(page: string, { below, sentence }: Held): [number, number][] {
  if (sentence !== undefined)
    return [...page.matchAll(sentence)].map(({ 0: text, index }) => [index, index + text.length]);
  const start = below === undefined ? 0 : page.indexOf(`\n${below}\n`);
  if (start < 0) return [];
  const end = page.indexOf("\n## ", start + 2);
  const part = page.slice(start, end < 0 || below === undefined ? undefined : end);
  return [...part.matchAll(/^ *\|.*$/gm)].map(({ 0: row, index }) => [start + index, start + index + row.length]);
}

/** What is wrong with the numbers of a page. */
export function problemsOf(page: string, claims: readonly Claim[], held: readonly Held[] = []): string[] {
  const problems: string[] = [];
  const covered: [number, number][] = [];
  for (const one of held) {
    const places = heldPlaces(page, one);
    if (places.length === 0)
      problems.push(`the page has nothing of what ${one.by} is said to hold: ${one.below ?? one.sentence}`);
    covered.push(...places);
  }
  for (const claim of claims) {
    const found = placesOf(page, claim);
    if ("problem" in found) problems.push(found.problem);
    else covered.push(...found.places);
  }
  for (const { text, start, end } of numbersOf(page)) {
    if (covered.some(([from, to]) => from <= start && end <= to)) continue;
    const around = page.slice(Math.max(0, start - 60), end + 40).replace(/\s+/g, " ");
    problems.push(`line ${lineOf(page, start)}: no claim has "${text}" of "…${around}…"`);
  }
  return problems;
}
