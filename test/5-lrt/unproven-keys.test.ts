import { expect } from "chai";
import { depositDataFor, pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, HOUR, type Ladder, MAX_CHECKPOINT_AGE, restored, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { ETH, GWEI } from "../../scripts/lib/units.ts";

const EPOCH = 384n;
/** Epochs after which a slashed validator may withdraw. */
const SLASHED_EPOCHS = 8_400n;
/** Seconds before which no validator can be out that was not leaving: 256 epochs after four in which it is not active. */
const SAFE_SECONDS = 260n * EPOCH;

/** Slot 0 has paid for two validators of Alice's and Bob's 100 ETH, and nobody has proven them. */
async function twoKeys() {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 80n * ETH });
  await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 20n * ETH });
  const keys = await s.registerKeys(0n, 3);
  await s.restaker.restakeEth(0n, 2n);
  const [delegator] = s.delegators;
  const hashes = keys.map(({ pubkey }) => pubkeyHashOf(pubkey));
  const pod = await s.ethers.getContractAt("IEigenPod", await delegator.pod());
  const indices = [(await s.beacon.indexOf(hashes[0]!)).index, (await s.beacon.indexOf(hashes[1]!)).index] as const;
  return { s, keys, hashes, delegator, pod, indices };
}

/** The same 20 epochs later, both active, the first slashed. */
async function oneSlashed() {
  const w = await restored(twoKeys);
  await w.s.advanceEpochs(20n);
  await w.s.beacon.reportSlashing(w.indices[0]);
  return w;
}

/** What the books say the slot holds, after a full sync. */
async function booked({ vault, delegators }: Ladder): Promise<bigint> {
  await vault.syncAll();
  return vault.recordOf(delegators[0]);
}

