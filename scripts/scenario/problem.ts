import { Refused } from "../lib/refused.ts";

/** Where something stands in a file: lines and columns from 1, as editors count. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something wrong in a scenario, found before anything runs. */
export interface Problem extends Position {
  readonly message: string;
  readonly expected: string;
  readonly fix: string;
}

export function showPosition(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

/** The problem with the line it stands on and a mark under the place. */
export function showProblem(problem: Problem, source: string): string {
  const line = source.split("\n")[problem.line - 1] ?? "";
  const number = String(problem.line);
  return [
    `${showPosition(problem)}  ${problem.message}`,
    `  ${number} | ${line}`,
    `  ${" ".repeat(number.length)} | ${" ".repeat(problem.column - 1)}^`,
    `  expected  ${problem.expected}`,
    `  fix       ${problem.fix}`,
  ].join("\n");
}

/** A scenario that cannot be played, with everything that is wrong in it. */
export class InvalidScenario extends Refused {
  override readonly name = "InvalidScenario";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], source: string) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${count}; nothing was run.\n\n${problems.map((problem) => showProblem(problem, source)).join("\n\n")}`);
    this.problems = problems;
  }
}
