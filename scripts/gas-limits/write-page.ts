import { writeFile } from "node:fs/promises";
import { gasLimits } from "./limits.ts";
import { measureReads } from "./measure.ts";
import { gasLimitsPage } from "./page.ts";

/** Measures, and writes docs/gas-limits.md. */
const page = new URL("../../docs/gas-limits.md", import.meta.url);
await writeFile(page, gasLimitsPage(gasLimits(), await measureReads()));
