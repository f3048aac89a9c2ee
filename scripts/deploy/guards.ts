import type { Provider } from "ethers";
import { formatEther, parseEther } from "ethers";
import { brokenParameters } from "../../deploy/parameters/check.ts";
import type { Given } from "../../deploy/parameters/types.ts";
import { DeploymentRefused } from "./refusal.ts";

/** Ethereum's main network (EIP-155). */
const MAINNET = 1n;

/** What a deployment of the whole ladder may cost at most at this gas price, rounded up generously. */
const GAS_OF_LADDER = 180_000_000n;

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
 * Refuses numbers that would break a promise to users (`deploy/parameters`), all of them at once.
 *
 * @param real whether the chain is none of a developer's: some bounds need a market, or exits that take days
 * @throws DeploymentRefused
 */
export function assertParameters(given: Given, real: boolean): void {
  const broken = brokenParameters(given, real);
  if (broken.length === 0) return;
  throw new DeploymentRefused(
    broken.map(({ cause }) => cause).join("\n  "),
    broken.map(({ wayOut }) => wayOut).join("\n  "),
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
