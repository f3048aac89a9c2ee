import { Interface, type ErrorFragment } from "ethers";
import { artifacts } from "hardhat";

/** Contracts whose errors can come back from a step, those that they bubble up included. */
const SPEAKERS = ["DelegationManager", "AllocationManager", "StrategyManager", "EigenPodManager", "StrategyBase"];

/** The signatures of all errors of the core, by selector. */
export async function errorSignatures(): Promise<ReadonlyMap<string, string>> {
  const signatures = new Map<string, string>();
  for (const name of [...SPEAKERS, "ReplayToken"]) {
    const { abi } = await artifacts.readArtifact(name);
    new Interface(abi).forEachError((error: ErrorFragment) => signatures.set(error.selector, error.format("sighash")));
  }
  return signatures;
}

const PANIC = "0x4e487b71";

/** Revert data as recordings spell it: `Error()`, `Panic(0x11)`, or the data itself when no error of the core fits. */
export function spellRevert(data: string, signatures: ReadonlyMap<string, string>): string {
  const selector = data.slice(0, 10);
  if (selector === PANIC) return `Panic(0x${BigInt(`0x${data.slice(10)}`).toString(16)})`;
  return signatures.get(selector) ?? data;
}
