/**
 * Plants each flaw into the model, and says whether its invariant sees it: what depends on the file is loaded anew with
 * one token changed.
 *
 *   node scripts/twin/invariants/plant.ts [ID…]
 */
import { globSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as Worlds from "./all.ts";
import { Broken, checkWorld } from "./check.ts";
import { type Flaw, FLAWS } from "./flaws.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const SEED = 20_261_130;
const MOST_SEQUENCES = 500;
const MARK = "?flaw=";
const ALL = "scripts/twin/invariants/all.ts";
/** Whose modules may be loaded anew. */
const FOLDERS = ["model", "scripts/twin"];

const urlOf = (file: string): string => pathToFileURL(path.join(ROOT, file)).href;

/** What each module imports of ours. */
const IMPORTS = new Map(
  FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: ROOT })).map((file) => {
    const text = readFileSync(path.join(ROOT, file), "utf8");
    const found = [...text.matchAll(/^(?:import|export)(?! type)[^;]*? from "(\.[^"]+)";/gms)];
    return [urlOf(file), found.map(([, one]) => new URL(one as string, urlOf(file)).href)] as const;
  }),
);

/** A module and all that depend on it. */
function dependents(url: string): ReadonlySet<string> {
  const all = new Set([url]);
  for (let size = 0; size !== all.size;) {
    size = all.size;
    for (const [one, imports] of IMPORTS) if (imports.some((of) => all.has(of))) all.add(one);
  }
  return all;
}

let anew: ReadonlySet<string> = new Set();
let planted: Flaw | undefined;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const mark = context.parentURL?.split(MARK)[1];
    return mark === undefined || !anew.has(found.url) ? found : { ...found, url: `${found.url}${MARK}${mark}` };
  },
  load(url, context, next) {
    const found = next(url, context);
    if (planted === undefined || url !== `${urlOf(planted.file)}${MARK}${planted.id}`) return found;
    return { ...found, source: flawed(planted) };
  },
});

/** @throws Error where the text does not stand there once */
function flawed({ id, file, from, to }: Flaw): string {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  if (text.split(from).length !== 2) throw new Error(`${id}: "${from}" does not stand once in ${file}`);
  return text.replace(from, () => to);
}

/** What an invariant says of the model with its flaw; nothing where it does not see it. */
async function seen(flaw: Flaw): Promise<string | undefined> {
  planted = flaw;
  anew = dependents(urlOf(flaw.file));
  const { openWorld, WORLDS } = (await import(`${urlOf(ALL)}${MARK}${flaw.id}`)) as typeof Worlds;
  for (const name of Object.keys(WORLDS) as Worlds.WorldName[]) {
    try {
      const { world, invariants } = openWorld(name);
      const own = invariants.filter(({ id }) => id === flaw.id);
      if (own.length > 0) checkWorld(world, own, { seed: SEED, sequences: MOST_SEQUENCES }, undefined, true);
    } catch (error) {
      if (error instanceof Broken) return error.message;
      throw error;
    }
  }
  return undefined;
}

const ids = process.argv.slice(2);
let unseen = 0;
for (const flaw of FLAWS.filter(({ id }) => ids.length === 0 || ids.includes(id))) {
  const message = await seen(flaw);
  if (message === undefined) unseen++;
  console.log(
    `${flaw.id} ${message === undefined ? "sees nothing" : "sees it"}: ${message ?? `${flaw.from}  ->  ${flaw.to}`}`,
  );
}
process.exitCode = unseen === 0 ? 0 : 1;
