import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** npm changes to the repository before it runs a script, and says where the command was given. */
const CALLER = process.env.INIT_CWD ?? process.cwd();

/** A file as the caller named it: relative to the folder in which the command was given. */
export function fromCaller(file: string): string {
  return resolve(CALLER, file);
}

/** Hardhat looks for its configuration from the working directory on. */
export function workInRepository(): void {
  process.chdir(ROOT);
}
