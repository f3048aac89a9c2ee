/** What the tests reached of one file, line by line. */
export interface FileCoverage {
  path: string;
  lines: number;
  reached: number;
  /** Numbers of the lines that no test reached, ascending. */
  missed: number[];
}

/** Reads the records of an lcov file (`SF:` path, `DA:` line,count). */
export function readLcov(text: string): FileCoverage[] {
  return text
    .split("end_of_record")
    .filter((record) => record.includes("SF:"))
    .map((record) => {
      const counts = [...record.matchAll(/^DA:(\d+),(\d+)/gm)].map(([, line, count]) => [Number(line), Number(count)] as const);
      const missed = counts.filter(([, count]) => count === 0).map(([line]) => line);
      return {
        path: (/^SF:(.*)$/m.exec(record)?.[1] ?? "").replaceAll("\\", "/"),
        lines: counts.length,
        reached: counts.length - missed.length,
        missed: missed.toSorted((a, b) => a - b),
      };
    });
}

/** The share of statements in the last row of the last table that Hardhat printed, in percent; lcov has none. */
export function readStatementTotal(printed: string): number | undefined {
  const last = [...printed.matchAll(/^.*\bTotal\s+│\s*([\d.]+)\s*│\s*([\d.]+)/gm)].at(-1);
  return last === undefined ? undefined : Number(last[2]);
}

export interface Verdict {
  linesPercent: number;
  statementsPercent: number;
  /** What is wrong, in words; empty when the gate is passed. */
  findings: string[];
}

/**
 * The gate: lines and statements of all files together reach `leastPercent`, and no file with code is
 * absent from the report (such a file would count neither way).
 */
export function judge(
  files: FileCoverage[],
  statementsPercent: number | undefined,
  filesWithCode: string[],
  leastPercent: number,
): Verdict {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const reached = files.reduce((sum, file) => sum + file.reached, 0);
  const linesPercent = lines === 0 ? 0 : (100 * reached) / lines;
  const statements = statementsPercent ?? 0;
  const absent = filesWithCode.filter((name) => !files.some(({ path }) => path === name));
  return {
    linesPercent,
    statementsPercent: statements,
    findings: [
      ...absent.map((name) => `${name} has code and is absent from the report`),
      ...(linesPercent < leastPercent ? [`lines: ${linesPercent.toFixed(2)} % of ${lines}, less than ${leastPercent} %`] : []),
      ...(statements < leastPercent ? [`statements: ${statements.toFixed(2)} %, less than ${leastPercent} %`] : []),
    ],
  };
}

/** Line numbers as ranges: 3-5, 9. */
export function ranges(numbers: number[]): string {
  const runs: Array<[number, number]> = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}
