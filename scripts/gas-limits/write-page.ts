import { writeFile } from "node:fs/promises";
import { makeReady } from "../lib/ready.ts";
import { gasLimits } from "./limits.ts";
import { gasLimitsPage } from "./page.ts";

/** Measures, and writes docs/gas-limits.md. */
await makeReady();
const { measureReads } = await import("./measure.ts");
const page = new URL("../../docs/gas-limits.md", import.meta.url);
await writeFile(page, gasLimitsPage(gasLimits(), await measureReads()));
