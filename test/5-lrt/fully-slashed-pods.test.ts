import { expect } from "chai";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, type Ladder, limitsOf, MAX_CHECKPOINT_AGE, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../scripts/lib/units.ts";

type Key = { pubkey: string };

/** Alice's ETH in the vault; slot 0 has a validator that is proven, and another one on its way in, of which nothing is. */
async function withTwoValidators(ether: bigint): Promise<Ladder & { proven: Key[]; unproven: Key[] }> {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: ether * ETH });
  const keys = await s.registerKeys(0n, 4);
  const [proven, unproven] = [keys.slice(0, 1), keys.slice(1, 2)];
  await s.restaker.restakeEth(0n, 1n);
  await s.advanceEpochs(300n);
  await s.verifyKeys(0n, proven);
  await s.restaker.restakeEth(0n, 1n);
  await s.checkpoint(0n, proven);
  await s.vault.syncAll();
  return { ...s, proven, unproven };
}

/** Consensus takes `bps` of what a validator has, and a checkpoint tells the core. */
async function penalise(s: Ladder & { proven: Key[] }, bps: bigint): Promise<void> {
  const { index } = await s.beacon.indexOf(pubkeyHashOf(s.proven[0]!.pubkey));
  const { balanceGwei } = await s.beacon.validator(index);
  await s.beacon.reportPenalty(index, (balanceGwei * bps) / 10_000n);
  await s.networkHelpers.mine();
  await s.checkpoint(0n, s.proven);
}

const factorOf = async (s: Ladder) => {
  const pods = await s.ethers.getContractAt("IEigenPodManager", await s.delegators[0].eigenPodManager());
  return pods.beaconChainSlashingFactor(s.delegators[0]);
};

describe("a pod whose validators have lost everything", () => {
  it("OPS-80: is worth nothing from its checkpoint on, its unproven keys with it, whatever comes to it and however long", async () => {
    const s = await withTwoValidators(200n);
    const before = await s.delegators[0].value();
    expect(before).to.be.greaterThan(64n * ETH);
    await penalise(s, 10_000n);
    expect(await factorOf(s)).to.equal(0n);
    expect(await s.unprovenKeys.assetsOf(s.delegators[0]), "the key is known").to.equal(32n * ETH);
    expect(await s.delegators[0].unverifiedAssets()).to.equal(0n);
    const { native, exiting } = await s.delegators[0].flows();
    expect([native, exiting, await s.delegators[0].exitingAssets()]).to.deep.equal([0n, 0n, 0n]);
    await s.vault.syncAll();
    const { recognised, lockedProfit, feesOwed, idle } = await s.vault.totals();
    expect(recognised + lockedProfit + feesOwed, "idle ETH is left").to.equal(idle);

    const pod = await s.delegators[0].pod();
    await s.keeper.sendTransaction({ to: pod, value: 5n * ETH });
    await expect(s.delegators[0].startCheckpoint()).to.be.revertedWithCustomError(s.delegation, "FullySlashed");
    await s.networkHelpers.time.increase(MAX_CHECKPOINT_AGE + 1n);
    const { assets, asOf, inDoubt } = await s.delegators[0].worth();
    expect([assets, asOf, inDoubt]).to.deep.equal([0n, BigInt(await s.networkHelpers.time.latest()), false]);
    await s.vault.syncAll();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: ETH });
    await expectBalanced(s);
  });

  it("OPS-80: what its slot has of an LST counts and moves as ever", async () => {
    const s = await withTwoValidators(200n);
    await penalise(s, 10_000n);
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
    await s.restaker.restakeLst(0n, s.lst);
    const [position, ...others] = (await s.delegators[0].positions()).list;
    expect([position!.asset, others.length]).to.deep.equal([String(s.strategy.target), 0]);
    expect(position!.assets).to.be.greaterThan(30n * ETH);
    expect(await s.delegators[0].value()).to.equal(position!.assets);
    expect((await s.delegators[0].flows()).tokens).to.equal(position!.assets);
    await s.restaker.leaveOperator(0n);
    await s.networkHelpers.mine(60);
    await s.completeAll(0n);
    await s.restaker.setOperator(0n, s.opTwo, "0x", 0n, s.ethers.ZeroHash);
    expect(await s.delegators[0].operator()).to.equal(s.opTwo.address);
    await expectBalanced(s);
  });

  for (const [bps, left] of [
    [10_000n, "nothing"],
    [9_001n, "less than the least magnitude"],
  ] as const) {
    it(`OPS-81: gets no validator while its factor is ${left}, and other slots do`, async () => {
      const s = await withTwoValidators(400n);
      await penalise(s, bps);
      await s.vault.syncAll();
      await expect(s.restaker.restakeEth(0n, 1n))
        .to.be.revertedWithCustomError(s.restaker, "PodIneligible")
        .withArgs(s.delegators[0]);
      await s.registerKeys(1n, 1);
      await s.restaker.restakeEth(1n, 1n);
    });
  }

  it("OPS-81: gets validators while its factor is not below the least magnitude", async () => {
    const s = await withTwoValidators(400n);
    await penalise(s, 5_000n);
    const minMagnitudeWad = await factorOf(s);
    await s.restaker.setLimits({ ...(await limitsOf(s)), minMagnitudeWad: minMagnitudeWad + 1n });
    expect(await s.rules.isPodEligible(s.delegators[0])).to.equal(false);
    await s.restaker.setLimits({ ...(await limitsOf(s)), minMagnitudeWad });
    await s.restaker.restakeEth(0n, 1n);
  });

  it("OPS-81: no validator of another slot makes room for one that its pod cannot get", async () => {
    const s = await withTwoValidators(400n);
    await s.stakeValidators(1n, 4);
    await s.proveKeys(0n, s.unproven);
    await s.restaker.setSlot(1n, 1_000n, 10n ** 6n * ETH);
    await s.restaker.setSlot(0n, 9_000n, 10n ** 6n * ETH);
    // idle ETH would fill the room first: it is asked for
    await s.queue.connect(s.alice).request(230n * ETH, s.alice, 0n, FOREVER);
    expect(await s.targets.excessOf(1n, BEACON_CHAIN_ETH_STRATEGY)).to.be.greaterThan(0n);
    await penalise(s, 9_500n);
    await s.vault.syncAll();
    expect(await s.targets.excessOf(1n, BEACON_CHAIN_ETH_STRATEGY)).to.equal(0n);
  });
});
