/**
 * The functions that an account may appoint others to, and what the chain calls them by. Of two of one name, the one
 * with a slasher of its own for each set is `…V2`, the one for another earner `…Earner`.
 */
export const SELECTORS = {
  DelegationManager: {
    modifyOperatorDetails: "0x54b7c96c",
    undelegate: "0xda8be864",
    updateOperatorMetadataURI: "0x78296ec5",
  },
  AllocationManager: {
    addStrategiesToOperatorSet: "0x50feea20",
    createOperatorSets: "0x261f84e0",
    createOperatorSetsV2: "0x3dff8e7d",
    createRedistributingOperatorSets: "0x32a879e4",
    createRedistributingOperatorSetsV2: "0xd1a83f54",
    deregisterFromOperatorSets: "0x6e3492b5",
    modifyAllocations: "0x952899ee",
    registerForOperatorSets: "0xadc2e3d9",
    removeStrategiesFromOperatorSet: "0xb66bd989",
    setAVSRegistrar: "0xd3d96ff4",
    setAllocationDelay: "0x56c483e6",
    updateAVSMetadataURI: "0xa9821821",
    updateSlasher: "0x6c9d7c58",
  },
  RewardsCoordinator: {
    createOperatorDirectedAVSRewardsSubmission: "0x9cb9a5fa",
    createOperatorDirectedOperatorSetRewardsSubmission: "0x0ca29899",
    createTotalStakeRewardsSubmission: "0x8cb0ae1b",
    createUniqueStakeRewardsSubmission: "0x7ae30583",
    setClaimerForEarner: "0xf22cef85",
    setOperatorAVSSplit: "0xdcbb03b3",
    setOperatorPISplit: "0xb3dbb0e0",
    setOperatorSetSplit: "0xf74e8eac",
    setOptInForProtocolFee: "0x8d424f49",
  },
} as const;
