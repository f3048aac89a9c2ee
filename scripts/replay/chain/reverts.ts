import { AbiCoder, Interface, type ErrorFragment } from "ethers";
import { artifacts } from "hardhat";
import { CORE_CONTRACTS } from "../../../model/3-restaking/core.ts";

/** Contracts whose errors can come back from a step, those that they bubble up included. */
const SPEAKERS = [...CORE_CONTRACTS, "StrategyBase", "ReplayToken"];

/** The signatures of all errors of the core, by selector. */
export async function errorSignatures(): Promise<ReadonlyMap<string, string>> {
  const signatures = new Map<string, string>();
  for (const name of SPEAKERS) {
    const { abi } = await artifacts.readArtifact(name);
    new Interface(abi).forEachError((error: ErrorFragment) => signatures.set(error.selector, error.format("sighash")));
  }
  return signatures;
}

const PANIC = "0x4e487b71";
const ERROR = "0x08c379a0";

/** Revert data as recordings spell it: `Error()`, `Panic(0x11)`, the text of a `require`, or the data itself when no error of the core fits. */
export function spellRevert(data: string, signatures: ReadonlyMap<string, string>): string {
  const selector = data.slice(0, 10);
  if (selector === PANIC) return `Panic(0x${BigInt(`0x${data.slice(10)}`).toString(16)})`;
  if (selector === ERROR) return String(AbiCoder.defaultAbiCoder().decode(["string"], `0x${data.slice(10)}`)[0]);
  return signatures.get(selector) ?? data;
}
