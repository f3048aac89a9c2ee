import type { Address, Block, Logged } from "../shared/machine.ts";
import type { Bucket } from "../shared/leaky-bucket.ts";
import type { Table } from "../shared/table.ts";

/** What decides what a fill pays. */
export type PricingRule = "exposed" | "capped" | "loss-only";

/** Where the contracts of a vault are. */
export interface VaultPlaces {
  readonly vault: Address;
  readonly queue: Address;
  readonly tickets: Address;
  readonly cover: Address;
  readonly instantExit: Address;
  readonly settings: Address;
  readonly slashingGuard: Address;
  readonly runOff: Address;
  readonly feeSplit: Address;
  readonly entrance: Address;
  readonly restaker: Address;
  readonly rewardsClaimer: Address;
}

/** What a vault is deployed with. Times are in seconds. */
export interface VaultConfig {
  readonly at: VaultPlaces;
  /** Who has every role. */
  readonly governor: Address;
  readonly treasury: Address;
  readonly rule: PricingRule;
  readonly dripSeconds: bigint;
  readonly quarantineSeconds: bigint;
  readonly maxCheckpointAgeSeconds: bigint;
  readonly graceSeconds: bigint;
  readonly closeIntervalSeconds: bigint;
  readonly minRequestShares: bigint;
  readonly leastWaitSeconds: bigint;
  readonly maxNewsAgeSeconds: bigint;
  readonly cooldownSeconds: bigint;
  readonly unstakeWindowSeconds: bigint;
  readonly premiumBps: bigint;
  readonly operatorsAtRisk: readonly Address[];
  /** Accounts with code; those among them that take no ether. */
  readonly withCode: readonly Address[];
  readonly refusing: readonly Address[];
}

/** The share's balances and the vault's books. Totals are wei as they stood when U was last accrued. */
export interface Books {
  supply: bigint;
  balances: Table<bigint>;
  allowances: Table<bigint>;
  recognised: bigint;
  lockedProfit: bigint;
  accruedAt: bigint;
  dripEnd: bigint;
  idle: bigint;
  feesOwed: bigint;
  lastFullSync: bigint;
  /** The last full sync before the block of `lastFullSync`. */
  syncBefore: bigint;
  lastDeposit: bigint;
  /** How old the oldest information was that the last full sync found. */
  asOf: bigint;
  depositCapEther: bigint;
  feeBps: bigint;
  highWaterRay: bigint;
  pausedUntil: bigint;
  containedUntil: bigint;
  /** 0 while alive. */
  deadSince: bigint;
  isDead: boolean;
  isWoundUp: boolean;
  isClosedByLoss: boolean;
  isHeldBack: boolean;
  isInDoubt: boolean;
  lossFactorRay: bigint;
  /** What lone syncs found since the last full one. */
  pending: bigint;
  entries: readonly Entry[];
  failingSince: Table<bigint>;
  reserves: Table<Address>;
  /** A move that is half done. */
  move: Move | undefined;
}

export interface Entry {
  readonly component: Address;
  readonly record: bigint;
}

export interface Move {
  readonly from: Address;
  readonly to: Address;
  readonly fromBefore: bigint;
  readonly toBefore: bigint;
  readonly idleOut: bigint;
  readonly idleIn: bigint;
}

export interface Position {
  readonly asset: Address;
  readonly quantity: bigint;
  readonly assets: bigint;
}

/** What a component says of itself: what it is worth comes from the rungs below, and is an input here. */
export interface Component {
  readonly positions: readonly Position[];
  /** 0: never old. */
  readonly asOf: bigint;
  readonly inDoubt: boolean;
  /** Cannot be read. */
  readonly broken: boolean;
  /** The LST of a reserve, and wei of ETH that 1e18 of it are worth. */
  readonly lst: Address;
  readonly rateWad: bigint;
}

export interface Mark {
  readonly rateRay: bigint;
  readonly lossFactorRay: bigint;
}

export interface Batch {
  readonly shares: bigint;
  readonly filledShares: bigint;
  /** Ever issued, the cancelled among them. */
  readonly tickets: bigint;
  readonly cancelled: bigint;
  readonly filledAssets: bigint;
  readonly unclaimedAssets: bigint;
  readonly openTickets: bigint;
  readonly closedAt: bigint;
  readonly mark: Mark;
}

export interface Ticket {
  readonly owner: Address;
  readonly approved: Address;
  readonly shares: bigint;
  readonly claimedAssets: bigint;
}

export interface Queue {
  open: bigint;
  filling: bigint;
  lastCloseAt: bigint;
  closedShares: bigint;
  batches: Table<Batch>;
  tickets: Table<Ticket>;
  ticketsOf: Table<bigint>;
  operators: Table<boolean>;
  claimableByOthers: Table<boolean>;
}

export interface Leave {
  readonly owner: Address;
  readonly shares: bigint;
  /** Without holds. */
  readonly opensAt: bigint;
  readonly heldBefore: bigint;
}

export interface CoverBooks {
  funds: bigint;
  totalDrawn: bigint;
  totalShares: bigint;
  lastLeaveId: bigint;
  drawn: Bucket;
  shares: Table<bigint>;
  leaves: Table<Leave>;
  /** Of the recipient of fees: fees that came while somebody underwrote, and what of them went on. */
  underwrittenFees: bigint;
  totalPremium: bigint;
}

export interface Stop {
  readonly from: bigint;
  readonly until: bigint;
}

/** Settings, instant exit, and the end of the vault. */
export interface Controls {
  feeRecipient: Address;
  closed: Stop;
  containment: Stop;
  containedBefore: bigint;
  bucket: Bucket;
  leastFeeBps: bigint;
  greatestFeeBps: bigint;
  successor: Address;
}

export interface Announcement {
  readonly operator: Address;
  readonly faultId: string;
  readonly expiresAt: bigint;
}

export interface Service {
  readonly budget: Bucket;
  readonly heldUntil: bigint;
}

export interface Guard {
  services: readonly Address[];
  heldWad: bigint;
  known: Table<Service>;
  faults: Table<bigint>;
  held: { readonly from: bigint; readonly until: bigint; readonly secondsBefore: bigint };
}

/** What strangers say and hold: inputs of the model, and the wei that it has paid. */
export interface World {
  components: Table<Component>;
  announcements: Table<readonly Announcement[]>;
  ether: Table<bigint>;
}

/** The parts of a state; a transaction writes into copies of them. */
export interface Parts {
  books: Books;
  queue: Queue;
  cover: CoverBooks;
  controls: Controls;
  guard: Guard;
  world: World;
}

/** Everything that the vault's contracts store. */
export type VaultState = { readonly [Part in keyof Parts]: Readonly<Parts[Part]> } & { readonly config: VaultConfig };

/** A transaction under way. */
export interface Vault {
  readonly state: Parts & { readonly config: VaultConfig };
  readonly block: Block;
  readonly events: Logged[];
}
