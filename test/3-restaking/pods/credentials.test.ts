import { expect } from "chai";
import { pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { deployPod, hashOf, STATE_ROOT_PROOF } from "./pod.ts";
import { ETH, ETH_IN_GWEI } from "../../../scripts/lib/units.ts";

describe("3-restaking: validators enter a pod", () => {
  it("RST-80: a new validator of 32 ETH is reported as S6 records it: 0 before, +32 ETH", async () => {
    const { manager, pod, alice, validator, verify } = await deployPod();
    const index = await validator(1, { restaked: false });
    await expect(verify([index]))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 0n, 32n * ETH)
      .and.to.emit(pod, "ValidatorRestaked")
      .withArgs(hashOf(1))
      .and.to.emit(pod, "ValidatorBalanceUpdated")
      .withArgs(hashOf(1), 0n, 32n * ETH_IN_GWEI);
    const info = await pod.validatorPubkeyToInfo(pubkeyOf("test", 1));
    expect(info).to.deep.equal([index, 32n * ETH_IN_GWEI, 0n, 1n]);
    expect(await pod.activeValidatorCount()).to.equal(1n);
    expect(await pod["validatorStatus(bytes)"](pubkeyOf("test", 1))).to.equal(1n);
  });

  it("RST-81: several at once, 0x02 with all of their effective balance, whole ETH", async () => {
    const { manager, alice, validator, verify, advance } = await deployPod();
    const plain = await validator(1, { restaked: false });
    const large = await validator(2, { restaked: false, type: 2, ether: 100n });
    await advance(50n);
    await expect(verify([plain, large]))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 0n, 132n * ETH);
  });

  it("RST-82: refuses what is verified, inactive, exiting or somebody else's", async () => {
    const { pod, chain, deposit, advance, activate, bob, authority, validator, verify, networkHelpers } =
      await deployPod();
    const index = await validator(1);
    await expect(verify([index])).to.be.revertedWithCustomError(pod, "CredentialsAlreadyVerified");
    const waiting = await deposit(2, { recipient: await pod.getAddress() });
    await advance(5n);
    await expect(verify([waiting])).to.be.revertedWithCustomError(pod, "ValidatorInactiveOnBeaconChain");
    await advance(5n);
    await chain.connect(authority).reportSlashing(waiting);
    await networkHelpers.mine();
    await expect(verify([waiting])).to.be.revertedWithCustomError(pod, "ValidatorIsExitingBeaconChain");
    const theirs = await activate(3, { recipient: bob.address });
    await expect(verify([theirs])).to.be.revertedWithCustomError(pod, "WithdrawalCredentialsNotForEigenPod");
  });

  it("RST-82: reads a time later than an open checkpoint's, 8,191 slots back at most, in lists of one length", async () => {
    const { pod, validator, verify, now, prove, networkHelpers } = await deployPod();
    await validator(1);
    const index = await validator(2, { restaked: false });
    const next = (await now()) + 1n;
    await networkHelpers.time.setNextBlockTimestamp(next);
    await expect(verify([index], next - 8_191n * 12n)).to.be.revertedWithCustomError(pod, "TimestampOutOfRange");
    await pod.startCheckpoint(false);
    const started = await pod.currentCheckpointTimestamp();
    await expect(verify([index], started)).to.be.revertedWithCustomError(pod, "BeaconTimestampTooFarInPast");
    await prove(1);
    await expect(verify([index], started)).to.be.revertedWithCustomError(pod, "BeaconTimestampBeforeLatestCheckpoint");
    await expect(
      pod.verifyWithdrawalCredentials(await now(), STATE_ROOT_PROOF, [index], [], [[]]),
    ).to.be.revertedWithCustomError(pod, "InputArrayLengthMismatch");
    await verify([index], started + 1n);
  });

  it("RST-83: one verified during a checkpoint waits for the next and counts in what was before", async () => {
    const { manager, pod, alice, validator, prove } = await deployPod();
    await validator(1);
    const late = await validator(2, { restaked: false });
    await pod.startCheckpoint(false);
    await expect(
      pod.verifyWithdrawalCredentials(
        (await pod.currentCheckpointTimestamp()) + 1n,
        STATE_ROOT_PROOF,
        [late],
        ["0x"],
        [[]],
      ),
    ).to.emit(pod, "ValidatorRestaked");
    await prove(2);
    expect((await pod.currentCheckpoint()).proofsRemaining).to.equal(1n);
    await expect(prove(1))
      .to.emit(manager, "Recorded")
      .withArgs(alice.address, 64n * ETH, (wei: bigint) => wei > 0n);
  });
});
