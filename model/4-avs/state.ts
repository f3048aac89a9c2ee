import type { Core, CoreState } from "../3-restaking/core.ts";
import type { StrategyAndMultiplier } from "../3-restaking/types.ts";
import type { Address, Machine } from "../shared/machine.ts";
import { Table } from "../shared/table.ts";
import type { AvailabilityState } from "./availability/state.ts";
import type { BridgeState } from "./bridge/state.ts";
import type { OracleState } from "./oracle/state.ts";
import type { SlasherState } from "./slashers/state.ts";

/** What a service is deployed with, whatever its kind. */
export interface ServiceTerms {
  readonly admin: Address;
  /** Who may fund rewards in the service's name. */
  readonly funders: readonly Address[];
  readonly slashWindowBlocks: bigint;
  /** What one fault costs, 1e18 = all. */
  readonly slashWad: bigint;
  /** From the weighing of stake to the earliest proof of a fault, in seconds. */
  readonly workSeconds: bigint;
  /** How far ahead stake is looked at when it is weighed, in blocks; undefined for as far as a set's rules say. */
  readonly aheadBlocks: bigint | undefined;
}

export interface SetRules {
  readonly minimumStake: bigint;
  readonly maximumOperators: bigint;
  readonly lookaheadBlocks: bigint;
  readonly allowlisted: boolean;
}

/** How an operator signs, by the number that the contracts have for it. */
export const KEY_KIND = { none: 0n, ecdsa: 1n, contract: 2n } as const;

export interface Key {
  readonly account: Address;
  readonly kind: bigint;
  /** 0 for one that was not replaced. */
  readonly retiredAtBlock: bigint;
}

/** A contract that signs (ERC-1271) what its owner has signed, unless it denies all of it. */
export interface Wallet {
  readonly owner: Address;
  readonly denying: boolean;
}

/** What became of a fault, by the number that the contracts have for it. */
export const FAULT = { none: 0n, proven: 1n, punished: 2n } as const;

/** What services, their slashers and their consumers store, over the core. A value: no function changes one. */
export interface AvsState extends CoreState, SlasherState, BridgeState, OracleState, AvailabilityState {
  /** Wei of accounts. */
  readonly ether: Table<bigint>;
  /** Accounts whose code refuses every call. */
  readonly refusing: Table<true>;
  readonly wallets: Table<Wallet>;
  /** By service. */
  readonly terms: Table<ServiceTerms>;
  /** By service and set. */
  readonly rules: Table<SetRules>;
  /** By service and set. */
  readonly weights: Table<readonly StrategyAndMultiplier[]>;
  /** By service, set and operator. */
  readonly admitted: Table<boolean>;
  /** The block in which an operator left, by service, set and operator. */
  readonly leftAt: Table<bigint>;
  /** By service and operator. */
  readonly keys: Table<readonly Key[]>;
  /** By service and fault. */
  readonly faults: Table<bigint>;
}

/** A transaction on services and the core below them. */
export interface Avs extends Machine<AvsState>, Pick<Core, "registrars"> {}

const none = Table.empty;

/** A core without services. */
export const newAvs = (core: CoreState): AvsState => ({
  ...core,
  ether: none(),
  refusing: none(),
  wallets: none(),
  terms: none(),
  rules: none(),
  weights: none(),
  admitted: none(),
  leftAt: none(),
  keys: none(),
  faults: none(),
  slashers: none(),
  observers: none(),
  slashed: none(),
  cases: none(),
  open: none(),
  pending: none(),
  bridges: none(),
  relayed: none(),
  recorded: none(),
  bridgeConsumers: none(),
  paid: none(),
  oracles: none(),
  roundNumbers: none(),
  rounds: none(),
  reports: none(),
  priceConsumers: none(),
  collateral: none(),
  debts: none(),
  stores: none(),
  blobs: none(),
  custodies: none(),
  challengeCounts: none(),
  challenges: none(),
  openAgainst: none(),
  asked: none(),
  owed: none(),
  dataConsumers: none(),
  ledgers: none(),
  takenOut: none(),
});

/** Terms of a service that is there. */
export const termsOf = ({ state }: Avs, service: Address): ServiceTerms => found(state.terms, service);

/** The entry of a contract that is deployed: an action that names another is a mistake of its author. */
export function found<T>(table: Table<T>, at: Address): T {
  const entry = table.get(at);
  if (entry === undefined) throw new Error(`nothing of this kind is deployed at ${at}`);
  return entry;
}
