import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Difference } from "../replay/play/scenario.ts";
import { CORE, mutate, type Mutation } from "./mutation.ts";

const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** What the replay needs of the repository; fewer contracts compile faster. */
const NEEDED = [
  ...["package.json", "tsconfig.json", "hardhat.config.ts", "deploy", "scripts", "test/3-restaking/recordings"],
  ...["contracts/shared", "contracts/1-staking", CORE, "contracts/testing/replay"],
];

/** How a mutation fared: what gave it away, or that nothing did, or why it could not be tried. */
export type Verdict =
  | { readonly is: "killed"; readonly by: Difference }
  | { readonly is: "survived" }
  | { readonly is: "broken"; readonly output: string };

/** A temporary copy of the repository, in which the core can be broken. */
export function openLaboratory() {
  const folder = mkdtempSync(path.join(tmpdir(), "mutations-"));
  for (const needed of NEEDED) cpSync(path.join(ROOT, needed), path.join(folder, needed), { recursive: true });
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");

  return {
    /** Replays the core as it is: builds everything once, and proves that a difference is a mutation's doing. */
    control: () => replay(folder),
    /** Breaks one token, replays until something differs, and mends it. */
    async judge(mutation: Mutation): Promise<Verdict> {
      const file = path.join(folder, CORE, mutation.file);
      const source = readFileSync(file, "utf8");
      writeFileSync(file, mutate(source, mutation));
      try {
        return await replay(folder);
      } finally {
        writeFileSync(file, source);
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function replay(folder: string): Promise<Verdict> {
  const hardhat = path.join(ROOT, "node_modules/hardhat/dist/src/cli.js");
  const { code, stdout, stderr } = await run(folder, [hardhat, "replay", "--first", "--json"]);
  if (!stdout.startsWith("{") || (code !== 0 && code !== 1)) return { is: "broken", output: stdout + stderr };
  const { found, fields } = JSON.parse(stdout) as { found: Difference[]; fields: number };
  if (found[0] !== undefined) return { is: "killed", by: found[0] };
  return fields > 0 ? { is: "survived" } : { is: "broken", output: stdout + stderr };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(cwd: string, parameters: string[]): Promise<Ended> {
  const { INIT_CWD: _, ...env } = process.env;
  const child = spawn(process.execPath, parameters, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const code = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
