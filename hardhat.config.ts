import { enableCompileCache } from "node:module";
import path from "node:path";
import { configVariable, defineConfig } from "hardhat/config";
import { LOCALHOST_URL } from "./scripts/lib/localhost.ts";
import { refuseBadCommandLine } from "./scripts/tasks/command-line.ts";
import { plugins } from "./scripts/plugins/all.ts";
import { TASKS } from "./scripts/tasks/all.ts";
import { ladderTasks } from "./scripts/tasks/ladder/index.ts";
import { solidityRuns } from "./scripts/lib/solidity-runs.ts";

/** The compiler comes from the lock file (as wasm), so a build needs no download; its path is from the root. */
const solc = {
  version: "0.8.37",
  path: "node_modules/solc/soljson.js",
  settings: {
    optimizer: { enabled: true, runs: 200 },
    evmVersion: "osaka",
  },
};

/** The vault, which has the most code: small functions of it that are not in every user's way stay functions (decision 0246). */
const vaultSolc = { ...solc, settings: { ...solc.settings, optimizer: { enabled: true, runs: 100 } } };

/** Morpho Blue, with the compiler and the settings of its deployment on Ethereum; only its own file asks for this version. */
const morphoSolc = {
  version: "0.8.19",
  path: "node_modules/solc-0.8.19/soljson.js",
  settings: {
    optimizer: { enabled: true, runs: 999_999 },
    viaIR: true,
    evmVersion: "paris",
    metadata: { bytecodeHash: "none" as const },
  },
};

const solidity = { compilers: [solc, morphoSolc], overrides: { "contracts/5-lrt/Vault.sol": vaultSolc } };

/** Contracts of well-kept libraries that the ladder deploys as they are, and interfaces of what it deploys ready-made. */
const npmFilesToBuild = [
  "@morpho-org/morpho-blue/src/Morpho.sol",
  "@morpho-org/morpho-blue/src/interfaces/IIrm.sol",
  "@openzeppelin/contracts/access/manager/AccessManager.sol",
  "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol",
  "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol",
  "@uniswap/v3-periphery/contracts/interfaces/IQuoterV2.sol",
  "@uniswap/v3-periphery/contracts/interfaces/ISwapRouter.sol",
  "solady/src/tokens/WETH.sol",
];

/** Instrumented contracts are larger and dearer, and their artifacts are nobody else's. */
const isCoverage = process.argv.includes("--coverage") || process.env.HARDHAT_COVERAGE === "true";

/** What is deployed only to be seen failing, as the flaws of `npm run findings:prove`, may be of any size. */
const isAnyCodeSize =
  isCoverage || process.env.LADDER_MUTANTS !== undefined || process.env.LADDER_ANY_CODE_SIZE === "true";

/** Contracts that hold mutants (`npm run mutate`) are larger and dearer too, and lie in a folder of their own. */
const mutants = process.env.LADDER_MUTANTS;
const isDear = isCoverage || mutants !== undefined;

/** How often each invariant in Solidity begins anew; coverage asks which lines are reached, not whether all of them hold. */
const runs = isCoverage ? 8 : solidityRuns(process.env.LADDER_SOLIDITY_RUNS);

// most of what a task on a running node takes is reading programs: what Node has made of them is kept
enableCompileCache(path.join(import.meta.dirname, "cache/v8"));

refuseBadCommandLine(TASKS, ["default", "localhost", "rpc"]);

export default defineConfig({
  plugins: await plugins(ladderTasks),
  tasks: TASKS,
  // `ignition deploy` builds with `production`; both are one, so that what is deployed is what was tested.
  solidity: { profiles: { default: solidity, production: solidity }, npmFilesToBuild },
  paths: {
    ignition: "./deploy",
    tests: { mocha: "./test", solidity: "./test" },
    ...(isCoverage ? { artifacts: "./coverage/artifacts", cache: "./coverage/cache" } : {}),
    ...(mutants === undefined ? {} : { artifacts: mutants }),
  },
  coverage: { skipFiles: ["contracts/attacks/**", "contracts/testing/**"] },
  typechain: { outDir: "./typechain-types" },
  networks: {
    default: {
      type: "edr-simulated",
      chainType: "l1",
      hardfork: "osaka",
      ...(isAnyCodeSize ? { allowUnlimitedContractSize: true } : {}),
      ...(isDear ? { transactionGasCap: false, blockGasLimit: 1_000_000_000n } : {}),
    },
    localhost: { type: "http", chainType: "l1", url: LOCALHOST_URL },
    // any other network: `npx hardhat keystore set LADDER_RPC_URL`, and LADDER_DEPLOYER_KEY the same way
    rpc: {
      type: "http",
      chainType: "l1",
      url: configVariable("LADDER_RPC_URL"),
      accounts: [configVariable("LADDER_DEPLOYER_KEY")],
    },
  },
  test: {
    mocha: { timeout: 300_000 },
    solidity: { ...(isCoverage ? { fuzz: { runs: 32 } } : {}), invariant: { runs, depth: 64, failOnRevert: true } },
  },
});
