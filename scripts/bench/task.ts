import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { measure } from "./measure.ts";
import { rowLine, verdict, verdictLines } from "./report.ts";
import type { GasRow } from "./row.ts";
import { buildContracts } from "../lib/build.ts";
import { counting } from "../lib/counting.ts";

interface Options {
  readonly json: boolean;
  readonly growth: boolean;
  readonly write: boolean;
}

/** `hardhat bench-gas`: builds, measures rungs or growth, prints. Leaves the exit code with the process. */
export async function runGasBenchmark({ json, growth, write }: Options, hre: HardhatRuntimeEnvironment): Promise<void> {
  await buildContracts(hre);
  if (!growth) return measureRungs(json);
  const { measureAll } = await import("./growth/measure-all.ts");
  process.exitCode = (await measureAll({ json, write })) ? 0 : 1;
}

async function measureRungs(json: boolean): Promise<void> {
  const say = (line: string): void => {
    if (!json) console.log(line);
  };
  const all: GasRow[] = [];
  let passed = true;
  // what deploys reads artifacts when it is loaded
  const { rungs } = await import("./rungs.ts");
  for (const open of rungs) {
    const rung = await open();
    say(`${rung.title}\n`);
    const progress = counting(`measuring ${rung.title}`, rung.facts.length, say);
    const rows = await measure(
      rung,
      (row) => progress.print(rowLine(row)),
      (id) => progress.next(id),
    ).finally(() => progress.end());
    const found = verdict(rows, rung.maxRatio);
    say(["", ...verdictLines(found, rung.maxRatio), "", rung.note].join("\n"));
    passed &&= found.passed;
    all.push(...rows);
  }
  if (json) console.log(JSON.stringify({ rows: all }, null, 2));
  process.exitCode = passed ? 0 : 1;
}
