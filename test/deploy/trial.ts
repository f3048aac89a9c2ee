import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { type BaseContract, type ContractTransactionResponse, getCreateAddress } from "ethers";
import type { Given, Range } from "../../deploy/parameters/types.ts";
import { revertData } from "../../scripts/lib/ladder/answers.ts";
import { GWEI, WAD } from "../../scripts/lib/units.ts";

type Module = Range["module"];

/** What became of a contract of the ladder: the errors with which it refused its numbers, none if it took them all. */
export type Outcome = ReadonlyMap<string, readonly string[]>;

/** Any account, and none. */
const A = `0x${"11".repeat(20)}`;
const NOBODY = `0x${"00".repeat(20)}`;
const SET_ID = 1;

/**
 * Deploys every contract that takes a number of some modules, each alone on stand-ins, and sets what is set. What stands on a
 * contract that was refused is not tried.
 */
export async function tryOut(ethers: HardhatEthers, given: Given, modules: readonly Module[]): Promise<Outcome> {
  const trial = new Trial(ethers, given);
  for (const one of modules) await RUNGS[one](trial);
  return trial.outcome;
}

/** The modules, in the order of the ladder. */
export const MODULES: readonly Module[] = ["Staking", "LiquidStaking", "Restaking", "Services", "Vault", "Defi"];

/** Contracts that others make in their constructors, and whose errors these pass on. */
const BORN_WITH: Readonly<Record<string, readonly string[]>> = { StakedEther: ["UnstakingQueue"] };

class Trial {
  readonly ethers: HardhatEthers;
  readonly outcome = new Map<string, string[]>();
  readonly #given: Given;

