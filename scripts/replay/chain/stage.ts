import { computeAddress, getAddress, id, Interface, type ParamType, SigningKey, toBeHex, ZeroAddress } from "ethers";
import { artifacts } from "hardhat";
import type { CoreLens } from "../../../typechain-types/index.ts";
import { type Cast, castOf, splitSet } from "../format/cast.ts";
import type { Recording } from "../format/types.ts";
import { RecordingError } from "../format/error.ts";
import { CORE_CONTRACTS } from "../../../model/3-restaking/core.ts";
import { type Core, deployCore } from "./core.ts";
import { BEACON } from "./order.ts";
import { errorSignatures } from "./reverts.ts";
import { type Chain, openChain } from "./rpc.ts";
import { deployStrategies, type Strategies } from "./strategies.ts";
import { decodeTables } from "./tables.ts";

/** What the lens shows. */
export type Seen = Awaited<ReturnType<CoreLens["read"]>>;

/** A view of the core reverted, which no recorded one does. */
export class UnreadableState extends Error {
  override readonly name = "UnreadableState";
  readonly revertData: string;

  constructor(revertData: string) {
    super(`a view reverted with ${revertData}`);
    this.revertData = revertData;
  }
}

/** A contract that steps can call and that can emit. */
interface Place {
  readonly address: string;
  readonly abi: Interface;
}

/** A recording's people and things, standing on a chain of their own. */
export interface Stage {
  readonly chain: Chain;
  readonly core: Core;
  readonly cast: Cast;
  readonly token: Interface;
  readonly pod: Interface;
  /** Signatures of the errors that a step can end with, by selector. */
  readonly signatures: ReadonlyMap<string, string>;
  readonly redistributionRecipient: string;
  /** Large words that were seen, in order. */
  readonly hashes: string[];
  readonly account: (name: string) => string;
  /** The key of a person without a role in the core. */
  readonly keyOf: (name: string) => SigningKey;
  /** A contract of the core, a strategy, or `token of` one. */
  readonly contract: (name: string) => Place;
  readonly placeAt: (address: string) => Place | undefined;
  /** Of a contract or a person. */
  readonly addressOf: (name: string) => string;
  readonly strategy: (name: string) => { readonly strategy: string; readonly token: string };
  /** The recorded name of an address, nothing for the zero address, the address itself for a stranger. */
  readonly nameOf: (address: string) => string;
  readonly operatorSet: (set: string) => { avs: string; id: bigint };
  /** Gives the open block its time, where the recording says when it began. */
  readonly beginBlock: () => Promise<void>;
  /** A block number as recordings count it, from the start block. */
  readonly since: (blockNumber: bigint) => string;
  /**
   * All that the recording watches, on top of the current block, with the withdrawals of these roots; of those seen
   * completed before, only whether they are pending.
   */
  readonly look: (withdrawalRoots: readonly string[], completedRoots: readonly string[]) => Promise<Seen>;
}

/** ETH that every pod starts with: what is missing from it later has been paid out. */
export const POD_FUNDS = 10n ** 30n;

const BLOCK_SECONDS = 12n;

/** A key belongs to its name, so a name means the same account in every recording, and can sign. */
const keyOf = (name: string): SigningKey => new SigningKey(id(`actor of a recording: ${name}`));
const accountOf = (name: string): string => computeAddress(keyOf(name).publicKey);

/** What a scenario is played on: a core, and strategies that its whitelister has listed. */
export interface Ground {
  readonly chain: Chain;
  readonly core: Core;
  readonly strategies: Strategies;
}

/** Our core on a fresh chain, with the recording's delays, and a strategy for each name. */
async function ownGround(recording: Recording, cast: Cast): Promise<Ground> {
  const chain = await openChain();
  const { core, pauserRegistry } = await deployCore(chain, recording.config);
  return { chain, core, strategies: await deployStrategies(chain, core, pauserRegistry, recording, cast.strategies) };
}

/**
 * Sets a recording's stage on a fresh chain: the core with the recording's delays, a strategy for each name, services
 * with an open registrar, stakers with approvals and pods. Then moves to the block before the first step's, and from
 * there on leaves the current block open until it is rolled.
 */
export async function setStage(recording: Recording): Promise<Stage> {
  const cast = castOf(recording);
  return setStageOn(await ownGround(recording, cast), recording.config, cast);
}

