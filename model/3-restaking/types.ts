import type { Signature } from "../shared/signature.ts";
import type { Address, Hash } from "../shared/machine.ts";

/** Structs of the core's ABI, by the names that they have there. Numbers are bigint whatever their size. */

export interface OperatorSet {
  readonly avs: Address;
  readonly id: bigint;
}

export interface Withdrawal {
  readonly staker: Address;
  /** Operator whose slashes count for it; zero for nobody. */
  readonly delegatedTo: Address;
  readonly withdrawer: Address;
  readonly nonce: bigint;
  readonly startBlock: bigint;
  readonly strategies: readonly Address[];
  readonly scaledShares: readonly bigint[];
}

export interface QueuedWithdrawalParams {
  readonly strategies: readonly Address[];
  readonly depositShares: readonly bigint[];
}

export interface SignatureWithExpiry {
  readonly signature: Signature;
  /** Seconds. */
  readonly expiry: bigint;
}

export interface AllocateParams {
  readonly operatorSet: OperatorSet;
  readonly strategies: readonly Address[];
  readonly newMagnitudes: readonly bigint[];
}

export interface Allocation {
  readonly currentMagnitude: bigint;
  readonly pendingDiff: bigint;
  readonly effectBlock: bigint;
}

export interface RegisterParams {
  readonly avs: Address;
  readonly operatorSetIds: readonly bigint[];
  /** For the registrar, decoded; undefined for no bytes. */
  readonly data?: unknown;
}

export interface DeregisterParams {
  readonly operator: Address;
  readonly avs: Address;
  readonly operatorSetIds: readonly bigint[];
}

export interface SlashingParams {
  readonly operator: Address;
  readonly operatorSetId: bigint;
  readonly strategies: readonly Address[];
  readonly wadsToSlash: readonly bigint[];
  readonly description: string;
}

export interface CreateSetParams {
  readonly operatorSetId: bigint;
  readonly strategies: readonly Address[];
}

export interface CreateSetParamsV2 extends CreateSetParams {
  readonly slasher: Address;
}

export interface StrategyAndMultiplier {
  readonly strategy: Address;
  readonly multiplier: bigint;
}

export interface RewardsSubmission {
  readonly strategiesAndMultipliers: readonly StrategyAndMultiplier[];
  readonly token: Address;
  readonly amount: bigint;
  readonly startTimestamp: bigint;
  readonly duration: bigint;
}

export interface OperatorReward {
  readonly operator: Address;
  readonly amount: bigint;
}

export interface OperatorDirectedRewardsSubmission {
  readonly strategiesAndMultipliers: readonly StrategyAndMultiplier[];
  readonly token: Address;
  readonly operatorRewards: readonly OperatorReward[];
  readonly startTimestamp: bigint;
  readonly duration: bigint;
  readonly description: string;
}

export interface DistributionRoot {
  readonly root: Hash;
  readonly rewardsCalculationEndTimestamp: bigint;
  readonly activatedAt: bigint;
  readonly disabled: boolean;
}

export interface EarnerTreeMerkleLeaf {
  readonly earner: Address;
  readonly earnerTokenRoot: Hash;
}

export interface TokenTreeMerkleLeaf {
  readonly token: Address;
  readonly cumulativeEarnings: bigint;
}

/** Proofs are lists of siblings, from the leaf up, in place of their bytes. */
export interface RewardsMerkleClaim {
  readonly rootIndex: bigint;
  readonly earnerIndex: bigint;
  readonly earnerTreeProof: readonly Hash[];
  readonly earnerLeaf: EarnerTreeMerkleLeaf;
  readonly tokenIndices: readonly bigint[];
  readonly tokenTreeProofs: readonly (readonly Hash[])[];
  readonly tokenLeaves: readonly TokenTreeMerkleLeaf[];
}
