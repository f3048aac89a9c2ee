import { expect } from "chai";
import { ALL, BOOTSTRAP, deployPool, type Pool, REPORT_AGE } from "./pool.ts";
import { ETH, GWEI } from "../../scripts/lib/units.ts";

const topic = (contract: Pool["stEth"], event: "Reported"): string => contract.getEvent(event).fragment.topicHash;

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
    expect(await stEth.getTotalPooledEther()).to.equal(before - 8n * ETH);
    expect(await stEth.sharesOf(treasury)).to.equal(0n);
  });

  it("LST-52: deposits under way and swept ether are neither gain nor loss", async () => {
    const { chain, stEth, ethers, alice, advance, stakeActive } = await deployPool();
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 32n * ETH });
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

  it("LST-53: a report in pieces, all of one block, has the numbers of one state", async () => {
    const { provider, stEth, advance, stakeActive } = await deployPool();
    await stakeActive(3n);
    await advance(10n);
    const before = await stEth.getTotalPooledEther();
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const gas = { gasLimit: 2_000_000n };
    const sent = [await stEth.report(1n, gas), await stEth.report(1n, gas), await stEth.report(1n, gas)];
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    const receipts = await Promise.all(sent.map((transaction) => transaction.wait()));
    const reported = receipts.map((receipt) => receipt?.logs.some((log) => log.topics[0] === topic(stEth, "Reported")));
    expect(reported).to.deep.equal([false, false, true]);
    expect(await stEth.getTotalPooledEther()).to.equal(before + 3n * 10n * 32n * 347n * GWEI);
  });

  it("LST-71: a part of a report that is older than its block is read again, and holds nobody up", async () => {
    const { chain, stEth, alice, bob, ethers, authority, advance, stakeActive } = await deployPool();
    await stakeActive(3n);
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 40n * ETH });
    await advance(10n);
    const before = await stEth.getTotalPooledEther();
    const { staying } = await stEth.validators();
    // a stranger begins a report before a loss, and the next one ends it a day later
    await stEth.connect(bob).report(2n);
    await chain.connect(authority).reportPenalty(staying[0] ?? -1n, 5n * GWEI);
    await advance(1n);
    const moment = 3n * 11n * 32n * 347n * GWEI - 5n * ETH;
    await stEth.report(ALL);
    expect(await stEth.getTotalPooledEther()).to.be.within(before + moment - 10n ** 15n, before + moment + 10n ** 15n);
    for (const call of [() => stEth.stakeBuffered(1n), () => stEth.exitForQueue(1n)]) {
      await stEth.connect(bob).report(0n);
      await call();
    }
    expect((await stEth.validators()).staying.length).to.equal(4);
  });

  it("LST-71: calls of strangers that change nothing throw nothing of a report away (all orders, in one block)", async () => {
    const { provider, stEth, bob, advance, stakeActive, networkHelpers } = await deployPool();
    await stakeActive(3n);
    await advance(10n);
    const start = await networkHelpers.takeSnapshot();
    const gas = { gasLimit: 2_000_000n };
    const nothings = [
      async () => stEth.connect(bob).stakeBuffered(0n, gas),
      async () => stEth.connect(bob).stakeBuffered(5n, gas),
      async () => stEth.connect(bob).exitForQueue(0n, { ...gas, value: 1n }),
      async () => stEth.connect(bob).exitForQueue(5n, { ...gas, value: ETH }),
      async () => stEth.connect(bob).report(0n, gas),
    ];
    for (const nothing of nothings) {
      await provider.request({ method: "evm_setAutomine", params: [false] });
      const sent = [];
      for (let part = 0; part < 3; ++part) {
        await nothing();
        sent.push(await stEth.report(1n, gas));
      }
      await provider.request({ method: "evm_mine", params: [] });
      await provider.request({ method: "evm_setAutomine", params: [true] });
      const receipts = await Promise.all(sent.map((transaction) => transaction.wait()));
      const reported = receipts.map((receipt) =>
        receipt?.logs.some((log) => log.topics[0] === topic(stEth, "Reported")),
      );
      expect(reported).to.deep.equal([false, false, true]);
      await start.restore();
    }
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
