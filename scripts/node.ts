/**
 * `npm run node`: serves a chain with the ladder on it, for the tasks (`npx hardhat status`) and for
 * wallets. See scripts/node/options.ts for the options.
 */
import { EXIT, Refused } from "./lib/refused.ts";
import { openMemory, type Memory } from "./node/memory.ts";
import { NODE_USAGE, readNodeOptions } from "./node/options.ts";

try {
  const { help, port, preset, state } = readNodeOptions(process.argv.slice(2));
  if (help) process.stdout.write(`${NODE_USAGE}\n`);
  else await run(port, preset, state === undefined ? undefined : openMemory(state, preset));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT.refused;
}

async function run(port: number, preset: string, memory: Memory | undefined): Promise<void> {
  const { makeReady } = await import("./lib/ready.ts");
  const hre = await makeReady();
  const { serve } = await import("./node/serve.ts");
  const { welcome } = await import("./node/welcome.ts");
  const served = await serve(hre, port, preset, memory);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  process.stdout.write(await welcome(served, memory?.name));
  await stopped;
  await served.close();
  const kept = memory === undefined ? "" : `; npm run node -- --state ${memory.name} goes on from here`;
  process.stderr.write(`\nstopped${kept}\n`);
}
