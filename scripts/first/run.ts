import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EXIT } from "../lib/refused.ts";
import { copyWorkingTree } from "../lib/working-tree.ts";
import type { First } from "./commands.ts";

const CACHE = "cache/compile-cache.json";
/** No node is there, so that a task talks to none that happens to run. */
const NOWHERE = "http://127.0.0.1:1";

export interface Ran {
  readonly ok: boolean;
  readonly code: number | null;
  readonly said: string;
  readonly seconds: number;
}

/**
 * Runs a command in a fresh clone of `root` before any other, and throws the clone away. The packages are those of
 * `root`, by a link. `built` takes its compiled contracts along, and never its types: who has to have them compiles.
 */
export async function runFirst(root: string, first: First, { built }: { built: boolean }): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), "first-"));
  try {
    const clone = path.join(realpathSync(folder), "clone");
    mkdirSync(clone);
    copyWorkingTree(root, clone);
    symlinkSync(realpathSync(path.join(root, "node_modules")), path.join(clone, "node_modules"), "junction");
    if (built && first.bare !== true) takeAlong(root, clone);
    return await run(clone, first);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A clone that is copied compiles nothing anew. */
function takeAlong(root: string, clone: string): void {
  cpSync(path.join(root, "artifacts"), path.join(clone, "artifacts"), { recursive: true });
  mkdirSync(path.join(clone, "cache"));
  cpSync(path.join(root, CACHE), path.join(clone, CACHE));
}

async function run(clone: string, { line, says, code: expected = EXIT.done, serves }: First): Promise<Ran> {
  const started = performance.now();
  // As from a shell of the clone: neither the packages nor the npm of whoever runs this are on the way.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD|NODE_OPTIONS|HARDHAT_)/.test(name),
  );
  const PATH = (process.env.PATH ?? "").split(path.delimiter).filter((one) => !one.includes("node_modules"));
  const child = spawn(line, {
    cwd: clone,
    env: { ...Object.fromEntries(inherited), PATH: PATH.join(path.delimiter), LADDER_LOCALHOST_URL: NOWHERE },
    shell: true,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      said += String(data);
      if (serves === true && says.test(said)) process.kill(-child.pid!, "SIGTERM");
    });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const hasWorked = serves === true || code === expected;
  return { ok: hasWorked && says.test(said), code, said, seconds: (performance.now() - started) / 1_000 };
}
