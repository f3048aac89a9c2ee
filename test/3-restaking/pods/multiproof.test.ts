import { expect } from "chai";
import { multiproofArguments } from "../../../scripts/beacon/proofs/calldata.ts";
import { ETH_IN_GWEI } from "../../../scripts/lib/units.ts";
import { hashOf } from "./pod.ts";
import { deployProvenPod } from "./provenPod.ts";

const DAY = 86_400n;

/** Five validators of one pod, among them two that share no leaf with the others. */
async function fivePods(gloasIn?: bigint) {
  const world = await deployProvenPod(gloasIn === undefined ? {} : { gloasIn });
  const numbers = [1, 2, 3, 4, 5];
  const known: (readonly [number, bigint])[] = [];
  for (const number of numbers) known.push([number, await world.validator(number)]);
  const together = (block: Awaited<ReturnType<typeof world.start>>, of = known) =>
    multiproofArguments(
      block,
      of.map(([number, index]) => ({ index, pubkeyHash: hashOf(number) })),
    );
  return { ...world, known, together };
}

describe("3-restaking: checkpoints by one proof", () => {
  it("RST-136: one proof leaves what a proof each leaves, to the gwei, with the same events", async () => {
    const { pod, provider, known, together, start, balances, lowerTo, advance, chain } = await fivePods();
    await advance(3n);
    await lowerTo(known[2]![1], 30n * ETH_IN_GWEI + 1n);
    const block = await start();
    const at = async (
      send: () => Promise<{ wait(): Promise<{ logs: readonly { data: string; topics: readonly string[] }[] } | null> }>,
    ) => {
      const snapshot = await provider.request({ method: "evm_snapshot", params: [] });
      const receipt = await (await send()).wait();
      const infos = [];
      for (const [number] of known) infos.push(await pod.validatorPubkeyHashToInfo(hashOf(number)));
      const after = { checkpoint: await pod.currentCheckpoint(), infos, open: await pod.currentCheckpointTimestamp() };
      await provider.request({ method: "evm_revert", params: [snapshot] });
      return { after, logs: receipt!.logs.map(({ data, topics }) => [...topics, data].join()).sort() };
    };
    const each = await at(async () => pod.verifyCheckpointProofs(...balances(block, ...known)));
    const one = await at(async () => pod.verifyCheckpointMultiproof(...together(block)));
    expect(one.after).to.deep.equal(each.after);
    expect(one.logs).to.deep.equal(each.logs);
    expect(one.after.open).to.equal(0n);
    expect((await chain.validator(known[2]![1])).balanceGwei).to.equal(one.after.infos[2]!.restakedBalanceGwei);
  });

  it("RST-136: validators proven meanwhile are passed over, and the rest completes the checkpoint", async () => {
    const { pod, known, together, start, prove } = await fivePods();
    const block = await start();
    await prove(block, known[1]!, known[3]!);
    await expect(pod.verifyCheckpointMultiproof(...together(block))).to.emit(pod, "CheckpointFinalized");
    await expect(pod.verifyCheckpointMultiproof(...together(block))).to.be.revertedWithCustomError(
      pod,
      "NoActiveCheckpoint",
    );
  });

  it("RST-136: refuses strangers' keys, an order that rises, leaves too many or too few, and another block's", async () => {
    const { pod, known, together, start, prove, manager, networkHelpers } = await fivePods();
    const early = await start();
    await prove(early, ...known);
    await networkHelpers.time.increase(12n);
    const block = await start();
    const [container, whole] = together(block);
    const refused = async (change: Partial<typeof whole>, error: string) =>
      expect(pod.verifyCheckpointMultiproof(container, { ...whole, ...change })).to.be.revertedWithCustomError(
        pod,
        error,
      );
    await refused({ pubkeyHashes: [hashOf(99), ...whole.pubkeyHashes.slice(1)] }, "ValidatorsOutOfOrder");
    await refused({ pubkeyHashes: [...whole.pubkeyHashes].reverse() }, "ValidatorsOutOfOrder");
    await refused({ pubkeyHashes: [whole.pubkeyHashes[0]!, ...whole.pubkeyHashes] }, "ValidatorsOutOfOrder");
    await refused({ balanceRoots: [...whole.balanceRoots, whole.balanceRoots[0]!] }, "LeavesMissing");
    await refused({ balanceRoots: whole.balanceRoots.slice(1) }, "LeavesMissing");
    await refused({ balanceRoots: [...whole.balanceRoots].reverse() }, "InvalidProof");
    await refused({ proof: whole.proof.slice(0, -64) }, "InvalidMultiproofLength");
    await refused({ pubkeyHashes: [], balanceRoots: [] }, "InvalidProofLength");
    await expect(pod.verifyCheckpointMultiproof(...together(early))).to.be.revertedWithCustomError(pod, "InvalidProof");
    await manager.setPaused(7, true);
    await refused({}, "CurrentlyPaused");
    await manager.setPaused(7, false);
    await pod.verifyCheckpointMultiproof(container, whole);
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
  });

  it("RST-136: across the fork it takes the shape of the checkpoint's own block", async () => {
    const { pod, together, start, schedule, networkHelpers } = await fivePods(DAY);
    await networkHelpers.time.increaseTo(schedule.gloasTimestamp - 24n);
    const before = await start(schedule.gloasTimestamp);
    expect(before.fork).to.equal("electra");
    await networkHelpers.time.increaseTo(schedule.gloasTimestamp + DAY);
    await expect(pod.verifyCheckpointMultiproof(...together(before))).to.emit(pod, "CheckpointFinalized");
    const after = await start();
    expect(after.fork).to.equal("gloas");
    await expect(pod.verifyCheckpointMultiproof(...together(after))).to.emit(pod, "CheckpointFinalized");
  });
});
