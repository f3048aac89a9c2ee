import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { fromCaller } from "../demo/caller.ts";
import { deploymentsIn } from "../deploy/journal.ts";
import { Refused } from "../lib/refused.ts";
import { sourcesOf } from "../lib/stamp.ts";
import { assertWritable, readState, writeLine, type Journals, type Kept, type State } from "./state-file.ts";

/** Hardhat's own chain, whose journals a node writes. */
const OWN_CHAIN = /^ladder-.*-31337(?:-|$)/;

/** What a node keeps beyond its end. */
export interface Memory {
  /** The file, as the caller named it. */
  readonly name: string;
  /** What an earlier node has kept there. */
  readonly past: State | undefined;
  begin(hre: HardhatRuntimeEnvironment, genesis: number): void;
  keep(kept: Kept): void;
  /** Keeps the journals of deployments, without which nobody knows where the contracts stand. */
  keepJournals(hre: HardhatRuntimeEnvironment): void;
  restoreJournals(hre: HardhatRuntimeEnvironment): void;
}

/** Opens a file that keeps a node, new or written by one. @throws Refused when it is neither */
export function openMemory(name: string, preset: string): Memory {
  const file = fromCaller(name);
  let written = "";
  const past = existsSync(file) && statSync(file).size === 0 ? undefined : readState(file, name);
  if (past !== undefined && past.beginning.preset !== preset)
    throw new Refused(
      `${name} was begun with --preset ${past.beginning.preset}, not ${preset}: say the same, or name another file.`,
    );
  assertWritable(file, name);
  return {
    name,
    past,
    begin: ({ config }, genesis) =>
      writeLine(file, { ladderState: 1, preset, genesis, sources: sourcesOf(config.paths.root) }),
    keep: (kept) => writeLine(file, kept),
    keepJournals: (hre) => {
      const journals = readJournals(deploymentsOf(hre));
      const text = JSON.stringify(journals);
      if (text !== written) writeLine(file, { journals });
      written = text;
    },
    restoreJournals: (hre) => {
      if (past === undefined) return;
      if (past.beginning.sources !== sourcesOf(hre.config.paths.root))
        process.stderr.write(
          `The contracts have been changed since ${name} was begun: on its chain are those of then, and tools know those of now.\n`,
        );
      writeJournals(deploymentsOf(hre), past.journals);
    },
  };
}

const deploymentsOf = ({ config }: HardhatRuntimeEnvironment): string => deploymentsIn(config.paths.root);

/** All of them but what the compiler said, which a later deployment reads from where it is compiled. */
function readJournals(folder: string): Journals {
  if (!existsSync(folder)) return {};
  const read = (name: string): Record<string, string> => {
    const files = readdirSync(path.join(folder, name), { recursive: true, encoding: "utf8" })
      .filter((file) => !file.startsWith("build-info"))
      .filter((file) => statSync(path.join(folder, name, file)).isFile());
    return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, name, file), "utf8")]));
  };
  return Object.fromEntries(
    readdirSync(folder)
      .filter((name) => OWN_CHAIN.test(name))
      .map((name) => [name, read(name)]),
  );
}

/** Of the own chain there are these journals, and no others. */
function writeJournals(folder: string, journals: Journals): void {
  if (existsSync(folder))
    for (const name of readdirSync(folder).filter((one) => OWN_CHAIN.test(one)))
      rmSync(path.join(folder, name), { recursive: true });
  for (const [name, files] of Object.entries(journals)) {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name, file)), { recursive: true });
      writeFileSync(path.join(folder, name, file), text);
    }
  }
}
