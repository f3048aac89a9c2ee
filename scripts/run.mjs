/**
 * `node scripts/run.mjs hardhat build`, `node scripts/run.mjs scripts/test.ts --grep X`: runs a program of
 * node_modules or a file of this repository in this process, on the private Node that set-up has proven.
 * On any other Node it says why (plain `.ts` files do not even load on an old one).
 */
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const pinned = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).devDependencies.node;
if (process.versions.node !== pinned) {
  console.error(
    `This runs on Node ${pinned} from node_modules, not on ${process.versions.node}: the set-up did not run before it.\n` +
      "Way out: start it as an npm script, and with npm's ignore-scripts off (npm_config_ignore_scripts=false npm test).",
  );
  process.exit(1);
}

// What Node has made of the programs that it reads is kept, which is most of what a short command takes.
module.enableCompileCache(path.join(root, "cache/v8"));

// These commands talk to nobody but the networks that they are given.
process.env.HARDHAT_DISABLE_TELEMETRY ??= "true";

const [target, ...parameters] = process.argv.slice(2);
const file = target.includes("/") ? path.join(root, target) : programOf(target);
process.argv.splice(1, process.argv.length, file, ...parameters);
await import(pathToFileURL(file).href);

/** The file that the package of that name runs as a program. */
function programOf(name) {
  const manifest = createRequire(path.join(root, "package.json")).resolve(`${name}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  const program = path.join(path.dirname(manifest), typeof bin === "string" ? bin : bin[name]);
  if (!existsSync(program)) throw new Error(`${name} has no program ${program}`);
  return program;
}
