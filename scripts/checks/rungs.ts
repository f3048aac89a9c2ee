import path from "node:path";
import { lineAt, readSources, type Source, withoutComments } from "./sources.ts";

const LONGEST_FILE = 400;
/** Folders of `contracts/` whose contracts only tests may use. */
const FOR_TESTS = ["attacks", "testing"];

/**
 * The ladder is the layout: a file in rung n imports only rungs up to n and `shared`; `shared`
 * imports no rung; nothing but tests imports `attacks` and `testing`; a contract's name is unique
 * over the repository (two of one name leave typechain and Hardhat with an ambiguous name);
 * `deploy/modules` and `test` have no rung that `contracts` lacks; a file of `model` imports only files of its own and
 * of lower rungs of the model, so no chain and no library; no file is over 400 lines.
 */
export function checkRungs(root: string): string[] {
  const solidity = readSources(root, [".sol"], ["contracts", "test"]);
  const typescript = readSources(root, [".ts", ".mjs"]);
  return [
    ...solidity.flatMap(checkImports),
    ...typescript.flatMap(checkArtifactImports),
    ...typescript.flatMap(checkModelImports),
    ...checkNames(solidity),
    ...checkMirrors(solidity, typescript),
    ...[...solidity, ...typescript].flatMap(checkLength),
  ];
}

/** "3-restaking" and 3 for contracts/3-restaking/…; "shared" and 0 for contracts/shared/…. */
function rungOf(file: string): { folder: string; height: number } | undefined {
  const folder = /^contracts\/([^/]+)\//.exec(file)?.[1];
  if (folder === undefined) return undefined;
  return { folder, height: Number(/^(\d+)-/.exec(folder)?.[1] ?? 0) };
}

function checkImports({ path: file, text }: Source): string[] {
  const importer = rungOf(file);
  if (importer === undefined || FOR_TESTS.includes(importer.folder) || file.endsWith(".t.sol")) return [];
  const code = withoutComments(text);
  return [...code.matchAll(/^\s*import\b[^;]*?["']([^"']+)["']\s*;/gm)].flatMap((match) => {
    const target = match[1] as string;
    const resolved = target.startsWith(".") ? path.posix.join(path.posix.dirname(file), target) : target;
    const imported = rungOf(resolved);
    const where = `${file}:${lineAt(code, match.index + match[0].indexOf("import"))}`;
    if (resolved.startsWith("test/")) return [`${where}: imports a test, ${target}`];
    if (imported === undefined) return [];
    if (FOR_TESTS.includes(imported.folder)) return [`${where}: imports ${target}, which only tests may import`];
    if (imported.height > importer.height)
      return [
        `${where}: ${importer.folder} imports ${imported.folder}, a higher rung; what a lower rung calls upwards ` +
          "is an interface in the lower rung",
      ];
    return [];
  });
}

/** TypeScript outside `test/` that names an artifact or a generated type of `attacks` or `testing`. */
function checkArtifactImports({ path: file, text }: Source): string[] {
  if (file.startsWith("test/")) return [];
  const code = withoutComments(text);
  return [...code.matchAll(/from\s+["']([^"']*\/contracts\/(?:attacks|testing)\/[^"']*)["']/g)].map(
    (match) => `${file}:${lineAt(code, match.index)}: imports ${match[1]}, which only tests may import`,
  );
}

/** A file of the model that needs anything but the model, or a higher rung of it. */
function checkModelImports({ path: file, text }: Source): string[] {
  const importer = heightInModel(file);
  if (importer === undefined) return [];
  const code = withoutComments(text);
  const imports = /^\s*(?:import|export)\b[^;"'=]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/gm;
  return [...code.matchAll(imports)].flatMap((match) => {
    const target = (match[1] ?? match[2]) as string;
    const resolved = target.startsWith(".") ? path.posix.join(path.posix.dirname(file), target) : target;
    const where = `${file}:${lineAt(code, code.indexOf(target, match.index))}`;
    const height = heightInModel(resolved);
    if (height === undefined) return [`${where}: imports ${target}; the model needs nothing but itself`];
    return height > importer ? [`${where}: imports ${target}, a higher rung of the model`] : [];
  });
}

/** 3 for model/3-restaking/…, 0 for model/shared/…. */
function heightInModel(file: string): number | undefined {
  const folder = /^model\/([^/]+)\//.exec(file)?.[1];
  return folder === undefined ? undefined : Number(/^(\d+)-/.exec(folder)?.[1] ?? 0);
}

function checkNames(sources: Source[]): string[] {
  const places = new Map<string, string[]>();
  for (const { path: file, text } of sources) {
    const code = withoutComments(text);
    for (const match of code.matchAll(/^(?:abstract\s+contract|contract|interface|library)\s+(\w+)/gm)) {
      const name = match[1] as string;
      places.set(name, [...(places.get(name) ?? []), `${file}:${lineAt(code, match.index)}`]);
    }
  }
  return [...places]
    .filter(([, files]) => files.length > 1)
    .map(([name, files]) => `the name ${name} is taken more than once: ${files.join(", ")}`);
}

/** `test/3-restaking/…` needs the rung of that name, `deploy/modules/3-….ts` a rung of that height. */
function checkMirrors(solidity: Source[], typescript: Source[]): string[] {
  const rungs = solidity.flatMap(({ path: file }) => rungOf(file) ?? []);
  return [...solidity, ...typescript].flatMap(({ path: file }) => {
    const folder = /^test\/(\d+-[^/]+)\//.exec(file)?.[1];
    const height = /^deploy\/modules\/(\d+)-/.exec(file)?.[1];
    const isMirrored = (rung: (typeof rungs)[number]): boolean =>
      folder === undefined ? rung.height === Number(height) : rung.folder === folder;
    if ((folder ?? height) === undefined || rungs.some(isMirrored)) return [];
    return [`${file}: contracts/ has no such rung`];
  });
}

function checkLength({ path: file, text }: Source): string[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > LONGEST_FILE ? [`${file}: ${lines} lines, more than ${LONGEST_FILE}; one idea a file`] : [];
}
