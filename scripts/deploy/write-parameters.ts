/** Writes `docs/parameters.md` from the table of parameters: `npx node scripts/deploy/write-parameters.ts`. */
import { writeFileSync } from "node:fs";
import { parametersPage } from "./parameters-page.ts";
import { presetNames, readPreset } from "./presets.ts";

const presets = Object.fromEntries(
  await Promise.all((await presetNames()).map(async (name) => [name, await readPreset(name)] as const)),
);
writeFileSync("docs/parameters.md", parametersPage(presets));
