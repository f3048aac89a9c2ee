import { ZeroAddress } from "ethers";
import type { CoreContract } from "../../../model/3-restaking/core.ts";
import { deployCore } from "../../replay/chain/core.ts";
import { openChainOfAnyTimeAt } from "../../replay/chain/rpc.ts";
import { deployStrategies } from "../../replay/chain/strategies.ts";
import type { Recording } from "../../replay/format/types.ts";
import { BEGIN, CONFIGURATION_DELAY_BLOCKS, FIRST_BLOCKS, modelOf, RICH, TERMS, WINDOW_BLOCKS } from "./on-model.ts";

/** Code that refuses every call and all ether. */
const REFUSES = "0x5f5ffd";

const ORDER = ["A", "B"];
const CORE: Recording["config"] = {
  minWithdrawalDelayBlocks: String(WINDOW_BLOCKS),
  deallocationDelay: String(WINDOW_BLOCKS),
  allocationConfigurationDelay: String(CONFIGURATION_DELAY_BLOCKS),
  startBlock: "0",
  redistributionRecipient: ZeroAddress,
  burnAddress: ZeroAddress,
  order: ORDER,
};

/** Everybody and everything that takes part; addresses in lower case. */
export interface Cast {
  readonly operators: readonly string[];
  /** One for each of the first two operators, delegated to it. */
  readonly stakers: readonly string[];
  /** Accounts that sign for operators. */
  readonly signers: readonly string[];
  /** Contracts that sign what the first two of those have signed. */
  readonly wallets: readonly string[];
  readonly admin: string;
  readonly funder: string;
  readonly committee: string;
  /** The prover of the slasher that announces. */
  readonly prover: string;
  readonly alice: string;
  /** Has code that refuses every call. */
  readonly wall: string;
  readonly owner: string;
  readonly pauser: string;
  readonly core: Readonly<Record<CoreContract, string>>;
  readonly strategies: readonly string[];
  readonly tokens: readonly string[];
  readonly bridge: string;
  readonly instantSlasher: string;
  readonly vetoableSlasher: string;
  readonly consumer: string;
  readonly oracle: string;
  readonly oracleSlasher: string;
  readonly priceConsumer: string;
  readonly availability: string;
  readonly availabilitySlasher: string;
  readonly dataConsumer: string;
  readonly exposure: string;
}

export type Stand = Awaited<ReturnType<typeof standUp>>;

