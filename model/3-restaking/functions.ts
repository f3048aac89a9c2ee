import * as tokens from "../shared/erc20.ts";
import type { Address, Hash } from "../shared/machine.ts";
import * as changes from "./allocation/changes.ts";
import * as magnitudes from "./allocation/magnitudes.ts";
import * as registrations from "./allocation/registrations.ts";
import * as sets from "./allocation/sets.ts";
import * as slashing from "./allocation/slashing.ts";
import * as allocationViews from "./allocation/views.ts";
import { type Core, CORE_CONTRACTS, type CoreContract } from "./core.ts";
import * as delegation from "./delegation/delegation-manager.ts";
import * as ledger from "./delegation/ledger.ts";
import * as queue from "./delegation/queue.ts";
import * as reports from "./delegation/shares.ts";
import * as delegationViews from "./delegation/views.ts";
import { BURN_ADDRESS } from "./libraries/constants.ts";
import * as pausable from "./permissions/pausable.ts";
import * as permissions from "./permissions/permission-controller.ts";
import * as pods from "./pods/eigen-pod-manager.ts";
import * as podShares from "./pods/shares.ts";
import * as claims from "./rewards/claims.ts";
import * as roots from "./rewards/distribution-roots.ts";
import * as splits from "./rewards/operator-splits.ts";
import * as settings from "./rewards/settings.ts";
import * as submissions from "./rewards/submissions.ts";
import * as portfolios from "./strategies/portfolios.ts";
import * as slashed from "./strategies/slashed-shares.ts";
import * as strategies from "./strategies/strategy-base.ts";
import * as strategyManager from "./strategies/strategy-manager.ts";
import type { Withdrawal } from "./types.ts";

/**
 * The core's functions as the chain offers them: by contract and name, with the caller first where it matters. Of two
 * functions of one name, the model gives the second a name of its own (`…V2`, `…Of`, `…Earner`, `is…`).
 */

const STRATEGY_MANAGER_CALLS = {
  depositIntoStrategy: strategyManager.depositIntoStrategy,
  depositIntoStrategyWithSignature: strategyManager.depositIntoStrategyWithSignature,
  addStrategiesToDepositWhitelist: strategyManager.addStrategiesToDepositWhitelist,
  removeStrategiesFromDepositWhitelist: strategyManager.removeStrategiesFromDepositWhitelist,
  addShares: portfolios.addShares,
  removeDepositShares: portfolios.removeDepositShares,
  withdrawSharesAsTokens: portfolios.withdrawSharesAsTokens,
  increaseBurnOrRedistributableShares: slashed.increaseBurnOrRedistributableShares,
  clearBurnOrRedistributableShares: slashed.clearBurnOrRedistributableShares,
  clearBurnOrRedistributableSharesByStrategy: slashed.clearBurnOrRedistributableSharesByStrategy,
};

