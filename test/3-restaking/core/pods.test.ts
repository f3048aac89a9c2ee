import { expect } from "chai";
import { restakingFixture, WITHDRAWAL_DELAY } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

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
    const stake = () => core.pods.connect(alice).stake("0x", "0x", ethers.ZeroHash, { value: 32n * ETH });
    await expect(stake()).to.emit(core.pods, "PodDeployed");
    await expect(stake()).not.to.emit(core.pods, "PodDeployed");
    expect(await ethers.provider.getBalance(pod)).to.equal(64n * ETH);
  });

  it("RST-79: a gain is shares, a loss a smaller factor, both in whole gwei", async () => {
    const { core, alice, reportBalance } = await restaking();
    const { pods } = core;
    await reportBalance(alice, 0n, 32n * ETH);
    expect(await pods.podOwnerDepositShares(alice)).to.equal(32n * ETH);
    await expect(reportBalance(alice, 32n * ETH, 10n ** 9n + 1n)).to.be.revertedWithCustomError(
      pods,
      "SharesNotMultipleOfGwei",
    );
    await expect(reportBalance(alice, 32n * ETH, -8n * ETH))
      .to.emit(pods, "BeaconChainSlashingFactorDecreased")
      .withArgs(alice.address, WAD, (3n * WAD) / 4n);
    expect(await pods.podOwnerDepositShares(alice)).to.equal(32n * ETH);
    expect(await pods.beaconChainSlashingFactor(alice)).to.equal((3n * WAD) / 4n);
    await expect(reportBalance(alice, 24n * ETH, 0n)).not.to.emit(pods, "NewTotalShares");
  });

  it("RST-79: nobody loses more than there was", async () => {
    const { alice, reportBalance } = await restaking();
    await reportBalance(alice, 0n, 32n * ETH);
    await expect(reportBalance(alice, ETH, -2n * ETH)).to.be.revertedWithPanic(0x11);
  });

  it("RST-79: ETH leaves through the queue, out of the owner's pod", async () => {
    const { core, ethers, alice, reportBalance, queue, complete, mine } = await restaking();
    const beacon = await core.delegation.beaconChainETHStrategy();
    await reportBalance(alice, 0n, 32n * ETH);
    const tokens = await queue(alice, beacon, 30n * ETH);
    const shares = await queue(alice, beacon, 2n * ETH);
    await mine(WITHDRAWAL_DELAY);
    const pod = await core.pods.getPod(alice);
    const before = await ethers.provider.getBalance(pod);
    await complete(tokens, true);
    expect(before - (await ethers.provider.getBalance(pod))).to.equal(30n * ETH);
    await complete(shares, false);
    expect(await core.pods.podOwnerDepositShares(alice)).to.equal(2n * ETH);
  });
});
