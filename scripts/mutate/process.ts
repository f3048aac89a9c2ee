import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer, Ask, Loaded } from "./messages.ts";

/** The process did not answer in time, or ended: a mutant may go round for ever, or take all memory. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** A process that has a test file loaded. */
export interface TestProcess {
  readonly loaded: Loaded;
  /** @throws NoAnswer, after which the process is gone */
  ask(what: Ask, mostMilliseconds: number): Promise<Answer>;
  close(): void;
}

/** Loading takes seconds; on a machine that is shared, many. */
const MOST_LOADING = 600_000;

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts a process on artifacts that hold mutants. @param active the mutant that is active while the file is loaded */
export async function openProcess(artifacts: string, file: string, active = 0): Promise<TestProcess> {
  const { INIT_CWD: _, ...env } = process.env;
  const child = fork(fileURLToPath(new URL("worker.ts", import.meta.url)), [file, String(active)], {
    env: { ...env, LADDER_MUTANTS: artifacts },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  running.add(child);
  let said = "";
  child.stderr!.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  child.once("exit", () => running.delete(child));
  const close = (): void => void child.kill("SIGKILL");

  const next = <T>(most: number): Promise<T> =>
    new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        child.off("message", hear).off("exit", end);
      };
      const hear = (message: unknown): void => {
        done();
        resolve(message as T);
      };
      const end = (): void => {
        done();
        reject(new NoAnswer(`${file} ended: ${said}`));
      };
      const timer = setTimeout(() => {
        done();
        close();
        reject(new NoAnswer(`${file} did not answer within ${Math.round(most / 1_000)} s`));
      }, most);
      child.on("message", hear).on("exit", end);
    });

  const loaded = await next<Loaded>(MOST_LOADING);
  return {
    loaded,
    ask(what, most) {
      child.send(what);
      return next<Answer>(most);
    },
    close,
  };
}
