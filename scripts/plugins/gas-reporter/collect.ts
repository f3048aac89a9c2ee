import type { DeploymentItem, GasItem, GasTables, MethodItem } from "./library.ts";

/** One transaction or deployment that went through, in gas units, as Hardhat reports it. */
export interface Measurement {
  type: "function" | "deployment";
  contract: string;
  /** `deposit(uint256,address)`; of a deployment nothing. */
  signature?: string;
  gas: number;
}

/** What is known of a contract: the signatures of the functions that change state, all others are views. */
export type StateChanging = (contract: string) => Set<string>;

/**
 * Sorts measurements into the rows of hardhat-gas-reporter: contracts and functions by name, views left out
 * (a call is no transaction), overloads kept apart by their signature. `blockGasLimit` is what a deployment's
 * share is of.
 */
export function collect(measurements: Measurement[], stateChanging: StateChanging, blockGasLimit: number): GasTables {
  const methods = new Map<string, MethodItem>();
  const deployments = new Map<string, DeploymentItem>();
  for (const { type, contract, signature = "", gas } of measurements) {
    if (type === "deployment") {
      const item = deployments.get(contract) ?? {
        name: contract,
        bytecode: "",
        deployedBytecode: "",
        gasData: [],
        callData: [],
      };
      item.gasData.push(gas);
      deployments.set(contract, item);
      continue;
    }
    if (!stateChanging(contract).has(signature)) continue;
    const key = `${contract} ${signature}`;
    const item = methods.get(key) ?? newMethod(key, contract, nameOf(contract, signature, stateChanging), signature);
    item.gasData.push(gas);
    item.numberOfCalls++;
    methods.set(key, item);
  }
  for (const item of [...methods.values(), ...deployments.values()]) summarise(item);
  for (const item of deployments.values()) {
    item.percent = Math.round((1000 * (item.executionGasAverage ?? 0)) / blockGasLimit) / 10;
  }
  const sorted = [...methods].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { methods: Object.fromEntries(sorted), deployments: [...deployments.values()] };
}

function newMethod(key: string, contract: string, method: string, fnSig: string): MethodItem {
  return { key, isCall: false, contract, method, fnSig, intrinsicGas: [], callData: [], gasData: [], numberOfCalls: 0 };
}

/** The function's name, with its types where the contract has another of that name. */
function nameOf(contract: string, signature: string, stateChanging: StateChanging): string {
  const [name] = signature.split("(") as [string];
  const overloads = [...stateChanging(contract)].filter((one) => one.startsWith(`${name}(`));
  return overloads.length > 1 ? signature : name;
}

function summarise(item: GasItem): void {
  item.gasData.sort((a, b) => a - b);
  item.min = item.gasData[0] ?? 0;
  item.max = item.gasData.at(-1) ?? 0;
  item.executionGasAverage = Math.round(item.gasData.reduce((sum, gas) => sum + gas, 0) / item.gasData.length);
}
