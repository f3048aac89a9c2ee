/**
 * `npm run bench:proofs`: makes the proofs of a pod's checkpoint in a large beacon state, and says what that takes beside
 * making the tree anew for each. Exit 0 when it takes at most a twentieth and 1.5 GB, 1 when more, 2 for a wrong option.
 */
import { BadOption, readCommandLine, wholeNumber } from "../../lib/command-line.ts";
import { EXIT } from "../../lib/refused.ts";
import { measureProofs } from "./measure.ts";

const LEAST_PART = 1 / 20;
const MOST_MB = 1_500;

const OPTIONS = {
  json: { type: "boolean", default: false },
  fork: { type: "string", default: "gloas" },
  state: { type: "string", default: "1000000" },
  pod: { type: "string", default: "2000" },
} as const;

try {
  const { values } = readCommandLine(process.argv.slice(2), OPTIONS, {
    takes: { fork: "electra or gloas", state: "validators of the state", pod: "validators of the pod" },
  });
  const { fork } = values;
  if (fork !== "electra" && fork !== "gloas") throw new BadOption(`--fork takes electra or gloas, not "${fork}".`);
  const pod = wholeNumber(values.pod, "pod", 1, 1_000_000);
  const validators = wholeNumber(values.state, "state", pod, 10_000_000);
  const times = measureProofs(fork, validators, pod);
  const { treeMs, proofsMs, changeMs, ofRebuilding, peakMB } = times;
  if (values.json) console.log(JSON.stringify({ fork, validators, pod, ...times }, null, 2));
  else {
    console.log(`state of ${validators} validators (${fork}): ${treeMs.toFixed(0)} ms`);
    console.log(`all proofs of a checkpoint of ${pod}: ${proofsMs.toFixed(0)} ms`);
    console.log(`root after one balance has changed: ${changeMs.toFixed(1)} ms`);
    console.log(`against a tree made anew for each: ${ofRebuilding.toExponential(1)} (at most ${LEAST_PART})`);
    console.log(`memory: ${peakMB} MB (at most ${MOST_MB})`);
  }
  process.exitCode = ofRebuilding <= LEAST_PART && peakMB <= MOST_MB ? EXIT.done : EXIT.failed;
} catch (error) {
  if (!(error instanceof BadOption)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT.refused;
}
