import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { ContractFuture, IgnitionModuleBuilder, StaticCallFuture } from "@nomicfoundation/ignition-core";
import { artifacts } from "hardhat";
import { forkTimes } from "../lib/restaking-core.ts";
import { roleGrants, wireRoles } from "../lib/vault-roles.ts";

type Bound = ContractFuture<string>;

/** What the vault stands on: rung 1, an LST of rung 2, the core of rung 3 and the strategy of that LST. */
export interface VaultFoundations {
  readonly beaconChain: Bound;
  readonly wrappedStakedEther: Bound;
  readonly delegationManager: Bound;
  readonly allocationManager: Bound;
  readonly strategyManager: Bound;
  readonly eigenPodManager: Bound;
  readonly rewardsCoordinator: Bound;
  readonly wstEthStrategy: Bound;
  /** slashers whose announcements hold exits back */
  readonly announcing: readonly Bound[];
  /** the WETH of an earlier vault; without it, one is deployed */
  readonly weth?: Bound;
}

/**
 * Contracts whose address others must know before they are there, in the order in which CoreFactory creates them. All others
 * are deployed before them, by what they need.
 */
const CIRCLE = ["VaultSettings", "ExitQueue", "Restaker", "Vault"] as const;
type Member = (typeof CIRCLE)[number];

/** Contracts of pricing rules by the name of the parameter. */
const RULES = { exposed: "ExposedRule", capped: "CappedRule", "loss-only": "LossOnlyRule" } as const;

export type PricingRule = keyof typeof RULES;
export const PRICING_RULES = Object.keys(RULES) as PricingRule[];

/**
 * Rung 5: the vault, its settings, its queue and tickets, cover and the split of fees, restaker with its targets, rules and keys, instant exit, the
 * implementation of delegators, the claimer of rewards, the reserve of one LST, and the listener that slashers tell; roles
 * with their delays at the end.
 *
 * Parameters (module `Vault`), times in seconds, amounts in wei: `dripSeconds`, `quarantineSeconds`,
 * `maxCheckpointAgeSeconds`, `deadGraceSeconds`,
 * `closeIntervalSeconds`, `minRequestShares`, `leastWaitSeconds` (of a batch, from its close to its first fill: as long as
 * the slowest LST's own exit, or 0 where no LST is taken), `coverCapAssets`, `coverWindowSeconds`, `coverCooldownSeconds`,
 * `coverUnstakeWindowSeconds`, `longestVetoSeconds` (of a slash, from its announcement to its last execution, in the slowest
 * service), `coverPremiumBps` (of fees, for underwriters), `feeBps`, `depositCapAssets`,
 * `instantExitCapacityAssets`, `instantExitPeriodSeconds`, `instantExitLeastFeeBps`, `instantExitGreatestFeeBps`,
 * `instantExitNewsSeconds` (how old may be what the vault knows of validators when somebody leaves at once),
 * `lstCapAssets`, `lstInflowAssets`, `lstInflowPeriodSeconds`, `minLegAssets`, `unwindIntervalSeconds`,
 * `minMagnitudeWad`, `reactionBlocks`, `maxSets`, `trimToleranceBps`, `holdBudgetSeconds`, `holdPeriodSeconds`,
 * `longestExitSeconds` (of an exit that nothing holds back; 0: the governor's delay protects nobody, and no listing is checked
 * against it), `governorDelaySeconds`,
 * and `reactionSeconds` (6 hours if not given), which only estimates use. Times of forks are those of module `Restaking`
 * (`gloasTimestamp`, `unknownForkTimestamp`). Accounts have defaults: 0 administers, governs
 * and keeps the treasury, 1 guards, 2 registers keys.
 *
 * @param below binds the rungs below: modules deployed before, or contracts at addresses that exist.
 * @param rule what a fill pays; chosen once, for ever.
 * @param keyVerifierName the contract that checks what is proven of keys, or one with the same constructor in its place
 */
