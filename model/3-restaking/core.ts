import type { Stranger, TokenState } from "../shared/erc20.ts";
import type { Address, Machine } from "../shared/machine.ts";
import { Table } from "../shared/table.ts";
import type { AllocationState } from "./allocation/state.ts";
import type { DelegationState } from "./delegation/state.ts";
import type { CoreEvents } from "./events.ts";
import type { PermissionState } from "./permissions/state.ts";
import type { PodState } from "./pods/state.ts";
import type { RewardsState } from "./rewards/state.ts";
import type { StrategyState } from "./strategies/state.ts";

/** The contracts of which there is one, by the names of the real core. */
export const CORE_CONTRACTS = [
  "DelegationManager",
  "StrategyManager",
  "AllocationManager",
  "EigenPodManager",
  "RewardsCoordinator",
  "PermissionController",
] as const;
export type CoreContract = (typeof CORE_CONTRACTS)[number];

/** What a core is deployed with. Delays are blocks, times are seconds. */
export interface CoreConfig {
  readonly at: Readonly<Record<CoreContract, Address>>;
  readonly minWithdrawalDelayBlocks: bigint;
  readonly deallocationDelayBlocks: bigint;
  readonly allocationConfigurationDelayBlocks: bigint;
  /** The strategy that redistributing sets may not hold, beside beacon chain ETH; zero for none. */
  readonly eigenStrategy: Address;
  readonly strategyWhitelister: Address;
  readonly pausers: readonly Address[];
  readonly unpauser: Address;
  readonly emissionsController: Address;
  readonly calculationIntervalSeconds: bigint;
  readonly maxRewardsDurationSeconds: bigint;
  readonly maxRetroactiveLengthSeconds: bigint;
  readonly maxFutureLengthSeconds: bigint;
  readonly genesisRewardsTimestamp: bigint;
}

/**
 * What an account outside the core answers: a registrar that lets every operator in and out, a service of a higher rung
 * (see {@link Registrars}), or code that answers nothing to anything (as code by EIP-7702 does that nobody deployed).
 */
export type Code = "registrar" | "service" | "silent";

/** Everything that the core's contracts store, and the tokens that they move. A value: no function changes one. */
export interface CoreState
  extends TokenState, DelegationState, StrategyState, AllocationState, PodState, PermissionState, RewardsState {
  readonly config: CoreConfig;
  /** Bits of what is paused, by contract and strategy. */
  readonly paused: Table<bigint>;
  readonly code: Table<Code>;
}

export interface Core extends Machine<CoreState> {
  /** Only where higher rungs stand on the core. */
  readonly registrars?: Registrars;
  /** Only where a beacon chain is below; without one, pods hold and tell what they are told. */
  readonly beaconPods?: BeaconPods;
}

/** How pods over a beacon chain are opened, where they are, and how they pay their owners. */
export interface BeaconPods {
  readonly addressOf: (core: Core, owner: Address) => Address;
  readonly open: (core: Core, owner: Address) => void;
  readonly pay: (core: Core, owner: Address, wei: bigint) => void;
}

/** What services of higher rungs answer as registrars; the first address is the registrar that is asked. */
export interface Registrars {
  readonly supportsAVS: (registrar: Address, avs: Address) => boolean;
  /** @param data what the operator has sent along; undefined for nothing */
  readonly registerOperator: (
    core: Core,
    registrar: Address,
    operator: Address,
    avs: Address,
    operatorSetIds: readonly bigint[],
    data: unknown,
  ) => void;
  readonly deregisterOperator: (
    core: Core,
    registrar: Address,
    operator: Address,
    avs: Address,
    operatorSetIds: readonly bigint[],
  ) => void;
}

/** Logs an event of a contract. */
export function emit<E extends keyof CoreEvents>(core: Core, at: Address, event: E, args: CoreEvents[E]): void {
  core.events.push({ at, event, args: args as unknown as Readonly<Record<string, unknown>> });
}

/** What a call for a token finds at an address where there is none. */
export const strangerAt =
  ({ state }: Core) =>
  (address: Address): Stranger => {
    if (state.code.get(address) === "silent") return "silent";
    const isContract =
      state.code.has(address) || state.strategies.has(address) || Object.values(state.config.at).includes(address);
    return isContract ? "contract" : "nothing";
  };

const none = Table.empty;

/** A core that was just deployed: nothing in it, nothing paused. */
export const newCore = (
  config: CoreConfig,
  rewards: Pick<
    RewardsState,
    "owner" | "rewardsUpdater" | "feeRecipient" | "activationDelay" | "defaultOperatorSplitBips"
  >,
): CoreState => ({
  config,
  paused: none(),
  code: none(),
  supplies: none(),
  balances: none(),
  allowances: none(),
  stakers: none(),
  scalingFactors: none(),
  stakes: none(),
  withdrawals: none(),
  delegationApprovers: none(),
  spentSalts: none(),
  strategies: none(),
  whitelisted: none(),
  portfolios: none(),
  depositNonces: none(),
  slashes: none(),
  pendingSlashIds: none(),
  pendingSets: [],
  operators: none(),
  services: none(),
  sets: none(),
  memberships: none(),
  magnitudes: none(),
  allocations: none(),
  pods: none(),
  podOwners: none(),
  podFunds: none(),
  burnableETHShares: 0n,
  permissions: none(),
  ...rewards,
  calculationEnd: 0n,
  roots: [],
  submitters: none(),
  claimers: none(),
  forAllSubmitters: none(),
  submissionHashes: none(),
  claimed: none(),
  avsSplits: none(),
  piSplits: none(),
  setSplits: none(),
});
