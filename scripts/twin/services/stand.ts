import { ZeroAddress } from "ethers";
import type { CoreContract } from "../../../model/3-restaking/core.ts";
import { newCore } from "../../../model/3-restaking/core.ts";
import { deployAvailability } from "../../../model/4-avs/availability/blobs.ts";
import { deployDataConsumer } from "../../../model/4-avs/availability/data-consumer.ts";
import { deployBridge } from "../../../model/4-avs/bridge/bridge.ts";
import { deployBridgeConsumer } from "../../../model/4-avs/bridge/bridge-consumer.ts";
import { deployPriceConsumer } from "../../../model/4-avs/oracle/price-consumer.ts";
import { deployOracle } from "../../../model/4-avs/oracle/price-oracle.ts";
import { deploySlasher } from "../../../model/4-avs/slashers/slasher-base.ts";
import { type Avs, type AvsState, newAvs } from "../../../model/4-avs/state.ts";
import { transact, ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { ETH, WAD } from "../../lib/units.ts";
import { deployCore, NOT_RECORDED } from "../../replay/chain/core.ts";
import { openChainOfAnyTimeAt } from "../../replay/chain/rpc.ts";
import { deployStrategies } from "../../replay/chain/strategies.ts";
import type { Recording } from "../../replay/format/types.ts";

/** When the chain begins, in seconds. */
export const BEGIN = 1_900_000_000n;
const WINDOW_BLOCKS = 20n;
/** Blocks before anything happens: the core looks a window back. */
const FIRST_BLOCKS = 40n;
const RICH = 10n ** 6n * ETH;
/** Code that refuses every call and all ether. */
const REFUSES = "0x5f5ffd";

const ORDER = ["A", "B"];
const CORE: Recording["config"] = {
  minWithdrawalDelayBlocks: String(WINDOW_BLOCKS),
  deallocationDelay: String(WINDOW_BLOCKS),
  allocationConfigurationDelay: "15",
  startBlock: "0",
  redistributionRecipient: ZeroAddress,
  burnAddress: ZeroAddress,
  order: ORDER,
};

const TERMS = {
  bridge: { metadataURI: "ipfs://bridge", quorumBips: 6_000n, slashWad: WAD / 10n },
  consumerDelaySeconds: 120n,
  observerGas: 100_000n,
  instant: { limitWad: WAD / 4n, limitWindowSeconds: 600n },
  vetoable: { limitWad: WAD / 2n, limitWindowSeconds: 100n },
  windows: { vetoWindowSeconds: 60n, executionWindowSeconds: 170n },
  oracle: {
    ...{ metadataURI: "ipfs://oracle", reportSeconds: 48n, quorumBips: 6_000n },
    ...{ deviationBips: 200n, slashWad: WAD / 5n },
  },
  oracleLimit: { limitWad: (WAD * 3n) / 10n, limitWindowSeconds: 240n },
  maximumAgeSeconds: 150n,
  availability: {
    ...{ metadataURI: "ipfs://data", quorumBips: 6_000n, slashWad: WAD / 5n },
    ...{ responseSeconds: 60n, bondWei: ETH / 1_000n },
  },
  availabilityLimit: { limitWad: WAD / 2n, limitWindowSeconds: 600n },
  exitSeconds: 100n,
} as const;

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

/** The same in the model, where deploying is an action of its own. */
function modelOf(cast: Cast, everybody: readonly string[]): AvsState {
  const { owner, pauser, admin, funder, committee, prover, bridge } = cast;
  const { activationDelaySeconds, defaultSplitBips, beaconChain: _, ...numbers } = NOT_RECORDED;
  const core = newCore(
    {
      at: cast.core,
      minWithdrawalDelayBlocks: WINDOW_BLOCKS,
      deallocationDelayBlocks: WINDOW_BLOCKS,
      allocationConfigurationDelayBlocks: BigInt(CORE.allocationConfigurationDelay),
      eigenStrategy: ZERO_ADDRESS,
      strategyWhitelister: owner,
      pausers: [pauser],
      unpauser: owner,
      emissionsController: ZERO_ADDRESS,
      ...numbers,
    },
    {
      owner,
      rewardsUpdater: owner,
      feeRecipient: owner,
      activationDelay: activationDelaySeconds,
      defaultOperatorSplitBips: defaultSplitBips,
    },
  );
  const deployed = transact(newAvs(core), { number: 0n, timestamp: BEGIN }, (avs: Avs) => {
    cast.strategies.forEach((strategy, nth) => {
      const token = cast.tokens[nth] as string;
      avs.state.supplies = avs.state.supplies.set(token, 0n);
      avs.state.strategies = avs.state.strategies.set(strategy, { underlyingToken: token, totalShares: 0n });
      avs.state.whitelisted = avs.state.whitelisted.set(strategy, true);
    });
    cast.wallets.forEach((wallet, nth) => {
      const one = { owner: cast.signers[nth] as string, denying: false };
      avs.state.wallets = avs.state.wallets.set(wallet, one);
    });
    for (const one of everybody) avs.state.ether = avs.state.ether.set(one, RICH);
    avs.state.refusing = avs.state.refusing.set(cast.wall, true);
    const { instant, vetoable, windows } = TERMS;
    deployBridge(avs, bridge, { admin, funders: [funder], ...TERMS.bridge });
    deploySlasher(avs, cast.instantSlasher, { avs: bridge, prover: bridge, owner: admin, ...instant });
    const veto = { committee, ...windows };
    deploySlasher(avs, cast.vetoableSlasher, { avs: bridge, prover, owner: admin, ...vetoable, veto });
    deployBridgeConsumer(avs, cast.consumer, bridge, TERMS.consumerDelaySeconds);
    const { oracle, availability: store } = cast;
    deployOracle(avs, oracle, { admin, funders: [], ...TERMS.oracle });
    const ofOracle = { avs: oracle, prover: oracle, owner: admin, ...TERMS.oracleLimit, veto };
    deploySlasher(avs, cast.oracleSlasher, ofOracle);
    deployPriceConsumer(avs, cast.priceConsumer, oracle, TERMS.maximumAgeSeconds);
    deployAvailability(avs, store, { admin, funders: [], ...TERMS.availability });
    const ofStore = { avs: store, prover: store, owner: admin, ...TERMS.availabilityLimit };
    deploySlasher(avs, cast.availabilitySlasher, ofStore);
    deployDataConsumer(avs, cast.dataConsumer, store, admin, TERMS.exitSeconds);
  });
  if (!deployed.ok) throw deployed.revert;
  return deployed.state;
}
