import { expect } from "chai";
import { pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { deployBeacon } from "./beacon.ts";
import { ETH_IN_GWEI } from "../../scripts/lib/units.ts";

describe("1-staking: slashing", () => {
  it("STA-40: costs 1/4096 at once, starts the exit, and locks for 8,192 epochs", async () => {
    const { chain, activate, authority } = await deployBeacon();
    const index = await activate(1);
    const n = await chain.currentEpoch();
    await expect(chain.connect(authority).reportSlashing(index))
      .to.emit(chain, "ValidatorSlashed")
      .withArgs(index, 32n * ETH_IN_GWEI, 7_812_500n);
    const slashed = await chain.validator(index);
    expect(slashed.balanceGwei).to.equal(32n * ETH_IN_GWEI - 7_812_500n);
    expect(slashed.slashed).to.equal(true);
    expect(slashed.exitEpoch).to.equal(n + 5n);
    expect(slashed.withdrawableEpoch).to.equal(n + 8_192n);
  });

  it("STA-41: locks until 256 epochs after the exit when the exit queue is longer than that", async () => {
    const { chain, deposit, advance, authority, alice, networkHelpers, deployer } = await deployBeacon(
      1_000_000n * ETH_IN_GWEI,
    );
    await networkHelpers.setBalance(deployer.address, 10n ** 26n);
    await chain.fundIssuance({ value: 10n ** 24n });
    for (let number = 1; number <= 4; ++number) await deposit(number, { ether: 270_000n, type: 2 });
    const index = await deposit(5);
    await advance(9_000n);
    const n = await chain.currentEpoch();
    for (let number = 1; number <= 4; ++number) {
      await chain.connect(alice).requestWithdrawal(pubkeyOf("test", number), 268_000n * ETH_IN_GWEI, { value: 100n });
    }
    // 4 × 268,000 ETH / 128 = 8,375 epochs of churn, the first of them n + 5; 32 ETH more are the next epoch's
    await chain.connect(authority).reportSlashing(index);
    const slashed = await chain.validator(index);
    expect(slashed.exitEpoch).to.equal(n + 5n + 8_375n);
    expect(slashed.withdrawableEpoch).to.equal(n + 5n + 8_375n + 256n);
  });

  it("STA-42, STA-62: loses 14/64 and 26/64 of the base reward an epoch until it may withdraw", async () => {
    const { chain, activate, advance, authority, epochStart, networkHelpers } = await deployBeacon();
    const index = await activate(1);
    await chain.connect(authority).reportSlashing(index);
    const before = (await chain.validator(index)).balanceGwei;
    // base reward 32 × 347 = 11,104: ⌊11,104 × 14 / 64⌋ + ⌊11,104 × 26 / 64⌋ = 2,429 + 4,511
    await advance(100n);
    expect((await chain.validator(index)).balanceGwei).to.equal(before - 100n * 6_940n);
    const { withdrawableEpoch } = await chain.validator(index);
    await networkHelpers.time.increaseTo(epochStart(withdrawableEpoch - 1n));
    await chain.settle(index);
    await networkHelpers.time.increaseTo(epochStart(withdrawableEpoch));
    const last = (await chain.validator(index)).balanceGwei;
    // STA-62: 8,192 times, for the duties of the epoch before the slashing too; and half way
    // 32 × ⌊3 × 32e9 / 34e6⌋ for its own slashing
    expect(last).to.equal(before - 8_192n * 6_940n - 32n * 2_823n);
    await advance(100n);
    expect((await chain.validator(index)).balanceGwei).to.equal(last);
  });

  it("STA-43: half way it loses 3 × the slashed share of all stake, in whole gwei an increment", async () => {
    const { chain, activate, advance, authority } = await deployBeacon();
    const index = await activate(1);
    await chain.connect(authority).reportSlashing(index);
    const n = await chain.currentEpoch();
    // 3 × (32 + 1,000,000) ETH over 34,000,000 increments: ⌊3,000,096e9 / 34,000,000⌋ = 88,238,117 gwei each
    await expect(chain.connect(authority).reportSlashingElsewhere(1_000_000n * ETH_IN_GWEI))
      .to.emit(chain, "SlashedElsewhere")
      .withArgs(1_000_000n * ETH_IN_GWEI);
    const initial = 32n * ETH_IN_GWEI - 7_812_500n;
    await advance(4_096n);
    expect((await chain.currentEpoch()) + 4_096n).to.equal(n + 8_192n);
    expect((await chain.validator(index)).balanceGwei).to.equal(initial - 4_096n * 6_940n);
    await advance(1n);
    expect((await chain.validator(index)).balanceGwei).to.equal(initial - 4_097n * 6_940n - 32n * 88_238_117n);
  });

  it("STA-44: the correlation window holds 8,192 epochs up to half way, both ends tested", async () => {
    const { chain, activate, advance, authority } = await deployBeacon();
    const early = chain.connect(authority);
    const index = await activate(1);
    // slashed at epoch s, half way h = s + 4,096: the window is h − 8,191 … h
    await early.reportSlashingElsewhere(100_000n * ETH_IN_GWEI);
    await advance(1n);
    await early.reportSlashingElsewhere(200_000n * ETH_IN_GWEI);
    await advance(4_095n);
    await early.reportSlashing(index);
    const before = (await chain.validator(index)).balanceGwei;
    await advance(4_096n);
    await early.reportSlashingElsewhere(400_000n * ETH_IN_GWEI);
    await advance(1n);
    await early.reportSlashingElsewhere(800_000n * ETH_IN_GWEI);
    const perIncrement = (3n * (200_000n + 32n + 400_000n) * ETH_IN_GWEI) / 34_000_000n;
    const after = (await chain.validator(index)).balanceGwei;
    expect(before - after).to.equal(4_097n * 6_940n + 32n * perIncrement);
  });

  it("STA-45: takes no more than everything, and no more than is there", async () => {
    const { chain, activate, advance, authority } = await deployBeacon();
    const index = await activate(1);
    await chain.connect(authority).reportSlashing(index);
    await chain.connect(authority).reportSlashingElsewhere(34_000_000n * ETH_IN_GWEI);
    await advance(4_097n);
    expect((await chain.validator(index)).balanceGwei).to.equal(0n);
    await chain.connect(authority).reportPenalty(index, ETH_IN_GWEI);
    expect((await chain.validator(index)).balanceGwei).to.equal(0n);
  });

  it("STA-46: only the network reports, and only about validators at stake, a slashing once", async () => {
    const { chain, deposit, advance, authority, alice } = await deployBeacon();
    const index = await deposit(1);
    for (const call of [
      () => chain.connect(alice).reportSlashing(index),
      () => chain.connect(alice).reportSlashingElsewhere(1n),
      () => chain.connect(alice).reportPenalty(index, 1n),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(chain, "OnlyNetwork").withArgs(alice.address);
    }
    const network = chain.connect(authority);
    await expect(network.reportSlashing(index)).to.be.revertedWithCustomError(chain, "NotAtStake").withArgs(index);
    await advance(10n);
    await network.reportSlashing(index);
    await expect(network.reportSlashing(index)).to.be.revertedWithCustomError(chain, "AlreadySlashed").withArgs(index);
    await advance(8_192n);
    await expect(network.reportPenalty(index, 1n)).to.be.revertedWithCustomError(chain, "NotAtStake").withArgs(index);
  });

  it("STA-60: who asks to leave after slashings elsewhere waits behind all that was slashed", async () => {
    for (const [slashed, epochs] of [
      [0n, 5n],
      [1_001_472n, 3_917n], // 17 days
      [3_276_800n, 12_805n], // 57 days
    ] as const) {
      const { chain, activate, advance, authority, alice } = await deployBeacon();
      const index = await activate(1);
      await advance(256n);
      const n = await chain.currentEpoch();
      if (slashed > 0n) await chain.connect(authority).reportSlashingElsewhere(slashed * ETH_IN_GWEI);
      expect(await chain.exitEpochFor(32n * ETH_IN_GWEI)).to.equal(n + epochs);
      await chain.connect(alice).requestWithdrawal(pubkeyOf("test", 1), 0n, { value: 1n });
      expect((await chain.validator(index)).exitEpoch).to.equal(n + epochs);
    }
  });

  it("STA-66: of a mass slashing, the last to leave comes to its half way when the record is gone", async () => {
    const { chain, deposit, advance, authority } = await deployBeacon();
    const network = chain.connect(authority);
    const first = await deposit(1);
    const last = await deposit(2);
    await advance(20n);
    const n = await chain.currentEpoch();
    await network.reportSlashing(first);
    await network.reportSlashingElsewhere(3_386_500n * ETH_IN_GWEI);
    await network.reportSlashing(last);
    const [a, b] = [await chain.validator(first), await chain.validator(last)];
    expect(a.withdrawableEpoch).to.equal(n + 8_192n);
    expect(b.withdrawableEpoch).to.equal(n + 5n + 13_228n + 256n);
    await advance(4_097n);
    const perIncrement = (3n * (3_386_500n + 64n) * ETH_IN_GWEI) / 34_000_000n;
    const lost = (before: bigint, after: bigint, epochs: bigint) => before - after - epochs * 6_940n;
    const half = await chain.validator(first);
    expect(lost(a.balanceGwei, half.balanceGwei, 4_097n)).to.equal(32n * perIncrement);
    expect((32n * perIncrement) / (ETH_IN_GWEI / 100n)).to.equal(956n);
    await advance(b.withdrawableEpoch - 4_096n - 1n - (n + 4_097n));
    const before = await chain.validator(last);
    await advance(2n);
    expect(lost(before.balanceGwei, (await chain.validator(last)).balanceGwei, 2n)).to.equal(0n);
  });

  it("STA-47: equal validators at fault in one epoch lose equally, however they are read", async () => {
    const { chain, deposit, advance, authority } = await deployBeacon(100_000n * ETH_IN_GWEI);
    const first = await deposit(1);
    const second = await deposit(2);
    await advance(20n);
    await chain.connect(authority).reportSlashing(first);
    await chain.connect(authority).reportSlashing(second);
    for (const epochs of [1n, 700n, 3_394n, 1n, 1n, 2_000n]) {
      await advance(epochs);
      await chain.settle(first);
    }
    expect(await chain.validator(first)).to.deep.equal([
      (await chain.validator(first)).pubkeyHash,
      ...(await chain.validator(second)).slice(1),
    ]);
  });
});
