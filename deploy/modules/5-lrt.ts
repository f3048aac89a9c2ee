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

/** Contracts that know each other in a circle, in the order in which CoreFactory creates them. */
const CIRCLE = [
  "Vault",
  "ExitQueue",
  "ExitTickets",
  "Cover",
  "Restaker",
  "OperatorDelegator",
  "RewardsClaimer",
  "InstantExit",
  "AllocationPolicy",
  "OperatorRules",
  "DepositKeys",
  "VaultSettings",
  "SlashingGuard",
  "RunOff",
  "ExitTicketArt",
  "ExitEstimates",
  "VaultExposure",
] as const;
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
 * `governorDelaySeconds`,
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
    const [
      vault,
      queue,
      tickets,
      cover,
      restaker,
      delegator,
      claimer,
      instant,
      targets,
      rules,
      keys,
      settings,
      slashingGuard,
      runOff,
      art,
      estimates,
      exposure,
    ] = [
      address("Vault"),
      address("ExitQueue"),
      address("ExitTickets"),
      address("Cover"),
      address("Restaker"),
      address("OperatorDelegator"),
      address("RewardsClaimer"),
      address("InstantExit"),
      address("AllocationPolicy"),
      address("OperatorRules"),
      address("DepositKeys"),
      address("VaultSettings"),
      address("SlashingGuard"),
      address("RunOff"),
      address("ExitTicketArt"),
      address("ExitEstimates"),
      address("VaultExposure"),
    ];
    const authority = m.contract("VaultAuthority", [admin, settings]);
    const { delegationManager, allocationManager, strategyManager, eigenPodManager, rewardsCoordinator } = base;
    const constructors: Readonly<Record<Member, { refs: unknown[]; numbers: unknown[] }>> = {
      Vault: {
        refs: [settings, queue, restaker, cover, pricingRule, claimer, instant, slashingGuard, runOff],
        numbers: [number("dripSeconds"), number("quarantineSeconds"), number("maxCheckpointAgeSeconds")],
      },
      ExitQueue: {
        refs: [vault, tickets],
        numbers: [number("closeIntervalSeconds"), number("minRequestShares"), number("leastWaitSeconds")],
      },
      ExitTickets: { refs: [queue, art], numbers: [] },
      ExitTicketArt: { refs: [queue, vault, estimates], numbers: [] },
      ExitEstimates: {
        refs: [vault, queue, restaker, delegationManager, base.beaconChain],
        numbers: [m.getParameter("reactionSeconds", 6n * 3_600n)],
      },
      Cover: {
        refs: [vault, delegationManager],
        numbers: [
          number("coverCapAssets"),
          number("coverWindowSeconds"),
          number("coverCooldownSeconds"),
          number("coverUnstakeWindowSeconds"),
          number("longestVetoSeconds"),
          number("coverPremiumBps"),
        ],
      },
      Restaker: { refs: [authority, vault, delegator, delegationManager, targets, rules, keys], numbers: [] },
      AllocationPolicy: { refs: [vault, queue, restaker, rules], numbers: [] },
      OperatorRules: { refs: [authority, restaker, allocationManager, exposure], numbers: [] },
      VaultExposure: { refs: [restaker, slashExposure], numbers: [] },
      DepositKeys: { refs: [authority, restaker], numbers: [] },
      OperatorDelegator: {
        refs: [
          vault,
          restaker,
          delegationManager,
          strategyManager,
          eigenPodManager,
          rewardsCoordinator,
          base.beaconChain,
          unprovenKeys,
          claimer,
        ],
        numbers: [],
      },
      InstantExit: { refs: [authority, vault], numbers: [number("instantExitNewsSeconds")] },
      VaultSettings: { refs: [authority, vault], numbers: [] },
      SlashingGuard: { refs: [authority, restaker, settings], numbers: [] },
      RunOff: { refs: [authority, vault], numbers: [number("deadGraceSeconds")] },
      RewardsClaimer: { refs: [vault, rewardsCoordinator, weth, treasury], numbers: [] },
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
      exitTickets: m.contractAt("ExitTickets", tickets, { after }),
      cover: m.contractAt("Cover", cover, { after }),
      restaker: m.contractAt("Restaker", restaker, { after }),
      delegatorImplementation: m.contractAt("OperatorDelegator", delegator, { after }),
      rewardsClaimer: m.contractAt("RewardsClaimer", claimer, { after }),
      instantExit: m.contractAt("InstantExit", instant, { after }),
      targets: m.contractAt("AllocationPolicy", targets, { after }),
      operatorRules: m.contractAt("OperatorRules", rules, { after }),
      depositKeys: m.contractAt("DepositKeys", keys, { after }),
      vaultSettings: m.contractAt("VaultSettings", settings, { after }),
      slashingGuard: m.contractAt("SlashingGuard", slashingGuard, { after }),
      runOff: m.contractAt("RunOff", runOff, { after }),
      exitTicketArt: m.contractAt("ExitTicketArt", art, { after }),
      exitEstimates: m.contractAt("ExitEstimates", estimates, { after }),
      vaultExposure: m.contractAt("VaultExposure", exposure, { after }),
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
        }),
      ),
      m.call(lstReserve, "setLimits", [
        number("lstCapAssets"),
        number("lstInflowAssets"),
        number("lstInflowPeriodSeconds"),
      ]),
      m.call(bound.vaultSettings, "setFee", [number("feeBps"), feeSplit]),
      m.call(bound.vaultSettings, "setDepositCap", [number("depositCapAssets")]),
      m.call(bound.instantExit, "setLimits", [
        number("instantExitCapacityAssets"),
        number("instantExitPeriodSeconds"),
        number("instantExitLeastFeeBps"),
        number("instantExitGreatestFeeBps"),
      ]),
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
