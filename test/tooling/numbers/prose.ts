/**
 * The numbers that a page says. A digit that names something is none: such kinds are blanked first, by rules as narrow as the
 * names are, and never by a list of exceptions. "One", "two", ordinals and fractions in words are grammar more often than
 * claims, so words count from three on.
 */
const NAMES: readonly RegExp[] = [
  // a table's column of rungs, by their folders
  /^\| \d \| (?=`contracts\/\d-)/gm,
  // blocks of code, which are played or printed by what they show, and code in a line
  /^ *```[\s\S]*?^ *```$/gm,
  /`[^`\n]*`/g,
  // where a link leads, and what stands in comments
  /(?<=\])\([^)\s]*\)/g,
  /<!--.*?-->/g,
  // ordinals of lists
  /^ *\d+\. /gm,
  // licences
  /\b[A-Z]+-\d\.\d(?:-[a-z-]+)?\b/g,
  // standards, and several of them
  /\b(?:ERC|EIP)-\d+(?:(?:, | and )\d{3,4}\b)*/g,
  // decisions, requirements and findings by their ids, edge cases of the core
  /\[\d{4}\]|\bdecisions? \d{4}|\(\d{4}\)/gi,
  /\b[A-Z]{1,4}\d?-\d+/g,
  /\bE\d+\b/g,
  // rungs and versions
  /\brungs? (?:below )?\d(?:(?:, | and | to )\d)*/gi,
  /\bv\d+(?:\.\d+)*/g,
  // days, and names that have a digit: 0x01, wstETH2
  /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b/g,
  /\b0x[0-9a-f]+\b|(?<!\d)[a-z_]\d[\w.]*/gi,
];

const WORDS =
  "three four five six seven eight nine ten eleven twelve thirteen sixteen twenty thirty forty fifty sixty ninety dozen hundred thousand million";
const NUMBER = new RegExp(
  String.raw`\d+(?:[.,]\d+)*(?:e-?\d+)?(?: million\b)?|\b(?:${WORDS.replaceAll(" ", "|")})s?\b`,
  "gi",
);

/** A number of a page, and where it stands. */
export interface Said {
  text: string;
  start: number;
  end: number;
}

/** A text of the same length, without the numbers that `pattern` finds. */
const blank = (text: string, pattern: RegExp): string =>
  text.replace(pattern, (found) => found.replace(/[^\n|]/g, " "));

/** The numbers of a page that are no names. */
export function numbersOf(page: string): Said[] {
  const text = NAMES.reduce(blank, page);
  return [...text.matchAll(NUMBER)].map(({ 0: found, index }) => ({
    text: found,
    start: index,
    end: index + found.length,
  }));
}
