import type { CoreContract } from "../../../../model/3-restaking/core.ts";

const at = (number: number): string => `0x${number.toString(16).padStart(40, "0")}`;

/** Where the core's contracts are. */
export const AT: Readonly<Record<CoreContract, string>> = {
  DelegationManager: at(1),
  StrategyManager: at(2),
  AllocationManager: at(3),
  EigenPodManager: at(4),
  RewardsCoordinator: at(5),
  PermissionController: at(6),
};

/** Two operators with stake of their own, three who delegate, a service, and three strategies. */
export const CAST = {
  owner: at(0x10),
  operators: [at(0xd1), at(0xd2)],
  stakers: [at(0xa1), at(0xa2), at(0xa3)],
  service: at(0xc1),
  recipient: at(0xe1),
  strategies: [0x51, 0x52, 0x53].map((number) => ({ strategy: at(number), token: at(number + 0x10) })),
} as const;

/** Two sets of the service whose slashes are burned, and one whose are paid out. */
export const SETS = [1n, 2n, 3n].map((id) => ({ avs: CAST.service, id }));

export const strategyOf = (nth: number) => CAST.strategies[nth] as (typeof CAST.strategies)[number];

/** Everybody who may have stake. */
export const STAKERS: readonly string[] = [...CAST.stakers, ...CAST.operators];
