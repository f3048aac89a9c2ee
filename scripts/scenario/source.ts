import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { slipOf } from "./indentation.ts";
import type { Position, Problem } from "./problem.ts";

/** A path into the document, as in `["acts", 0, "steps", 2, "deposit"]`. */
export type Path = readonly (string | number)[];

/** A scenario file that knows where each of its values was written. */
export class Source {
  readonly file: string;
  readonly text: string;
  readonly #document: Document;
  readonly #lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#document = parseDocument(text, { version: "1.2", lineCounter: this.#lines, prettyErrors: false });
  }

  /** What YAML itself objects to: bad indentation, duplicate keys, unclosed quotes. */
  get syntaxProblems(): Problem[] {
    const isOfLayout = this.#document.errors.some(({ code }) => LAYOUT.has(code));
    const slip = isOfLayout ? slipOf(this.text) : undefined;
    if (slip !== undefined) return [{ file: this.file, ...slip }];
    return this.#document.errors.map((error) => ({
      ...this.#position(error.pos[0]),
      message: error.message,
      expected: "YAML 1.2",
      fix: fixOf(error.code),
    }));
  }

  /** The whole file as plain values. */
  get value(): unknown {
    return this.#document.toJS();
  }

  /** A scalar as it was written, every digit of it: YAML numbers would pass through floating point. */
  written(path: Path): string | undefined {
    const node = this.#document.getIn(path, true);
    return isScalar(node) ? (node.source ?? String(node.value)) : undefined;
  }

  /** Where the value at `path` begins; where it is missing, its nearest parent. */
  at(path: Path): Position {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? this.#document.contents : this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.#position(node.range[0]);
    }
    return { file: this.file, line: 1, column: 1 };
  }

  /** Where a key is written. */
  atKey(parent: Path, key: string): Position {
    const map = parent.length === 0 ? this.#document.contents : this.#document.getIn(parent, true);
    if (isMap(map)) {
      const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair && isScalar(pair.key) && pair.key.range) return this.#position(pair.key.range[0]);
    }
    return this.at(parent);
  }

  #position(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** What YAML says of a line that stands at a wrong column, often about another line. */
const LAYOUT: ReadonlySet<string> = new Set([
  "BAD_INDENT",
  "BLOCK_AS_IMPLICIT_KEY",
  "BLOCK_IN_FLOW",
  "MISSING_CHAR",
  "MULTILINE_IMPLICIT_KEY",
]);

function fixOf(code: string): string {
  if (code === "DUPLICATE_KEY") return "keep one of the two";
  if (code === "TAB_AS_INDENT") return "indent with spaces";
  if (code === "BAD_INDENT" || code === "MULTILINE_IMPLICIT_KEY") return "align this line with its neighbours";
  if (code === "MISSING_CHAR") return "close the quote or the bracket";
  return "an editor with a YAML extension shows the place";
}