/** The same where a core stands already. */
export async function setStageOn(ground: Ground, config: Recording["config"], cast: Cast): Promise<Stage> {
  const { chain, core, strategies } = ground;
  await openServices(chain, core, cast);
  await prepareStakers(chain, core, cast, strategies);

  const { ethers } = chain.connection;
  const { delegation, strategyManager, allocation, pods } = core;
  const lens = await ethers.deployContract("CoreLens", [delegation, strategyManager, allocation, pods]);

  const lensAddress = await lens.getAddress();

  const startBlock = BigInt(config.startBlock);
  const current = await chain.blockNumber();
  if (startBlock <= current)
    throw new RecordingError(
      `$.config.startBlock: ${startBlock} is too early, setting the stage takes ${current} blocks`,
    );
  if (startBlock - 1n > current) await chain.mine(startBlock - 1n - current);
  await chain.holdBlocks();
  const beginBlock = async () => {
    if (config.startTimestamp === undefined) return;
    const passed = (await chain.blockNumber()) + 1n - startBlock;
    await chain.setNextTime(BigInt(config.startTimestamp) + passed * BLOCK_SECONDS);
  };
  await beginBlock();

  const people = new Map<string, string>();
  const account = (name: string): string => {
    const address = people.get(name) ?? core.roles[name] ?? accountOf(name);
    people.set(name, address);
    names.set(address.toLowerCase(), name);
    return address;
  };
  const places = new Map<string, Place>();
  const names = new Map([[ZeroAddress, ""]]);
  const put = (name: string, address: string, abi: Interface) => {
    places.set(name, { address, abi });
    names.set(address.toLowerCase(), name);
  };
  const abiOf = async (name: string) => new Interface((await artifacts.readArtifact(name)).abi);
  const token = await abiOf("ReplayToken");
  const strategyAbi = await abiOf("StrategyBase");
  for (const name of CORE_CONTRACTS) put(name, core.contracts[name], await abiOf(name));
  for (const [name, { strategy, token: at }] of strategies) {
    put(name, strategy, strategyAbi);
    if (at !== ZeroAddress) put(`token of ${name}`, at, token);
  }
  for (const name of cast.people) {
    const pod = strategies.has(BEACON) ? await core.pods.getPod(account(name)) : ZeroAddress;
    if (pod !== ZeroAddress) names.set(pod.toLowerCase(), `pod of ${name}`);
  }
  const operatorSet = (set: string) => ({ avs: account(splitSet(set).avs), id: splitSet(set).id });
  const redistributionRecipient = padAddress(config.redistributionRecipient);
  const query = {
    stakers: cast.stakers.map(account),
    operators: cast.people.map(account),
    strategies: cast.strategies.map((name) => found(strategies, name).strategy),
    sets: cast.sets.map(operatorSet),
    burnAddress: padAddress(config.burnAddress),
    redistributionRecipient,
  };
  return {
    chain,
    core,
    cast,
    token,
    pod: await abiOf("ReplayPod"),
    signatures: await errorSignatures(),
    redistributionRecipient,
    hashes: [],
    account,
    keyOf,
    contract: (name) => found(places, name),
    placeAt: (address) => places.get(names.get(address.toLowerCase()) ?? ""),
    addressOf: (name) => places.get(name)?.address ?? account(name),
    strategy: (name) => found(strategies, name),
    nameOf: (address) => names.get(address.toLowerCase()) ?? address,
    operatorSet,
    beginBlock,
    since: (blockNumber) => String(blockNumber - startBlock),
    look: async (withdrawalRoots, completedRoots) => {
      const read = lens.interface.getFunction("read");
      const data = lens.interface.encodeFunctionData("read", [
        { ...query, withdrawalRoots: [...withdrawalRoots], completedRoots: [...completedRoots] },
      ]);
      const answer = await chain.call({ from: ZeroAddress, to: lensAddress, data });
      if (!answer.ok) throw new UnreadableState(answer.data);
      return decodeTables<Seen>(read.outputs[0] as ParamType, answer.data);
    },
  };
}

const padAddress = (hex: string): string => getAddress(toBeHex(BigInt(hex), 20));

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`nothing is called ${name}`);
  return value;
}

async function openServices({ connection, send }: Chain, { allocation }: Core, { services }: Cast): Promise<void> {
  const registrar = await connection.ethers.deployContract("ReplayRegistrar");
  for (const from of services.map(accountOf)) {
    await send({ from, ...(await allocation.updateAVSMetadataURI.populateTransaction(from, "")) });
    await send({ from, ...(await allocation.setAVSRegistrar.populateTransaction(from, registrar.target)) });
  }
}

async function prepareStakers(chain: Chain, core: Core, cast: Cast, strategies: Strategies): Promise<void> {
  const { ethers } = chain.connection;
  for (const from of cast.people.map(accountOf)) {
    for (const [name, { token }] of strategies) {
      if (name === BEACON) {
        await chain.send({ from, ...(await core.pods.createPod.populateTransaction()) });
        await chain.setBalance(await core.pods.getPod(from), POD_FUNDS);
      } else {
        const { approve } = await ethers.getContractAt("ReplayToken", token);
        await chain.send({
          from,
          ...(await approve.populateTransaction(core.strategyManager.target, ethers.MaxUint256)),
        });
      }
    }
  }
}
