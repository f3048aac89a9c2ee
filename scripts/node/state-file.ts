import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "../lib/make-folder.ts";
import { Refused } from "../lib/refused.ts";

/** What a state begins with: enough to open the same chain again. */
interface Beginning {
  readonly ladderState: 1;
  readonly preset: string;
  /** Of the first block, in seconds. */
  readonly genesis: number;
  /** A hash of the sources of the contracts that were deployed. */
  readonly sources: string;
}

/** A request that changed the chain, and where it led. */
export interface Kept {
  readonly method: string;
  readonly params: readonly unknown[];
  /** The chain refused it, which it does again. */
  readonly failed?: true;
  /** Of blocks that it mined: the time of the first in seconds, and the state's root after the last. */
  readonly mined?: { readonly seconds: number; readonly root: string };
}

/** Files of deployments: folder → file → content. */
export type Journals = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Line = Beginning | Kept | { readonly journals: Journals };

export interface State {
  readonly beginning: Beginning;
  readonly kept: readonly Kept[];
  readonly journals: Journals;
}

/** Reads a state. A last line that was cut off when its node was killed is cut away. @returns nothing where no file is */
export function readState(file: string, name: string): State | undefined {
  if (!existsSync(file)) return undefined;
  if (statSync(file).isDirectory()) throw new Refused(`--state cannot be "${name}", a folder: name a file in it.`);
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole !== text) truncateSync(file, Buffer.byteLength(whole));
  const lines = whole.split("\n").filter((line) => line !== "");
  const [beginning, ...others] = lines.map((line) => parse(line, name));
  if (beginning === undefined || !("ladderState" in beginning) || beginning.ladderState !== 1) throw noState(name);
  return {
    beginning,
    kept: others.filter((line): line is Kept => "method" in line),
    journals: others.findLast((line) => "journals" in line)?.journals ?? {},
  };
}

/** Adds a line to a state, at once, so that a node that is killed loses nothing. */
export function writeLine(file: string, line: Line): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** Refuses a file that cannot be written, before anything is deployed. */
export function assertWritable(file: string, name: string): void {
  try {
    makeFolder(path.dirname(file));
    appendFileSync(file, "");
  } catch {
    throw new Refused(`--state cannot be "${name}": it cannot be written there. Name a file in another folder.`);
  }
}

function parse(line: string, name: string): Line {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value as Line;
  } catch {
    // said below
  }
  throw noState(name);
}

const noState = (name: string): Refused =>
  new Refused(
    `${name} is no state of a node: name a file that \`npm run node -- --state FILE\` has written, or a new one.`,
  );
