import { expect } from "chai";
import { ALL, BOOTSTRAP, deployPool } from "./pool.ts";

const ETHER = 10n ** 18n;

describe("2-liquid-staking: exit queue", () => {
  it("LST-40: a request waits for a real validator exit, and is paid at the rate of the fill", async () => {
    const { ethers, chain, stEth, queue, alice, advance, stakeActive, reportAndFill } = await deployPool();
    await stakeActive(2n);
    await advance(256n);
    await stEth.connect(alice).approve(queue, 64n * ETHER);
    await queue.connect(alice).request(32n * ETHER, alice.address);
    await queue.close();
    await stEth.report(ALL);
    await stEth.exitForQueue(5n, { value: 100n });
    expect(await stEth.exitingEther()).to.be.greaterThanOrEqual(32n * ETHER);
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
    expect(batch.filledWei).to.be.greaterThan(32n * ETHER);
  });
});
