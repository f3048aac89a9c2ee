import type { Interface } from "ethers";
import { NEVER } from "../../beacon/proofs/forks.ts";
import { writeRoot } from "../../beacon/state/roots.ts";
import { type Chain, openChainAt } from "../chain/rpc.ts";
import { spellRevert } from "../chain/reverts.ts";
import { RecordingError } from "../format/error.ts";
import { type PodProofs, shapeNamed } from "./file.ts";

/** A pod at the recorded address, on a chain of its own. */
export interface PodStage {
  readonly chain: Chain;
  readonly pod: Interface;
  /** Writes the root that EIP-4788 answers for a time. */
  writeRoot(timestamp: bigint, root: string): Promise<void>;
  /** Runs a function of the pod in a block of that time, as its owner. @returns `ok` or the error's name */
  run(timestamp: bigint, name: string, args: readonly unknown[]): Promise<string>;
  read(name: string, args: readonly unknown[]): Promise<readonly unknown[]>;
  /** Runs something, and takes back all that it did to the chain. */
  aside<T>(work: () => Promise<T>): Promise<T>;
}

/** Seconds of the chain before the first recorded state. */
const BEFORE = 3_600n;

/** Deploys a pod that knows the file's fork, with a manager that takes what it is told. */
export async function setPodStage({ podAddress, podOwner, fork, credentialState }: PodProofs): Promise<PodStage> {
  const chain = await openChainAt(BigInt(credentialState.timestamp) - BEFORE);
  const { ethers, provider } = chain.connection;
  const gloasTimestamp = shapeNamed(fork) === "gloas" ? 1n : NEVER;
  const beacon = await ethers.deployContract("QuietBeacon");
  const manager = await ethers.deployContract("PodManagerRecorder");
  const implementation = await ethers.deployContract("EigenPod", [beacon, manager, gloasTimestamp, NEVER]);
  await chain.setCode(podAddress, cloneOf(await implementation.getAddress()));
  const pod = implementation.interface as Interface;
  const signatures = new Map<string, string>();
  pod.forEachError((error) => signatures.set(error.selector, error.name));

  const encode = (name: string, args: readonly unknown[]): string => {
    try {
      return pod.encodeFunctionData(name, args as unknown[]);
    } catch (error) {
      const { shortMessage } = error as { shortMessage?: string };
      throw new RecordingError(`${name} cannot be called with what the file says: ${shortMessage ?? String(error)}`);
    }
  };
  const stage: PodStage = {
    chain,
    pod,
    writeRoot: (timestamp, root) => writeRoot(provider, timestamp, root),
    async run(timestamp, name, args) {
      await chain.setNextTime(timestamp);
      const call = { from: podOwner, to: podAddress, data: encode(name, args) };
      await chain.impersonate(podOwner);
      const answer = await chain.call(call);
      if (!answer.ok) return spellRevert(answer.data, signatures);
      const { ok } = await chain.receipt(await chain.send(call));
      return ok ? "ok" : "reverted in its block";
    },
    async read(name, args) {
      const answer = await chain.call({ from: podOwner, to: podAddress, data: encode(name, args) });
      return [...pod.decodeFunctionResult(name, answer.data)];
    },
    async aside(work) {
      const snapshot = await provider.request({ method: "evm_snapshot", params: [] });
      try {
        return await work();
      } finally {
        await provider.request({ method: "evm_revert", params: [snapshot] });
      }
    },
  };
  await chain.impersonate(podOwner);
  await chain.send({ from: podOwner, to: podAddress, data: encode("initialize", [podOwner]) });
  return stage;
}

/** The code of a minimal proxy (ERC-1167), which is what pods are. */
function cloneOf(implementation: string): string {
  return `0x363d3d373d3d3d363d73${implementation.slice(2).toLowerCase()}5af43d82803e903d91602b57fd5bf3`;
}
