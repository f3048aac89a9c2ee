import { pubkeyHashOf } from "../../../scripts/beacon/depositData.ts";
import { attempt, GAS, type World } from "./world.ts";

/** Sweeps and proves a slot's validators, drops what cannot be proven, and makes or ends a checkpoint: anybody may. */
export async function servePod(w: World, slot: bigint): Promise<string> {
  const delegator = w.delegators[Number(slot)]!;
  const pod = await w.ethers.getContractAt("IEigenPod", await delegator.pod());
  await w.networkHelpers.mine();
  const results: string[] = [];
  const known: string[] = [];
  for (const { pubkey } of w.keys[Number(slot)]!) {
    const hash = pubkeyHashOf(pubkey);
    const { exists, index } = await w.beacon.indexOf(hash);
    if (!exists) continue;
    await attempt(() => w.beacon.sweep(index, GAS));
    const status = await pod["validatorStatus(bytes32)"](hash);
    if (status === 0n) {
      const now = await w.networkHelpers.time.latest();
      const root = { beaconStateRoot: w.ethers.ZeroHash, proof: "0x" };
      const proven = await attempt(() => delegator.verifyWithdrawalCredentials(now, root, [index], ["0x"], [[]], GAS));
      results.push(`verify ${proven}`);
      if (proven === "ok") known.push(hash);
      else results.push(`tell ${await attempt(() => w.unprovenKeys.proveKeys(delegator, now, [index], ["0x"], GAS))}`);
    } else if (status === 1n) known.push(hash);
  }
  results.push(`start ${await attempt(() => delegator.connect(w.mallory).startCheckpoint(GAS))}`);
  if ((await pod.currentCheckpointTimestamp()) !== 0n) {
    const proofs = known.map((pubkeyHash) => ({ pubkeyHash, balanceRoot: w.ethers.ZeroHash, proof: "0x" }));
    const container = { balanceContainerRoot: w.ethers.ZeroHash, proof: "0x" };
    results.push(`prove ${await attempt(() => pod.verifyCheckpointProofs(container, proofs, GAS))}`);
  }
  return results.join(" ");
}
