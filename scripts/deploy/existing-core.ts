import {
  AbiCoder,
  dataLength,
  dataSlice,
  type FunctionFragment,
  getAddress,
  id,
  Interface,
  type InterfaceAbi,
  type ParamType,
  type Provider,
  toBeHex,
  ZeroAddress,
} from "ethers";
import { isCallException } from "ethers";
import { type AddressFile, readAddressFile } from "./address-file.ts";
import { DeploymentRefused } from "./refusal.ts";

/** The contracts of an existing core that the ladder's upper rungs call, by their names in an address file. */
export const CORE_CONTRACTS = {
  beaconChain: "IBeaconChain",
  permissionController: "IPermissionController",
  allocationManager: "IAllocationManager",
  delegationManager: "IDelegationManager",
  eigenPodManager: "IEigenPodManager",
  rewardsCoordinator: "IRewardsCoordinator",
  strategyManager: "IStrategyManager",
} as const;

export type CoreContract = keyof typeof CORE_CONTRACTS;

/** An existing core as an address file states it: the chain it stands on, and where its contracts are. */
export type ExistingCore = AddressFile<CoreContract>;

/**
 * Reads an address file (JSON5): `{ chainId: 31337, delegationManager: "0x…", … }`.
 *
 * @throws DeploymentRefused when it cannot be read, or a key is missing, unknown or not an address
 */
export const readExistingCore = (file: string): Promise<ExistingCore> =>
  readAddressFile(file, Object.keys(CORE_CONTRACTS) as CoreContract[], "the core's addresses");

/** The emptiest value of a parameter: zero, no bytes, no elements. */
function emptyValue(type: ParamType): unknown {
  if (type.isArray()) {
    const length = type.arrayLength ?? -1;
    return Array.from({ length: length < 0 ? 0 : length }, () => emptyValue(type.arrayChildren));
  }
  if (type.isTuple()) return type.components.map(emptyValue);
  if (type.type === "bool") return false;
  if (type.type === "address") return "0x0000000000000000000000000000000000000000";
  if (type.type === "string") return "";
  if (type.type === "bytes") return "0x";
  if (type.type.startsWith("bytes")) return `0x${"00".repeat(Number(type.type.slice(5)))}`;
  return 0n;
}

/** A caller that holds no role anywhere, so that a probe can only be refused, never do something. */
const NOBODY = "0x000000000000000000000000000000000000dEaD";

/** What a contract says to a call: data returned, or data of a revert, which is "0x" where it says nothing. */
interface Answer {
  readonly reverted: boolean;
  readonly data: string;
}

async function ask(provider: Provider, to: string, data: string, from = NOBODY): Promise<Answer> {
  try {
    return { reverted: false, data: await provider.call({ to, data, from }) };
  } catch (error) {
    const { data: said } = error as { data?: unknown };
    // no data: some nodes leave it out of a revert without any; whatever else failed is not an answer
    if (typeof said === "string") return { reverted: true, data: said };
    if (isCallException(error)) return { reverted: true, data: error.data ?? "0x" };
    throw error;
  }
}

/** Where proxies keep the address of their implementation, and of the beacon that knows it (EIP-1967). */
const slotOf = (name: string): string => toBeHex(BigInt(id(name)) - 1n, 32);
const IMPLEMENTATION_SLOT = slotOf("eip1967.proxy.implementation");
const BEACON_SLOT = slotOf("eip1967.proxy.beacon");
const beaconAbi = new Interface(["function implementation() view returns (address)"]);

/** The code that answers at an address: its own, and what it is a proxy of. */
async function answeringCode(provider: Provider, address: string): Promise<string> {
  const slot = async (at: string) => getAddress(dataSlice(await provider.getStorage(address, at), 12));
  const [implementation, beacon] = await Promise.all([slot(IMPLEMENTATION_SLOT), slot(BEACON_SLOT)]);
  const codes = [await provider.getCode(address), await provider.getCode(implementation)];
  if (beacon !== ZeroAddress) {
    const { reverted, data } = await ask(provider, beacon, beaconAbi.encodeFunctionData("implementation"));
    if (!reverted && dataLength(data) === 32) codes.push(await provider.getCode(getAddress(dataSlice(data, 12))));
  }
  return codes.join("");
}

/**
 * The functions of an interface that a contract does not have. A function that exists answers even to empty
 * arguments, with a result or with an error of its own; one that is missing falls through the dispatcher to a revert
 * without data, behind a proxy too. So does one that exists and says nothing: the getter of a mapping of arrays, out of
 * bounds (`stakerStrategyList` of the real core). Such a silent one counts as there when the code that answers compares
 * with its selector.
 */