/** Functions that change the core; the caller comes first. */
export const CALLS = {
  DelegationManager: {
    registerAsOperator: delegation.registerAsOperator,
    modifyOperatorDetails: delegation.modifyOperatorDetails,
    updateOperatorMetadataURI: delegation.updateOperatorMetadataURI,
    delegateTo: delegation.delegateTo,
    undelegate: delegation.undelegate,
    redelegate: delegation.redelegate,
    queueWithdrawals: queue.queueWithdrawals,
    completeQueuedWithdrawal: queue.completeQueuedWithdrawal,
    completeQueuedWithdrawals: queue.completeQueuedWithdrawals,
    increaseDelegatedShares: reports.increaseDelegatedShares,
    decreaseDelegatedShares: reports.decreaseDelegatedShares,
    slashOperatorShares: reports.slashOperatorShares,
    ...pausing("DelegationManager"),
  },
  StrategyManager: { ...STRATEGY_MANAGER_CALLS, ...pausing("StrategyManager") },
  AllocationManager: {
    updateAVSMetadataURI: sets.updateAVSMetadataURI,
    setAVSRegistrar: sets.setAVSRegistrar,
    createOperatorSets: sets.createOperatorSets,
    createOperatorSetsV2: sets.createOperatorSetsV2,
    createRedistributingOperatorSets: sets.createRedistributingOperatorSets,
    createRedistributingOperatorSetsV2: sets.createRedistributingOperatorSetsV2,
    addStrategiesToOperatorSet: sets.addStrategiesToOperatorSet,
    removeStrategiesFromOperatorSet: sets.removeStrategiesFromOperatorSet,
    updateSlasher: sets.updateSlasher,
    migrateSlashers: sets.migrateSlashers,
    registerForOperatorSets: registrations.registerForOperatorSets,
    deregisterFromOperatorSets: registrations.deregisterFromOperatorSets,
    setAllocationDelay: registrations.setAllocationDelay,
    modifyAllocations: changes.modifyAllocations,
    clearDeallocationQueue: changes.clearDeallocationQueue,
    slashOperator: slashing.slashOperator,
    ...pausing("AllocationManager"),
  },
  EigenPodManager: {
    createPod: pods.createPod,
    recordBeaconChainETHBalanceUpdate: pods.recordBeaconChainETHBalanceUpdate,
    addShares: podShares.addShares,
    removeDepositShares: podShares.removeDepositShares,
    withdrawSharesAsTokens: podShares.withdrawSharesAsTokens,
    increaseBurnOrRedistributableShares: podShares.increaseBurnOrRedistributableShares,
    ...pausing("EigenPodManager"),
  },
  RewardsCoordinator: {
    createAVSRewardsSubmission: submissions.createAVSRewardsSubmission,
    createEigenDARewardsSubmission: submissions.createEigenDARewardsSubmission,
    createRewardsForAllSubmission: submissions.createRewardsForAllSubmission,
    createRewardsForAllEarners: submissions.createRewardsForAllEarners,
    createOperatorDirectedAVSRewardsSubmission: submissions.createOperatorDirectedAVSRewardsSubmission,
    createOperatorDirectedOperatorSetRewardsSubmission: submissions.createOperatorDirectedOperatorSetRewardsSubmission,
    createUniqueStakeRewardsSubmission: submissions.createUniqueStakeRewardsSubmission,
    createTotalStakeRewardsSubmission: submissions.createTotalStakeRewardsSubmission,
    submitRoot: roots.submitRoot,
    disableRoot: roots.disableRoot,
    processClaim: claims.processClaim,
    processClaims: claims.processClaims,
    setActivationDelay: settings.setActivationDelay,
    setDefaultOperatorSplit: settings.setDefaultOperatorSplit,
    setRewardsUpdater: settings.setRewardsUpdater,
    transferOwnership: settings.transferOwnership,
    renounceOwnership: settings.renounceOwnership,
    setFeeRecipient: settings.setFeeRecipient,
    setRewardsForAllSubmitter: settings.setRewardsForAllSubmitter,
    setOptInForProtocolFee: settings.setOptInForProtocolFee,
    setClaimerFor: settings.setClaimerFor,
    setClaimerForEarner: settings.setClaimerForEarner,
    setOperatorAVSSplit: splits.setOperatorAVSSplit,
    setOperatorPISplit: splits.setOperatorPISplit,
    setOperatorSetSplit: splits.setOperatorSetSplit,
    ...pausing("RewardsCoordinator"),
  },
  PermissionController: {
    addPendingAdmin: permissions.addPendingAdmin,
    removePendingAdmin: permissions.removePendingAdmin,
    acceptAdmin: permissions.acceptAdmin,
    removeAdmin: permissions.removeAdmin,
    setAppointee: permissions.setAppointee,
    removeAppointee: permissions.removeAppointee,
  },
};

/** Functions of a strategy that change it; caller and strategy come first. */
export const STRATEGY_CALLS = {
  deposit: strategies.deposit,
  withdraw: strategies.withdraw,
  beforeAddShares: strategies.beforeAddShares,
  beforeRemoveShares: strategies.beforeRemoveShares,
  pause: pausable.pause,
  pauseAll: pausable.pauseAll,
  unpause: pausable.unpause,
};

/** Functions of a token that change it; caller and token come first. */
export const TOKEN_CALLS = {
  approve: tokens.approve,
  transfer: tokens.transfer,
  transferFrom: tokens.transferFrom,
  mint: (core: Core, _sender: Address, token: Address, to: Address, value: bigint) =>
    tokens.mint(core, token, to, value),
  burn: (core: Core, _sender: Address, token: Address, from: Address, value: bigint) =>
    tokens.burn(core, token, from, value),
};

