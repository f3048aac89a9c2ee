import { getAddress, id, type Interface, type ParamType, toBeHex, ZeroAddress } from "ethers";
import type { CoreLens } from "../../../typechain-types/index.ts";
import { type Cast, castOf, splitSet } from "../format/cast.ts";
import type { Recording } from "../format/types.ts";
import { RecordingError } from "../format/error.ts";
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
  readonly account: (name: string) => string;
  readonly strategy: (name: string) => { readonly strategy: string; readonly token: string };
  /** The recorded name of an address, nothing for the zero address, the address itself for a stranger. */
  readonly nameOf: (address: string) => string;
  readonly operatorSet: (set: string) => { avs: string; id: bigint };
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

/** An account belongs to its name, so a name means the same account in every recording. */
const accountOf = (name: string): string => getAddress(`0x${id(`actor of a recording: ${name}`).slice(-40)}`);

/**
 * Sets a recording's stage on a fresh chain: the core with the recording's delays, a strategy for each name, services
 * with an open registrar, stakers with approvals and pods. Then moves to the block before the first step's, and from
 * there on leaves the current block open until it is rolled.
 */
export async function setStage(recording: Recording): Promise<Stage> {
  const cast = castOf(recording);
  const chain = await openChain();
  const core = await deployCore(chain, recording.config);
  const strategies: Strategies = await deployStrategies(chain, core, recording, cast.strategies);
  await openServices(chain, core, cast);
  await prepareStakers(chain, core, cast, strategies);

  const { ethers } = chain.connection;
  const { delegation, strategyManager, allocation, pods } = core;
  const lens = await ethers.deployContract("CoreLens", [delegation, strategyManager, allocation, pods]);

  const lensAddress = await lens.getAddress();

  const startBlock = BigInt(recording.config.startBlock);
  const current = await chain.blockNumber();
  if (startBlock <= current)
    throw new RecordingError(
      `$.config.startBlock: ${startBlock} is too early, setting the stage takes ${current} blocks`,
    );
  await chain.mine(startBlock - 1n - current);
  await chain.holdBlocks();

  const names = new Map([[ZeroAddress, ""]]);
  for (const name of cast.people) names.set(accountOf(name).toLowerCase(), name);
  for (const [name, { strategy }] of strategies) names.set(strategy.toLowerCase(), name);
  const nameOf = (address: string) => names.get(address.toLowerCase()) ?? address;
  const operatorSet = (set: string) => ({ avs: accountOf(splitSet(set).avs), id: splitSet(set).id });
  const redistributionRecipient = padAddress(recording.config.redistributionRecipient);
  const query = {
    stakers: cast.stakers.map(accountOf),
    operators: cast.people.map(accountOf),
    strategies: cast.strategies.map((name) => found(strategies, name).strategy),
    sets: cast.sets.map(operatorSet),
    burnAddress: padAddress(recording.config.burnAddress),
    redistributionRecipient,
  };
  return {
    chain,
    core,
    cast,
    token: (await ethers.getContractFactory("ReplayToken")).interface,
    pod: (await ethers.getContractFactory("ReplayPod")).interface,
    signatures: await errorSignatures(),
    redistributionRecipient,
    account: accountOf,
    strategy: (name) => found(strategies, name),
    nameOf,
    operatorSet,
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