/** The core with a service, two slashers and a consumer on a chain, and the same in the model. */
export async function standUp() {
  const chain = await openChainOfAnyTimeAt(BEGIN);
  const { ethers } = chain.connection;
  const signers = await ethers.getSigners();
  const low = (of: unknown): string => String(of).toLowerCase();
  const account = (nth: number): string => low(signers[nth]?.address);
  const { core, pauserRegistry } = await deployCore(chain, CORE);
  const strategies = await deployStrategies(chain, core, pauserRegistry, { config: CORE } as Recording, ORDER);
  const people = {
    ...{ owner: account(0), pauser: account(1), admin: account(2), funder: account(3), committee: account(4) },
    ...{ prover: account(5), alice: account(6), wall: account(7) },
    operators: [8, 9, 10, 11].map(account).sort(),
    stakers: [12, 13].map(account),
    signers: [14, 15, 16, 17, 18, 19].map(account),
  };
  const { admin, committee, prover } = people;

  const { AllocationManager: allocation, RewardsCoordinator: rewards } = core.contracts;
  const { metadataURI, quorumBips, slashWad } = TERMS.bridge;
  const bridge = await ethers.deployContract("Bridge", [allocation, rewards, admin, metadataURI, quorumBips, slashWad]);
  const at = low(bridge.target);
  await bridge.connect(await ethers.getSigner(admin)).grantRole(await bridge.REWARDS_ROLE(), people.funder);
  const { instant, vetoable, windows } = TERMS;
  const instantSlasher = await ethers.deployContract("InstantSlasher", [
    ...[allocation, at, at, admin, TERMS.observerGas],
    ...[instant.limitWad, instant.limitWindowSeconds],
  ] as never);
  const vetoableSlasher = await ethers.deployContract("VetoableSlasher", [
    ...[allocation, at, prover, admin, TERMS.observerGas],
    ...[vetoable.limitWad, vetoable.limitWindowSeconds],
    ...[committee, windows.vetoWindowSeconds, windows.executionWindowSeconds],
  ] as never);
  const consumer = await ethers.deployContract("BridgeConsumer", [at, TERMS.consumerDelaySeconds]);
  const { reportSeconds, deviationBips, ...ofOracle } = TERMS.oracle;
  const oracle = await ethers.deployContract("PriceOracle", [
    ...[allocation, rewards, admin, ofOracle.metadataURI, reportSeconds],
    ...[ofOracle.quorumBips, deviationBips, ofOracle.slashWad],
  ] as never);
  const oracleAt = low(oracle.target);
  const oracleSlasher = await ethers.deployContract("VetoableSlasher", [
    ...[allocation, oracleAt, oracleAt, admin, TERMS.observerGas],
    ...[TERMS.oracleLimit.limitWad, TERMS.oracleLimit.limitWindowSeconds],
    ...[committee, windows.vetoWindowSeconds, windows.executionWindowSeconds],
  ] as never);
  const priceConsumer = await ethers.deployContract("PriceConsumer", [oracleAt, TERMS.maximumAgeSeconds]);
  const { responseSeconds, bondWei, ...ofStore } = TERMS.availability;
  const availability = await ethers.deployContract("DataAvailability", [
    ...[allocation, rewards, admin, ofStore.metadataURI, ofStore.quorumBips],
    ...[ofStore.slashWad, responseSeconds, bondWei],
  ] as never);
  const storeAt = low(availability.target);
  const availabilitySlasher = await ethers.deployContract("InstantSlasher", [
    ...[allocation, storeAt, storeAt, admin, TERMS.observerGas],
    ...[TERMS.availabilityLimit.limitWad, TERMS.availabilityLimit.limitWindowSeconds],
  ] as never);
  const dataConsumer = await ethers.deployContract("DataConsumer", [storeAt, admin, TERMS.exitSeconds]);
  const exposure = await ethers.deployContract("SlashExposure", [allocation]);
  const wallets = [];
  for (const owner of people.signers.slice(0, 2)) wallets.push(await ethers.deployContract("FickleWallet", [owner]));
  const lens = await ethers.deployContract("Lens");

  const named = Object.entries(core.contracts);
  const cores = await Promise.all(named.map(([name, where]) => ethers.getContractAt(name, where)));
  const strategyAbi = (await ethers.getContractFactory("StrategyBase")).interface;
  const tokenAbi = (await ethers.getContractFactory("ReplayToken")).interface;
  const list = ORDER.map((name) => strategies.get(name) as { strategy: string; token: string });
  const cast: Cast = {
    ...people,
    core: Object.fromEntries(named.map(([name, where]) => [name, low(where)])) as Record<CoreContract, string>,
    wallets: wallets.map(({ target }) => low(target)),
    strategies: list.map(({ strategy }) => low(strategy)),
    tokens: list.map(({ token }) => low(token)),
    bridge: at,
    instantSlasher: low(instantSlasher.target),
    vetoableSlasher: low(vetoableSlasher.target),
    consumer: low(consumer.target),
    oracle: oracleAt,
    oracleSlasher: low(oracleSlasher.target),
    priceConsumer: low(priceConsumer.target),
    availability: storeAt,
    availabilitySlasher: low(availabilitySlasher.target),
    dataConsumer: low(dataConsumer.target),
    exposure: low(exposure.target),
  };
  const others = [oracle, oracleSlasher, priceConsumer, availability, availabilitySlasher, dataConsumer, exposure];
  const abis = new Map([
    ...cores.map((one) => [low(one.target), one.interface] as const),
    ...[bridge, instantSlasher, vetoableSlasher, consumer, ...others, ...wallets].map(
      (one) => [low(one.target), one.interface] as const,
    ),
    ...cast.strategies.map((one) => [one, strategyAbi] as const),
    ...cast.tokens.map((one) => [one, tokenAbi] as const),
  ]);

  await chain.setCode(people.wall, REFUSES);
  const everybody = [...Object.values(people).flat()];
  for (const one of everybody) {
    await chain.setBalance(one, RICH);
    await chain.impersonate(one);
  }
  await chain.mine(FIRST_BLOCKS);
  const state = modelOf(cast, everybody);
  return { chain, abis, cast, state, lens: low(lens.target) };
}
