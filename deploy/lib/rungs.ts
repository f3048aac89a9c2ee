import type { CallableContractFuture, IgnitionModule } from "@nomicfoundation/ignition-core";

type Bound = CallableContractFuture<string>;

/** Rung 1 as the rungs above it see it, whoever deployed it. */
export type StakingRung = IgnitionModule<"Staking", string, { beaconChain: Bound }>;

/** The strategies of rung 3 that the ladder brings, whoever made them. */
export type StrategiesRung = IgnitionModule<"Strategies", string, { wstEthStrategy: Bound }>;

/** Rung 3 as the rungs above it see it, whoever deployed it. */
export type RestakingRung = IgnitionModule<
  "Restaking",
  string,
  {
    allocationManager: Bound;
    delegationManager: Bound;
    strategyManager: Bound;
    eigenPodManager: Bound;
    rewardsCoordinator: Bound;
    permissionController: Bound;
    pauserRegistry: Bound;
  }
>;
