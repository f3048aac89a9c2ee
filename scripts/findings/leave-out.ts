import path from "node:path";
import { readSources } from "../checks/sources.ts";

const FOR_TESTS = "contracts/testing";

/**
 * What a proof need not compile: Solidity's own tests, and the contracts that only they use. A contract for tests is
 * kept if a mocha test names it, or one that is kept imports it.
 */
export function findNeedless(root: string): Set<string> {
  const solidity = readSources(root, [".sol"], ["test", FOR_TESTS]);
  const tests = readSources(root, [".ts"], ["test"])
    .map(({ text }) => text)
    .join("\n");
  const names = new Set([...tests.matchAll(/["'`](\w+)["'`]/g)].map(([, name]) => name));
  const texts = new Map(solidity.map(({ path: file, text }) => [file, text]));
  const kept = new Set<string>();
  const keep = (file: string): void => {
    const text = texts.get(file);
    if (text === undefined || kept.has(file)) return;
    kept.add(file);
    for (const [, target] of text.matchAll(/\bfrom\s+"(\.[^"]+)"/g))
      keep(path.posix.join(path.posix.dirname(file), target as string));
  };
  for (const file of texts.keys()) if (names.has(path.posix.basename(file, ".sol"))) keep(file);
  return new Set([...texts.keys()].filter((file) => !kept.has(file)));
}