describe("validators that leave before their proof", () => {
  it("OPS-50: one that is slashed before its proof counts what rung 1 says of it, then once in the pod, to the wei, for leavers and stayers", async () => {
    const { s, keys, hashes, delegator, pod, indices } = await oneSlashed();
    expect(await booked(s)).to.equal(64n * ETH);
    await expect(s.proveKeys(0n, keys.slice(0, 1))).to.emit(s.unprovenKeys, "KeyProven");
    const [state] = await s.unprovenKeys.keysOf(delegator);
    expect(state!.pubkeyHash).to.equal(hashes[0]);
    expect(state!.leaves).to.equal(true);
    expect(state!.assets).to.equal((await s.beacon.validator(indices[0])).balanceGwei * GWEI);
    expect(await booked(s)).to.equal(state!.assets + 32n * ETH);
    await s.verifyKeys(0n, keys.slice(1, 2));
    await s.advanceEpochs(SLASHED_EPOCHS);
    await s.proveKeys(0n, keys.slice(0, 1)).then(
      () => expect.fail("its ETH may be in the pod"),
      () => undefined,
    );
    for (const index of indices) await s.beacon.sweep(index);
    const swept = await s.ethers.provider.getBalance(pod);
    // nobody can tell the books what is in the pod but by a checkpoint, and after it nobody but by the key's proof
    expect(await booked(s)).to.equal(state!.assets + 32n * ETH);
    await s.checkpoint(0n, keys.slice(1, 2));
    const at = await pod.lastCheckpointTimestamp();
    await expect(delegator.value())
      .to.be.revertedWithCustomError(s.unprovenKeys, "KeyInDoubt")
      .withArgs(at, state!.safeUntil);
    await expect(s.vault.syncAll()).to.be.revertedWithCustomError(s.vault, "ComponentUnreadable");
    await expect(s.proveKeys(0n, keys.slice(0, 1), "checkpoint"))
      .to.emit(s.unprovenKeys, "KeyGone")
      .withArgs(delegator, hashes[0], state!.assets);
    // the second validator's balance and all ETH in the pod, each once
    const other = (await pod.validatorPubkeyHashToInfo(hashes[1]!)).restakedBalanceGwei * GWEI;
    expect(await booked(s)).to.equal(other + swept);
    expect(await s.unprovenKeys.keysOf(delegator)).to.have.length(0);
    await expectBalanced(s);
  });

  it("OPS-50: who comes while a slashed key waits for its ETH buys nothing of it, and its ETH is no gain when it comes", async () => {
    const { s, keys, indices } = await oneSlashed();
    await s.proveKeys(0n, keys.slice(0, 1));
    await s.vault.syncAll();
    const rate = await s.vault.rate();
    const shares = await s.vault.connect(s.keeper).deposit.staticCall(s.keeper, 0n, FOREVER, { value: 68n * ETH });
    await s.vault.connect(s.keeper).deposit(s.keeper, 0n, FOREVER, { value: 68n * ETH });
    await s.verifyKeys(0n, keys.slice(1, 2));
    await s.advanceEpochs(SLASHED_EPOCHS);
    await s.beacon.sweep(indices[0]);
    await s.checkpoint(0n, keys.slice(1, 2));
    await s.proveKeys(0n, keys.slice(0, 1), "checkpoint");
    await s.vault.syncAll();
    await s.networkHelpers.time.increase(25n * HOUR);
    await s.vault.syncAll();
    // what the key lost in its 36 days is shared by all, what it still has is nobody's gain
    expect(await s.vault.rate()).to.be.within((rate * 99n) / 100n, (rate * 1001n) / 1000n);
    expect(await s.vault.toAssetsDown(shares)).to.be.below(68n * ETH + ETH / 10n);
  });

  it("OPS-50: a key counts the least of what it holds and 32 ETH while the rest may be swept, and all of it afterwards", async () => {
    const { s, keys, pod, indices } = await oneSlashed();
    // a stranger's gift to the key
    const credentials = s.ethers.concat(["0x010000000000000000000000", await pod.getAddress()]);
    const gift = depositDataFor(keys[0]!.pubkey, credentials, (2n * ETH) / GWEI);
    await s.beacon.deposit(keys[0]!.pubkey, credentials, gift.signature, gift.root, { value: 2n * ETH });
    await s.advanceEpochs(20n);
    await s.proveKeys(0n, keys.slice(0, 1));
    // the gift is put off until the key may be swept, and the penalties are its own
    const held = (await s.beacon.validator(indices[0])).balanceGwei * GWEI;
    expect(held).to.be.lessThan(32n * ETH);
    expect(await booked(s)).to.equal(held + 32n * ETH);
    await s.verifyKeys(0n, keys.slice(1, 2));
    await s.advanceEpochs(SLASHED_EPOCHS);
    await s.checkpoint(0n, keys.slice(1, 2));
    await s.proveKeys(0n, keys.slice(0, 1), "checkpoint");
    const balance = (await s.beacon.validator(indices[0])).balanceGwei * GWEI;
    const other = (await pod.validatorPubkeyHashToInfo(pubkeyHashOf(keys[1]!.pubkey))).restakedBalanceGwei * GWEI;
    const free = (await pod.withdrawableRestakedExecutionLayerGwei()) * GWEI;
    expect(await booked(s)).to.equal(balance + other + free);
  });

  it("OPS-51: a stranger's gift to a key that was swept cannot stand in for what was swept", async () => {
    const { s, keys, hashes, pod, indices } = await oneSlashed();
    await s.proveKeys(0n, keys.slice(0, 1));
    await s.verifyKeys(0n, keys.slice(1, 2));
    await s.advanceEpochs(SLASHED_EPOCHS);
    await s.beacon.sweep(indices[0]);
    const credentials = s.ethers.concat(["0x010000000000000000000000", await pod.getAddress()]);
    const gift = depositDataFor(keys[0]!.pubkey, credentials, GWEI);
    await s.beacon.deposit(keys[0]!.pubkey, credentials, gift.signature, gift.root, { value: ETH });
    await s.advanceEpochs(20n);
    expect((await s.beacon.validator(indices[0])).balanceGwei).to.equal(GWEI);
    await expect(s.proveKeys(0n, keys.slice(0, 1)))
      .to.be.revertedWithCustomError(s.unprovenKeys, "OnlyAtCheckpoint")
      .withArgs(hashes[0]);
    const before = await booked(s);
    await s.checkpoint(0n, keys.slice(1, 2));
    await s.proveKeys(0n, keys.slice(0, 1), "checkpoint");
    // the gift comes on top of what was swept
    expect(await booked(s)).to.be.greaterThan(before - ETH);
    await s.beacon.sweep(indices[0]);
    await s.networkHelpers.time.increase(HOUR);
    await s.checkpoint(0n, keys.slice(1, 2));
    await s.proveKeys(0n, keys.slice(0, 1), "checkpoint");
    expect(await s.unprovenKeys.keysOf(s.delegators[0])).to.have.length(0);
    await s.vault.syncAll();
    await expectBalanced(s);
  });

  it("OPS-51: no checkpoint begins over keys of which nobody has asked for as long as an exit takes; anybody's proof opens the way", async () => {
    const { s, keys, delegator } = await restored(twoKeys);
    const [{ rightUntil, safeUntil }] = (await s.unprovenKeys.keysOf(delegator)) as unknown as [
      { rightUntil: bigint; safeUntil: bigint },
    ];
    expect(safeUntil - rightUntil).to.equal(256n * EPOCH);
    await s.networkHelpers.time.setNextBlockTimestamp(safeUntil - 1n);
    await delegator.startCheckpoint();
    await s.networkHelpers.time.setNextBlockTimestamp(safeUntil);
    await expect(delegator.startCheckpoint())
      .to.be.revertedWithCustomError(s.unprovenKeys, "KeysUntold")
      .withArgs(rightUntil);
    await s.proveKeys(0n, keys.slice(0, 1));
    await expect(delegator.startCheckpoint()).to.be.revertedWithCustomError(s.unprovenKeys, "KeysUntold");
    await s.proveKeys(0n, keys.slice(1, 2));
    await delegator.startCheckpoint();
    // proven to stay: the same time again
    await s.networkHelpers.time.increase(SAFE_SECONDS);
    await expect(delegator.startCheckpoint()).to.be.revertedWithCustomError(s.unprovenKeys, "KeysUntold");
    expect(await booked(s)).to.equal(64n * ETH);
  });

  it("OPS-51: keys that left unseen are told, checkpointed and gone by anybody's calls, and checkpoints over them keep an hour between them", async () => {
    const { s, keys, delegator, pod, indices, hashes } = await oneSlashed();
    await s.proveKeys(0n, keys.slice(1, 2));
    await s.verifyKeys(0n, keys.slice(1, 2));
    await s.advanceEpochs(SLASHED_EPOCHS);
    await s.beacon.sweep(indices[0]);
    await expect(delegator.startCheckpoint()).to.be.revertedWithCustomError(s.unprovenKeys, "KeysUntold");
    await s.proveKeys(0n, keys.slice(0, 1));
    // that it may withdraw is all that this told
    expect(await booked(s)).to.equal(64n * ETH);
    await s.checkpoint(0n, keys.slice(1, 2));
    const next = (await pod.lastCheckpointTimestamp()) + HOUR;
    await expect(delegator.startCheckpoint())
      .to.be.revertedWithCustomError(s.unprovenKeys, "CheckpointTooSoon")
      .withArgs(next);
    await s.proveKeys(0n, keys.slice(0, 1), "checkpoint");
    await expect(s.proveKeys(0n, keys.slice(0, 1), "checkpoint"))
      .to.be.revertedWithCustomError(s.unprovenKeys, "NotUnverified")
      .withArgs(hashes[0]);
    await delegator.startCheckpoint();
    await s.proveCheckpoint(0n, keys.slice(1, 2));
    expect(await booked(s)).to.be.within(63n * ETH, 65n * ETH);
  });

  it("OPS-52: what nobody has proven of a key for too long closes the doors, as an old checkpoint does, until anybody does", async () => {
    const { s, keys, delegator } = await restored(twoKeys);
    // not active yet: nothing can be lost
    const now = async () => BigInt(await s.networkHelpers.time.latest());
    await s.networkHelpers.mine();
    expect((await delegator.positions()).asOf).to.equal(await now());
    const [{ rightUntil }] = (await s.unprovenKeys.keysOf(delegator)) as unknown as [{ rightUntil: bigint }];
    await s.networkHelpers.time.increaseTo(rightUntil + MAX_CHECKPOINT_AGE + 1n);
    await s.vault.syncAll();
    const deposit = () => s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: ETH });
    await expect(deposit()).to.be.revertedWithCustomError(s.vault, "CheckpointTooOld");
    await s.proveKeys(0n, keys.slice(0, 2));
    await s.vault.syncAll();
    await deposit();
    // the oldest of all that is known counts
    await s.verifyKeys(0n, keys.slice(0, 1));
    const [{ rightUntil: told }] = (await s.unprovenKeys.keysOf(delegator)) as unknown as [{ rightUntil: bigint }];
    expect((await delegator.positions()).asOf).to.equal(told);
  });

  it("OPS-53: a proof from before the last checkpoint, or from before what is known of the key, is refused", async () => {
    const { s, keys, hashes, delegator, indices, pod } = await restored(twoKeys);
    await s.advanceEpochs(20n);
    await s.networkHelpers.mine();
    const early = BigInt(await s.networkHelpers.time.latest());
    const verifyAt = (timestamp: bigint, key: number) =>
      delegator.verifyWithdrawalCredentials(
        timestamp,
        { beaconStateRoot: s.ethers.ZeroHash, proof: "0x" },
        [indices[key as 0 | 1]],
        ["0x"],
        [[]],
      );
    await s.networkHelpers.time.increase(HOUR);
    await s.proveKeys(0n, keys.slice(0, 1));
    const [known] = await s.unprovenKeys.keysOf(delegator);
    await expect(verifyAt(early, 0))
      .to.be.revertedWithCustomError(s.unprovenKeys, "KnownLater")
      .withArgs(hashes[0], known!.provenAt);
    await expect(s.unprovenKeys.proveKeys(delegator, early, [indices[0]], ["0x"]))
      .to.be.revertedWithCustomError(s.unprovenKeys, "KnownLater")
      .withArgs(hashes[0], known!.provenAt);
    await expect(s.unprovenKeys.proveKeys(delegator, early, [indices[0]], []))
      .to.be.revertedWithCustomError(s.unprovenKeys, "ProofsMissing")
      .withArgs(1n, 0n);
    await verifyAt(early, 1);
    // the pod has a validator now, and what is known of it is from before the block of its proof
    expect((await delegator.positions()).asOf).to.equal(BigInt(early) - 1n);
    await s.verifyKeys(0n, keys.slice(0, 1));
    expect((await delegator.positions()).asOf).to.equal(BigInt(early) - 1n);
    await s.checkpoint(0n, keys.slice(0, 2));
    await s.restaker.restakeEth(0n, 1n);
    const third = (await s.beacon.indexOf(hashes[2]!)).index;
    const checkpointedAt = await pod.lastCheckpointTimestamp();
    await s.advanceEpochs(20n);
    await expect(
      delegator.verifyWithdrawalCredentials(
        checkpointedAt - 1n,
        { beaconStateRoot: s.ethers.ZeroHash, proof: "0x" },
        [third],
        ["0x"],
        [[]],
      ),
    )
      .to.be.revertedWithCustomError(s.unprovenKeys, "ProofBeforeCheckpoint")
      .withArgs(checkpointedAt - 1n, checkpointedAt);
  });

  it("OPS-53: a stranger's calls for itself change no delegator's keys", async () => {
    const { s, hashes, delegator, indices } = await restored(twoKeys);
    await s.unprovenKeys.connect(s.keeper).add(hashes[0]!);
    await s.unprovenKeys.connect(s.keeper).beforeProof(await delegator.pod(), 1n);
    await s.unprovenKeys.connect(s.keeper).afterProof(await delegator.pod(), 1n);
    expect(await s.unprovenKeys.assetsOf(delegator)).to.equal(64n * ETH);
    expect(await booked(s)).to.equal(64n * ETH);
    await expect(
      s.unprovenKeys.proveKeys(s.delegators[1], await s.networkHelpers.time.latest(), [indices[0]], ["0x"]),
    ).to.be.revertedWithCustomError(s.unprovenKeys, "NotUnverified");
  });

  it("OPS-53: an active key that lost before its proof counts its effective balance once that is proven, as its shares will", async () => {
    const { s, keys, indices } = await restored(twoKeys);
    await s.advanceEpochs(20n);
    await s.beacon.reportPenalty(indices[0], 5n * GWEI);
    await s.advanceEpochs(2n);
    await s.proveKeys(0n, keys.slice(0, 1));
    expect(await booked(s)).to.equal(32n * ETH + 27n * ETH);
    await s.verifyKeys(0n, keys.slice(0, 2));
    expect(await booked(s)).to.equal(32n * ETH + 27n * ETH);
  });
});
