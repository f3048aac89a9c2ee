import type { CallableContractFuture, ContractFuture, IgnitionModule } from "@nomicfoundation/ignition-core";

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

/** Rung 5 as rung 6 sees it. */
export type VaultRung = IgnitionModule<
  "Vault",
  string,
  {
    vault: Bound;
    vaultViews: Bound;
    weth: ContractFuture<string>;
    exitQueue: Bound;
    instantExit: Bound;
    exitEstimates: Bound;
  }
>;

/** What others have built and rung 6 stands on, whoever deployed it. */
export type MarketsRung = IgnitionModule<
  "Markets" | "Standing",
  string,
  {
    uniswapFactory: Bound;
    positionManager: Bound;
    swapRouter: Bound;
    quoter: Bound;
    morpho: Bound;
    rateModel: Bound;
  }
>;
