import { Contract, getAddress, type InterfaceAbi, type Provider } from "ethers";
import { POOL_FEE } from "../../deploy/modules/6-defi.ts";
import { LLTVS } from "../../deploy/lib/lltvs.ts";
import { type AddressFile, readAddressFile } from "./address-file.ts";
import { missingFunctions } from "./existing-core.ts";
import { DeploymentRefused } from "./refusal.ts";

/** The contracts that rung 6 trades and lends on, by their names in an address file. */
export const MARKET_CONTRACTS = {
  weth: "IWrappedEther",
  uniswapFactory: "IUniswapV3Factory",
  positionManager: "IPositionManager",
  swapRouter: "ISwapRouter",
  quoter: "IQuoterV2",
  morpho: "Morpho",
  rateModel: "IIrm",
} as const;

export type MarketContract = keyof typeof MARKET_CONTRACTS;
export type ExistingMarkets = AddressFile<MarketContract>;

/** Reads an address file (JSON5) of Uniswap v3, Morpho Blue, its rate model and WETH. @throws DeploymentRefused */
export const readExistingMarkets = (file: string): Promise<ExistingMarkets> =>
  readAddressFile(file, Object.keys(MARKET_CONTRACTS) as MarketContract[], "the markets' addresses");

/**
 * Refuses markets that are on another chain, have no code or lack a function, do not belong together, or where the LRT could
 * not be listed by anybody; before anything is sent.
 *
 * @param abiOf the compiled ABI of a name in {@link MARKET_CONTRACTS}
 * @throws DeploymentRefused naming everything at fault
 */
export async function assertUsableMarkets(
  provider: Provider,
  { chainId: asked, addresses }: ExistingMarkets,
  abiOf: (contractName: string) => Promise<InterfaceAbi>,
): Promise<void> {
  const { chainId } = await provider.getNetwork();
  if (chainId !== asked) {
    throw new DeploymentRefused(
      `The address file of the markets is for chain ${asked}, and this is chain ${chainId}.`,
      "Give the file of this chain, or connect to the other one with --network.",
    );
  }
  const faults: string[] = [];
  for (const [name, abi] of Object.entries(MARKET_CONTRACTS) as [MarketContract, string][]) {
    const address = addresses[name];
    if ((await provider.getCode(address)) === "0x") faults.push(`${name} ${address} has no code`);
    else {
      const [first, ...more] = await missingFunctions(provider, address, await abiOf(abi));
      if (first !== undefined) faults.push(`${name} ${address} lacks ${[first, ...more].join(", ")}`);
    }
  }
  if (faults.length === 0) faults.push(...(await unfit(provider, addresses)));
  if (faults.length === 0) return;
  throw new DeploymentRefused(
    `The LRT cannot be traded and lent against there:\n${faults.map((fault) => `    ${fault}`).join("\n")}`,
    "Correct the address file, or leave --markets out to deploy them.",
  );
}

async function unfit(provider: Provider, at: ExistingMarkets["addresses"]): Promise<string[]> {
  const faults: string[] = [];
  const ask = async (to: MarketContract, signature: string, ...args: unknown[]): Promise<unknown> => {
    const name = /^(\w+)/.exec(signature)![1]!;
    return new Contract(at[to], [`function ${signature}`], provider).getFunction(name)(...args);
  };
  for (const name of ["positionManager", "swapRouter", "quoter"] as const) {
    if ((await ask(name, "factory() view returns (address)")) !== getAddress(at.uniswapFactory))
      faults.push(`${name} ${at[name]} is of another factory`);
    if ((await ask(name, "WETH9() view returns (address)")) !== getAddress(at.weth))
      faults.push(`${name} ${at[name]} is of another WETH`);
  }
  if ((await ask("uniswapFactory", "feeAmountTickSpacing(uint24) view returns (int24)", POOL_FEE)) === 0n)
    faults.push(`uniswapFactory ${at.uniswapFactory} has no tier of ${POOL_FEE} hundredths of a basis point`);
  if (!(await ask("morpho", "isIrmEnabled(address) view returns (bool)", at.rateModel)))
    faults.push(`morpho ${at.morpho} has not enabled the rate model ${at.rateModel}`);
  if (!(await ask("morpho", "isLltvEnabled(uint256) view returns (bool)", LLTVS[0])))
    faults.push(`morpho ${at.morpho} has not enabled the limit ${LLTVS[0]}`);
  return faults;
}
