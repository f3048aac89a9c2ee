import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { findNeedless } from "../findings/leave-out.ts";
import { PLACEHOLDER, SENTINEL } from "./link.ts";
import { type Numbered, schemataOf, SWITCH_SOURCE, SWITCH_TEXT } from "./schemata.ts";
import { type Build, PROJECT } from "./syntax.ts";

interface Code {
  readonly object: string;
  readonly immutableReferences?: unknown;
}
interface Compiled {
  readonly errors?: readonly {
    readonly severity: string;
    readonly formattedMessage: string;
    readonly sourceLocation?: { readonly file: string; readonly start: number };
  }[];
  readonly contracts?: Record<
    string,
    Record<string, { readonly evm: { readonly bytecode: Code; readonly deployedBytecode: Code } }>
  >;
}
interface Artifact {
  readonly contractName: string;
  readonly bytecode: string;
  readonly inputSourceName?: string;
  readonly buildInfoId?: string;
}

/**
 * Compiles all mutants at once, and writes artifacts in which the sentinel stands for the number of the active one. Those
 * that the compiler does not take (a stack that is too deep, say) are left out with what else is in their function.
 *
 * @param folder where the artifacts go; it is there only when all are
 * @param active the mutant that is linked for good; the sentinel stays when left out
 * @returns the mutants that are in the code
 */
export async function compileMutants(
  root: string,
  builds: readonly Build[],
  mutants: readonly Numbered[],
  folder: string,
  active?: number,
): Promise<Numbered[]> {
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  cpSync(path.join(root, "artifacts"), part, {
    recursive: true,
    filter: (file) => !file.includes(`${path.sep}build-info`) && !file.endsWith("artifacts.d.ts"),
  });
  let kept = [...mutants];
  const needless = findNeedless(root);
  for (;;) {
    const results = await Promise.all(builds.map((build) => compileBuild(build, kept, part, needless, active)));
    const refused = results.flatMap((result) => result.refused);
    if (refused.length === 0) break;
    const less = kept.filter((mutant) => !refused.some((one) => isIn(mutant, one)));
    if (less.length === kept.length) throw new Error(refused.map(({ message }) => message).join("\n"));
    kept = less;
  }
  renameSync(part, folder);
  return kept;
}

/** Where the compiler refused, in bytes of the source as it was. */
interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The compiler stops at the first function that it cannot take: what is around the place goes. */
const AROUND = 15;
const isIn = ({ file, line }: Numbered, one: Refusal): boolean =>
  file === one.file && Math.abs(line - one.line) <= AROUND;

async function compileBuild(
  build: Build,
  mutants: readonly Numbered[],
  folder: string,
  needless: ReadonlySet<string>,
  active: number | undefined,
): Promise<{ refused: Refusal[] }> {
  const mutated = new Map<string, string>();
  for (const { file, bytes } of build.sources) {
    const own = mutants.filter((one) => one.file === file);
    if (own.length > 0) mutated.set(PROJECT + file, Buffer.from(schemataOf(bytes, own), "latin1").toString("utf8"));
  }
  const affected = closure(build, new Set(mutated.keys()));
  const wanted = artifactsOf(folder).filter(
    ({ artifact: { buildInfoId, inputSourceName = "", bytecode } }) =>
      buildInfoId === build.id &&
      bytecode !== "0x" &&
      affected.has(inputSourceName) &&
      !needless.has(inputSourceName.slice(PROJECT.length)) &&
      !inputSourceName.endsWith(".t.sol"),
  );
  if (wanted.length === 0) return { refused: [] };
  const selection: Record<string, Record<string, string[]>> = {};
  for (const { artifact } of wanted)
    selection[artifact.inputSourceName!] = {
      ...selection[artifact.inputSourceName!],
      [artifact.contractName]: ["evm.bytecode", "evm.deployedBytecode"],
    };
  const needed = dependencies(build, Object.keys(selection));
  const sources = Object.fromEntries(
    Object.entries(build.input.sources)
      .filter(([name]) => needed.has(name))
      .map(([name, { content }]) => [name, { content: mutated.get(name) ?? content }]),
  );
  const output = await compile({
    ...build.input,
    sources: { ...sources, [SWITCH_SOURCE]: { content: SWITCH_TEXT } },
    settings: { ...build.input.settings, outputSelection: selection },
  });
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { refused: errors.map((one) => refusalOf(one, mutated)) };
  const address = active === undefined ? SENTINEL : active.toString(16).padStart(40, "0");
  for (const { file, artifact } of wanted) {
    const { bytecode, deployedBytecode } = output.contracts![artifact.inputSourceName!]![artifact.contractName]!.evm;
    const linked = ({ object }: Code): string => `0x${object.replaceAll(PLACEHOLDER, address)}`;
    const changed = {
      ...artifact,
      bytecode: linked(bytecode),
      deployedBytecode: linked(deployedBytecode),
      immutableReferences: deployedBytecode.immutableReferences ?? {},
    };
    writeFileSync(file, JSON.stringify(changed));
  }
  return { refused: [] };
}

function refusalOf(error: NonNullable<Compiled["errors"]>[number], mutated: ReadonlyMap<string, string>): Refusal {
  const name = error.sourceLocation?.file ?? "";
  const text = mutated.get(name);
  const before = Buffer.from(text ?? "")
    .subarray(0, Math.max(0, error.sourceLocation?.start ?? 0))
    .toString();
  return { file: name.slice(PROJECT.length), line: before.split("\n").length, message: error.formattedMessage };
}

/** These sources and all that import them. */
function closure({ imports }: Build, changed: ReadonlySet<string>): Set<string> {
  const all = new Set(changed);
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const [name, imported] of imports) if (imported.some((one) => all.has(one))) all.add(name);
  }
  return all;
}

/** These sources and all that they import. */
function dependencies({ imports }: Build, names: readonly string[]): Set<string> {
  const all = new Set(names);
  // a set goes on with what is added while it is gone through
  for (const name of all) for (const one of imports.get(name) ?? []) all.add(one);
  return all;
}

function artifactsOf(folder: string): { file: string; artifact: Artifact }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, artifact: JSON.parse(readFileSync(file, "utf8")) as Artifact }));
}

function compile(input: unknown): Promise<Compiled> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("compile-job.ts", import.meta.url), { workerData: JSON.stringify(input) });
    worker.once("message", (text: string) => resolve(JSON.parse(text) as Compiled));
    worker.once("error", reject);
  });
}
