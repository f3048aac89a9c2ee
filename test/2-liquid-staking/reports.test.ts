import { expect } from "chai";
import { ALL, BOOTSTRAP, deployPool, REPORT_AGE } from "./pool.ts";

const ETHER = 10n ** 18n;
const GWEI = 10n ** 9n;

describe("2-liquid-staking: reports", () => {
  it("LST-50: a gain raises the rate by itself less the fee, which is worth its share of the gain", async () => {
    const { stEth, treasury, advance, stakeActive } = await deployPool();
    await stakeActive(1n);
    await advance(100n);
    const before = await stEth.getTotalPooledEther();
    const shares = await stEth.getTotalShares();
    const gain = 100n * 32n * 347n * GWEI;
    const fee = gain * 1_000n;
    const feeShares = (fee * shares) / ((before + gain) * 10_000n - fee);
    await expect(stEth.report(ALL))
      .to.emit(stEth, "Reported")
      .withArgs((time: bigint) => time > 0n, before, before + gain, 0n, feeShares);
    expect(await stEth.sharesOf(treasury)).to.equal(feeShares);
    expect(gain / 10n - (await stEth.balanceOf(treasury))).to.be.lessThanOrEqual(1n);
    expect(await stEth.getTotalPooledEther()).to.equal(before + gain);
  });

  it("LST-51: a loss is taken whole in the report that sees it, and pays no fee", async () => {
    const { chain, stEth, authority, treasury, stakeActive } = await deployPool();
    await stakeActive(2n);
    const { staying } = await stEth.validators();
    await chain.connect(authority).reportPenalty(staying[0] ?? -1n, 8n * GWEI);
    const before = await stEth.getTotalPooledEther();
    await stEth.report(ALL);
    expect(await stEth.getTotalPooledEther()).to.equal(before - 8n * ETHER);
    expect(await stEth.sharesOf(treasury)).to.equal(0n);
  });

  it("LST-52: deposits under way and swept ether are neither gain nor loss", async () => {
    const { chain, stEth, ethers, alice, advance, stakeActive } = await deployPool();
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 32n * ETHER });
    await stEth.stakeBuffered(1n);
    const before = await stEth.getTotalPooledEther();
    await stEth.report(ALL);
    expect(await stEth.getTotalPooledEther()).to.equal(before);
    await stakeActive(1n);
    await advance(50n);
    await stEth.report(ALL);
    const reported = await stEth.getTotalPooledEther();
    const { staying } = await stEth.validators();
    for (const index of staying) await chain.sweep(index);
    await stEth.report(ALL);
    expect(await stEth.getTotalPooledEther()).to.equal(reported);
    expect(await stEth.bufferedEther()).to.be.greaterThan(BOOTSTRAP);
  });

  it("LST-53: a report in pieces has the numbers of the moment it started, and holds the pool still meanwhile", async () => {
    const { chain, stEth, alice, ethers, authority, advance, stakeActive } = await deployPool();
    await stakeActive(3n);
    await advance(10n);
    const moment = 3n * 10n * 32n * 347n * GWEI;
    const before = await stEth.getTotalPooledEther();
    await stEth.report(1n);
    const { staying } = await stEth.validators();
    await chain.connect(authority).reportPenalty(staying[2] ?? -1n, 5n * GWEI);
    for (const index of staying) await chain.sweep(index);
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: ETHER });
    for (const call of [() => stEth.stakeBuffered(1n), () => stEth.exitForQueue(1n), () => stEth.forget(0n)]) {
      await expect(call()).to.be.revertedWithCustomError(stEth, "ReportOpen");
    }
    expect(await stEth.report.staticCall(1n)).to.equal(false);
    await stEth.report(1n);
    await stEth.report(ALL);
    expect(await stEth.getTotalPooledEther()).to.equal(before + moment + ETHER);
    await stEth.report(ALL);
    expect(await stEth.getTotalPooledEther()).to.equal(before + moment + ETHER - 5n * ETHER);
  });

  it("LST-54: a report is overdue after its age and no sooner", async () => {
    const { stEth, networkHelpers } = await deployPool();
    await stEth.report(ALL);
    const reported = await stEth.lastReportTimestamp();
    await networkHelpers.time.increaseTo(reported + REPORT_AGE);
    expect(await stEth.reportOverdue()).to.equal(false);
    await networkHelpers.time.increaseTo(reported + REPORT_AGE + 1n);
    expect(await stEth.reportOverdue()).to.equal(true);
    await stEth.report(ALL);
    expect(await stEth.reportOverdue()).to.equal(false);
  });
});
