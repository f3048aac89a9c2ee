import { statSync } from "node:fs";
import path from "node:path";
import { Refused } from "./refused.ts";

const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;

/** Looks, before anything is made, whether a file may be written where `--out` says. @throws Refused with the way out */
export function refuseUnwritable(out: string): void {
  const folder = path.dirname(path.resolve(out));
  if (!isFolder(folder))
    throw new Refused(`"${out}" cannot be written: there is no folder ${folder}. Make it, or pass another --out`);
  if (isFolder(out)) throw new Refused(`"${out}" is a folder: pass --out with the name of a file in it`);
}
