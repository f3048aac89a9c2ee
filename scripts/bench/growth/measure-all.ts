import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { counting } from "../../lib/counting.ts";
import { measure } from "../measure.ts";
import { rowLine } from "../report.ts";
import { vaultRung } from "../vault/rung.ts";
import { growthSvg } from "./chart.ts";
import { type Growth, GROWTH_POINTS, measureGrowth, unequal } from "./growth.ts";
import { gasPage, growthLine } from "./page.ts";

const PAGE = fileURLToPath(new URL("../../../docs/gas.md", import.meta.url));
const CHART = fileURLToPath(new URL("../../../docs/gas-growth.svg", import.meta.url));

/** Measures every point of growth, and with `write` the vault's rows too, for the page. @returns whether all are equal */
export async function measureAll({ json, write }: { json: boolean; write: boolean }): Promise<boolean> {
  const say = (line: string): void => {
    if (!json) console.log(line);
  };
  const growths: Growth[] = [];
  const progress = counting("measuring growth", GROWTH_POINTS.length, say);
  try {
    for (const point of GROWTH_POINTS) {
      progress.next(
        Object.entries(point)
          .map(([what, count]) => `${count} ${what}`)
          .join(", "),
      );
      const growth = await measureGrowth(point);
      progress.print(growthLine(growth));
      growths.push(growth);
    }
  } finally {
    progress.end();
  }
  const different = unequal(growths);
  say(different.length === 0 ? "equal but for calldata" : `NOT equal: ${different.join(", ")}`);
  if (write) {
    const rung = await vaultRung();
    const counted = counting(`measuring ${rung.title}`, rung.facts.length, say);
    const rows = await measure(
      rung,
      (row) => counted.print(rowLine(row)),
      (id) => counted.next(id),
    ).finally(() => counted.end());
    await writeFile(PAGE, gasPage(rows, growths));
    await writeFile(CHART, growthSvg(growths));
    say("wrote docs/gas.md and docs/gas-growth.svg");
  }
  if (json) console.log(JSON.stringify({ growths, different }, null, 2));
  return different.length === 0;
}
