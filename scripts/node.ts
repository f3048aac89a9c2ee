/**
 * `npm run node`: serves a chain with the ladder on it, for the tasks (`npx hardhat status`) and for
 * wallets. See scripts/node/options.ts for the options.
 */
import { EXIT, Refused } from "./lib/refused.ts";
import { NODE_USAGE, readNodeOptions } from "./node/options.ts";

try {
  const { help, port, preset } = readNodeOptions(process.argv.slice(2));
  if (help) process.stdout.write(`${NODE_USAGE}\n`);
  else await run(port, preset);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT.refused;
}

async function run(port: number, preset: string): Promise<void> {
  const { makeReady } = await import("./lib/ready.ts");
  const hre = await makeReady();
  const { serve } = await import("./node/serve.ts");
  const { welcome } = await import("./node/welcome.ts");
  const served = await serve(hre, port, preset);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  process.stdout.write(await welcome(served));
  await stopped;
  await served.close();
  process.stderr.write("\nstopped\n");
}
