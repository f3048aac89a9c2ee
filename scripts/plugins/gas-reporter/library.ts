import { createRequire } from "node:module";

/** A function of a contract, or its deployment, as hardhat-gas-reporter's tables want it. */
export interface GasItem {
  gasData: number[];
  callData: number[];
  min?: number;
  max?: number;
  executionGasAverage?: number;
  percent?: number;
}

export interface MethodItem extends GasItem {
  key: string;
  isCall: boolean;
  contract: string;
  method: string;
  fnSig: string;
  intrinsicGas: number[];
  numberOfCalls: number;
}

export interface DeploymentItem extends GasItem {
  name: string;
  bytecode: string;
  deployedBytecode: string;
}

export interface GasTables {
  methods: Record<string, MethodItem>;
  deployments: DeploymentItem[];
}

export interface TableOptions {
  reportFormat: "terminal" | "markdown";
  noColors: boolean;
  blockGasLimit: number;
  solcInfo: { version: string; optimizer: string; runs: number | string; viaIR: boolean };
}

interface GasReporterLibrary {
  GasData: new (methods: Record<string, MethodItem>, deployments: DeploymentItem[]) => GasTables;
  getDefaultOptions: (config: object) => object;
  getTableForFormat: (hre: object, data: GasTables, options: object, toolchain: string) => string;
}

/** The package's parts that need no Hardhat 2; its own entry and its types must not be loaded. */
export function loadLibrary(): GasReporterLibrary {
  const require = createRequire(import.meta.url);
  const { GasData } = require("hardhat-gas-reporter/dist/lib/gasData") as Pick<GasReporterLibrary, "GasData">;
  const { getDefaultOptions } = require("hardhat-gas-reporter/dist/lib/options") as Pick<
    GasReporterLibrary,
    "getDefaultOptions"
  >;
  const { getTableForFormat } = require("hardhat-gas-reporter/dist/lib/render") as Pick<
    GasReporterLibrary,
    "getTableForFormat"
  >;
  return { GasData, getDefaultOptions, getTableForFormat };
}
