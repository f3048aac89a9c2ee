import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** How a program ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One exact replacement in a file whose path is from the root of the copy. */
export interface Change {
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** The source with the change in it. @throws Error when `find` does not occur exactly once */
export function changed(source: string, { file, find, replace }: Change): string {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(`${file}: ${JSON.stringify(find)} occurs ${parts.length - 1} times, it has to occur once`);
  return parts.join(replace);
}

/** A temporary copy of parts of the repository, with its packages, in which code can be broken. */
export function openCopy(parts: string[], leavesOut: (file: string) => boolean = () => false) {
  const folder = mkdtempSync(path.join(tmpdir(), "findings-"));
  const filter = (source: string): boolean => !leavesOut(path.relative(ROOT, source).replaceAll(path.sep, "/"));
  for (const part of parts.filter((one) => existsSync(path.join(ROOT, one))))
    cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true, filter });
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");

  return {
    folder,
    /** Runs Hardhat in the copy, on a Node that loads `first` (from the root) before. */
    hardhat: (parameters: string[], first: string[] = []) => {
      const imports = first.flatMap((file) => ["--import", pathToFileURL(path.join(folder, file)).href]);
      return run(folder, [...imports, path.join(ROOT, "node_modules/hardhat/dist/src/cli.js"), ...parameters]);
    },
    /** Does something while one piece of code is changed, and mends it. */
    async whileChanged<T>(change: Change, work: () => Promise<T>): Promise<T> {
      const file = path.join(folder, change.file);
      const source = readFileSync(file, "utf8");
      writeFileSync(file, changed(source, change));
      try {
        return await work();
      } finally {
        writeFileSync(file, source);
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function run(cwd: string, parameters: string[]): Promise<Ended> {
  const { INIT_CWD: _, ...env } = process.env;
  // code that is broken on purpose may leave a variable unused
  const child = spawn(process.execPath, parameters, {
    cwd,
    env: { ...env, LADDER_WARNINGS: "allowed" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const code = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}
