/**
 * `npm run bench:model`: plays the same steps of a vault on the model and on the contracts, and says how much faster the
 * model is and what memory a step leaves. Exit 0 when it is at least 100 times as fast and leaves at most a kilobyte, 1
 * when not, 2 for a wrong option.
 */
import { BadOption, readCommandLine, wholeNumber } from "../../lib/command-line.ts";
import { makeReady } from "../../lib/ready.ts";
import { EXIT } from "../../lib/refused.ts";

const LEAST_RATIO = 100;
const MOST_BYTES = 1_024;

const OPTIONS = {
  json: { type: "boolean", default: false },
  steps: { type: "string", default: "10000" },
  seed: { type: "string", default: "20261129" },
} as const;

try {
  const { values } = readCommandLine(process.argv.slice(2), OPTIONS, {
    takes: { steps: "how many steps", seed: "a whole number" },
  });
  const steps = wholeNumber(values.steps, "steps", 100, 10_000_000);
  const seed = wholeNumber(values.seed, "seed", 0, 2 ** 31 - 1);
  await makeReady();
  const { measureModel } = await import("./measure.ts");
  const times = await measureModel(steps, seed);
  if (values.json) console.log(JSON.stringify({ seed, ...times }, null, 2));
  else {
    console.log(`${times.steps} steps of a vault, seed ${seed}`);
    console.log(`model: ${times.modelUs.toFixed(0)} µs a step`);
    console.log(`contracts: ${times.chainUs.toFixed(0)} µs a step`);
    console.log(`the model is ${times.ratio.toFixed(0)} times as fast (at least ${LEAST_RATIO})`);
    console.log(`a step leaves ${times.bytesPerStep.toFixed(0)} bytes (at most ${MOST_BYTES})`);
  }
  process.exitCode = times.ratio >= LEAST_RATIO && times.bytesPerStep <= MOST_BYTES ? EXIT.done : EXIT.failed;
} catch (error) {
  if (!(error instanceof BadOption)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT.refused;
}
