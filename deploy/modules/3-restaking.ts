import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { StakingRung } from "../lib/rungs.ts";
import { creationCodes, restakingCore } from "../lib/restaking-core.ts";

/**
 * Rung 3: the restaking core and its rewards.
 *
 * Parameters (module `Restaking`): `beaconChain` (only without `staking`), the delays `minWithdrawalDelayBlocks`,
 * `deallocationDelayBlocks` and `allocationConfigurationDelayBlocks` in blocks, and for rewards
 * `calculationIntervalSeconds`, `maxRewardsDurationSeconds`, `maxRetroactiveLengthSeconds`, `maxFutureLengthSeconds`,
 * `genesisRewardsTimestamp`, `activationDelaySeconds`, `defaultSplitBips`. Times of forks in seconds, for the proofs
 * that pods take (`gloasTimestamp`, `unknownForkTimestamp`), have a default: never. Accounts have defaults: 0 owns, updates
 * whitelists strategies, rewards and takes fees, 1 pauses.
 *
 * A slash reads what was queued before `block.number - minWithdrawalDelayBlocks`: it reverts until that is positive,
 * see deploy/lib/slash-safety.ts.
 *
 * @param pod the contract that every pod is a clone of: EigenPod, or one with the same constructor in its place.
 * @param staking rung 1, when it is deployed together with this one
 */
export async function restakingModule(pod: string, staking?: StakingRung) {
  const codes = await creationCodes(pod);
  return buildModule("Restaking", (m) => {
    const owner = m.getParameter("owner", m.getAccount(0));
    const pauser = m.getParameter("pauser", m.getAccount(1));
    const pauserRegistry = m.contract("PauserRegistry", [[pauser], owner]);
    const permissionController = m.contract("PermissionController");
    const beaconChain =
      staking === undefined ? m.getParameter<string>("beaconChain") : m.useModule(staking).beaconChain;
    const strategyWhitelister = m.getParameter("strategyWhitelister", m.getAccount(0));
    const core = restakingCore(m, {
      codes,
      beaconChain,
      strategyWhitelister,
      pauserRegistry,
      permissionController,
    });
    const rewardsCoordinator = m.contract("RewardsCoordinator", [
      {
        delegationManager: core.delegationManager,
        strategyManager: core.strategyManager,
        allocationManager: core.allocationManager,
        pauserRegistry,
        permissionController,
        owner,
        rewardsUpdater: m.getParameter("rewardsUpdater", m.getAccount(0)),
        feeRecipient: m.getParameter("feeRecipient", m.getAccount(0)),
        emissionsController: m.getParameter<string>(
          "emissionsController",
          "0x0000000000000000000000000000000000000000",
        ),
        calculationIntervalSeconds: m.getParameter<bigint>("calculationIntervalSeconds"),
        maxRewardsDuration: m.getParameter<bigint>("maxRewardsDurationSeconds"),
        maxRetroactiveLength: m.getParameter<bigint>("maxRetroactiveLengthSeconds"),
        maxFutureLength: m.getParameter<bigint>("maxFutureLengthSeconds"),
        genesisRewardsTimestamp: m.getParameter<bigint>("genesisRewardsTimestamp"),
        activationDelay: m.getParameter<bigint>("activationDelaySeconds"),
        defaultSplitBips: m.getParameter<bigint>("defaultSplitBips"),
      },
    ]);
    return { ...core, pauserRegistry, permissionController, rewardsCoordinator };
  });
}

export default await restakingModule("EigenPod");
