/**
 * The first step of every npm script: installs what is missing, and is silent and quick when nothing is.
 *
 * It runs on the system's Node (20 or newer), which may be too old for everything else, and imports no
 * package. It is started with npm's own Node and never as `node`, because npm scripts find the private
 * Node of node_modules first, and an emptied one would do nothing and succeed.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { install, SetupError } from "./setup/install.mjs";
import { takeLock } from "./setup/lock.mjs";
import { createProgress } from "./setup/progress.mjs";
import { decide, readFacts, writeStamp } from "./setup/state.mjs";

const say = (text) => process.stderr.write(`${text}\n`);

/** Makes `root` ready, or throws a SetupError that says why not and what to do. */
export async function setUp(root) {
  if (decide(readFacts(root)).action === "ready") return;
  const lock = await takeLock(path.join(root, ".setup.lock"), () =>
    say("Set-up: another one is running here; waiting for it"),
  );
  try {
    const facts = readFacts(root);
    const { action, why } = decide(facts);
    if (action === "impossible") throw new SetupError(why);
    if (action === "install") {
      say(`Set-up: ${why}; installing the packages of package-lock.json (npm ci, half a minute or more)`);
      await install(root, { pinned: facts.pinned, progress: createProgress(), onStart: lock.setChild });
      verify(root);
      say("Set-up: done");
    }
    if (action !== "ready") writeStamp(root, facts.identity);
  } finally {
    lock.release();
  }
}

function verify(root) {
  const { nodeVersion, pinned, absent } = readFacts(root);
  if (nodeVersion !== `v${pinned}`)
    throw new SetupError(`npm ci ended well, but the private Node ${pinned} does not run; run the same command again`);
  if (absent.length > 0)
    throw new SetupError(`npm ci ended well, but left out ${absent.join(", ")}; run the same command again`);
}

/** Sets up and says what went wrong, in words for what is explained and with the trace for what is not. */
export async function main(root) {
  try {
    await setUp(root);
  } catch (error) {
    say(error instanceof SetupError ? `\nSet-up failed. ${error.message}` : error.stack);
    process.exitCode = 1;
  }
}

const thisFile = fileURLToPath(import.meta.url);
if (process.argv[1] === thisFile) await main(path.dirname(path.dirname(thisFile)));
