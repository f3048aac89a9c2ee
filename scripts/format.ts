/** `npm run format [-- FILE…]`: writes files as prettier has them, all of them when none are named. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { refuse } from "./lib/command-line.ts";

const files = process.argv.slice(2);
for (const file of files) {
  if (file.startsWith("-")) refuse(`There is no option ${file}: name files, or none for all.`);
  if (!existsSync(file)) refuse(`There is no file ${file}: name one from the repository's root, or none for all.`);
}
const parameters = ["--write", "--log-level", "warn", ...(files.length > 0 ? files : ["."])];
const shell = process.platform === "win32";
process.exitCode = spawnSync("prettier", parameters, { stdio: "inherit", shell }).status ?? 1;
