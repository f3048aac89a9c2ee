import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const README = fileURLToPath(new URL("../../README.md", import.meta.url));
const DEMO = fileURLToPath(new URL("../demo.ts", import.meta.url));

/** The fenced block of the README that begins with the first story's title. */
const BLOCK = /```\nClimb the ladder\n[\s\S]*?\n```/;

/** Puts what the demo prints now into the README: for when a contract or the story has changed its numbers. */
const { stdout } = await promisify(execFile)(process.execPath, [DEMO]);
const printed = stdout.replace(/\nThe report is in .*\n$/, "").trimEnd();
const readme = await readFile(README, "utf8");
if (!BLOCK.test(readme)) throw new Error("README.md has no block that begins with the title of the first story");
await writeFile(
  README,
  readme.replace(BLOCK, () => `\`\`\`\n${printed}\n\`\`\``),
);
