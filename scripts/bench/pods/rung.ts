import { readFileSync } from "node:fs";
import { openChain } from "../core/world.ts";
import { type Measurements, must, onFreshChains, type RowFacts, type Rung } from "../row.ts";
import { type PodsWorld, preparePods } from "./world.ts";
import { ETH_IN_GWEI } from "../../lib/units.ts";

const FACTS = new URL("../peers/pods.json", import.meta.url);

async function delegated({ delegation, delegate, alice, op1 }: PodsWorld): Promise<void> {
  await delegate(alice, op1);
  must(await delegation.isDelegated(alice), "delegated");
}

/** A checkpoint of `count` validators, all of the pod's, each of which has `gainGwei` more, by a proof each or by one. */
async function checkpoint(world: PodsWorld, count: number, gainGwei: bigint, together = false) {
  for (let from = 0; from < count; from += 50) await world.verify(from, Math.min(50, count - from));
  for (let i = 0; i < count; ++i) world.change(i, { balanceGwei: 32n * ETH_IN_GWEI + gainGwei });
  must((await world.pod.activeValidatorCount()) === BigInt(count), `${count} validators`);
  const block = await world.start();
  must((await world.pod.currentCheckpoint()).proofsRemaining === BigInt(count), "all are to be proven");
  return together ? world.proveTogether(block, count) : world.prove(block, count);
}

const GAIN = 1_234_567n;

const measurements: Measurements<PodsWorld> = {
  "pods.credentials.first": async (world) => {
    must((await world.pod.activeValidatorCount()) === 0n, "the pod's first");
    return world.verify(0, 1);
  },
  "pods.credentials.next": async (world) => {
    await world.verify(0, 1);
    return world.verify(1, 1);
  },
  "pods.credentials.nextDelegated": async (world) => {
    await world.verify(0, 1);
    await delegated(world);
    return world.verify(1, 1);
  },
  "pods.credentials.next10": async (world) => {
    await world.verify(0, 1);
    return world.verify(1, 10);
  },
  "pods.credentials.further": async (world) => {
    await world.verify(0, 1);
    return { less: await world.verify(1, 1), more: await world.verify(2, 10), count: 9 };
  },
  "pods.credentials.further100": async (world) => {
    await world.verify(0, 1);
    return { less: await world.verify(1, 50), more: await world.verify(51, 100), count: 50 };
  },
  "pods.checkpoint.start": async (world) => {
    await world.verify(0, 1);
    return world.startOnly();
  },
  "pods.checkpoint.1": async (world) => checkpoint(world, 1, GAIN),
  "pods.checkpoint.10": async (world) => checkpoint(world, 10, GAIN),
  "pods.checkpoint.10Delegated": async (world) => {
    await delegated(world);
    return checkpoint(world, 10, GAIN);
  },
  "pods.checkpoint.100Delegated": async (world) => {
    await delegated(world);
    return checkpoint(world, 100, GAIN);
  },
  "pods.checkpoint.100Unchanged": async (world) => checkpoint(world, 100, 0n),
  "pods.multiproof.10": async (world) => checkpoint(world, 10, GAIN, true),
  "pods.multiproof.100Delegated": async (world) => {
    await delegated(world);
    return checkpoint(world, 100, GAIN, true);
  },
  "pods.stale": async (world) => {
    await world.verify(0, 2);
    world.change(1, { slashed: true, exitEpoch: 9n, withdrawableEpoch: 8_201n, balanceGwei: 31n * ETH_IN_GWEI });
    must((await world.pod.lastCheckpointTimestamp()) === 0n, "no checkpoint before");
    return world.stale(1, world.bob);
  },
};

/** Pods that take proofs against the real one. */
export async function podsRung(): Promise<Rung> {
  const connection = await openChain();
  return {
    title: "Pods that take proofs: gas of a transaction, against a state of 1,000 validators of Fulu",
    note: "Theirs was measured behind a beacon proxy. No transaction costs less than EIP-7623's floor of its calldata; docs/beacon-proofs.md has each one's distance from it.",
    maxRatio: 1,
    facts: JSON.parse(readFileSync(FACTS, "utf8")) as RowFacts[],
    ...onFreshChains(() => preparePods(connection), measurements),
  };
}
