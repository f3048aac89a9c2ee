/** One thing that `npm test` checks: a program, started when the gates it waits for have passed. */
export interface Gate {
  name: string;
  /** What it makes sure of, in a few words. */
  promise: string;
  /** The program and its arguments; "node" and the programs of node_modules/.bin are found on PATH. */
  command: string[];
  /** Gates that must pass first, for this one reads what they write. */
  after?: string[];
  /** Whether it runs tests, whose number counts in the last line. */
  runsTests?: boolean;
}

export interface Outcome {
  gate: Gate;
  state: "passed" | "failed" | "not run";
  seconds: number;
  output: string;
}
