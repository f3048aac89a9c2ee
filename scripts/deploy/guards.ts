import type { Provider } from "ethers";
import { formatEther, parseEther } from "ethers";
import type { DeploymentParameters } from "@nomicfoundation/ignition-core";
import { governorMustWaitSeconds, lstExitSeconds } from "../../deploy/lib/exit-time.ts";
import { DeploymentRefused } from "./refusal.ts";

const DAY_SECONDS = 86_400n;

/** Ethereum's main network (EIP-155). */
const MAINNET = 1n;

/** What a deployment of the whole ladder may cost at most at this gas price, rounded up generously. */
const GAS_OF_LADDER = 80_000_000n;

/**
 * Refuses chain id 1 unless forced: this is a reference implementation, not audited for production.
 *
 * @throws DeploymentRefused
 */
export function assertChainAllowed(chainId: bigint, forced: boolean): void {
  if (chainId !== MAINNET || forced) return;
  throw new DeploymentRefused(
    "Chain id 1 is Ethereum's main network, and these contracts are not audited for production.",
    "Deploy to a local or test network; --force-mainnet overrides this if you know what you do.",
  );
}

/**
 * Refuses a governor who could change things before everybody has had the time to leave.
 *
 * @throws DeploymentRefused
 */
export function assertGovernorWaits(parameters: DeploymentParameters, withdrawalDelayBlocks: bigint): void {
  const needed = governorMustWaitSeconds(parameters, withdrawalDelayBlocks);
  const delay = BigInt(parameters.Vault?.governorDelaySeconds as bigint | number);
  if (delay > needed) return;
  throw new DeploymentRefused(
    `The governor waits ${delay} seconds (governorDelaySeconds); the longest exit, with all that may hold it back, takes ${needed}.`,
    `Set Vault.governorDelaySeconds to more than ${needed}: ${needed / DAY_SECONDS + 1n} days.`,
  );
}

/**
 * Refuses a vault that takes an LST and pays a batch sooner than the LST's own exit would: it would sell a put on the LST.
 *
 * @throws DeploymentRefused
 */
export function assertBatchesWait(parameters: DeploymentParameters): void {
  const of = (name: string) => BigInt(parameters.Vault?.[name] as bigint | number);
  const needed = lstExitSeconds(parameters);
  const wait = of("leastWaitSeconds");
  if (wait >= needed || of("lstCapAssets") === 0n) return;
  throw new DeploymentRefused(
    `A batch may be paid ${wait} seconds after its close (leastWaitSeconds); the LST's own exit takes ${needed}.`,
    `Set Vault.leastWaitSeconds to at least ${needed}, ${needed / DAY_SECONDS + 1n} days, or Vault.lstCapAssets to 0.`,
  );
}

/**
 * Refuses services whose slashes can come later than the vault's cover stays locked for them: an underwriter could leave
 * between an announcement and its execution.
 *
 * @throws DeploymentRefused
 */
export function assertSlashesComeInTime(parameters: DeploymentParameters): void {
  const of = (module: string, name: string) => BigInt(parameters[module]?.[name] as bigint | number);
  const slowest = of("Services", "vetoWindowSeconds") + of("Services", "executionWindowSeconds");
  const longest = of("Vault", "longestVetoSeconds");
  if (slowest <= longest) return;
  throw new DeploymentRefused(
    `A slash can be executed ${slowest} seconds after its announcement (vetoWindowSeconds, executionWindowSeconds); the cover stays locked for ${longest} (longestVetoSeconds).`,
    `Set Vault.longestVetoSeconds to at least ${slowest}, or make the services' windows shorter.`,
  );
}

/**
 * Refuses to start with a balance that cannot pay for the whole deployment at the present gas price.
 *
 * @throws DeploymentRefused
 */
export async function assertFunded(provider: Provider, deployer: string): Promise<void> {
  const { maxFeePerGas, gasPrice } = await provider.getFeeData();
  const price = gasPrice ?? maxFeePerGas ?? parseEther("0");
  const needed = GAS_OF_LADDER * price;
  const balance = await provider.getBalance(deployer);
  if (balance >= needed) return;
  throw new DeploymentRefused(
    `The deployer ${deployer} holds ${formatEther(balance)} ETH; the ladder may cost ${formatEther(needed)} ETH.`,
    "Fund that account, or deploy from another one.",
  );
}
