import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PAGES, withOutput } from "./pages.ts";

const DEMO = fileURLToPath(new URL("../demo.ts", import.meta.url));

/**
 * Puts what the demo prints now into the README and the services' pages: for when a contract or a story has changed its
 * numbers. With arguments, into the pages of these stories alone.
 */
const wanted = process.argv.slice(2);
for (const { page, story } of PAGES) {
  if (wanted.length > 0 && !wanted.includes(story)) continue;
  const file = fileURLToPath(new URL(`../../${page}`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [DEMO, "--story", story]);
  const printed = stdout.replace(/\nThe report is in .*\n$/, "").trimEnd();
  await writeFile(file, withOutput(page, await readFile(file, "utf8"), printed));
}
