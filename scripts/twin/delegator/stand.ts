import { ZeroAddress } from "ethers";
import { newChain } from "../../../model/1-staking/new-chain.ts";
import { type CoreContract, newCore } from "../../../model/3-restaking/core.ts";
import { newPods } from "../../../model/3-restaking/pods/beacon-state.ts";
import { type DelegatorState, newDelegator } from "../../../model/5-lrt/operators/delegator.ts";
import type { Block } from "../../../model/shared/machine.ts";
import { Table } from "../../../model/shared/table.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, ETH_IN_GWEI } from "../../lib/units.ts";
import { deployCore } from "../../replay/chain/core.ts";
import { NOT_RECORDED } from "../../replay/chain/not-recorded.ts";
import { type Chain, openChainOfAnyTimeAt } from "../../replay/chain/rpc.ts";
import { deployStrategies } from "../../replay/chain/strategies.ts";
import type { Recording } from "../../replay/format/types.ts";
import type { Placed } from "../shared/side-by-side.ts";

/** No fork is near; the verifier is a double. */
const NEVER = 2n ** 40n;
const BEGIN = 1_900_000_000n;
const GENESIS = BEGIN - 384n * 20_000n;
const TOTAL_GWEI = 1_000_000n * ETH_IN_GWEI;
const RESERVE = 1_000n * ETH;
const RICH = 10n ** 7n * ETH;
/** How long the core's windows are, in blocks. */
export const WINDOW_BLOCKS = 8n;
/** Blocks before anything happens: the core looks a window back. */
const FIRST_BLOCKS = 20n;
/** Two strategies that the restaker lists, and one that it does not. */
const ORDER = ["A", "B", "C"];
const CORE: Recording["config"] = {
  minWithdrawalDelayBlocks: String(WINDOW_BLOCKS),
  deallocationDelay: String(WINDOW_BLOCKS),
  allocationConfigurationDelay: "4",
  startBlock: "0",
  redistributionRecipient: ZeroAddress,
  burnAddress: ZeroAddress,
  order: ORDER,
};

export interface Cast {
  readonly people: readonly string[];
  readonly operators: readonly string[];
  /** A service whose sets all operators but the last stand behind. */
  readonly service: string;
  readonly network: string;
  readonly owner: string;
  readonly pauser: string;
  readonly strategies: readonly string[];
  readonly tokens: readonly string[];
  readonly core: Readonly<Record<CoreContract, string>>;
  readonly registrar: string;
  /** Gets back what fees of exits have left. */
  readonly refunded: string;
}

/** A delegator over the core and the beacon chain, just deployed, and the same in the model. */
export interface Stand {
  readonly chain: Chain;
  /** Where a Lens stands. */
  readonly lens: string;
  readonly cast: Cast;
  /** Contracts by their names, or their addresses. */
  readonly deployed: Readonly<Record<string, Placed>>;
  readonly fresh: DelegatorState;
  readonly block: Block;
}

