import { once } from "node:events";
import { createInterface } from "node:readline/promises";

/** Waits for a reader between two acts. */
export interface Pause {
  wait(): Promise<void>;
  end(): void;
}

/** Asks for Enter on stderr. Input that ends (a pipe, Ctrl-D) lets the rest of the story run on. */
export function pauseOnEnter(): Pause {
  const input = createInterface({ input: process.stdin, output: process.stderr });
  let ended = false;
  const closed = once(input, "close").then(() => {
    ended = true;
  });
  return {
    wait: async () => {
      if (!ended) await Promise.race([input.question("Enter for the next act "), closed]);
    },
    end: () => input.close(),
  };
}

/** No waiting. */
export const NO_PAUSE: Pause = { wait: async () => {}, end: () => {} };
