import { writeFileSync } from "node:fs";
import path from "node:path";

/** Gas of the transactions of each test that measures it: test, `Contract.function`, units in order. */
export type GasFlows = Record<string, Record<string, number[]>>;

/** Tests with this in their title are the named flows of the gas snapshot. */
export const GAS_MARK = "[gas]";

interface Measurement {
  contractFqn: string;
  type: "function" | "deployment";
  gas: number;
  functionSig?: string;
}

export interface GasLog {
  begin: (title: string) => void;
  end: () => void;
  add: (measurement: Measurement) => void;
  write: (directory: string) => void;
}

/** Notes what the flow of the moment costs; deployments and contracts for tests are left out. */
export function createGasLog(): GasLog {
  const flows: GasFlows = {};
  let current: string | undefined;
  return {
    begin: (title) => {
      if (title.includes(GAS_MARK)) current = title;
    },
    end: () => {
      current = undefined;
    },
    add: ({ contractFqn, type, gas, functionSig }) => {
      if (current === undefined || type === "deployment" || /contracts\/(?:attacks|testing)\//.test(contractFqn))
        return;
      const call = `${contractFqn.slice(contractFqn.lastIndexOf(":") + 1)}.${functionSig}`;
      flows[current] ??= {};
      (flows[current] as Record<string, number[]>)[call] = [...(flows[current]?.[call] ?? []), gas];
    },
    write: (directory) => writeFileSync(path.join(directory, "gas.json"), `${JSON.stringify(flows, null, 1)}\n`),
  };
}