export async function vaultModule(
  below: (m: IgnitionModuleBuilder) => VaultFoundations,
  rule: PricingRule,
  keyVerifierName = "KeyVerifier",
) {
  const codes = await Promise.all(CIRCLE.map(async (name) => (await artifacts.readArtifact(name)).bytecode));
  const grants = await roleGrants();
  return buildModule("Vault", (m) => {
    const base = below(m);
    const number = (name: string) => m.getParameter<bigint>(name);
    const admin = m.getParameter("admin", m.getAccount(0));
    const treasury = m.getParameter("treasury", m.getAccount(0));

    const weth = base.weth ?? m.contract("WETH");
    const pricingRule = m.contract(RULES[rule]);
    const slashExposure = m.contract("SlashExposure", [base.allocationManager]);
    const keyVerifier = m.contract(keyVerifierName, [base.beaconChain, ...forkTimes(m)]);
    const unprovenKeys = m.contract("UnprovenKeys", [keyVerifier]);
    const factory = m.contract("CoreFactory", [], { id: "VaultFactory" });
    const address = (member: Member): StaticCallFuture<string, string> =>
      m.staticCall(factory, "addressOf", [CIRCLE.indexOf(member) + 1], 0, { id: `address_${member}` });
    const [settings, queue, restaker, vault] = [
      address("VaultSettings"),
      address("ExitQueue"),
      address("Restaker"),
      address("Vault"),
    ];
    const authority = m.contract("VaultAuthority", [admin, settings]);
    const { delegationManager, allocationManager, strategyManager, eigenPodManager, rewardsCoordinator } = base;
    const exitEstimates = m.contract("ExitEstimates", [
      vault,
      queue,
      restaker,
      delegationManager,
      base.beaconChain,
      m.getParameter("reactionSeconds", 6n * 3_600n),
    ]);
    const exitTicketArt = m.contract("ExitTicketArt", [queue, vault, exitEstimates]);
    const exitTickets = m.contract("ExitTickets", [queue, exitTicketArt]);
    const cover = m.contract("Cover", [
      vault,
      delegationManager,
      number("coverCapAssets"),
      number("coverWindowSeconds"),
      number("coverCooldownSeconds"),
      number("coverUnstakeWindowSeconds"),
      number("longestVetoSeconds"),
      number("coverPremiumBps"),
    ]);
    const rewardsClaimer = m.contract("RewardsClaimer", [vault, rewardsCoordinator, weth, treasury]);
    const instantExit = m.contract("InstantExit", [authority, vault, number("instantExitNewsSeconds")]);
    const runOff = m.contract("RunOff", [authority, vault, number("deadGraceSeconds")]);
    const slashingGuard = m.contract("SlashingGuard", [
      authority,
      restaker,
      settings,
      number("longestExitSeconds"),
      number("governorDelaySeconds"),
    ]);
    const vaultExposure = m.contract("VaultExposure", [restaker, slashExposure]);
    const operatorRules = m.contract("OperatorRules", [authority, restaker, allocationManager, vaultExposure]);
    const targets = m.contract("Allocations", [vault, queue, restaker, operatorRules]);
    const depositKeys = m.contract("DepositKeys", [authority, restaker]);
    const delegatorImplementation = m.contract("OperatorDelegator", [
      vault,
      restaker,
      delegationManager,
      strategyManager,
      eigenPodManager,
      rewardsCoordinator,
      base.beaconChain,
      unprovenKeys,
      rewardsClaimer,
    ]);
    const constructors: Readonly<Record<Member, { refs: unknown[]; numbers: unknown[] }>> = {
      VaultSettings: { refs: [authority, vault], numbers: [] },
      ExitQueue: {
        refs: [vault, exitTickets],
        numbers: [number("closeIntervalSeconds"), number("minRequestShares"), number("leastWaitSeconds")],
      },
      Restaker: {
        refs: [authority, vault, delegatorImplementation, delegationManager, targets, operatorRules, depositKeys],
        numbers: [],
      },
      Vault: {
        refs: [settings, queue, restaker, cover, pricingRule, rewardsClaimer, instantExit, slashingGuard, runOff],
        numbers: [number("dripSeconds"), number("quarantineSeconds"), number("maxCheckpointAgeSeconds")],
      },
    };
    let created: Bound | ReturnType<typeof m.call> = factory;
    for (const [index, member] of CIRCLE.entries()) {
      const { refs, numbers } = constructors[member];
      // the arguments are futures and parameters, which Ignition resolves before it encodes them
      created = m.call(factory, "create", [codes[index]!, refs as Bound[], numbers as bigint[]], {
        id: `create_${member}`,
        after: [created],
      });
    }
    const after = [created];
    const bound = {
      vault: m.contractAt("Vault", vault, { after }),
      exitQueue: m.contractAt("ExitQueue", queue, { after }),
      exitTickets,
      cover,
      restaker: m.contractAt("Restaker", restaker, { after }),
      delegatorImplementation,
      rewardsClaimer,
      instantExit,
      targets,
      operatorRules,
      depositKeys,
      vaultSettings: m.contractAt("VaultSettings", settings, { after }),
      slashingGuard,
      runOff,
      exitTicketArt,
      exitEstimates,
      vaultExposure,
    };
    const lstReserve = m.contract("LstReserve", [
      authority,
      bound.vault,
      bound.restaker,
      bound.instantExit,
      base.wrappedStakedEther,
    ]);

    const feeSplit = m.contract("FeeSplit", [bound.cover, treasury]);
    const slashListener = m.contract("SlashListener", [bound.restaker]);
    const vaultViews = m.contract("VaultViews", [bound.vault]);
    const vaultFacade = m.contract("VaultFacade", [bound.vault, vaultViews, weth, bound.exitQueue]);
    const syncedEntrance = m.contract("SyncedEntrance", [bound.vault, bound.exitQueue]);
    const announcedLoss = m.contract("AnnouncedLoss", [bound.slashingGuard, bound.vaultExposure]);

    const listed = m.call(bound.vaultSettings, "listLst", [lstReserve]);
    const values = [
      ...base.announcing.map((slasher, index) =>
        m.call(bound.slashingGuard, "list", [slasher, number("holdBudgetSeconds"), number("holdPeriodSeconds")], {
          id: `hold_${index}`,
          after,
        }),
      ),
      m.call(lstReserve, "setLimits", [
        number("lstCapAssets"),
        number("lstInflowAssets"),
        number("lstInflowPeriodSeconds"),
      ]),
      m.call(bound.vaultSettings, "setFee", [number("feeBps"), feeSplit]),
      m.call(bound.vaultSettings, "setDepositCap", [number("depositCapAssets")]),
      m.call(
        bound.instantExit,
        "setLimits",
        [
          number("instantExitCapacityAssets"),
          number("instantExitPeriodSeconds"),
          number("instantExitLeastFeeBps"),
          number("instantExitGreatestFeeBps"),
        ],
        { after },
      ),
      m.call(bound.restaker, "addStrategy", [base.wstEthStrategy], { after: [listed] }),
      m.call(bound.restaker, "setLimits", [
        {
          minLegAssets: number("minLegAssets"),
          unwindIntervalSeconds: number("unwindIntervalSeconds"),
          minMagnitudeWad: number("minMagnitudeWad"),
          reactionBlocks: number("reactionBlocks"),
          maxSets: number("maxSets"),
          trimToleranceBps: number("trimToleranceBps"),
        },
      ]),
    ];
    const holders = {
      admin,
      governor: m.getParameter("governor", m.getAccount(0)),
      guardian: m.getParameter("guardian", m.getAccount(1)),
      keyRegistrar: m.getParameter("keyRegistrar", m.getAccount(2)),
    };
    wireRoles(
      m,
      authority,
      {
        VaultSettings: bound.vaultSettings,
        SlashingGuard: bound.slashingGuard,
        RunOff: bound.runOff,
        InstantExit: bound.instantExit,
        LstReserve: lstReserve,
        Restaker: bound.restaker,
        DepositKeys: bound.depositKeys,
        OperatorRules: bound.operatorRules,
      },
      grants,
      holders,
      [listed, ...values],
    );
    return {
      ...bound,
      feeSplit,
      lstReserve,
      slashListener,
      vaultViews,
      vaultFacade,
      syncedEntrance,
      announcedLoss,
      authority,
      weth,
      pricingRule,
      unprovenKeys,
    };
  });
}