  constructor(ethers: HardhatEthers, given: Given) {
    [this.ethers, this.#given] = [ethers, given];
  }

  /** The numbers of a module, by name. */
  numbers(module: Module, ...names: readonly string[]): bigint[] {
    return names.map((name) => BigInt(this.#given.parameters[module]![name] as bigint | number));
  }

  /** The only one of these numbers. */
  number(module: Module, name: string): bigint {
    return this.numbers(module, name)[0]!;
  }

  /** Sends what a contract takes or refuses; undefined when it was refused. */
  async judge<T>(contract: string, send: () => Promise<T>): Promise<T | undefined> {
    const errors = this.outcome.get(contract) ?? [];
    this.outcome.set(contract, errors);
    try {
      return await send();
    } catch (thrown) {
      const data = revertData(thrown);
      if (data === undefined) throw thrown;
      errors.push(await this.#errorOf(contract, data));
      return undefined;
    }
  }

  async #errorOf(contract: string, data: string): Promise<string> {
    for (const name of [contract, ...(BORN_WITH[contract] ?? [])]) {
      const { interface: face } = await this.ethers.getContractFactory(name);
      const parsed = face.parseError(data);
      if (parsed) return parsed.name;
    }
    return data;
  }

  async deploy(contract: string, args: readonly unknown[], value = 0n): Promise<BaseContract | undefined> {
    const factory = await this.ethers.getContractFactory(contract);
    return this.judge(contract, () => factory.deploy(...args, { value }));
  }

  async call(contract: string, at: BaseContract, name: string, args: readonly unknown[]) {
    return this.judge(contract, async (): Promise<ContractTransactionResponse> => at.getFunction(name)(...args));
  }
}

const RUNGS: Readonly<Record<Module, (t: Trial) => Promise<void>>> = {
  Staking: async (t) => {
    const terms = t.numbers("Staking", "genesisTime", "totalActiveBalanceGwei", "fork");
    await t.deploy("BeaconChain", [A, ...terms], t.number("Staking", "issuanceReserveWei"));
  },

  LiquidStaking: async (t) => {
    const chain = await t.ethers.deployContract("BeaconChain", [A, 1n, 34n * 10n ** 6n * GWEI, 0n]);
    const terms = t.numbers("LiquidStaking", "feeBps", "maxReportAgeSeconds", "batchIntervalSeconds");
    await t.deploy("StakedEther", [chain, A, A, A, ...terms], t.number("LiquidStaking", "bootstrapWei"));
  },

  Restaking: async (t) => {
    await t.deploy("RewardsCoordinator", [
      {
        ...{
          delegationManager: A,
          strategyManager: A,
          allocationManager: A,
          pauserRegistry: A,
          permissionController: A,
        },
        ...{ owner: A, rewardsUpdater: A, feeRecipient: A, emissionsController: A },
        calculationIntervalSeconds: t.number("Restaking", "calculationIntervalSeconds"),
        maxRewardsDuration: t.number("Restaking", "maxRewardsDurationSeconds"),
        maxRetroactiveLength: t.number("Restaking", "maxRetroactiveLengthSeconds"),
        maxFutureLength: t.number("Restaking", "maxFutureLengthSeconds"),
        genesisRewardsTimestamp: t.number("Restaking", "genesisRewardsTimestamp"),
        activationDelay: t.number("Restaking", "activationDelaySeconds"),
        defaultSplitBips: t.number("Restaking", "defaultSplitBips"),
      },
    ]);
    await services(t);
  },

  Services: services,

  Vault: async (t) => {
    const { ethers } = t;
    const [me] = await ethers.getSigners();
    const authority = await ethers.deployContract("AccessManager", [me!.address]);
    const others = Array.from({ length: 8 }, () => A);
    const next = getCreateAddress({ from: me!.address, nonce: (await me!.getNonce()) + 1 });
    const clocks = t.numbers("Vault", "dripSeconds", "quarantineSeconds", "maxCheckpointAgeSeconds");
    const vault = await t.deploy("Vault", [[next, ...others], ...clocks]);
    if (vault) {
      const settings = await ethers.deployContract("VaultSettings", [authority, vault as never]);
      await t.judge("VaultSettings", () => settings.setFee(t.number("Vault", "feeBps"), A));
      await t.judge("Vault", () => settings.setDepositCap(t.number("Vault", "depositCapAssets")));
    }
    const waits = t.numbers("Vault", "closeIntervalSeconds", "minRequestShares", "leastWaitSeconds");
    await t.deploy("ExitQueue", [A, A, ...waits]);
    const terms = ["CapAssets", "WindowSeconds", "CooldownSeconds", "UnstakeWindowSeconds"].map((end) => `cover${end}`);
    const cover = t.numbers("Vault", ...terms, "longestVetoSeconds", "coverPremiumBps");
    await t.deploy("Cover", [A, await standIn(t), ...cover]);
    await t.deploy("RunOff", [authority, A, t.number("Vault", "deadGraceSeconds")]);
    const instant = await t.deploy("InstantExit", [authority, A, t.number("Vault", "instantExitNewsSeconds")]);
    const limits = ["CapacityAssets", "PeriodSeconds", "LeastFeeBps", "GreatestFeeBps"].map(
      (end) => `instantExit${end}`,
    );
    if (instant) await t.call("InstantExit", instant, "setLimits", t.numbers("Vault", ...limits));
    const chain = await ethers.deployContract("BeaconChain", [A, 1n, 34n * 10n ** 6n * GWEI, 0n]);
    const pool = await ethers.deployContract("StakedEther", [chain, A, A, A, 0n, 3_600n, 1n], { value: WAD });
    const reserve = await ethers.deployContract("LstReserve", [authority, A, A, A, await pool.wrapper()]);
    const inflow = t.numbers("Vault", "lstCapAssets", "lstInflowAssets", "lstInflowPeriodSeconds");
    await t.call("LstReserve", reserve, "setLimits", inflow);
    const restaker = await t.deploy("Restaker", [authority, A, A, await standIn(t), A, A, A]);
    const fit = ["minLegAssets", "unwindIntervalSeconds", "minMagnitudeWad", "reactionBlocks", "maxSets"];
    const restakers = t.numbers("Vault", ...fit, "trimToleranceBps");
    if (restaker) await t.call("Restaker", restaker, "setLimits", [restakers]);
    const stops = await ethers.deployContract("StopsMock");
    const delays = t.numbers("Vault", "longestExitSeconds", "governorDelaySeconds");
    const guard = await t.deploy("SlashingGuard", [authority, A, stops, ...delays]);
    const budget = t.numbers("Vault", "holdBudgetSeconds", "holdPeriodSeconds");
    if (guard) await t.call("SlashingGuard", guard, "list", [A, ...budget]);
  },

  Defi: async (t) => {
    const pool = await t.ethers.deployContract("PoolMock", [A, A]);
    await t.deploy("TwapOracle", [pool, A, t.number("Defi", "twapWindowSeconds")]);
    await t.deploy("BoundedOracle", [A, A, t.number("Defi", "boundBps")]);
  },
};

const standIn = async (t: Trial) =>
  t.ethers.deployContract(
    "CoreTermsMock",
    t.numbers("Restaking", "deallocationDelayBlocks", "minWithdrawalDelayBlocks") as [bigint, bigint],
  );

/** Each service with its slasher, its set and its consumer. */
async function services(t: Trial): Promise<void> {
  const [me] = await t.ethers.getSigners();
  const core = await standIn(t);
  const of = (...names: readonly string[]) => t.numbers("Services", ...names);
  const [minimumStake, maximumOperators, lookaheadBlocks] = of("minimumStake", "maximumOperators", "lookaheadBlocks");
  const rules = { minimumStake, maximumOperators, lookaheadBlocks, allowlisted: false };
  const weights = [{ strategy: A, multiplier: WAD }];
  const open = async (contract: string, own: readonly bigint[], consumer: string, wants: readonly unknown[]) => {
    const service = await t.deploy(contract, [core, A, me!.address, "", ...own]);
    if (!service) return;
    const isVetoed = contract === "PriceOracle";
    const slasher = await t.deploy(isVetoed ? "VetoableSlasher" : "InstantSlasher", [
      ...[core, service, service, A],
      ...of("observerGas", "limitWad", "limitWindowSeconds"),
      ...(isVetoed ? [A, ...of("vetoWindowSeconds", "executionWindowSeconds")] : []),
    ]);
    if (!slasher) return;
    const set = await t.call(contract, service, "createSet", [SET_ID, weights, slasher, NOBODY, rules]);
    if (set) await t.deploy(consumer, [service, ...wants]);
  };
  const bridge = of("bridgeQuorumBips", "bridgeSlashWad");
  await open("Bridge", bridge, "BridgeConsumer", of("bridgeTrustDelaySeconds"));
  const oracle = of("oracleReportSeconds", "oracleQuorumBips", "oracleDeviationBips", "oracleSlashWad");
  await open("PriceOracle", oracle, "PriceConsumer", of("oracleMaximumAgeSeconds"));
  const store = of(...["QuorumBips", "SlashWad", "ResponseSeconds", "BondWei"].map((end) => `availability${end}`));
  await open("DataAvailability", store, "DataConsumer", [A, ...of("availabilityExitSeconds")]);
}
