import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/**
 * Rungs 1 and 3 as somebody else has deployed them: binds addresses and deploys nothing. Module ids and results are those
 * of the modules that deploy them, so the rungs above cannot tell the difference.
 *
 * Parameters (modules `Staking` and `Restaking`): the addresses, which scripts/deploy/existing-core.ts has checked.
 */
export const existingStaking = buildModule("Staking", (m) => ({
  beaconChain: m.contractAt("BeaconChain", m.getParameter<string>("beaconChain")),
}));

export const existingRestaking = buildModule("Restaking", (m) => {
  const strategyManager = m.contractAt("StrategyManager", m.getParameter<string>("strategyManager"));
  return {
    strategyManager,
    allocationManager: m.contractAt("AllocationManager", m.getParameter<string>("allocationManager")),
    delegationManager: m.contractAt("DelegationManager", m.getParameter<string>("delegationManager")),
    eigenPodManager: m.contractAt("EigenPodManager", m.getParameter<string>("eigenPodManager")),
    rewardsCoordinator: m.contractAt("RewardsCoordinator", m.getParameter<string>("rewardsCoordinator")),
    permissionController: m.contractAt("PermissionController", m.getParameter<string>("permissionController")),
    pauserRegistry: m.contractAt("PauserRegistry", m.staticCall(strategyManager, "pauserRegistry")),
  };
});
