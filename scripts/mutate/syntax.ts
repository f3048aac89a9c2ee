import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A node of the compiler's syntax tree, as far as it is read here. */
export interface Node {
  readonly id: number;
  readonly nodeType: string;
  /** First byte, number of bytes, index of the source. */
  readonly src: string;
  readonly name?: string;
  readonly memberName?: string;
  readonly memberLocation?: string;
  readonly operator?: string;
  readonly kind?: string;
  readonly subdenomination?: string | null;
  readonly value?: string;
  readonly scope?: number;
  readonly referencedDeclaration?: number | null;
  readonly absolutePath?: string;
  readonly typeDescriptions?: { readonly typeString?: string | null };
  readonly commonType?: { readonly typeString?: string | null };
  readonly [part: string]: unknown;
}

/** A source of the project as it was compiled. */
export interface Source {
  /** From the root: `contracts/5-lrt/Vault.sol`. */
  readonly file: string;
  /** One character a byte, so that the tree's places are places in it. */
  readonly bytes: string;
  readonly tree: Node;
  /** Every declaration that the source may name, by its number. */
  readonly declarations: ReadonlyMap<number, Node>;
}

/** What the compiler was given, and where it has put what it made of it. */
export interface Build {
  readonly id: string;
  readonly input: {
    readonly language: string;
    readonly sources: Record<string, { content: string }>;
    readonly settings: Record<string, unknown>;
  };
  /** Names of the sources that a source imports. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  readonly sources: readonly Source[];
}

/** What the compiler calls the files of this project. */
export const PROJECT = "project/";

/** The builds of the project's own compiler, with their syntax trees. */
export function readBuilds(root: string): Build[] {
  const folder = path.join(root, "artifacts/build-info");
  const read = (name: string) => JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  return readdirSync(folder)
    .filter((name) => /^solc-0_8_37-\w+\.json$/.test(name))
    .toSorted()
    .map((name) => {
      const { id, input } = read(name) as Pick<Build, "id" | "input">;
      const { output } = read(name.replace(/json$/, "output.json")) as {
        output: { sources: Record<string, { ast: Node }> };
      };
      const declarations = new Map<number, Node>();
      const trees = Object.entries(output.sources);
      for (const [, { ast }] of trees)
        visit(ast, (node) => void (/Definition|Declaration/.test(node.nodeType) && declarations.set(node.id, node)));
      const imports = trees.map(([one, { ast }]) => [one, childrenOf(ast).flatMap((node) => importOf(node))] as const);
      const sources = trees
        .filter(([one]) => one.startsWith(`${PROJECT}contracts/`))
        .map(([one, { ast }]) => ({
          file: one.slice(PROJECT.length),
          bytes: Buffer.from(input.sources[one]!.content, "utf8").toString("latin1"),
          tree: ast,
          declarations,
        }))
        // an older build keeps what a source was then
        .filter(
          ({ file, bytes }) =>
            existsSync(path.join(root, file)) && bytes === readFileSync(path.join(root, file), "latin1"),
        );
      return { id, input, imports: new Map(imports), sources };
    });
}

const importOf = ({ nodeType, absolutePath }: Node): string[] =>
  nodeType === "ImportDirective" && absolutePath !== undefined ? [absolutePath] : [];

/** Where a node stands: first byte, and the one behind its last. */
export function placeOf({ src }: Node): readonly [start: number, end: number] {
  const [start, length] = src.split(":").map(Number) as [number, number];
  return [start, start + length];
}

export const typeOf = (node: Node): string => node.typeDescriptions?.typeString ?? "";

/** A node's own parts, in the order of the tree. */
export function childrenOf(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]) => {
    // the types of what a declaration names are no code
    if (key === "typeName" || value === null || typeof value !== "object") return [];
    return (Array.isArray(value) ? value : [value]).filter(isNode);
  });
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "nodeType" in value && "src" in value;

/** Shows a node and all below it, each with its parent; `see` says `false` to leave out what is below. */
export function visit(node: Node, see: (node: Node, parent?: Node) => unknown, parent?: Node): void {
  if (see(node, parent) === false) return;
  for (const child of childrenOf(node)) visit(child, see, node);
}
