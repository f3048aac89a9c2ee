import { join, relative } from "node:path";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractFuture, DeploymentParameters, IgnitionModule } from "@nomicfoundation/ignition-core";
import type { BaseContract, InterfaceAbi } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { isDevelopmentChain, makeSlashingSafe } from "../../deploy/lib/slash-safety.ts";
import type { PricingRule } from "../../deploy/modules/5-lrt.ts";
import { successorModule } from "../../deploy/modules/5-successor.ts";
import { assertNothingEarlier, type DeployedCode, findEarlier } from "./earlier.ts";
import { assertUsableCore, readExistingCore } from "./existing-core.ts";
import { assertUsableMarkets, readExistingMarkets } from "./existing-markets.ts";
import { type Generation, readGeneration } from "./generation.ts";
import { assertChainAllowed, assertFunded, assertParameters } from "./guards.ts";
import { deploymentsIn, forgetLostChain, mendAddresses, readJournal } from "./journal.ts";
import { choosePreset, presetName, readPreset } from "./presets.ts";
import { DeploymentRefused } from "./refusal.ts";
import { type Role, rolesOf, withRoles } from "./roles.ts";

export interface DeployOptions {
  /** `local`, `mainnet` or a file of parameters; on a development chain `local` goes without saying */
  readonly preset?: string | undefined;
  /** address file of an existing core to stand on, instead of deploying rungs 1 and 3 */
  readonly core?: string | undefined;
  /** address file of the exchange and the lending protocol to use, instead of deploying them */
  readonly markets?: string | undefined;
  readonly rule?: PricingRule | undefined;
  /** 1, or that of a vault to deploy after one that is wound up, on the rungs of the first */
  readonly generation?: number;
  /** seconds from genesis to the fork Gloas, instead of what the preset says */
  readonly gloasSeconds?: bigint;
  /** deploy to chain id 1 all the same */
  readonly forceMainnet?: boolean;
  /** deploy a second ladder from an account whose first one has lost its journal */
  readonly again?: boolean;
  /** name of the journal's folder */
  readonly deploymentId?: string | undefined;
}

export interface DeployedLadder {
  readonly chainId: bigint;
  readonly preset: string;
  /** the journal's folder, relative to the repository */
  readonly journal: string;
  /** whether the journal of a development node that is gone was thrown away */
  readonly forgotten: boolean;
  readonly deployer: string;
  /** of a later generation: the vault that it comes after */
  readonly predecessor?: Generation["predecessor"];
  /** roles that the deployer holds because the network has no account for them */
  readonly fallen: readonly Role[];
  /** transactions of this run; 0 when everything stood already */
  readonly transactions: number;
  /** blocks mined on a development chain so that slashing does not underflow */
  readonly minedBlocks: bigint;
  /** a contract's name in the modules (`delegationManager`) → its address */
  readonly addresses: Readonly<Record<string, string>>;
}

/** A module whose results are contracts, whatever their names. */
type Deployable = IgnitionModule<string, string, Record<string, ContractFuture<string>>>;

/** Names the compiled contracts that a module and those below it deploy. */
async function deployedCodes(hre: HardhatRuntimeEnvironment, module: IgnitionModule): Promise<DeployedCode[]> {
  const names = new Set<string>();
  const visit = ({ futures, submodules }: IgnitionModule) => {
    for (const future of futures) {
      if (future.type === "NAMED_ARTIFACT_CONTRACT_DEPLOYMENT") names.add(future.contractName);
    }
    submodules.forEach(visit);
  };
  visit(module);
  return Promise.all(
    [...names].map(async (name) => (await hre.artifacts.readArtifact(name)) as unknown as DeployedCode),
  );
}

/** Blocks for which the core counts queued shares as slashable: the preset's, or those of the core that is there. */
async function withdrawalDelay(
  ethers: HardhatEthers,
  delegationManager: string | undefined,
  parameters: DeploymentParameters,
): Promise<bigint> {
  if (delegationManager === undefined) {
    const blocks = parameters.Restaking?.minWithdrawalDelayBlocks;
    if (typeof blocks === "number" || typeof blocks === "bigint") return BigInt(blocks);
    throw new DeploymentRefused(
      "The preset does not say Restaking.minWithdrawalDelayBlocks.",
      "Say it as those in deploy/presets do.",
    );
  }
  const delegation = await ethers.getContractAt("IDelegationManager", delegationManager);
  return delegation.minWithdrawalDelayBlocks();
}

/**
 * Deploys the ladder, or what is missing of it, on the network of the connection.
 *
 * Everything that can be refused is refused before the first transaction. A second call with the same options sends
 * nothing; one after an interruption goes on where the first stopped.
 *
 * @throws DeploymentRefused with the cause and the way out
 */
