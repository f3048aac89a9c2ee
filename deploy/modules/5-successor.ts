import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { IgnitionModuleBuilder } from "@nomicfoundation/ignition-core";
import { type PricingRule, vaultModule } from "./5-lrt.ts";
import { defiModule } from "./6-defi.ts";

/** What a successor stands on, by its name in the ladder's results: the contract, and where the ladder's journal has it. */
export const STANDING = {
  beaconChain: ["BeaconChain", "Staking#BeaconChain"],
  stakedEther: ["StakedEther", "LiquidStaking#StakedEther"],
  wrappedStakedEther: ["WrappedStakedEther", "LiquidStaking#WrappedStakedEther"],
  unstakingQueue: ["UnstakingQueue", "LiquidStaking#UnstakingQueue"],
  strategyManager: ["StrategyManager", "Restaking#StrategyManager"],
  allocationManager: ["AllocationManager", "Restaking#AllocationManager"],
  delegationManager: ["DelegationManager", "Restaking#DelegationManager"],
  eigenPodManager: ["EigenPodManager", "Restaking#EigenPodManager"],
  rewardsCoordinator: ["RewardsCoordinator", "Restaking#RewardsCoordinator"],
  pauserRegistry: ["PauserRegistry", "Restaking#PauserRegistry"],
  permissionController: ["PermissionController", "Restaking#PermissionController"],
  wstEthStrategy: ["StrategyBase", "Strategies#StrategyBase"],
  bridge: ["Bridge", "Services#Bridge"],
  bridgeSlasher: ["InstantSlasher", "Services#BridgeSlasher"],
  bridgeConsumer: ["BridgeConsumer", "Services#BridgeConsumer"],
  oracle: ["PriceOracle", "Services#PriceOracle"],
  oracleSlasher: ["VetoableSlasher", "Services#VetoableSlasher"],
  oracleConsumer: ["PriceConsumer", "Services#PriceConsumer"],
  availability: ["DataAvailability", "Services#DataAvailability"],
  availabilitySlasher: ["InstantSlasher", "Services#AvailabilitySlasher"],
  availabilityConsumer: ["DataConsumer", "Services#DataConsumer"],
  weth: ["WETH", "Vault#WETH"],
  uniswapFactory: ["IUniswapV3Factory", "Markets#UniswapV3Factory"],
  positionManager: ["IPositionManager", "Markets#PositionManager"],
  swapRouter: ["ISwapRouter", "Markets#SwapRouter"],
  quoter: ["IQuoterV2", "Markets#QuoterV2"],
  morpho: ["Morpho", "Markets#Morpho"],
  rateModel: ["IIrm", "Markets#AdaptiveCurveRate"],
} as const;

export type StandingName = keyof typeof STANDING;

/** Slashers that tell the vault what they have done. */
export const SLASHERS = ["bridgeSlasher", "oracleSlasher", "availabilitySlasher"] as const satisfies StandingName[];

/** Rungs 1 to 4 where they stand, the WETH of the first vault and its markets' protocols; deploys nothing. */
const standing = buildModule("Standing", (m) => {
  const at = (name: StandingName) => m.contractAt(STANDING[name][0], m.getParameter<string>(name), { id: name });
  return Object.fromEntries((Object.keys(STANDING) as StandingName[]).map((name) => [name, at(name)])) as Record<
    StandingName,
    ReturnType<typeof at>
  >;
});

/**
 * The next generation: a vault like the first one, with parts, roles and settings of its own, on the same rungs 1 to 4, and
 * with a pool and markets of its own where the first one's are. The
 * slashers of the services tell both vaults from then on, so the deployer must own them, as it did for the first.
 *
 * Parameters: those of module `Vault`, and in module `Standing` the addresses that {STANDING} names.
 */
export async function successorModule(rule: PricingRule) {
  const below = (m: IgnitionModuleBuilder) => {
    const base = m.useModule(standing);
    return { ...base, announcing: [base.oracleSlasher] };
  };
  const vault = await vaultModule(below, rule);
  const defi = defiModule(vault, standing);
  return buildModule("Successor", (m) => {
    const base = m.useModule(standing);
    const rung5 = m.useModule(vault);
    for (const name of SLASHERS) {
      m.call(base[name], "addObserver", [rung5.slashListener], { id: `observe_${name}` });
    }
    return { ...base, ...rung5, ...m.useModule(defi) };
  });
}
