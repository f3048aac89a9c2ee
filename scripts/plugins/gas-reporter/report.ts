import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FunctionFragment, Interface } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { collect, type Measurement } from "./collect.ts";
import { loadLibrary, type TableOptions } from "./library.ts";

/** Ethereum's block gas limit, of which a deployment's share is shown where the network has no limit of its own. */
const MAINNET_BLOCK_GAS = 60_000_000;

/** Hardhat's measurement: the contract by its source and name, gas of the whole transaction. */
interface HardhatMeasurement {
  contractFqn: string;
  type: "function" | "deployment";
  gas: number;
  functionSig?: string;
}

/** Gathers the measurements of one run; `write` prints the table and writes it as Markdown. */
export function createReport(hre: HardhatRuntimeEnvironment): {
  add: (measurement: HardhatMeasurement) => void;
  write: (file: string) => Promise<void>;
} {
  const measurements: Measurement[] = [];
  const sources = new Map<string, string>();
  return {
    add: ({ contractFqn, type, gas, functionSig }) => {
      const fqn = contractFqn.replace(/^project\//, "");
      if (/^contracts\/(?:attacks|testing)\//.test(fqn)) return;
      const contract = fqn.slice(fqn.lastIndexOf(":") + 1);
      sources.set(contract, fqn);
      measurements.push({ type, contract, gas, ...(functionSig === undefined ? {} : { signature: functionSig }) });
    },
    write: async (file) => {
      const signatures = await readSignatures(hre, sources);
      const { GasData, getDefaultOptions, getTableForFormat } = loadLibrary();
      const options = { ...getDefaultOptions({}), ...tableOptions(hre) };
      const tables = collect(measurements, (contract) => signatures.get(contract) ?? new Set(), options.blockGasLimit);
      const data = new GasData(tables.methods, tables.deployments);
      const draw = (reportFormat: TableOptions["reportFormat"], noColors: boolean): string =>
        getTableForFormat({}, data, { ...options, reportFormat, noColors }, "hardhat");
      console.log(draw("terminal", !process.stdout.isTTY));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, draw("markdown", true));
      console.log(`written to ${path.relative(process.cwd(), file)}`);
    },
  };
}

/** The signatures of state-changing functions, by contract. A contract of a package may have no artifact. */
async function readSignatures(
  hre: HardhatRuntimeEnvironment,
  sources: Map<string, string>,
): Promise<Map<string, Set<string>>> {
  const signatures = new Map<string, Set<string>>();
  for (const [contract, fqn] of sources) {
    if (!(await hre.artifacts.artifactExists(fqn))) continue;
    const { abi } = await hre.artifacts.readArtifact(fqn);
    const functions = new Interface(abi).fragments.filter((one) => one instanceof FunctionFragment);
    signatures.set(
      contract,
      new Set(functions.filter(({ constant }) => !constant).map((one) => one.format("sighash"))),
    );
  }
  return signatures;
}

/** Compiler and network as they are configured, for the table's head. */
function tableOptions(hre: HardhatRuntimeEnvironment): Pick<TableOptions, "blockGasLimit" | "solcInfo"> {
  const compiler = hre.config.solidity.profiles.default?.compilers[0];
  const settings = (compiler?.settings ?? {}) as { optimizer?: { enabled?: boolean; runs?: number }; viaIR?: boolean };
  const network = hre.config.networks.default;
  const blockGasLimit = network?.type === "edr-simulated" ? network.blockGasLimit : undefined;
  return {
    blockGasLimit: typeof blockGasLimit === "bigint" ? Number(blockGasLimit) : MAINNET_BLOCK_GAS,
    solcInfo: {
      version: compiler?.version ?? "",
      optimizer: String(settings.optimizer?.enabled ?? false),
      runs: settings.optimizer?.runs ?? "-",
      viaIR: settings.viaIR ?? false,
    },
  };
}
