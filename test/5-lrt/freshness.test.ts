import { expect } from "chai";
import { FOREVER, HOUR, type Ladder, MAX_CHECKPOINT_AGE, standUpLadder } from "./ladder.ts";
import { DAY, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

type Key = { pubkey: string };

/** 200 ETH in the vault, 32 of it in a validator of slot 0 that has just been proven; its key, and the proof's time. */
async function withValidator(): Promise<{ s: Ladder; keys: Key[]; provenAt: bigint }> {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 200n * ETH });
  const keys = await s.registerKeys(0n, 2);
  await s.restaker.restakeEth(0n, 1n);
  await s.advanceEpochs(20n);
  await s.verifyKeys(0n, keys.slice(0, 1));
  const provenAt = await asOf(s);
  expect(provenAt).to.be.greaterThan(0n);
  return { s, keys, provenAt };
}

/** What the slot's delegator says of its oldest information. */
async function asOf(s: Ladder): Promise<bigint> {
  return (await s.delegators[0].positions()).asOf;
}

async function syncAt(s: Ladder, timestamp: bigint): Promise<void> {
  await s.networkHelpers.time.setNextBlockTimestamp(timestamp);
  await s.vault.syncAll();
}

describe("how old a pod's word may be", () => {
  it("VLT-66: deposits go on until a checkpoint is too old, to the second, and again after anybody's checkpoint", async () => {
    const { s, keys, provenAt } = await withValidator();
    const last = provenAt + MAX_CHECKPOINT_AGE;
    const depositAt = async (timestamp: bigint) => {
      await s.networkHelpers.time.setNextBlockTimestamp(timestamp);
      return s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: ETH });
    };
    await syncAt(s, last - HOUR);
    await depositAt(last);
    await expect(depositAt(last + 1n))
      .to.be.revertedWithCustomError(s.vault, "CheckpointTooOld")
      .withArgs(provenAt, MAX_CHECKPOINT_AGE);
    // a sync reads the pod again, and the pod knows nothing new
    await s.vault.syncAll();
    await expect(s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: ETH })).to.be.revertedWithCustomError(
      s.vault,
      "CheckpointTooOld",
    );
    await s.checkpoint(0n, keys.slice(0, 1));
    await s.vault.syncAll();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: ETH });
    expect(await asOf(s)).to.be.greaterThan(last);
  });

  it("VLT-66: settlements and instant exits wait for the checkpoint as well, requests, closings and claims do not", async () => {
    const { s, keys, provenAt } = await withValidator();
    await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    await s.checkpoint(0n, keys.slice(0, 1));
    await s.queue.settle();
    const toldAt = await asOf(s);
    expect(toldAt).to.be.greaterThan(provenAt);
    await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increaseTo(toldAt + MAX_CHECKPOINT_AGE);
    await s.queue.close();
    await s.queue.connect(s.alice).request(ETH, s.alice, 0n, FOREVER);
    for (const refused of [s.queue.settle(), s.instantExit.connect(s.alice).exitInstantly(ETH, s.alice, 0n, FOREVER)]) {
      await expect(refused).to.be.revertedWithCustomError(s.vault, "CheckpointTooOld");
    }
    await s.queue.connect(s.alice).claim(1n << 64n, s.alice);
    await s.checkpoint(0n, keys.slice(0, 1));
    await s.queue.settle();
    await s.instantExit.connect(s.alice).exitInstantly(ETH, s.alice, 0n, FOREVER);
  });

  it("VLT-66: a checkpoint counts when it is finished, and one validator more makes nothing older", async () => {
    const { s, keys, provenAt } = await withValidator();
    await s.networkHelpers.time.increase(24n * HOUR);
    await s.delegators[0].startCheckpoint();
    expect(await asOf(s)).to.equal(provenAt);
    const pod = await s.ethers.getContractAt("IEigenPod", await s.delegators[0].pod());
    // what a root of its moment shows: all before that block
    const begun = (await pod.currentCheckpointTimestamp()) - 1n;
    await s.proveCheckpoint(0n, keys.slice(0, 1));
    expect(await asOf(s)).to.equal(begun);
    await s.restaker.restakeEth(0n, 1n);
    await s.advanceEpochs(20n);
    await s.verifyKeys(0n, keys.slice(1));
    expect(await asOf(s)).to.equal(begun);
  });

  it("VLT-66: what holds no validators is never too old", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 10n * ETH), s.alice, 0n, FOREVER);
    await s.restaker.restakeLst(0n, s.lst);
    await s.delegators[0].startCheckpoint();
    await s.networkHelpers.time.increase(3n * MAX_CHECKPOINT_AGE);
    await s.vault.syncAll();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: ETH });
    expect(await asOf(s)).to.equal(BigInt(await s.networkHelpers.time.latest()));
  });

  it("VLT-66: the oldest word of any component decides, and a lone sync does not renew it", async () => {
    const s = await standUpVault();
    const now = BigInt(await s.networkHelpers.time.latest());
    await s.left.setAsOf(now);
    await s.right.setAsOf(now - DAY);
    await s.vault.syncAll();
    await s.networkHelpers.time.increaseTo(now + 2n * DAY);
    await s.right.setAsOf(0n);
    await s.vault.sync(s.right);
    const deposit = () => s.vault.deposit(s.alice, 0n, FOREVER, { value: ETH });
    await expect(deposit()).to.be.revertedWithCustomError(s.vault, "SyncTooOld");
    await s.right.setAsOf(now - DAY);
    await s.vault.syncAll();
    await expect(deposit())
      .to.be.revertedWithCustomError(s.vault, "CheckpointTooOld")
      .withArgs(now - DAY, 3n * DAY);
    await s.right.setAsOf(0n);
    await s.vault.sync(s.right);
    await expect(deposit()).to.be.revertedWithCustomError(s.vault, "CheckpointTooOld");
    await s.vault.syncAll();
    await deposit();
  });
});
