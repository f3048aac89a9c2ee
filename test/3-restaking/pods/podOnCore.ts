import { restakingModule } from "../../../deploy/modules/3-restaking.ts";
import { deployBeacon } from "../../1-staking/beacon.ts";
import { balanceProof, CONTAINER_PROOF, STATE_ROOT_PROOF } from "./pod.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../../scripts/lib/units.ts";

const restaking = await restakingModule("RungOnePod");

export const DELAY_BLOCKS = 1_000n;

/** Rungs 1 and 3 with real pods; op1 is an operator, and avs1 has a set 0 with beacon chain ETH, past the first slash. */
export async function deployPodsOnCore() {
  const beacon = await deployBeacon();
  const { ethers, ignition, chain, networkHelpers, authority, activate } = beacon;
  const [, , , , , op1, avs1] = await ethers.getSigners();
  if (!op1 || !avs1) throw new Error("seven accounts are needed");
  const core = await ignition.deploy(restaking, {
    parameters: {
      Restaking: {
        beaconChain: await chain.getAddress(),
        minWithdrawalDelayBlocks: DELAY_BLOCKS,
        deallocationDelayBlocks: DELAY_BLOCKS,
        allocationConfigurationDelayBlocks: DELAY_BLOCKS,
        calculationIntervalSeconds: 86_400n,
        maxRewardsDurationSeconds: 6_048_000n,
        maxRetroactiveLengthSeconds: 14_515_200n,
        maxFutureLengthSeconds: 2_592_000n,
        genesisRewardsTimestamp: 1_710_979_200n,
        activationDelaySeconds: 604_800n,
        defaultSplitBips: 1_000n,
      },
    },
  });
  const delegation = await ethers.getContractAt("DelegationManager", String(core.delegationManager.target));
  const allocation = await ethers.getContractAt("AllocationManager", String(core.allocationManager.target));
  const manager = await ethers.getContractAt("EigenPodManager", String(core.eigenPodManager.target));
  await networkHelpers.mine(DELAY_BLOCKS + 1n);

  const registrar = await ethers.deployContract("ReplayRegistrar");
  await delegation.connect(op1).registerAsOperator(ethers.ZeroAddress, 0n, "");
  await allocation.connect(avs1).updateAVSMetadataURI(avs1, "");
  await allocation.connect(avs1).setAVSRegistrar(avs1, registrar);
  await allocation
    .connect(avs1)
    ["createOperatorSets(address,(uint32,address[],address)[])"](avs1, [
      { operatorSetId: 0n, strategies: [BEACON_CHAIN_ETH_STRATEGY], slasher: avs1 },
    ]);

  /** Creates `owner`'s pod, and active validators of it with these key numbers; nothing is verified yet. */
  const podOf = async (owner: typeof op1, numbers: readonly number[]) => {
    await manager.connect(owner).createPod();
    const pod = (await ethers.getContractAt("EigenPod", await manager.ownerToPod(owner))).connect(owner);
    const indices: bigint[] = [];
    for (const number of numbers) indices.push(await activate(number, { recipient: await pod.getAddress() }));
    const verify = async (...which: readonly bigint[]) =>
      pod.verifyWithdrawalCredentials(
        await networkHelpers.time.latest(),
        STATE_ROOT_PROOF,
        [...which],
        which.map(() => "0x"),
        which.map(() => []),
      );
    /** The network leaves the validators with these balances, and a checkpoint finds them. */
    const checkpointAt = async (...balancesGwei: readonly bigint[]) => {
      for (const [position, balanceGwei] of balancesGwei.entries()) {
        const index = indices[position] ?? -1n;
        const held = (await chain.validator(index)).balanceGwei;
        await chain.connect(authority).reportPenalty(index, held - balanceGwei);
      }
      await pod.startCheckpoint(false);
      const proofs = numbers.slice(0, balancesGwei.length).map((number) => balanceProof(number));
      return pod.verifyCheckpointProofs(CONTAINER_PROOF, proofs);
    };
    return { pod, indices, verify, checkpointAt };
  };
  const delegate = async (staker: typeof op1) =>
    delegation.connect(staker).delegateTo(op1, { signature: "0x", expiry: 0n }, ethers.ZeroHash);
  const slash = async (wad: bigint) =>
    allocation.connect(avs1).slashOperator(avs1, {
      operator: op1,
      operatorSetId: 0n,
      strategies: [BEACON_CHAIN_ETH_STRATEGY],
      wadsToSlash: [wad],
      description: "fault",
    });
  return { ...beacon, delegation, allocation, manager, op1, avs1, podOf, delegate, slash };
}
