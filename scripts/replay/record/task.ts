import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { readCoreFile, standOn } from "./core-file.ts";
import { recordWalk } from "./record.ts";

interface Arguments {
  readonly core: string;
  readonly url: string;
  readonly out: string;
  readonly seed: number;
  readonly steps: number;
}

/** What `hardhat record` does once everything is built: forks the node, walks the core there, and writes the recording. */
export async function runRecord({ core, url, out, seed, steps }: Arguments): Promise<void> {
  const from = process.env.INIT_CWD ?? process.cwd();
  const file = await readCoreFile(resolve(from, core));
  const { ground, config } = await standOn(file, url);
  const description = `A random walk of ${steps} steps over the core at ${file.contracts.DelegationManager}, seed ${seed}.`;
  const recording = await recordWalk(ground, { seed, steps, config, description });
  const text = JSON.stringify(recording);
  await writeFile(resolve(from, out), out.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text);
  console.log(`${recording.name}: ${recording.steps.length} steps written to ${out}`);
}
