import { type ErrorFragment, Interface } from "ethers";
import { artifacts } from "hardhat";
import type { Revert } from "../../../model/shared/revert.ts";
import { CORE_CONTRACTS } from "../../../model/3-restaking/core.ts";

/** The ABIs by which recordings spell calls, events and errors; the model knows names only. */
export interface Abis {
  /** Of a contract of the core, a strategy or a token. */
  readonly of: (kind: string) => Interface;
  /** A revert as recordings have it: text, and data. */
  readonly spell: (revert: Revert) => { readonly revert: string; readonly revertData: string };
}

const BUILT_IN = new Interface(["error Panic(uint256 code)", "error Error(string text)"]);

/** Functions that share a name with another have one of their own in the model. */
const NAMES: Readonly<Record<string, string>> = {
  "createOperatorSets(address,(uint32,address[],address)[])": "createOperatorSetsV2",
  "createRedistributingOperatorSets(address,(uint32,address[],address)[],address[])":
    "createRedistributingOperatorSetsV2",
  "setClaimerFor(address,address)": "setClaimerForEarner",
  "getMaxMagnitudes(address[],address)": "getMaxMagnitudesOf",
  "paused(uint8)": "isPaused",
  "getBurnOrRedistributableShares((address,uint32),uint256,address)": "getBurnOrRedistributableSharesOf",
};

/** The model's name of a function. */
export const modelName = (signature: string): string => NAMES[signature] ?? signature.slice(0, signature.indexOf("("));

export async function readAbis(): Promise<Abis> {
  const all = new Map<string, Interface>();
  for (const name of [...CORE_CONTRACTS, "StrategyBase", "ReplayToken", "ReplayPod"])
    all.set(name, new Interface((await artifacts.readArtifact(name)).abi));
  const errors = new Map<string, readonly [Interface, ErrorFragment]>();
  for (const abi of [BUILT_IN, ...all.values()]) abi.forEachError((error) => errors.set(error.name, [abi, error]));

  return {
    of: (kind) => all.get(kind) as Interface,
    spell({ error: name, args }) {
      if (name === "Empty") return { revert: "0x", revertData: "0x" };
      const [abi, error] = errors.get(name) ?? [];
      if (abi === undefined || error === undefined) throw new Error(`the contracts have no error ${name}`);
      const revertData = abi.encodeErrorResult(error, args);
      if (name === "Panic") return { revert: `Panic(0x${(args[0] as bigint).toString(16)})`, revertData };
      return { revert: name === "Error" ? String(args[0]) : error.format("sighash"), revertData };
    },
  };
}
