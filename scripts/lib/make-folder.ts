import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those above it. Node's own way never comes back where the system says of a new folder that what is
 * above it is not there, as in `/proc`.
 *
 * @throws Error where it cannot be made, or a file has its name
 */
export function makeFolder(folder: string): void {
  if (!existsSync(folder)) {
    makeFolder(path.dirname(folder));
    mkdirSync(folder);
  } else if (!statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
}
