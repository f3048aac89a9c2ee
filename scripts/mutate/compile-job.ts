import { workerData, parentPort } from "node:worker_threads";
import solc from "solc";

/** One run of the compiler, in a thread of its own: compiling takes a core for a minute. */
parentPort?.postMessage(solc.compile(workerData as string));
