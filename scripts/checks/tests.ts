import {
  assertingNames,
  blankStrings,
  bracketed,
  calls,
  type FoundFunction,
  solidityFunctions,
  typescriptFunctions,
} from "./functions.ts";
import { lineAt, readSources, type Source } from "./sources.ts";

/** An assertion in TypeScript: chai's `expect(…)` or `assert`, fast-check's `fc.assert(…)`. */
const ASSERTION = /\b(?:expect|assert)\s*[.(]/;
/** An assertion in Solidity: TestBase's, an expected revert or event, or a revert that names what is wrong. */
const SOLIDITY_ASSERTION = /\bassert\w*\s*\(|\bvm\.expect\w+\s*\(|\brevert\s+\w/;
/** chai matchers that answer with a promise: without await they cannot fail. */
const PROMISED =
  /\.(?:reverted\w*|revert|emit|changeEtherBalances?|changeTokenBalances?|rejected\w*|fulfilled)\b|\.eventually\b/;

/**
 * Tests must be able to fail: each has an assertion, in its body or in a function that it calls; an assertion
 * on a promise is awaited; no test is without a body. (`only` and `skip` are refused by Biome.)
 */
export function checkTests(root: string): string[] {
  const typescript = readSources(root, [".ts"], ["test"]).map(blank);
  const solidity = readSources(root, [".sol"], ["test", "contracts/testing"]).map(blank);
  const asserting = assertingNames(
    typescript.flatMap(({ text }) => typescriptFunctions(text)),
    ASSERTION,
  );
  const assertingSolidity = assertingNames(
    solidity.flatMap(({ text }) => solidityFunctions(text)),
    SOLIDITY_ASSERTION,
  );
  return [
    ...typescript.flatMap((source) => [...checkMocha(source, asserting), ...checkAwaited(source)]),
    ...solidity
      .filter(({ path: file }) => file.endsWith(".t.sol"))
      .flatMap((one) => checkSolidity(one, assertingSolidity)),
  ];
}

function blank({ path: file, text }: Source): Source {
  return { path: file, text: blankStrings(text) };
}

function checkMocha({ path: file, text }: Source, asserting: Set<string>): string[] {
  return [...text.matchAll(/(?<![.\w])(?:it|specify)\s*\(/g)].flatMap((match) => {
    const whole = bracketed(text, match.index + match[0].length - 1);
    const where = `${file}:${lineAt(text, match.index)}`;
    if (!/=>|\bfunction\b/.test(whole)) return [`${where}: this test has no body`];
    if (ASSERTION.test(whole) || calls(whole, asserting)) return [];
    return [`${where}: this test asserts nothing, so it cannot fail`];
  });
}

function checkAwaited({ path: file, text }: Source): string[] {
  return [...text.matchAll(/(?<=[;{})]\s*)\bexpect\s*\(/g)].flatMap((match) => {
    const statement = statementAt(text, match.index);
    if (!PROMISED.test(statement)) return [];
    return [`${file}:${lineAt(text, match.index)}: this assertion is a promise that nothing awaits, so it cannot fail`];
  });
}

function statementAt(text: string, start: number): string {
  const end = /;\s*\n|\n\s*\n/.exec(text.slice(start));
  return end === null ? text.slice(start) : text.slice(start, start + end.index);
}

function checkSolidity({ path: file, text }: Source, asserting: Set<string>): string[] {
  const isTest = ({ name }: FoundFunction): boolean => /^(?:test|invariant)/.test(name);
  return solidityFunctions(text)
    .filter(isTest)
    .filter(({ body }) => !SOLIDITY_ASSERTION.test(body) && !calls(body, asserting))
    .map(({ name, index }) => `${file}:${lineAt(text, index)}: ${name} asserts nothing, so it cannot fail`);
}