export async function standUpDelegator(): Promise<Stand> {
  const chain = await openChainOfAnyTimeAt(BEGIN);
  const { ethers } = chain.connection;
  const low = (of: unknown): string => String(of).toLowerCase();
  const signers = (await ethers.getSigners()).map(({ address }) => low(address));
  const account = (nth: number): string => signers[nth] as string;
  const [owner, pauser, network, service, refunded, rewardsClaimer] = [0, 1, 2, 3, 4, 5].map(account) as [
    ...[string, string, string, string, string, string],
  ];
  const [people, operators] = [[6, 7, 8].map(account), [9, 10, 11].map(account)];

  const beacon = await ethers.deployContract("BeaconChain", [network, GENESIS, TOTAL_GWEI, 0n], { value: RESERVE });
  const pods = { contract: "RungOnePod", beaconChain: String(beacon.target) };
  const { core, pauserRegistry } = await deployCore(chain, CORE, pods);
  const strategies = await deployStrategies(chain, core, pauserRegistry, { config: CORE } as Recording, ORDER);
  const list = ORDER.map((name) => strategies.get(name) as { strategy: string; token: string });
  const registrar = await ethers.deployContract("ReplayRegistrar");
  const verifier = await ethers.deployContract("RungOneKeyVerifier", [beacon.target, NEVER, NEVER]);
  const unprovenKeys = await ethers.deployContract("UnprovenKeys", [verifier.target]);
  const vault = await ethers.deployContract("VaultAroundSlot");
  const restaker = await ethers.deployContract("RestakerAroundSlot", [vault.target, BEACON_CHAIN_ETH_STRATEGY]);
  const { DelegationManager, StrategyManager, EigenPodManager, RewardsCoordinator } = core.contracts;
  const delegator = await ethers.deployContract("OperatorDelegator", [
    ...[vault.target, restaker.target, DelegationManager, StrategyManager, EigenPodManager, RewardsCoordinator],
    ...[beacon.target, unprovenKeys.target, rewardsClaimer],
  ] as never);
  const lens = await ethers.deployContract("Lens");
  const podManager = await ethers.getContractAt("EigenPodManager", EigenPodManager);
  const podAt = low(await podManager.getPod(delegator.target));

  const abiOf = async (name: string) => (await ethers.getContractFactory(name)).interface;
  const [podAbi, strategyAbi, tokenAbi] = [
    await abiOf("RungOnePod"),
    await abiOf("StrategyBase"),
    await abiOf("ReplayToken"),
  ];
  const byAddress = (at: string, abi: Placed["abi"]) => [low(at), { at: low(at), abi }] as const;
  const named = Object.entries({ delegator, vault, restaker, unprovenKeys, rungOne: beacon });
  const deployed: Record<string, Placed> = {
    ...Object.fromEntries(named.map(([name, one]) => [name, { at: low(one.target), abi: one.interface }])),
    pod: { at: podAt, abi: podAbi },
    ...Object.fromEntries([
      ...(await Promise.all(
        Object.entries(core.contracts).map(async ([name, at]) => byAddress(at, await abiOf(name))),
      )),
      ...list.flatMap(({ strategy, token }) => [byAddress(strategy, strategyAbi), byAddress(token, tokenAbi)]),
    ]),
  };
  const at = (name: string): string => (deployed[name] as Placed).at;
  const cast: Cast = {
    ...{ people, operators, service, network, owner, pauser, refunded },
    strategies: list.map(({ strategy }) => low(strategy)),
    tokens: list.map(({ token }) => low(token)),
    core: Object.fromEntries(Object.entries(core.contracts).map(([name, where]) => [name, low(where)])) as Cast["core"],
    registrar: low(registrar.target),
  };
  const rich = [...signers, at("vault"), at("restaker")];
  for (const one of rich) {
    await chain.setBalance(one, RICH);
    await chain.impersonate(one);
  }
  await chain.mine(FIRST_BLOCKS);

  const config = { at: at("rungOne"), network, genesisTime: GENESIS, totalActiveBalanceGwei: TOTAL_GWEI };
  const over = newPods(
    modelOfCore(cast),
    newChain(config, "electra", RESERVE),
    Table.empty<string>().set(at("delegator"), podAt),
  );
  const places = { vault: at("vault"), restaker: at("restaker"), unprovenKeys: at("unprovenKeys"), rewardsClaimer };
  const fresh = newDelegator(over, { at: at("delegator"), ...places });
  return {
    ...{ chain, lens: String(lens.target), cast, deployed },
    fresh: { ...fresh, ether: rich.reduce((all, one) => all.set(one, RICH), fresh.ether) },
    block: { number: await chain.blockNumber(), timestamp: BEGIN + 86_400n },
  };
}

/** The core in the model, where deploying is an action of its own. */
function modelOfCore({ core: at, owner, pauser, strategies, tokens, registrar }: Cast) {
  const { activationDelaySeconds, defaultSplitBips, beaconChain: _, ...numbers } = NOT_RECORDED;
  const core = newCore(
    {
      at,
      minWithdrawalDelayBlocks: WINDOW_BLOCKS,
      deallocationDelayBlocks: WINDOW_BLOCKS,
      allocationConfigurationDelayBlocks: BigInt(CORE.allocationConfigurationDelay),
      eigenStrategy: ZeroAddress,
      strategyWhitelister: owner,
      pausers: [pauser],
      unpauser: owner,
      emissionsController: ZeroAddress,
      ...numbers,
    },
    {
      ...{ owner, rewardsUpdater: owner, feeRecipient: owner, activationDelay: activationDelaySeconds },
      defaultOperatorSplitBips: defaultSplitBips,
    },
  );
  const deployed = { ...core, code: core.code.set(registrar, "registrar") };
  for (const [nth, strategy] of strategies.entries()) {
    const token = tokens[nth] as string;
    deployed.supplies = deployed.supplies.set(token, 0n);
    deployed.strategies = deployed.strategies.set(strategy, { underlyingToken: token, totalShares: 0n });
    deployed.whitelisted = deployed.whitelisted.set(strategy, true);
  }
  return deployed;
}