export async function deployLadder(
  hre: HardhatRuntimeEnvironment,
  connection: NetworkConnection,
  options: DeployOptions,
): Promise<DeployedLadder> {
  const { ethers, ignition, provider: raw } = connection;
  const { chainId } = await ethers.provider.getNetwork();
  assertChainAllowed(chainId, options.forceMainnet ?? false);
  const preset = choosePreset(options.preset, chainId);
  const chosen = await readPreset(preset);

  if (options.gloasSeconds !== undefined) {
    const genesis = BigInt(chosen.Staking!.genesisTime as bigint | number);
    const gloasTimestamp = genesis + options.gloasSeconds;
    for (const module of ["Restaking", "Vault"]) chosen[module] = { ...chosen[module], gloasTimestamp };
  }

  const core = options.core === undefined ? undefined : await readExistingCore(options.core);
  const markets = options.markets === undefined ? undefined : await readExistingMarkets(options.markets);
  const accounts = (await ethers.getSigners()).map(({ address }) => address);
  const [deployer] = accounts;
  if (deployer === undefined) {
    throw new DeploymentRefused(
      `The network "${connection.networkName}" has no account to deploy from.`,
      "Put a key into the keystore: npx hardhat keystore set LADDER_DEPLOYER_KEY, and use --network rpc.",
    );
  }
  const abiOf = async (name: string) => (await hre.artifacts.readArtifact(name)).abi as unknown as InterfaceAbi;
  let strategyFactory: string | undefined;
  if (markets !== undefined) {
    await assertUsableMarkets(ethers.provider, markets, abiOf);
    const { weth, ...others } = markets.addresses;
    chosen.Markets = others;
    chosen.Vault = { ...chosen.Vault, weth };
  }
  if (core !== undefined) {
    strategyFactory = await assertUsableCore(ethers.provider, core, deployer, abiOf);
    const { beaconChain, ...restaking } = core.addresses;
    Object.assign(chosen, { Staking: { beaconChain }, Restaking: restaking });
    if (strategyFactory !== undefined) Object.assign(chosen, { Strategies: { strategyFactory } });
  }

  const first =
    options.deploymentId ?? `ladder-${presetName(preset)}-${chainId}${core === undefined ? "" : "-on-core"}`;
  const deployments = deploymentsIn(hre.config.paths.root);
  const generation =
    (options.generation ?? 1) === 1
      ? undefined
      : await readGeneration(ethers, { number: options.generation!, first, deployments, deployer });

  // the modules read artifacts when they are loaded, so this waits for the build
  const rule = options.rule ?? "exposed";
  const { ladderModule } = await import("../../deploy/modules/ladder.ts");
  const module: Deployable =
    generation === undefined
      ? await ladderModule({
          existingCore: core !== undefined,
          strategyFactory: strategyFactory !== undefined,
          existingMarkets: markets !== undefined,
          rule,
        })
      : await successorModule(rule);
  if (generation !== undefined) chosen.Standing = { ...generation.standing };
  const { parameters, fallen } = withRoles(chosen, rolesOf(module), accounts);

  const deploymentId = generation?.deploymentId ?? first;
  const folder = join(deployments, deploymentId);
  const journal = relative(hre.config.paths.root, folder);
  // of an embedded chain nothing is kept: what lies there under its name is a served chain's
  const kept = connection.networkConfig.type !== "edr-simulated";
  const forgotten =
    kept && (await forgetLostChain(ethers.provider, await readJournal(folder), await isDevelopmentChain(raw)));
  if (kept) await mendAddresses(folder);
  if (!kept || !(await readJournal(folder)).exists) {
    // a later generation has its predecessors there, and says itself whether it has been deployed before
    const look = options.again !== true && generation === undefined;
    const found = look ? await findEarlier(ethers.provider, deployer, await deployedCodes(hre, module)) : [];
    // a core of the same account has a factory too, and is no ladder
    const ladders = core === undefined ? found : found.filter(({ contractName }) => contractName !== "CoreFactory");
    assertNothingEarlier(ladders, deployer, journal);
    await assertFunded(ethers.provider, deployer);
  }

  const existing = generation?.standing.delegationManager ?? core?.addresses.delegationManager;
  const delayBlocks = await withdrawalDelay(ethers, existing, parameters);
  const now = BigInt((await ethers.provider.getBlock("latest"))!.timestamp);
  assertParameters({ parameters, withdrawalDelayBlocks: delayBlocks, now }, !(await isDevelopmentChain(raw)));
  const minedBlocks = await makeSlashingSafe(ethers.provider, delayBlocks);
  const before = await ethers.provider.getTransactionCount(deployer);
  const contracts = await ignition.deploy(module, { parameters, deploymentId });
  const transactions = (await ethers.provider.getTransactionCount(deployer)) - before;
  const addresses = Object.fromEntries(
    Object.entries<BaseContract>(contracts).map(([key, { target }]) => [key, target as string]),
  );
  const predecessor = generation && { predecessor: generation.predecessor };
  return {
    chainId,
    preset,
    journal,
    forgotten,
    deployer,
    ...predecessor,
    fallen,
    transactions,
    minedBlocks,
    addresses,
  };
}
