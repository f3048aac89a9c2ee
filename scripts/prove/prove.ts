import { open } from "node:fs/promises";
import { toJson } from "../demo/json.ts";
import { blockBehind } from "./blocks.ts";
import { type Call, type Calls, checkpointCalls, credentialsCalls, staleCalls } from "./calls.ts";
import type { Choice } from "./choice.ts";
import { begin, podFor, type PodAt } from "../lib/ladder/pods.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { Refused } from "../lib/refused.ts";
import { counting } from "../lib/counting.ts";
import { during } from "../lib/waiting.ts";

export { readChoice } from "./choice.ts";

interface Stage {
  readonly ladder: Ladder;
  say(line: string): void;
}

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** `hardhat prove`. */
export async function prove(
  choice: Choice,
  { ladder, say }: Stage,
  stream: Pick<NodeJS.WriteStream, "write" | "isTTY"> = process.stderr,
): Promise<void> {
  const at = await podFor(ladder, choice.pod);
  const calls = await during("reading the beacon state", callsFor(choice, ladder, at));
  // what is refused leaves the file of an earlier run alone
  const out = choice.out === undefined ? undefined : await open(choice.out, "w");
  const progress = counting("making proofs", calls.length, say, stream);
  let validators = 0;
  const kept: Call[] = [];
  try {
    for (const [number, part] of calls.entries()) {
      validators += part.validators;
      progress.next(many(validators, "validator"));
      const call = part.make();
      await out?.write(`${number === 0 ? "[" : ","}\n${toJson(call).trimEnd()}`);
      if (choice.json) kept.push(call);
      if (choice.send) await (await ladder.keeper.sendTransaction({ to: call.to, data: call.data })).wait();
    }
    await out?.write("\n]\n");
  } finally {
    progress.end();
    await out?.close();
  }
  if (choice.json) return say(toJson(kept).trimEnd());
  const whole = `${many(validators, "validator")} in ${many(calls.length, "call")}`;
  say(`${choice.kind} of pod ${await at.pod.getAddress()}: ${whole}${choice.send ? ", sent" : ""}`);
  if (choice.out !== undefined) say(`The calls are in ${choice.out}`);
  else if (!choice.send) say("Say --out FILE or --json to have the calls, or --send to send them.");
}

async function callsFor({ kind, time, send }: Choice, ladder: Ladder, at: PodAt): Promise<Calls> {
  if (kind === "credentials") return credentialsCalls(ladder, at, await blockBehind(ladder, time));
  if (kind === "stale") return staleCalls(ladder, at, await blockBehind(ladder, time));
  const isOpen = (await at.pod.currentCheckpointTimestamp()) !== 0n;
  if (isOpen || !send || at.slot === undefined) return checkpointCalls(ladder, at);
  if ((await at.pod.activeValidatorCount()) === 0n)
    throw new Refused(
      "The pod has no active validator, so a checkpoint has nothing to prove: prove its validators first, with --kind credentials.",
    );
  await begin(ladder, at.slot, ladder.keeper);
  return checkpointCalls(ladder, at);
}
