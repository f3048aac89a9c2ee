import fc from "fast-check";
import v8 from "node:v8";
import vm from "node:vm";
import { stepVault } from "../../../model/5-lrt/step.ts";
import { sequences } from "../../twin/vault/draw.ts";
import { openBench } from "../../twin/vault/check.ts";
import { resolve } from "../../twin/vault/resolve.ts";
import { sentFor } from "../../twin/vault/sent.ts";
import type { Timed } from "../../twin/vault/pair.ts";

export interface ModelTimes {
  readonly steps: number;
  /** Microseconds a step, of each. */
  readonly modelUs: number;
  readonly chainUs: number;
  readonly ratio: number;
  /** Memory that a step leaves behind when only the last state is kept. */
  readonly bytesPerStep: number;
}

/** Plays the same steps on model and chain: the chain sends each in a block of its own and reads nothing. */
export async function measureModel(steps: number, seed: number): Promise<ModelTimes> {
  const { stand, begin } = await openBench("exposed");
  const { provider } = stand.chain.connection;
  const request = (method: string, ...params: unknown[]): Promise<unknown> => provider.request({ method, params });
  const drawn = fc.sample(sequences(30), { seed, numRuns: Math.ceil(steps / 8) });
  let [played, modelMs, chainMs, bytes] = [0, 0, 0, 0];
  for (const sequence of drawn) {
    if (played >= steps) break;
    const pair = await begin();
    let [state, now] = [pair.state(), pair.now()];
    const from = state;
    const timed: Timed[] = sequence.slice(0, steps - played).map((one) => {
      const step = resolve(state, now, stand.cast, one);
      const outcome = stepVault(state, { number: 0n, timestamp: step.timestamp }, step.action);
      // what reverts is mined here too, so its time has passed
      ({ state } = outcome);
      now = step.timestamp;
      return step;
    });
    modelMs += timeOf(() => playAll(from, timed));
    chainMs += await timeOfChain(
      request,
      timed.map((one) => ({ ...sentFor(stand, one.action), timestamp: one.timestamp })),
    );
    played += timed.length;
    if (bytes === 0 && timed.length > 15) bytes = bytesOf(from, timed);
  }
  const [modelUs, chainUs] = [(modelMs * 1_000) / played, (chainMs * 1_000) / played];
  return { steps: played, modelUs, chainUs, ratio: chainUs / modelUs, bytesPerStep: bytes };
}

type From = Parameters<typeof stepVault>[0];

function playAll(from: From, steps: readonly Timed[]): From {
  let state = from;
  for (const { timestamp, action } of steps) ({ state } = stepVault(state, { number: 0n, timestamp }, action));
  return state;
}

function timeOf(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  return cpuMs(before);
}

async function timeOfChain(
  request: (method: string, ...params: unknown[]) => Promise<unknown>,
  calls: readonly (ReturnType<typeof sentFor> & { readonly timestamp: bigint })[],
): Promise<number> {
  for (const { from } of calls) await request("hardhat_impersonateAccount", from);
  const before = process.cpuUsage();
  for (const { from, to, data, value, timestamp } of calls) {
    await request("evm_setNextBlockTimestamp", `0x${timestamp.toString(16)}`);
    const sent = { from, to, data, value: `0x${value.toString(16)}`, gas: "0xbebc200", gasPrice: "0x0" };
    await request("eth_sendTransaction", sent).catch(() => undefined);
  }
  return cpuMs(before);
}

/** Time of this process alone, whatever else the machine does. */
function cpuMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Heap that remains a step when the sequence is played over and over and only the last state is kept. */
function bytesOf(from: From, steps: readonly Timed[]): number {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  const rounds = 100;
  playAll(from, steps);
  collect();
  const before = process.memoryUsage().heapUsed;
  let last = from;
  for (let round = 0; round < rounds; round++) last = playAll(from, steps);
  collect();
  const after = process.memoryUsage().heapUsed;
  return Math.max(0, after - before) / (rounds * steps.length) + (last === from ? 1 : 0);
}
