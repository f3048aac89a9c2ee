import type { BaseContract } from "ethers";
import type { PricingRule, VaultConfig, VaultPlaces, VaultState } from "../../../model/5-lrt/state.ts";
import { newComponent, newVault } from "../../../model/5-lrt/new-vault.ts";
import { ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { openChainOfAnyTimeAt } from "../../replay/chain/rpc.ts";
import { ETH } from "../../lib/units.ts";
import { DEPLOYED_SECONDS } from "./times.ts";

const HOUR = 3_600n;
const DAY = 24n * HOUR;
const RULES = { exposed: "ExposedRule", capped: "CappedRule", "loss-only": "LossOnlyRule" } as const;
const COVER = { capAssets: 10n * ETH, windowSeconds: 7n * DAY };
/** Code that refuses every call and all ether. */
const REFUSES = "0x5f5ffd";
const RICH = 10n ** 9n * ETH;
const LST_EACH = 10n ** 12n * ETH;

/** Everything that takes part: by its name, its address in lower case. */
export interface Cast {
  /** Three without code, and one with code that refuses ether. */
  readonly people: readonly string[];
  readonly plain: readonly string[];
  readonly reserve: string;
  readonly spare: string;
  readonly lst: string;
  readonly services: readonly string[];
  readonly operators: readonly string[];
  /** Somebody who is paid and does nothing. */
  readonly purse: string;
}

/** The vault of the contracts over components that say what they are told, and the same in the model. */
export type Stand = Awaited<ReturnType<typeof standUp>>;

/** Deploys a vault under a rule, with all that belongs to it but the restaker, which is a test's. */
export async function standUp(rule: PricingRule) {
  const chain = await openChainOfAnyTimeAt(DEPLOYED_SECONDS);
  const { ethers } = chain.connection;
  const [governor, alice, bob, carol, wall, purse, treasury, claimer] = await ethers.getSigners();
  if (claimer === undefined || governor === undefined) throw new Error("the network has too few accounts");
  const low = (of: { readonly address?: string; readonly target?: unknown } | undefined): string =>
    String(of?.address ?? of?.target).toLowerCase();
  const operators = ["0x00000000000000000000000000000000000000a1", "0x00000000000000000000000000000000000000a2"];

  const pricing = await ethers.deployContract(RULES[rule]);
  const authority = await ethers.deployContract("AccessManager", [governor]);
  const core = await ethers.deployContract("CoreDelayMock", [7_200n]);
  const atRisk = await ethers.deployContract("OperatorList", [operators]);
  const lst = await ethers.deployContract("RewardToken", ["LST"]);
  const lens = await ethers.deployContract("Lens");
  const services = [await ethers.deployContract("ToldAnnouncements"), await ethers.deployContract("ToldAnnouncements")];
  const told = async (of: string) => ethers.deployContract("ToldComponent", [of]);
  const [left, right, spare, reserve] = [
    await told(ZERO_ADDRESS),
    await told(ZERO_ADDRESS),
    await told(ZERO_ADDRESS),
    await told(low(lst)),
  ];

  const nonce = await governor.getNonce();
  const next = (offset: number) => ethers.getCreateAddress({ from: governor.address, nonce: nonce + offset });
  const [vaultAt, queueAt, ticketsAt, coverAt, restakerAt, settingsAt, guardAt, runOffAt, instantAt] = [
    next(0),
    next(1),
    next(2),
    next(3),
    next(4),
    next(5),
    next(6),
    next(7),
    next(8),
  ];
  const parts = [settingsAt, queueAt, restakerAt, coverAt, low(pricing), low(claimer), instantAt, guardAt, runOffAt];
  const vault = await ethers.deployContract("Vault", [parts, DAY, DAY, 3n * DAY]);
  const queue = await ethers.deployContract("ExitQueue", [vaultAt, ticketsAt, 6n * HOUR, 1_000_000n, HOUR]);
  const tickets = await ethers.deployContract("ExitTickets", [queueAt, ZERO_ADDRESS]);
  const { capAssets, windowSeconds } = COVER;
  const lock = [3n * DAY, DAY, DAY, 2_000n];
  const cover = await ethers.deployContract("Cover", [vaultAt, core, capAssets, windowSeconds, ...lock]);
  const restaker = await ethers.deployContract("RestakerMock", [vaultAt]);
  const settings = await ethers.deployContract("VaultSettings", [authority, vaultAt]);
  const slashingGuard = await ethers.deployContract("SlashingGuard", [authority, atRisk, settingsAt, 0n, 0n]);
  const runOff = await ethers.deployContract("RunOff", [authority, vaultAt, 7n * DAY]);
  const instantExit = await ethers.deployContract("InstantExit", [authority, vaultAt, DAY]);
  const entrance = await ethers.deployContract("SyncedEntrance", [vaultAt, queueAt]);
  const feeSplit = await ethers.deployContract("FeeSplit", [coverAt, treasury]);
  const views = await ethers.deployContract("VaultViews", [vaultAt]);

  const people = [alice, bob, carol, wall].map(low);
  await chain.setCode(low(wall), REFUSES);
  for (const account of [...people, low(governor), low(claimer), ...[left, right, spare, reserve].map(low)])
    await chain.setBalance(account, RICH);
  for (const account of [...people, low(claimer)]) {
    await lst.mint(account, LST_EACH);
    await chain.impersonate(account);
    const signer = await ethers.getSigner(account);
    for (const spender of [vaultAt, entrance]) await lst.connect(signer).approve(spender, ethers.MaxUint256);
  }

  const contracts: Readonly<Record<keyof VaultPlaces, BaseContract>> = {
    vault,
    queue,
    tickets,
    cover,
    instantExit,
    settings,
    slashingGuard,
    runOff,
    feeSplit,
    entrance,
    restaker,
    rewardsClaimer: restaker,
  };
  const places = Object.fromEntries(Object.entries(contracts).map(([name, one]) => [name, low(one)]));
  const components = [left, right, spare].map(low);
  const config: VaultConfig = {
    at: { ...(places as Record<keyof VaultPlaces, string>), rewardsClaimer: low(claimer) },
    governor: low(governor),
    treasury: low(treasury),
    rule,
    dripSeconds: DAY,
    quarantineSeconds: DAY,
    maxCheckpointAgeSeconds: 3n * DAY,
    graceSeconds: 7n * DAY,
    closeIntervalSeconds: 6n * HOUR,
    minRequestShares: 1_000_000n,
    leastWaitSeconds: HOUR,
    maxNewsAgeSeconds: DAY,
    cooldownSeconds: 3n * DAY,
    unstakeWindowSeconds: DAY,
    premiumBps: 2_000n,
    operatorsAtRisk: operators,
    withCode: [low(wall), low(lst), low(views), ...Object.values(places), ...components, low(reserve)],
    refusing: [low(wall)],
  };
  const closedFirst = (await queue.closeableAt()) - config.closeIntervalSeconds;
  const deployedAt = { vault: await vault.updatedAt(), queue: closedFirst, cover: closedFirst };
  const fresh = newVault(config, COVER, deployedAt);
  let told_ = fresh.world.components;
  for (const component of components) told_ = told_.set(component, newComponent(ZERO_ADDRESS, ZERO_ADDRESS));
  told_ = told_.set(low(reserve), newComponent(ZERO_ADDRESS, low(lst)));
  const state: VaultState = { ...fresh, world: { ...fresh.world, components: told_ } };

  const cast: Cast = {
    people,
    plain: components.slice(0, 2),
    reserve: low(reserve),
    spare: components[2] as string,
    lst: low(lst),
    services: services.map(low),
    operators: [...operators, "0x00000000000000000000000000000000000000a3"],
    purse: low(purse),
  };
  return { chain, contracts, views, lens, component: left, service: services[0] as BaseContract, state, cast };
}
