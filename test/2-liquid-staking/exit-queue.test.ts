import { expect } from "chai";
import { ALL, BATCH_INTERVAL, BOOTSTRAP, deployPool } from "./pool.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** Two validators, alice with 64 ETH; 48 more in the buffer, half of it bob's. */
async function withBuffer() {
  const pool = await deployPool();
  const { stEth, queue, alice, bob, ethers } = pool;
  await pool.stakeActive(2n);
  await stEth.connect(bob).submit(ethers.ZeroAddress, { value: 24n * ETH });
  await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 6n * ETH });
  for (const holder of [alice, bob]) await stEth.connect(holder).approve(queue, ethers.MaxUint256);
  const ask = async (holder: typeof alice, amount: bigint) => {
    await queue.connect(holder).request(amount, holder);
    return queue.lastRequestId();
  };
  return { ...pool, ask };
}

describe("2-liquid-staking: exit queue", () => {
  it("LST-40: a request waits for a real validator exit, and is paid at the rate of the fill", async () => {
    const { ethers, chain, stEth, queue, alice, advance, stakeActive, reportAndFill } = await deployPool();
    await stakeActive(2n);
    await advance(256n);
    await stEth.connect(alice).approve(queue, 64n * ETH);
    await queue.connect(alice).request(32n * ETH, alice.address);
    await queue.close();
    await stEth.report(ALL);
    expect(await stEth.exitForQueue.staticCall(5n, { value: 100n })).to.equal(1n);
    await stEth.exitForQueue(5n, { value: 100n });
    expect(await stEth.exitingEther()).to.be.greaterThanOrEqual(32n * ETH);
    const index = (await stEth.validators()).exiting[0] ?? -1n;
    const { withdrawableEpoch } = await chain.validator(index);
    expect(withdrawableEpoch).to.equal((await chain.currentEpoch()) + 5n + 256n);

    await reportAndFill();
    expect(await queue.lockedWei()).to.be.lessThanOrEqual(BOOTSTRAP);
    await advance(5n + 256n);
    await chain.sweep(index);
    await reportAndFill();
    const batch = await queue.getBatch(1n);
    expect(batch.unfilledShares).to.equal(0n);
    expect(await queue.claimable(1n)).to.equal(batch.filledWei);
    await expect(queue.connect(alice).claim(1n, alice.address)).to.changeEtherBalance(ethers, alice, batch.filledWei);
    expect(await queue.lockedWei()).to.equal(0n);
    expect(batch.filledWei).to.be.greaterThan(32n * ETH);
  });

  it("LST-41: requests join the open batch, which closes at an interval, and not empty", async () => {
    const { queue, alice, bob, ask, networkHelpers } = await withBuffer();
    await expect(queue.close()).to.be.revertedWithCustomError(queue, "NothingToClose");
    const first = await ask(alice, ETH);
    const second = await ask(bob, 2n * ETH);
    expect((await queue.getRequest(first)).batch).to.equal(1n);
    const shares = (await queue.getRequest(first)).shares + (await queue.getRequest(second)).shares;
    await expect(queue.close()).to.emit(queue, "BatchClosed").withArgs(1n, shares);
    const third = await ask(bob, 2n * ETH);
    expect((await queue.getRequest(third)).batch).to.equal(2n);
    const next = (await queue.lastClose()) + BATCH_INTERVAL;
    await expect(queue.close()).to.be.revertedWithCustomError(queue, "ClosesLater").withArgs(next);
    expect(await queue.unfilledShares()).to.deep.equal([shares, shares + (await queue.getRequest(third)).shares]);
    await networkHelpers.time.setNextBlockTimestamp(next - 1n);
    await expect(queue.close()).to.be.revertedWithCustomError(queue, "ClosesLater");
    await networkHelpers.time.setNextBlockTimestamp(next);
    await queue.close();
  });

  it("LST-42: fills go to the oldest closed batch, in parts, and are shared pro rata inside it", async () => {
    const { stEth, queue, alice, bob, ask, reportAndFill, networkHelpers } = await withBuffer();
    const buffer = await stEth.bufferedEther();
    const large = await ask(alice, 40n * ETH);
    const small = await ask(bob, 20n * ETH);
    await queue.close();
    await networkHelpers.time.increase(BATCH_INTERVAL);
    const later = await ask(bob, ETH);
    await queue.close();
    await reportAndFill();
    const { filledWei } = await queue.getBatch(1n);
    expect(buffer - filledWei).to.be.lessThanOrEqual(1n);
    expect(await queue.claimable(large)).to.equal((filledWei * 40n) / 60n);
    expect(await queue.claimable(small)).to.equal((filledWei * 20n) / 60n);
    expect(await queue.claimable(later)).to.equal(0n);
    expect(await queue.firstUnfilled()).to.equal(1n);
    const [, unfilled] = await queue.unfilledShares();
    expect(await stEth.sharesOf(queue)).to.equal(unfilled);
  });

  it("LST-42: one fill pays as many batches as it is asked to, while the buffer lasts", async () => {
    const { queue, alice, bob, ask, reportAndFill, networkHelpers } = await withBuffer();
    const first = await ask(alice, ETH);
    await queue.close();
    await networkHelpers.time.increase(BATCH_INTERVAL);
    const second = await ask(bob, 2n * ETH);
    await queue.close();
    await reportAndFill();
    for (const batch of [1n, 2n]) expect((await queue.getBatch(batch)).unfilledShares).to.equal(0n);
    expect(await queue.firstUnfilled()).to.equal(3n);
    expect(await queue.claimable(second)).to.be.greaterThan(await queue.claimable(first));
  });

  it("LST-42: a fill pays no more batches than it is told to, and never the open one", async () => {
    const { provider, stEth, queue, alice, bob, ask, reportAndFill, networkHelpers } = await withBuffer();
    for (const holder of [alice, bob]) {
      await ask(holder, ETH);
      await queue.close();
      await networkHelpers.time.increase(BATCH_INTERVAL);
    }
    await ask(bob, ETH);
    const unfilled = async () =>
      Promise.all([1n, 2n, 3n].map(async (batch) => (await queue.getBatch(batch)).unfilledShares > 0n));
    // a report and the fill of one batch, in one block
    await provider.request({ method: "evm_setAutomine", params: [false] });
    await stEth.report(ALL, { gasLimit: 5_000_000n });
    await queue.fill(1n, { gasLimit: 2_000_000n });
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    expect(await unfilled()).to.deep.equal([false, true, true]);
    await reportAndFill();
    expect(await unfilled()).to.deep.equal([false, false, true]);
    expect(await queue.firstUnfilled()).to.equal(3n);
  });

  it("LST-43: queued shares bear losses like all others until their ether has left, and none afterwards", async () => {
    const { chain, stEth, queue, alice, bob, authority, ask, reportAndFill, advance } = await withBuffer();
    const paid = await ask(alice, 10n * ETH);
    await queue.close();
    await reportAndFill();
    const locked = await queue.claimable(paid);
    const waiting = await ask(bob, 12n * ETH);
    const [value, held] = [await queue.worthOf(waiting), await stEth.balanceOf(bob)];
    await chain.connect(authority).reportPenalty(0n, 16n * 10n ** 9n);
    await stEth.report(ALL);
    const rateAfter = (amount: bigint, from: bigint) => (amount * 10n ** 9n) / from;
    expect(await queue.claimable(paid)).to.equal(locked);
    expect(rateAfter(await queue.worthOf(waiting), value)).to.equal(rateAfter(await stEth.balanceOf(bob), held));
    expect(await queue.worthOf(waiting)).to.be.lessThan((value * 9n) / 10n);
    await advance(30n);
    await stEth.report(ALL);
    await queue.close();
    await reportAndFill();
    expect(rateAfter(await queue.claimable(waiting), value)).to.equal(rateAfter(await stEth.balanceOf(bob), held));
  });

  it("LST-44: what is locked is what can be claimed, and the last claim gives the rest back", async () => {
    const { ethers, stEth, queue, alice, bob, carol, ask, reportAndFill, chain, authority } = await withBuffer();
    await chain.connect(authority).reportPenalty(0n, 7n * 10n ** 9n + 3n);
    await stEth.report(ALL);
    const ids = [await ask(alice, ETH + 1n), await ask(bob, 2n * ETH + 5n), await ask(alice, 3n * ETH - 7n)];
    await queue.close();
    await reportAndFill();
    let claimable = 0n;
    for (const id of ids) claimable += await queue.claimable(id);
    const locked = await queue.lockedWei();
    expect(locked - claimable).to.be.lessThan(BigInt(ids.length));
    const before = await ethers.provider.getBalance(carol);
    const [first = 0n, second = 0n, third = 0n] = ids;
    const ofFirst = await queue.claimable(first);
    await queue.connect(alice).claim(first, carol);
    expect((await queue.getBatch(1n)).claimedWei).to.equal(ofFirst);
    await queue.connect(bob).claim(second, carol);
    await queue.connect(alice).claim(third, carol);
    expect((await ethers.provider.getBalance(carol)) - before).to.equal(claimable);
    expect(await queue.lockedWei()).to.equal(0n);
    expect(locked - claimable).to.be.greaterThan(0n);
    const { filledWei, claimedWei } = await queue.getBatch(1n);
    expect([filledWei, claimedWei]).to.deep.equal([claimable, claimable]);
    expect(await ethers.provider.getBalance(queue)).to.equal(0n);
    expect((await ethers.provider.getBalance(stEth)) - (await stEth.bufferedEther())).to.equal(locked - claimable);
  });

  it("LST-45: a fill needs a report of its own block, so that nobody leaves before a loss is told", async () => {
    const { chain, stEth, queue, alice, authority, ask } = await withBuffer();
    await ask(alice, ETH);
    await queue.close();
    await stEth.report(ALL);
    const reported = await stEth.lastReportTimestamp();
    await expect(queue.fill(1n)).to.be.revertedWithCustomError(queue, "ReportNotOfThisBlock").withArgs(reported);
    // a report begun before the loss and completed after it does not help either
    await stEth.report(0n);
    await chain.connect(authority).reportSlashing(0n);
    await stEth.report(ALL);
    await expect(queue.fill(1n)).to.be.revertedWithCustomError(queue, "ReportNotOfThisBlock");
  });

  it("LST-46: only its owner claims a request, what is there, to whom he says", async () => {
    const { ethers, stEth, queue, alice, bob, ask, reportAndFill } = await withBuffer();
    const id = await ask(alice, ETH);
    await expect(queue.connect(alice).claim(id, alice)).to.be.revertedWithCustomError(queue, "NothingToClaim");
    await expect(queue.connect(alice).claim(99n, alice))
      .to.be.revertedWithCustomError(queue, "UnknownRequest")
      .withArgs(99n);
    await queue.close();
    await stEth.report(ALL);
    const worth = await stEth.getPooledEthByShares((await queue.getRequest(id)).shares);
    await reportAndFill();
    expect(await queue.claimable(id)).to.equal(worth);
    await expect(queue.connect(bob).claim(id, bob))
      .to.be.revertedWithCustomError(queue, "NotRequestOwner")
      .withArgs(id, bob.address);
    await expect(queue.connect(alice).claim(id, stEth)).to.be.revertedWithCustomError(queue, "FailedCall");
    const due = await queue.claimable(id);
    await expect(queue.connect(alice).claim(id, bob)).to.changeEtherBalance(ethers, bob, due);
    expect([await queue.claimable(99n), await queue.worthOf(99n)]).to.deep.equal([0n, 0n]);
  });

  it("LST-47: wrapped ether queues by its shares, for whomever is named", async () => {
    const { stEth, wstEth, queue, alice, bob } = await withBuffer();
    await stEth.connect(alice).approve(wstEth, 5n * ETH);
    await wstEth.connect(alice).wrap(5n * ETH);
    const shares = await wstEth.balanceOf(alice);
    await wstEth.connect(alice).approve(queue, shares);
    await queue.connect(alice).requestWrapped(shares, bob);
    const request = await queue.getRequest(1n);
    expect(request.owner).to.equal(bob.address);
    expect(shares - request.shares).to.be.lessThanOrEqual(1n);
    expect(await queue.wrappedToken()).to.equal(await wstEth.getAddress());
  });

  it("LST-48: a request needs shares and an owner, and ether comes from the pool only", async () => {
    const { ethers, queue, alice } = await withBuffer();
    await expect(queue.connect(alice).request(0n, alice))
      .to.be.revertedWithCustomError(queue, "ZeroShares")
      .withArgs(0n);
    await expect(queue.connect(alice).request(ETH, ethers.ZeroAddress)).to.be.revertedWithCustomError(
      queue,
      "ZeroOwner",
    );
    await expect(alice.sendTransaction({ to: queue, value: 1n }))
      .to.be.revertedWithCustomError(queue, "OnlyPool")
      .withArgs(alice.address);
  });

  it("LST-49: a pause stops requests and fills, never a claim", async () => {
    const { stEth, queue, alice, guardian, ask, reportAndFill } = await withBuffer();
    const id = await ask(alice, ETH);
    await queue.close();
    await reportAndFill();
    await queue.connect(guardian).pause();
    expect(await queue.isPaused()).to.equal(true);
    for (const call of [
      () => queue.connect(alice).request(ETH, alice),
      () => queue.connect(alice).requestWrapped(ETH, alice),
      () => queue.fill(1n),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(queue, "CurrentlyPaused");
    }
    await queue.connect(alice).claim(id, alice);
    expect(await stEth.isPaused()).to.equal(false);
  });
});
