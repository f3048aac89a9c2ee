import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import { Contract, ZeroAddress } from "ethers";
import json5 from "json5";
import { CORE_CONTRACTS, type CoreContract } from "../../../model/3-restaking/core.ts";
import { coreAt } from "../chain/core.ts";
import { BEACON } from "../chain/order.ts";
import { type Chain, forkChain } from "../chain/rpc.ts";
import type { Ground } from "../chain/stage.ts";
import { RecordingError } from "../format/error.ts";
import type { Recording } from "../format/types.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../lib/units.ts";

/**
 * Where a core stands that shall be recorded (JSON5): its contracts, who `owner`, `pauser`, `unpauser` and `whitelister`
 * are, what every pod is made of, and strategies by name, listed for deposits, whose tokens anybody can `mint` and
 * `burn` as ReplayToken's.
 */
export interface CoreFile {
  readonly contracts: Readonly<Record<CoreContract, string>>;
  readonly roles: Readonly<Record<string, string>>;
  /** The contract behind pods: that of the beacon, or what they are clones of. */
  readonly podImplementation: string;
  readonly strategies: Readonly<Record<string, string>>;
}

const address = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" };
const addresses = (required: readonly string[]) => ({ type: "object", required, additionalProperties: address });
const validate = new Ajv().compile<CoreFile>({
  type: "object",
  required: ["contracts", "roles", "podImplementation", "strategies"],
  properties: {
    contracts: addresses(CORE_CONTRACTS),
    roles: addresses(["owner", "pauser", "unpauser", "whitelister"]),
    podImplementation: address,
    strategies: { ...addresses([]), minProperties: 1 },
  },
  additionalProperties: false,
});

/** @throws RecordingError that says what is wrong with the file. */
export async function readCoreFile(file: string): Promise<CoreFile> {
  const content: unknown = await readFile(file, "utf8").then(json5.parse, () => {
    throw new RecordingError(`there is no file ${file}: name the core's addresses with --core FILE`);
  });
  if (validate(content)) return content;
  const { instancePath = "", message = "" } = validate.errors?.[0] ?? {};
  throw new RecordingError(`${file}: ${instancePath} ${message}`);
}

/** Blocks that setting the stage may take. */
const STAGE_BLOCKS = 500n;
const DAY = 86_400n;

/** A fork of the node at `url`, on which pods report what they are told, and the numbers of the core there. */
export async function standOn(
  { contracts, roles, podImplementation, strategies: named }: CoreFile,
  url: string,
): Promise<{ ground: Ground; config: Recording["config"] }> {
  const chain = await forkChain(url);
  const { ethers } = chain.connection;
  const core = await coreAt(chain.connection, contracts, roles);
  const pod = await ethers.deployContract("ReplayPod", [ZeroAddress, contracts.EigenPodManager]);
  await chain.setCode(podImplementation, await ethers.provider.getCode(pod));
  const strategies = new Map([[BEACON, { strategy: BEACON_CHAIN_ETH_STRATEGY, token: ZeroAddress }]]);
  for (const [name, strategy] of Object.entries(named)) {
    const token: string = await (await ethers.getContractAt("IStrategy", strategy)).underlyingToken();
    strategies.set(name, { strategy, token });
  }
  return { ground: { chain, core, strategies }, config: await configOf(chain, contracts) };
}

async function configOf(chain: Chain, contracts: CoreFile["contracts"]): Promise<Recording["config"]> {
  const { provider } = chain.connection.ethers;
  const word = async (at: string, name: string): Promise<string> =>
    String(await new Contract(at, [`function ${name}() view returns (uint256)`], provider).getFunction(name)());
  const latest = await provider.getBlock("latest");
  if (latest === null) throw new RecordingError("the node has no block");
  const startBlock = BigInt(latest.number) + STAGE_BLOCKS;
  const begin = BigInt(latest.timestamp) + 12n * STAGE_BLOCKS + DAY;
  return {
    minWithdrawalDelayBlocks: await word(contracts.DelegationManager, "minWithdrawalDelayBlocks"),
    deallocationDelay: await word(contracts.AllocationManager, "DEALLOCATION_DELAY"),
    allocationConfigurationDelay: await word(contracts.AllocationManager, "ALLOCATION_CONFIGURATION_DELAY"),
    startBlock: String(startBlock),
    redistributionRecipient: "0x00000000000000000000000000000000000d1ce0",
    burnAddress: "0x00000000000000000000000000000000000E16E4",
    // far enough ahead that a chain that plays it is not there yet
    startTimestamp: String((begin / DAY + 365n) * DAY),
  };
}
