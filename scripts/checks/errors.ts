import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { blankStrings } from "./functions.ts";
import { lineAt, readSources, type Source, withoutComments } from "./sources.ts";

/** Errors that the ABI of the real core has and that nothing here can reach, each with the reason. */
const UNREACHABLE = "docs/unreachable-errors.md";
const REVERT_ASSERTION = /\brevertedWithCustomError\b|\brevertedWith\b|\brefus\w*\(|\breverts?\w*\(/;

interface DeclaredError {
  name: string;
  where: string;
}

/**
 * Every custom error of `contracts/` (but `attacks` and `testing`) is named where a test asserts a revert: as a
 * string in a TypeScript test that asserts reverts, as `Name.selector` in a Solidity test, or as the error of a
 * recorded run. One that nothing can reach stands in docs/unreachable-errors.md with its reason.
 */
export function checkErrors(root: string): string[] {
  const declared = declaredErrors(readSources(root, [".sol"], ["contracts"]));
  const named = namedErrors(root);
  const excused = readExcused(root);
  return [
    ...declared
      .filter(({ name }) => !named.has(name) && !excused.has(name))
      .map(({ name, where }) => `${where}: no test asserts a revert with ${name}`),
    ...[...excused]
      .filter((name) => named.has(name) || !declared.some((one) => one.name === name))
      .map((name) => `${UNREACHABLE}: ${name} is reached by a test, or declared nowhere; take it out`),
  ];
}

/** Every `error Name(…)` outside attacks and testing, once a name. */
function declaredErrors(sources: Source[]): DeclaredError[] {
  const byName = new Map<string, string>();
  for (const { path: file, text } of sources) {
    if (/^contracts\/(?:attacks|testing)\//.test(file)) continue;
    const code = withoutComments(text);
    for (const match of code.matchAll(/^\s*error\s+(\w+)\s*\(/gm)) {
      const name = match[1] as string;
      if (!byName.has(name)) byName.set(name, `${file}:${lineAt(code, match.index + match[0].indexOf("error"))}`);
    }
  }
  return [...byName].map(([name, where]) => ({ name, where }));
}

function namedErrors(root: string): Set<string> {
  const names = new Set<string>();
  for (const { text } of readSources(root, [".ts"], ["test"])) {
    if (!REVERT_ASSERTION.test(blankStrings(text))) continue;
    for (const match of withoutComments(text).matchAll(/["'`](\w+)(?:\([^"'`]*\))?["'`]/g))
      names.add(match[1] as string);
  }
  for (const { text } of readSources(root, [".sol"], ["test"])) {
    for (const match of withoutComments(text).matchAll(/\b(\w+)\.selector\b/g)) names.add(match[1] as string);
  }
  for (const { text } of readRecordings(root)) {
    for (const match of text.matchAll(/"revert"\s*:\s*"(\w+)\(/g)) names.add(match[1] as string);
  }
  return names;
}

/** Recorded runs of the real core, plain or compressed, which the replay plays in the tests. */
function readRecordings(root: string): Source[] {
  return readSources(root, [".json", ".json.gz"], ["test"]).map(({ path: file, text }) => ({
    path: file,
    text: file.endsWith(".gz") ? gunzipSync(readFileSync(path.join(root, file))).toString() : text,
  }));
}

/** Names in the first column of the table of errors that nothing can reach. */
function readExcused(root: string): Set<string> {
  const file = path.join(root, UNREACHABLE);
  if (!existsSync(file)) return new Set();
  return new Set(
    [...readFileSync(file, "utf8").matchAll(/^\|\s*`(\w+)`\s*\|\s*[^\s|]/gm)].map((match) => match[1] as string),
  );
}
