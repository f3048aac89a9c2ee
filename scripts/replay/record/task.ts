import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { buildContracts } from "../../lib/build.ts";
import { refusing } from "../../lib/refusing.ts";
import { refuseUnwritable } from "../../lib/writable.ts";
import { RecordingError } from "../format/error.ts";
import { readCoreFile } from "./core-file.ts";

interface Arguments {
  readonly core: string;
  readonly url: string;
  readonly out: string;
  readonly seed: number;
  readonly steps: number;
}

/** What `hardhat record` does: looks at the arguments, builds, forks the node, walks the core there, and writes the recording. */
export async function runRecord(args: Arguments, hre: HardhatRuntimeEnvironment): Promise<void> {
  await refusing(async () => recordTo(await checked(args), hre));
}

/** Arguments, and the file of the core, that were looked at before anything is built. */
async function checked({ core, url, out, seed, steps }: Arguments) {
  const from = process.env.INIT_CWD ?? process.cwd();
  if (!URL.canParse(url)) throw new RecordingError(`--url is "${url}": name a node, such as http://127.0.0.1:8545`);
  if (steps < 1) throw new RecordingError(`--steps is ${steps}: a walk has one step at least`);
  refuseUnwritable(resolve(from, out));
  const file = await readCoreFile(resolve(from, core));
  const answers = await fetch(url, { method: "POST" }).then(
    () => true,
    () => false,
  );
  if (!answers) throw new RecordingError(`nothing answers at ${url}: start a node there, or name another with --url`);
  return { file, url, out: resolve(from, out), seed, steps };
}

type Checked = Awaited<ReturnType<typeof checked>>;

async function recordTo({ file, url, out, seed, steps }: Checked, hre: HardhatRuntimeEnvironment): Promise<void> {
  await buildContracts(hre);
  const { standOn } = await import("./core-file.ts");
  const { recordWalk } = await import("./record.ts");
  const { ground, config } = await standOn(file, url);
  const description = `A random walk of ${steps} steps over the core at ${file.contracts.DelegationManager}, seed ${seed}.`;
  const recording = await recordWalk(ground, { seed, steps, config, description });
  const text = JSON.stringify(recording);
  await writeFile(out, out.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text);
  console.log(`${recording.name}: ${recording.steps.length} steps written to ${out}`);
}
