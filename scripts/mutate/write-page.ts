import path from "node:path";
import { writePage } from "./published.ts";

/** Writes docs/mutants.md from what was published and why survivors live. */
writePage(path.resolve(import.meta.dirname, "../.."));