/** Functions that only read. */
export const VIEWS = {
  DelegationManager: {
    ...delegationViews,
    delegatedTo: ledger.delegatedTo,
    depositScalingFactor: ledger.depositScalingFactor,
    isDelegated: delegation.isDelegated,
    isOperator: delegation.isOperator,
    delegationApprover: delegation.delegationApprover,
    delegationApproverSaltIsSpent: delegation.delegationApproverSaltIsSpent,
    calculateDelegationApprovalDigestHash: delegation.calculateDelegationApprovalDigestHash,
    getDepositedShares: delegation.getDepositedShares,
    calculateWithdrawalRoot: (_core: Core, withdrawal: Withdrawal) => queue.calculateWithdrawalRoot(withdrawal),
    minWithdrawalDelayBlocks: ({ state }: Core) => state.config.minWithdrawalDelayBlocks,
    ...pauses("DelegationManager"),
  },
  StrategyManager: {
    stakerDepositShares: portfolios.stakerDepositShares,
    getDeposits: portfolios.getDeposits,
    getStakerStrategyList: portfolios.getStakerStrategyList,
    stakerStrategyList: portfolios.stakerStrategyList,
    stakerStrategyListLength: portfolios.stakerStrategyListLength,
    getBurnOrRedistributableShares: slashed.getBurnOrRedistributableShares,
    getBurnOrRedistributableSharesOf: slashed.getBurnOrRedistributableSharesOf,
    getBurnOrRedistributableCount: slashed.getBurnOrRedistributableCount,
    getPendingOperatorSets: slashed.getPendingOperatorSets,
    getPendingSlashIds: slashed.getPendingSlashIds,
    strategyIsWhitelistedForDeposit: strategyManager.strategyIsWhitelistedForDeposit,
    nonces: strategyManager.nonces,
    calculateStrategyDepositDigestHash: strategyManager.calculateStrategyDepositDigestHash,
    DEFAULT_BURN_ADDRESS: () => BURN_ADDRESS,
    ...pauses("StrategyManager"),
  },
  AllocationManager: {
    ...allocationViews,
    getMaxMagnitude: magnitudes.getMaxMagnitude,
    getMaxMagnitudesAtBlock: magnitudes.getMaxMagnitudesAtBlock,
    getAllocationDelay: registrations.getAllocationDelay,
    getPendingAllocationDelay: registrations.getPendingAllocationDelay,
    getSlasher: sets.getSlasher,
    getPendingSlasher: sets.getPendingSlasher,
    getOperatorSetCount: sets.getOperatorSetCount,
    isOperatorSet: sets.isOperatorSet,
    getStrategiesInOperatorSet: sets.getStrategiesInOperatorSet,
    getRedistributionRecipient: sets.getRedistributionRecipient,
    isRedistributingOperatorSet: sets.isRedistributingOperatorSet,
    getAVSRegistrar: sets.getAVSRegistrar,
    DEALLOCATION_DELAY: ({ state }: Core) => state.config.deallocationDelayBlocks,
    ALLOCATION_CONFIGURATION_DELAY: ({ state }: Core) => state.config.allocationConfigurationDelayBlocks,
    ...pauses("AllocationManager"),
  },
  EigenPodManager: {
    hasPod: pods.hasPod,
    getPod: pods.getPod,
    ownerToPod: podShares.ownerToPod,
    podOwnerDepositShares: pods.podOwnerDepositShares,
    stakerDepositShares: podShares.stakerDepositShares,
    beaconChainSlashingFactor: podShares.beaconChainSlashingFactor,
    burnableETHShares: pods.burnableETHShares,
    ...pauses("EigenPodManager"),
  },
  RewardsCoordinator: {
    checkClaim: claims.checkClaim,
    cumulativeClaimed: claims.cumulativeClaimed,
    calculateEarnerLeafHash: (_core: Core, leaf: Parameters<typeof claims.calculateEarnerLeafHash>[0]) =>
      claims.calculateEarnerLeafHash(leaf),
    calculateTokenLeafHash: (_core: Core, leaf: Parameters<typeof claims.calculateTokenLeafHash>[0]) =>
      claims.calculateTokenLeafHash(leaf),
    getDistributionRootsLength: roots.getDistributionRootsLength,
    getDistributionRootAtIndex: roots.getDistributionRootAtIndex,
    getCurrentDistributionRoot: roots.getCurrentDistributionRoot,
    getCurrentClaimableDistributionRoot: roots.getCurrentClaimableDistributionRoot,
    getRootIndexFromHash: roots.getRootIndexFromHash,
    getOperatorAVSSplit: splits.getOperatorAVSSplit,
    getOperatorPISplit: splits.getOperatorPISplit,
    getOperatorSetSplit: splits.getOperatorSetSplit,
    claimerFor: settings.claimerFor,
    isRewardsForAllSubmitter: settings.isRewardsForAllSubmitter,
    isOptedInForProtocolFee: settings.isOptedInForProtocolFee,
    submissionNonce: settings.submissionNonce,
    owner: ({ state }: Core) => state.owner,
    rewardsUpdater: ({ state }: Core) => state.rewardsUpdater,
    feeRecipient: ({ state }: Core) => state.feeRecipient,
    activationDelay: ({ state }: Core) => state.activationDelay,
    defaultOperatorSplitBips: ({ state }: Core) => state.defaultOperatorSplitBips,
    currRewardsCalculationEndTimestamp: ({ state }: Core) => state.calculationEnd,
    isAVSRewardsSubmissionHash: known("isAVSRewardsSubmissionHash"),
    isRewardsSubmissionForAllHash: known("isRewardsSubmissionForAllHash"),
    isRewardsSubmissionForAllEarnersHash: known("isRewardsSubmissionForAllEarnersHash"),
    isOperatorDirectedAVSRewardsSubmissionHash: known("isOperatorDirectedAVSRewardsSubmissionHash"),
    isOperatorDirectedOperatorSetRewardsSubmissionHash: known("isOperatorDirectedOperatorSetRewardsSubmissionHash"),
    isUniqueStakeRewardsSubmissionHash: known("isUniqueStakeRewardsSubmissionHash"),
    isTotalStakeRewardsSubmissionHash: known("isTotalStakeRewardsSubmissionHash"),
    ...pauses("RewardsCoordinator"),
  },
  PermissionController: {
    isAdmin: permissions.isAdmin,
    isPendingAdmin: permissions.isPendingAdmin,
    getAdmins: permissions.getAdmins,
    getPendingAdmins: permissions.getPendingAdmins,
    canCall: permissions.canCall,
    getAppointeePermissions: permissions.getAppointeePermissions,
    getAppointees: permissions.getAppointees,
  },
};

