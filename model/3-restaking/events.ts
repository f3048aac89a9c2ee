import type { Address, Hash } from "../shared/machine.ts";
import type { OperatorDirectedRewardsSubmission, OperatorSet, RewardsSubmission, Withdrawal } from "./types.ts";

interface SetStrategy {
  operatorSet: OperatorSet;
  strategy: Address;
}
interface SlashedShares extends SetStrategy {
  slashId: bigint;
  shares: bigint;
}
interface OperatorShares {
  operator: Address;
  staker: Address;
  strategy: Address;
  shares: bigint;
}
interface Delegation {
  staker: Address;
  operator: Address;
}
interface Appointment {
  account: Address;
  appointee: Address;
  target: Address;
  selector: string;
}
interface Pausing {
  account: Address;
  newPausedStatus: bigint;
}
interface Announced {
  submissionNonce: bigint;
  rewardsSubmissionHash: Hash;
  rewardsSubmission: RewardsSubmission;
}
interface SetAnnounced extends Announced {
  caller: Address;
  operatorSet: OperatorSet;
}
interface Directed {
  caller: Address;
  operatorDirectedRewardsSubmissionHash: Hash;
  submissionNonce: bigint;
  operatorDirectedRewardsSubmission: OperatorDirectedRewardsSubmission;
}

/** The core's events with their arguments, both by the names of the ABI. */
export interface CoreEvents {
  DelegationApproverUpdated: { operator: Address; newDelegationApprover: Address };
  DepositScalingFactorUpdated: { staker: Address; strategy: Address; newDepositScalingFactor: bigint };
  OperatorMetadataURIUpdated: { operator: Address; metadataURI: string };
  OperatorRegistered: { operator: Address; delegationApprover: Address };
  OperatorSharesDecreased: OperatorShares;
  OperatorSharesIncreased: OperatorShares;
  OperatorSharesSlashed: { operator: Address; strategy: Address; totalSlashedShares: bigint };
  SlashingWithdrawalCompleted: { withdrawalRoot: Hash };
  SlashingWithdrawalQueued: { withdrawalRoot: Hash; withdrawal: Withdrawal; sharesToWithdraw: readonly bigint[] };
  StakerDelegated: Delegation;
  StakerForceUndelegated: Delegation;
  StakerUndelegated: Delegation;
  Paused: Pausing;
  Unpaused: Pausing;

  BurnOrRedistributableSharesDecreased: SlashedShares;
  BurnOrRedistributableSharesIncreased: SlashedShares;
  Deposit: { staker: Address; strategy: Address; shares: bigint };
  StrategyAddedToDepositWhitelist: { strategy: Address };
  StrategyRemovedFromDepositWhitelist: { strategy: Address };
  ExchangeRateEmitted: { rate: bigint };

  AVSMetadataURIUpdated: { avs: Address; metadataURI: string };
  AVSRegistrarSet: { avs: Address; registrar: Address };
  AllocationDelaySet: { operator: Address; delay: bigint; effectBlock: bigint };
  AllocationUpdated: SetStrategy & { operator: Address; magnitude: bigint; effectBlock: bigint };
  EncumberedMagnitudeUpdated: { operator: Address; strategy: Address; encumberedMagnitude: bigint };
  MaxMagnitudeUpdated: { operator: Address; strategy: Address; maxMagnitude: bigint };
  OperatorAddedToOperatorSet: { operator: Address; operatorSet: OperatorSet };
  OperatorRemovedFromOperatorSet: { operator: Address; operatorSet: OperatorSet };
  OperatorSetCreated: { operatorSet: OperatorSet };
  OperatorSlashed: {
    operator: Address;
    operatorSet: OperatorSet;
    strategies: readonly Address[];
    wadSlashed: readonly bigint[];
    description: string;
  };
  RedistributionAddressSet: { operatorSet: OperatorSet; redistributionRecipient: Address };
  SlasherUpdated: { operatorSet: OperatorSet; slasher: Address; effectBlock: bigint };
  StrategyAddedToOperatorSet: SetStrategy;
  StrategyRemovedFromOperatorSet: SetStrategy;

  BeaconChainSlashingFactorDecreased: {
    staker: Address;
    prevBeaconChainSlashingFactor: bigint;
    newBeaconChainSlashingFactor: bigint;
  };
  BurnableETHSharesIncreased: { shares: bigint };
  NewTotalShares: { podOwner: Address; newTotalShares: bigint };
  PodDeployed: { eigenPod: Address; podOwner: Address };
  PodSharesUpdated: { podOwner: Address; sharesDelta: bigint };

  AdminRemoved: { account: Address; admin: Address };
  AdminSet: { account: Address; admin: Address };
  AppointeeRemoved: Appointment;
  AppointeeSet: Appointment;
  PendingAdminAdded: { account: Address; admin: Address };
  PendingAdminRemoved: { account: Address; admin: Address };

  AVSRewardsSubmissionCreated: Announced & { avs: Address };
  ActivationDelaySet: { oldActivationDelay: bigint; newActivationDelay: bigint };
  ClaimerForSet: { earner: Address; oldClaimer: Address; claimer: Address };
  DefaultOperatorSplitBipsSet: { oldDefaultOperatorSplitBips: bigint; newDefaultOperatorSplitBips: bigint };
  DistributionRootDisabled: { rootIndex: bigint };
  DistributionRootSubmitted: {
    rootIndex: bigint;
    root: Hash;
    rewardsCalculationEndTimestamp: bigint;
    activatedAt: bigint;
  };
  FeeRecipientSet: { oldFeeRecipient: Address; newFeeRecipient: Address };
  OperatorAVSSplitBipsSet: {
    caller: Address;
    operator: Address;
    avs: Address;
    activatedAt: bigint;
    oldOperatorAVSSplitBips: bigint;
    newOperatorAVSSplitBips: bigint;
  };
  OperatorPISplitBipsSet: {
    caller: Address;
    operator: Address;
    activatedAt: bigint;
    oldOperatorPISplitBips: bigint;
    newOperatorPISplitBips: bigint;
  };
  OperatorSetSplitBipsSet: {
    caller: Address;
    operator: Address;
    operatorSet: OperatorSet;
    activatedAt: bigint;
    oldOperatorSetSplitBips: bigint;
    newOperatorSetSplitBips: bigint;
  };
  OperatorDirectedAVSRewardsSubmissionCreated: Directed & { avs: Address };
  OperatorDirectedOperatorSetRewardsSubmissionCreated: Directed & { operatorSet: OperatorSet };
  OptInForProtocolFeeSet: { submitter: Address; oldValue: boolean; newValue: boolean };
  OwnershipTransferred: { previousOwner: Address; newOwner: Address };
  RewardsClaimed: {
    root: Hash;
    earner: Address;
    claimer: Address;
    recipient: Address;
    token: Address;
    claimedAmount: bigint;
  };
  RewardsForAllSubmitterSet: { rewardsForAllSubmitter: Address; oldValue: boolean; newValue: boolean };
  RewardsSubmissionForAllCreated: Announced & { submitter: Address };
  RewardsSubmissionForAllEarnersCreated: Announced & { tokenHopper: Address };
  RewardsUpdaterSet: { oldRewardsUpdater: Address; newRewardsUpdater: Address };
  TotalStakeRewardsSubmissionCreated: SetAnnounced;
  UniqueStakeRewardsSubmissionCreated: SetAnnounced;
}
