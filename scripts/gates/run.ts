import { spawn } from "node:child_process";
import type { Gate, Outcome } from "./gate.ts";

const MINUTES_UNTIL_KILLED = 40;

/**
 * Runs gates, at most `slots` at once, each as soon as the gates it waits for have passed. Earlier
 * gates of the list are preferred, so the longest belong first. Nothing stops at a failure: what
 * does not depend on it still runs, so one run shows everything that is wrong.
 */
export async function runGates(
  gates: Gate[],
  slots: number,
  onDone: (outcome: Outcome) => void,
  start: (gate: Gate) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const waiting = [...gates];
  const running = new Map<string, Promise<Outcome>>();

  const finish = (outcome: Outcome): void => {
    outcomes.set(outcome.gate.name, outcome);
    onDone(outcome);
  };
  const isReady = (gate: Gate): boolean =>
    (gate.after ?? []).every((name) => outcomes.has(name) || !gates.some((other) => other.name === name));

  while (waiting.length > 0 || running.size > 0) {
    const index = waiting.findIndex(isReady);
    if (index >= 0 && running.size < slots) {
      const [gate] = waiting.splice(index, 1) as [Gate];
      const blocker = (gate.after ?? []).find((name) => (outcomes.get(name)?.state ?? "passed") !== "passed");
      if (blocker === undefined) running.set(gate.name, start(gate));
      else finish({ gate, state: "not run", seconds: 0, output: `needs ${blocker}, which did not pass` });
      continue;
    }
    const outcome = await Promise.race(running.values());
    running.delete(outcome.gate.name);
    finish(outcome);
  }
  return gates.map((gate) => outcomes.get(gate.name) as Outcome);
}

/** Starts one gate's program with no input, and collects what it prints. */
export function startGate(gate: Gate): Promise<Outcome> {
  const started = performance.now();
  const [program, ...parameters] = gate.command as [string, ...string[]];
  const shell = process.platform === "win32" && program !== "node";
  const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"], shell });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const killer = setTimeout(() => {
    chunks.push(Buffer.from(`\nkilled after ${MINUTES_UNTIL_KILLED} minutes\n`));
    child.kill("SIGKILL");
  }, MINUTES_UNTIL_KILLED * 60_000);
  return new Promise((resolve) => {
    const done = (state: Outcome["state"]): void => {
      clearTimeout(killer);
      const seconds = (performance.now() - started) / 1000;
      resolve({ gate, state, seconds, output: Buffer.concat(chunks).toString() });
    };
    child.on("error", (error) => {
      chunks.push(Buffer.from(`${program} did not start: ${error.message}\n`));
      done("failed");
    });
    child.on("close", (code) => done(code === 0 ? "passed" : "failed"));
  });
}
