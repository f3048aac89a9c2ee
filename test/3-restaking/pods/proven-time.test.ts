import { expect } from "chai";
import { ZeroHash } from "ethers";
import { credentialsArguments, staleArguments } from "../../../scripts/beacon/proofs/calldata.ts";
import { NEVER } from "../../../scripts/beacon/proofs/forks.ts";
import { newParentRoots } from "../../../scripts/beacon/state/parent-roots.ts";
import { writeRoot } from "../../../scripts/beacon/state/roots.ts";
import { newBeaconView } from "../../../scripts/beacon/state/view.ts";
import { pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { deployProvenPod } from "./provenPod.ts";

const DAY = 86_400n;
const ROOTS_KEPT = 8_191n;
const WINDOW = ROOTS_KEPT * 12n;

describe("3-restaking: the time of what a pod is shown", () => {
  it("RST-127: a slashed validator's state has a root that is kept, of a time that had a block, and not none", async () => {
    const { pod, chain, authority, validator, rooted, now, networkHelpers, provider } = await deployProvenPod();
    const index = await validator(1);
    await chain.connect(authority).reportSlashing(index);
    const block = await rooted();
    const showAt = (timestamp: bigint) => pod.verifyStaleBalance(...staleArguments(block, timestamp, index));
    const refused = async (timestamp: bigint, error: string) =>
      expect(showAt(timestamp)).to.be.revertedWithCustomError(pod, error);
    await refused(block.timestamp + 1n, "InvalidEIP4788Response");
    await expect(showAt((await now()) + 100n)).to.be.revertedWithPanic(0x11);
    await writeRoot(provider, block.timestamp - 1n, ZeroHash);
    await refused(block.timestamp - 1n, "EmptyRoot");
    // a later block takes the root's place in the buffer long before the root is too old
    await writeRoot(provider, block.timestamp + ROOTS_KEPT, block.root);
    await refused(block.timestamp, "InvalidEIP4788Response");
    await writeRoot(provider, block.timestamp, block.root);
    await networkHelpers.time.setNextBlockTimestamp(block.timestamp + WINDOW);
    await refused(block.timestamp, "TimestampOutOfRange");
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
  });

  it("RST-127: who has left a pod does not come back by yesterday's proof, nor by today's", async () => {
    const { pod, chain, validator, verify, rooted, advance, start, prove } = await deployProvenPod();
    const index = await validator(1);
    await advance(256n);
    await pod.requestWithdrawal([{ pubkey: pubkeyOf("test", 1), amountGwei: 0n }], { value: 1n });
    await advance(261n);
    const yesterday = await rooted();
    await chain.sweep(index);
    await prove(await start(), [1, index]);
    expect(await pod.activeValidatorCount()).to.equal(0n);
    const again = async (error: string, block?: typeof yesterday) =>
      expect(verify([index], block)).to.be.revertedWithCustomError(pod, error);
    await again("BeaconTimestampBeforeLatestCheckpoint", yesterday);
    await again("CredentialsAlreadyVerified");
    await expect(
      pod.verifyStaleBalance(...staleArguments(yesterday, yesterday.timestamp, index)),
    ).to.be.revertedWithCustomError(pod, "BeaconTimestampTooFarInPast");
  });

  it("RST-127, RST-128: in the last seconds of a fork its own shape alone is taken, in the first of the next either", async () => {
    const { pod, chain, authority, schedule, validator, provider, balances } = await deployProvenPod({ gloasIn: DAY });
    const first = await validator(1);
    const second = await validator(2, { restaked: false });
    await chain.connect(authority).reportSlashing(first);
    const shaped = (gloasTimestamp: bigint) => newParentRoots(provider, newBeaconView(chain, { gloasTimestamp }));
    const shapes = { electra: shaped(NEVER), gloas: shaped(0n) };
    const { gloasTimestamp } = schedule;
    for (const [time, shape, error] of [
      [gloasTimestamp - 1n, "gloas", "InvalidProofLength"],
      [gloasTimestamp, "gloas", "InvalidProofLength"],
      // the parent may be of before the fork, so long as no block has come since
      [gloasTimestamp + 1n, "electra", undefined],
      [gloasTimestamp + 2n, "gloas", undefined],
    ] as const) {
      const block = await shapes[shape].next(time);
      await provider.request({ method: "evm_mine", params: [] });
      expect(block.fork).to.equal(shape);
      const calls = {
        credentials: () => pod.verifyWithdrawalCredentials.staticCall(...credentialsArguments(block, time, [second])),
        stale: () => pod.verifyStaleBalance.staticCall(...staleArguments(block, time, first)),
      };
      for (const [kind, call] of Object.entries(calls)) {
        const why = `${kind} of ${shape} ${time - gloasTimestamp} s after the fork`;
        if (error === undefined) await call();
        else await expect(call(), why).to.be.revertedWithCustomError(pod, error);
      }
    }
    // a checkpoint that is begun in the fork's first second, on a root that is really of before it
    const block = await shapes.electra.next(gloasTimestamp + 3n);
    await pod.startCheckpoint(false);
    const gloas = await shapes.gloas.next(gloasTimestamp + 4n);
    await expect(pod.verifyCheckpointProofs(...balances(gloas, [1, first]))).to.be.revertedWithCustomError(
      pod,
      "InvalidProof",
    );
    await pod.verifyCheckpointProofs(...balances(block, [1, first]));
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
  });
});
