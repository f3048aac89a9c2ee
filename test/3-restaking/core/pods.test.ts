import { expect } from "chai";
import { ETHER } from "../actions.ts";
import { restakingFixture, WAD, WITHDRAWAL_DELAY } from "../fixture.ts";

const restaking = await restakingFixture();

describe("the core: pods and their shares", () => {
  it("RST-78: an owner has one pod, at an address known before", async () => {
    const { core, ethers, alice, bob } = await restaking();
    const { pods } = core;
    const predicted = await pods.getPod(alice);
    expect(await pods.hasPod(alice)).to.equal(false);
    expect(await pods.ownerToPod(alice)).to.equal(ethers.ZeroAddress);
    await expect(pods.connect(alice).createPod()).to.emit(pods, "PodDeployed").withArgs(predicted, alice.address);
    expect(await pods.ownerToPod(alice)).to.equal(predicted);
    expect(await pods.getPod(alice)).to.equal(predicted);
    expect(await pods.getPod(bob)).not.to.equal(predicted);
    const pod = await ethers.getContractAt("ReplayPod", predicted);
    expect(await pod.podOwner()).to.equal(alice.address);
    await expect(pods.connect(alice).createPod()).to.be.revertedWithCustomError(pods, "EigenPodAlreadyExists");
  });

  it("RST-78: staking creates the pod when there is none, and passes the ether on", async () => {
    const { core, ethers, alice } = await restaking();
    const pod = await core.pods.getPod(alice);
    const stake = () => core.pods.connect(alice).stake("0x", "0x", ethers.ZeroHash, { value: 32n * ETHER });
    await expect(stake()).to.emit(core.pods, "PodDeployed");
    await expect(stake()).not.to.emit(core.pods, "PodDeployed");
    expect(await ethers.provider.getBalance(pod)).to.equal(64n * ETHER);
  });

  it("RST-79: a gain is shares, a loss a smaller factor, both in whole gwei", async () => {
    const { core, alice, reportBalance } = await restaking();
    const { pods } = core;
    await reportBalance(alice, 0n, 32n * ETHER);
    expect(await pods.podOwnerDepositShares(alice)).to.equal(32n * ETHER);
    await expect(reportBalance(alice, 32n * ETHER, 10n ** 9n + 1n)).to.be.revertedWithCustomError(
      pods,
      "SharesNotMultipleOfGwei",
    );
    await expect(reportBalance(alice, 32n * ETHER, -8n * ETHER))
      .to.emit(pods, "BeaconChainSlashingFactorDecreased")
      .withArgs(alice.address, WAD, (3n * WAD) / 4n);
    expect(await pods.podOwnerDepositShares(alice)).to.equal(32n * ETHER);
    expect(await pods.beaconChainSlashingFactor(alice)).to.equal((3n * WAD) / 4n);
    await expect(reportBalance(alice, 24n * ETHER, 0n)).not.to.emit(pods, "NewTotalShares");
  });

  it("RST-79: nobody loses more than there was", async () => {
    const { alice, reportBalance } = await restaking();
    await reportBalance(alice, 0n, 32n * ETHER);
    await expect(reportBalance(alice, ETHER, -2n * ETHER)).to.be.revertedWithPanic(0x11);
  });

  it("RST-79: ETH leaves through the queue, out of the owner's pod", async () => {
    const { core, ethers, alice, reportBalance, queue, complete, mine } = await restaking();
    const beacon = await core.delegation.beaconChainETHStrategy();
    await reportBalance(alice, 0n, 32n * ETHER);
    const tokens = await queue(alice, beacon, 30n * ETHER);
    const shares = await queue(alice, beacon, 2n * ETHER);
    await mine(WITHDRAWAL_DELAY);
    const pod = await core.pods.getPod(alice);
    const before = await ethers.provider.getBalance(pod);
    await complete(tokens, true);
    expect(before - (await ethers.provider.getBalance(pod))).to.equal(30n * ETHER);
    await complete(shares, false);
    expect(await core.pods.podOwnerDepositShares(alice)).to.equal(2n * ETHER);
  });
});
