import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Where Hardhat keeps a project and what it compiles, by whole paths. */
export interface Places {
  readonly root: string;
  readonly artifacts: string;
  readonly cache: string;
}

/** What compiled contracts depend on, beside the contracts. */
const BESIDE = ["hardhat.config.ts", "package-lock.json"];

const stampIn = ({ artifacts }: Pick<Places, "artifacts">): string => path.join(artifacts, "compiled-from");

/** The project's contracts, from the root. */
const contractsIn = (root: string): string[] =>
  globSync("contracts/**/*.sol", { cwd: root }).map((file) => file.replaceAll(path.sep, "/"));

/** Whether files to compile hold all contracts. @param files whole paths, among others */
export function holdAll(root: string, files: readonly string[]): boolean {
  const given = new Set(files);
  return contractsIn(root).every((file) => given.has(path.join(root, file)));
}

/** A hash of everything that compiled contracts depend on, the same wherever the project lies. */
export function sourcesOf(root: string): string {
  const hash = createHash("sha256");
  for (const file of [...BESIDE, ...contractsIn(root)].toSorted()) {
    if (!existsSync(path.join(root, file))) continue;
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** The files of artifacts by name: some may have been deleted. */
function namesIn(artifacts: string): string {
  const names = readdirSync(artifacts, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return createHash("sha256")
    .update(
      names
        .map((name) => name.replaceAll(path.sep, "/"))
        .toSorted()
        .join("\n"),
    )
    .digest("hex");
}

/** Notes that all contracts are compiled from these sources. */
export function stamp({ artifacts }: Places, sources: string): void {
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(stampIn({ artifacts }), `${sources} ${namesIn(artifacts)}\n`);
}

/** Notes that artifacts are about to change. */
export function unstamp(places: Places): void {
  rmSync(stampIn(places), { force: true });
}

/** Whether artifacts are those of the contracts as they are now, so that there is nothing to ask the compiler. */
export function isCompiled({ root, artifacts }: Omit<Places, "cache">): boolean {
  const file = stampIn({ artifacts });
  if (!existsSync(file)) return false;
  return readFileSync(file, "utf8") === `${sourcesOf(root)} ${namesIn(artifacts)}\n`;
}