export async function missingFunctions(provider: Provider, address: string, abi: InterfaceAbi): Promise<string[]> {
  const missing: string[] = [];
  let code: Promise<string> | undefined;
  const knows = async (selector: string): Promise<boolean> => {
    code ??= answeringCode(provider, address);
    return (await code).includes(`63${selector.slice(2)}`);
  };
  await Promise.all(
    new Interface(abi).fragments
      .filter((fragment): fragment is FunctionFragment => fragment.type === "function")
      .map(async (fragment) => {
        const args = AbiCoder.defaultAbiCoder().encode(fragment.inputs, fragment.inputs.map(emptyValue));
        const { reverted, data } = await ask(provider, address, fragment.selector + args.slice(2));
        const silent = data === "0x" && (reverted || fragment.outputs.length > 0);
        if (silent && !(reverted && (await knows(fragment.selector)))) missing.push(fragment.format("sighash"));
      }),
  );
  return missing.sort();
}

/**
 * Refuses a core that is on another chain, has no code or lacks a function, before anything is sent.
 *
 * @param deployer must be the core's strategy whitelister, for the LST's strategy has to be listed in it, unless that
 *   is a factory that makes and lists strategies for anybody
 * @param abiOf the compiled interface of a name in {@link CORE_CONTRACTS}
 * @returns that factory, if it is the one to ask for the strategy
 * @throws DeploymentRefused naming every contract and function at fault
 */
export async function assertUsableCore(
  provider: Provider,
  core: ExistingCore,
  deployer: string,
  abiOf: (contractName: string) => Promise<InterfaceAbi>,
): Promise<string | undefined> {
  const { chainId } = await provider.getNetwork();
  if (chainId !== core.chainId) {
    throw new DeploymentRefused(
      `The address file is for chain ${core.chainId}, and this is chain ${chainId}.`,
      "Give the file of this chain, or connect to the other one with --network.",
    );
  }
  const faults: string[] = [];
  for (const [name, contractName] of Object.entries(CORE_CONTRACTS) as [CoreContract, string][]) {
    const address = core.addresses[name];
    if ((await provider.getCode(address)) === "0x") {
      faults.push(`${name} ${address} has no code`);
      continue;
    }
    const missing = await missingFunctions(provider, address, await abiOf(contractName));
    const [first, second, ...more] = missing;
    if (first === undefined) continue;
    const named = [first, second, more.length > 0 ? `${more.length} more functions` : undefined];
    faults.push(`${name} ${address} lacks ${named.filter((each) => each !== undefined).join(", ")}`);
  }
  if (faults.length > 0) {
    throw new DeploymentRefused(
      `These addresses are not a core that the ladder can stand on:\n${faults.map((f) => `    ${f}`).join("\n")}`,
      "Correct the address file; the functions that a core must have are those of contracts/3-restaking/interfaces.",
    );
  }
  const { strategyManager } = core.addresses;
  const list = new Interface(["function addStrategiesToDepositWhitelist(address[])"]);
  const data = list.encodeFunctionData("addStrategiesToDepositWhitelist", [[]]);
  if (!(await ask(provider, strategyManager, data, deployer)).reverted) return undefined;
  const factory = await factoryOf(provider, strategyManager, await abiOf("IStrategyFactory"));
  if (factory !== undefined) return factory;
  throw new DeploymentRefused(
    `${deployer} may not list strategies in the core's StrategyManager ${strategyManager}.`,
    "Deploy from the account that is the core's strategy whitelister.",
  );
}

/** The core's whitelister, when that is a factory of strategies for this StrategyManager that works now. */
async function factoryOf(provider: Provider, strategyManager: string, abi: InterfaceAbi): Promise<string | undefined> {
  const manager = new Interface([
    "function strategyWhitelister() view returns (address)",
    "function strategyManager() view returns (address)",
    "function paused() view returns (uint256)",
  ]);
  const word = async (to: string, f: string): Promise<string | undefined> => {
    const { reverted, data } = await ask(provider, to, manager.encodeFunctionData(f));
    return reverted || dataLength(data) !== 32 ? undefined : data;
  };
  const whitelister = await word(strategyManager, "strategyWhitelister");
  if (whitelister === undefined) return undefined;
  const factory = getAddress(dataSlice(whitelister, 12));
  if ((await provider.getCode(factory)) === "0x") return undefined;
  const listsIn = await word(factory, "strategyManager");
  if (listsIn === undefined || getAddress(dataSlice(listsIn, 12)) !== getAddress(strategyManager)) return undefined;
  if ((await missingFunctions(provider, factory, abi)).length > 0) return undefined;
  // its bit 0 stops new strategies
  return (BigInt((await word(factory, "paused")) ?? 0n) & 1n) === 1n ? undefined : factory;
}
