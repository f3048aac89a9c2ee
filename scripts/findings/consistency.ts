import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { changed } from "./copy.ts";
import { type Finding, type FindingTest, type Flaw, FOLDER, type Untested } from "./finding.ts";

/** What is known of the findings. */
export interface Knowledge {
  readonly findings: Finding[];
  readonly flaws: Flaw[];
  readonly untested: Untested[];
  readonly tests: FindingTest[];
}

/** Folders in which a flaw can be put: what is deployed, and how. */
const BREAKABLE = ["contracts/", "deploy/"];

/** The findings that nobody has answered yet. */
export const openFindings = ({ findings, tests, untested }: Knowledge): Finding[] =>
  findings.filter(
    ({ id }) => !tests.some(({ ids }) => ids.includes(id)) && !untested.some((answer) => answer.id === id),
  );

/** What contradicts itself: an id answered twice or unknown, a test without its flaw, a flaw that no longer applies. */
export function contradictions(root: string, { findings, flaws, untested, tests }: Knowledge): string[] {
  const known = new Set(findings.map(({ id }) => id));
  const wrong: string[] = [];
  for (const { id } of findings) {
    const tested = tests.filter(({ ids }) => ids.includes(id)).length;
    const broken = flaws.filter((flaw) => flaw.id === id).length;
    const answered = untested.filter((answer) => answer.id === id).length;
    if (tested > 1) wrong.push(`${id} has ${tested} tests that begin with it, one is enough to prove`);
    if (tested !== broken) wrong.push(`${id} has ${tested} tests in ${FOLDER} and ${broken} flaws in ${FOLDER}/flaws`);
    if (tested + answered > 1) wrong.push(`${id} is answered more than once`);
  }
  for (const { id } of [...flaws, ...untested]) if (!known.has(id)) wrong.push(`${id} is no finding of the list`);
  for (const flaw of flaws) wrong.push(...wrongFlaw(root, flaw));
  for (const answer of untested) wrong.push(...wrongAnswer(root, answer));
  return wrong;
}

function wrongFlaw(root: string, flaw: Flaw): string[] {
  const file = path.join(root, flaw.file);
  if (!BREAKABLE.some((folder) => flaw.file.startsWith(folder)) || !existsSync(file))
    return [`${flaw.id}: ${flaw.file} is no file of ${BREAKABLE.join(" or ")}`];
  if (flaw.find === flaw.replace) return [`${flaw.id}: the flaw changes nothing`];
  try {
    changed(readFileSync(file, "utf8"), flaw);
    return [];
  } catch (error) {
    return [`${flaw.id}: ${(error as Error).message}`];
  }
}

/** A test elsewhere is named as `file: title`, or a part of the title. */
function wrongAnswer(root: string, answer: Untested): string[] {
  if (answer.is === "missing") return [];
  const [file, title] = splitTest(answer.test);
  if (!existsSync(path.join(root, file))) return [`${answer.id}: there is no ${file}`];
  if (!readFileSync(path.join(root, file), "utf8").includes(title))
    return [`${answer.id}: ${file} has no test "${title}"`];
  return existsSync(path.join(root, answer.where)) ? [] : [`${answer.id}: there is no ${answer.where}`];
}

/** `test/x.test.ts: QUE-07` as the file and the part of the title. */
export function splitTest(test: string): [string, string] {
  const at = test.indexOf(": ");
  return at < 0 ? [test, ""] : [test.slice(0, at), test.slice(at + 2)];
}
