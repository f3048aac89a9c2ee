import type { Knowledge } from "./consistency.ts";
import { readFindings, readFlaws, readTests, readUntested } from "./finding.ts";

/** Everything that the repository says of findings. */
export const knowledgeOf = (root: string): Knowledge => ({
  findings: readFindings(root),
  flaws: readFlaws(root),
  untested: readUntested(root),
  tests: readTests(root),
});
