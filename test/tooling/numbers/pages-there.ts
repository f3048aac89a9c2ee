import { filesOf } from "./sources.ts";

/** Decisions record what was measured when they were made, and requirements say what must hold. */
const APART = /^docs\/(?:decisions\/|requirements\.md$)/;

/** Every page whose numbers must be those of the code, from the root. */
export const pagesThere = (): string[] =>
  ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/**/*.md"]
    .flatMap(filesOf)
    .filter((path) => !APART.test(path))
    .sort();