/** Functions of a strategy that only read; the strategy comes first. */
export const STRATEGY_VIEWS = {
  underlyingToken: strategies.underlyingToken,
  totalShares: strategies.totalShares,
  shares: strategies.shares,
  sharesToUnderlyingView: strategies.sharesToUnderlyingView,
  sharesToUnderlying: strategies.sharesToUnderlyingView,
  underlyingToSharesView: strategies.underlyingToSharesView,
  underlyingToShares: strategies.underlyingToSharesView,
  userUnderlyingView: strategies.userUnderlyingView,
  userUnderlying: strategies.userUnderlyingView,
  paused: pausable.paused,
  isPaused: pausable.isPaused,
};

/** Functions of a token that only read; the token comes first. */
export const TOKEN_VIEWS = { balanceOf: tokens.balanceOf, allowance: tokens.allowance };

/** The contract of the core at an address. */
export const contractAt = ({ state }: Core, address: Address): CoreContract | undefined =>
  CORE_CONTRACTS.find((name) => state.config.at[name] === address);

function pausing(contract: CoreContract) {
  const at = ({ state }: Core): Address => state.config.at[contract];
  return {
    pause: (core: Core, sender: Address, newPausedStatus: bigint) =>
      pausable.pause(core, sender, at(core), newPausedStatus),
    pauseAll: (core: Core, sender: Address) => pausable.pauseAll(core, sender, at(core)),
    unpause: (core: Core, sender: Address, newPausedStatus: bigint) =>
      pausable.unpause(core, sender, at(core), newPausedStatus),
  };
}

function pauses(contract: CoreContract) {
  return {
    paused: (core: Core) => pausable.paused(core, core.state.config.at[contract]),
    isPaused: (core: Core, index: bigint) => pausable.isPaused(core, core.state.config.at[contract], index),
  };
}

function known(kind: submissions.SubmissionKind) {
  return (core: Core, account: Address, hash: Hash) => submissions.isSubmission(core, kind, account, hash);
}
