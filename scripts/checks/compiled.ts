import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { isForDeployment, isRefused, ownFile, type Said } from "../plugins/builds/warnings.ts";
import { lineAt } from "./sources.ts";

/** The parts of solc's output that are read here. */
interface AstNode {
  nodeType: string;
  name?: string;
  kind?: string;
  visibility?: string;
  stateMutability?: string;
  parameters?: { parameters: unknown[] };
  documentation?: { text: string };
  baseFunctions?: number[];
  nodes?: AstNode[];
  src: string;
}

interface CompilerOutput {
  sources: Record<string, { ast: AstNode }>;
  errors?: Array<Said & { sourceLocation?: { file: string; start: number } }>;
}

const PROJECT = "project/";

/**
 * What only the compiler knows: its warnings on the project's own sources, tests among them, and functions
 * that the outside can call without NatSpec (an override without any inherits its base's). Contracts for tests
 * need none.
 */
export function checkCompiled(root: string): string[] {
  return [...currentOutputs(root)].flatMap(({ output, files }) => {
    const text = new Map(files.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
    return [
      ...warningsOf(output, text),
      ...files.flatMap((file) => undocumentedIn(output, file, text.get(file) ?? "")),
    ];
  });
}

/** Compiler outputs that artifacts refer to, each with the files whose artifacts come from it: older ones lie about. */
function* currentOutputs(root: string): Generator<{ output: CompilerOutput; files: string[] }> {
  const byId = new Map<string, Set<string>>();
  for (const file of globSync("artifacts/{contracts,test}/**/*.json", { cwd: root })) {
    const artifact = JSON.parse(readFileSync(path.join(root, file), "utf8")) as {
      buildInfoId?: string;
      sourceName?: string;
    };
    if (artifact.buildInfoId === undefined || artifact.sourceName === undefined) continue;
    byId.set(artifact.buildInfoId, (byId.get(artifact.buildInfoId) ?? new Set()).add(artifact.sourceName));
  }
  for (const [id, files] of byId) {
    const file = path.join(root, "artifacts/build-info", `${id}.output.json`);
    const { output } = JSON.parse(readFileSync(file, "utf8")) as { output: CompilerOutput };
    yield { output, files: [...files].toSorted() };
  }
}

function warningsOf({ errors = [] }: CompilerOutput, text: Map<string, string>): string[] {
  return errors.filter(isRefused).flatMap((error) => {
    const file = ownFile(error)!;
    const source = text.get(file);
    if (source === undefined || error.sourceLocation === undefined) return [];
    return [`${file}:${lineOfByte(source, error.sourceLocation.start)}: solc warns: ${error.message.split("\n")[0]}`];
  });
}

function undocumentedIn(output: CompilerOutput, file: string, text: string): string[] {
  const ast = output.sources[PROJECT + file]?.ast;
  if (ast === undefined || !isForDeployment(file)) return [];
  return (ast.nodes ?? [])
    .filter(({ nodeType }) => nodeType === "ContractDefinition")
    .flatMap((contract) => [contract, ...(contract.nodes ?? []).filter(isCallable)])
    .filter(({ documentation, baseFunctions = [] }) => documentation === undefined && baseFunctions.length === 0)
    .map(({ name, src }) => `${file}:${lineOfByte(text, Number(src.split(":")[0]))}: ${name} has no NatSpec`);
}

/** Functions that the outside can call, but for getters without arguments: what they give is in their name. */
function isCallable({ nodeType, kind, visibility = "", stateMutability = "", parameters }: AstNode): boolean {
  if (nodeType !== "FunctionDefinition" || kind !== "function" || !["public", "external"].includes(visibility))
    return false;
  return !["view", "pure"].includes(stateMutability) || (parameters?.parameters.length ?? 0) > 0;
}

/** The compiler counts bytes of UTF-8. */
function lineOfByte(text: string, byte: number): number {
  return lineAt(text, Buffer.from(text).subarray(0, byte).toString().length);
}
