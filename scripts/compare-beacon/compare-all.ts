import { loadLodestar } from "./client/lodestar.ts";
import { Found } from "./comparison.ts";
import { COMPARISONS } from "./comparisons/index.ts";
import { installClient } from "./install.ts";
import type { CompareOptions } from "./options.ts";
import { progressOn } from "./progress.ts";
import { type Result, resultLines, toJson, totalLine, totals } from "./report.ts";

/** Runs the comparisons that are asked for, and prints what they find. @returns whether nothing differs that should not */
export async function compareAll({ json, only }: CompareOptions): Promise<boolean> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const print = (line: string): void => {
    if (!json) console.log(line);
  };
  await installClient(import.meta.dirname, say);
  const progress = progressOn();
  const { default: hre } = await import("hardhat");
  const { buildContracts } = await import("../lib/build.ts");
  await buildContracts(hre);
  const lodestar = await loadLodestar();
  const client = `@lodestar/state-transition ${lodestar.version}`;
  print(`rung 1 beside ${client}\n`);
  const results: Result[] = [];
  for (const { name, run } of COMPARISONS.filter((one) => only.length === 0 || only.includes(one.name))) {
    const found: Found = new Found(() => progress.at(name, `${found.validatorEpochs} validator-epochs`));
    const opened: { close(): Promise<void> }[] = [];
    const chain = async () => {
      const connection = await hre.network.create();
      opened.push(connection);
      return connection;
    };
    await run({ lodestar, found, chain });
    for (const connection of opened) await connection.close();
    progress.clear();
    const result = { name, found };
    results.push(result);
    for (const line of resultLines(result)) print(line);
  }
  if (json) console.log(toJson(client, results));
  else print(`\n${totalLine(results)}`);
  return totals(results).differences === 0;
}
