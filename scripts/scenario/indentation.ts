/** A line that stands too far to the left or to the right, or has a bracket that nothing closes; lines from 1. */
export interface Slip {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly expected: string;
  readonly fix: string;
}

interface Level {
  readonly column: number;
  /** Lines that stand at it, from 1. */
  readonly lines: number[];
}

/** Lines that begin a key or an item of a list: others go on with a text. */
const BEGINS = /^( *)(- +)?(?:[\w"'][^:]*:(?: |$)|- ?)/;

/**
 * The slip that makes YAML stumble, which YAML itself often reports a line away from it. To be asked only of a text that
 * is no YAML: it takes every line for a block's.
 */
export function slipOf(text: string): Slip | undefined {
  return indentationSlip(text.split("\n")) ?? bracketSlip(text.split("\n"));
}

function indentationSlip(lines: readonly string[]): Slip | undefined {
  const levels: Level[] = [];
  let opens = true;
  for (const [index, line] of lines.entries()) {
    const match = BEGINS.exec(line);
    if (!match || line.trimStart().startsWith("#")) continue;
    const column = match[1]!.length;
    let closed: Level | undefined;
    while (levels.length > 0 && levels.at(-1)!.column > column) closed = levels.pop();
    const here = levels.at(-1);
    if (here?.column === column) here.lines.push(index + 1);
    else if (closed !== undefined) return odd(lines, index, closed, levels);
    else if (!opens) return slip(lines, index, column, [here?.column ?? 0]);
    else levels.push({ column, lines: [index + 1] });
    if (match[2] !== undefined) levels.push({ column: column + match[2].length, lines: [index + 1] });
    opens = /:\s*(?:[|>][-+]?\s*)?(?:#.*)?$/.test(line) || /^ *-\s*$/.test(line);
  }
  return undefined;
}

/** A line to the left of its block, and to the right of the one around it: it slipped, or the one line of that block did. */
function odd(lines: readonly string[], index: number, block: Level, around: readonly Level[]): Slip {
  const column = /^ */.exec(lines[index]!)![0].length;
  const isAlone = block.lines.length === 1 && block.column - column < 2;
  const others = lines.slice(index + 1).filter((line) => BEGINS.exec(line)?.[1]?.length === column).length;
  if (isAlone && others > 0) return slip(lines, block.lines[0]! - 1, block.column, [column]);
  return slip(lines, index, column, [...new Set([around.at(-1)?.column ?? 0, block.column])]);
}

function slip(lines: readonly string[], index: number, column: number, wanted: readonly number[]): Slip {
  const where = wanted.map(String).join(" or ");
  return {
    line: index + 1,
    column: column + 1,
    message: `the line is indented by ${column}, and its neighbours are not`,
    expected: `${where} spaces before \`${lines[index]!.trim().slice(0, 24)}\``,
    fix: `indent it by ${where}, as the lines that it belongs to`,
  };
}

function bracketSlip(lines: readonly string[]): Slip | undefined {
  for (const [index, line] of lines.entries()) {
    const plain = line.replace(/"[^"]*"|'[^']*'/g, (quoted) => " ".repeat(quoted.length)).replace(/ #.*$/, "");
    const open: number[] = [];
    for (const [column, letter] of [...plain].entries()) {
      if ("{[".includes(letter)) open.push(column);
      if ("}]".includes(letter) && open.pop() === undefined) break;
    }
    const last = open.at(-1);
    if (last !== undefined) {
      const [bracket, other] = plain[last] === "{" ? ["{", "}"] : ["[", "]"];
      return {
        line: index + 1,
        column: last + 1,
        message: `\`${bracket}\` is not closed`,
        expected: `\`${other}\` on the same line`,
        fix: `write \`${other}\` at the end of the line`,
      };
    }
  }
  return undefined;
}
