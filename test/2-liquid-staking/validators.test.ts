import { expect } from "chai";
import { credentialsFor, depositDataFor, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { ALL, BATCH_INTERVAL, BOOTSTRAP, deployPool } from "./pool.ts";
import { ETH, ETH_IN_GWEI } from "../../scripts/lib/units.ts";

describe("2-liquid-staking: the pool's validators", () => {
  it("LST-20: ether that the queue waits for is never staked", async () => {
    const { stEth, queue, alice, ethers } = await deployPool();
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 64n * ETH });
    await stEth.connect(alice).approve(queue, ETH);
    await queue.connect(alice).request(ETH, alice);
    expect(await stEth.stakeBuffered.staticCall(ALL)).to.equal(1n);
    await stEth.stakeBuffered(ALL);
    expect(await stEth.bufferedEther()).to.equal(32n * ETH + BOOTSTRAP);
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: ETH - BOOTSTRAP });
    expect(await stEth.stakeBuffered.staticCall(ALL)).to.equal(1n);
  });

  it("LST-20: no more validators are staked than it is told", async () => {
    const { stEth, alice, ethers } = await deployPool();
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 96n * ETH });
    for (const most of [0n, 1n, 2n, 3n]) expect(await stEth.stakeBuffered.staticCall(most)).to.equal(most);
    expect(await stEth.stakeBuffered.staticCall(ALL)).to.equal(3n);
  });

  it("LST-21: nobody leaves while the buffer is just enough, and one does for a wei more", async () => {
    const { stEth, queue, alice, bob, advance, stakeActive, ethers, networkHelpers } = await deployPool();
    await stakeActive(1n);
    await stEth.connect(bob).submit(ethers.ZeroAddress, { value: 5n * ETH });
    await stEth.connect(alice).approve(queue, ethers.MaxUint256);
    const buffered = await stEth.bufferedEther();
    // no report has moved the rate: a share is a wei
    expect(await stEth.getTotalPooledEther()).to.equal(await stEth.getTotalShares());
    const before = await networkHelpers.takeSnapshot();
    for (const [asked, leave] of [
      [buffered, 0n],
      [buffered + 1n, 1n],
    ] as const) {
      await queue.connect(alice).request(asked, alice);
      await queue.close();
      await advance(256n);
      expect(await stEth.exitForQueue.staticCall(ALL, { value: 9n }), String(asked - buffered)).to.equal(leave);
      await before.restore();
    }
  });

  it("LST-21: validators exit for the queue as long as it lacks ether, oldest first, and no more", async () => {
    const { stEth, queue, alice, advance, stakeActive, networkHelpers } = await deployPool();
    await stakeActive(3n);
    await stEth.connect(alice).approve(queue, 96n * ETH);
    await queue.connect(alice).request(33n * ETH, alice);
    expect(await stEth.exitForQueue.staticCall(ALL, { value: 9n })).to.equal(0n);
    await queue.close();
    expect(await stEth.exitForQueue.staticCall(ALL, { value: 9n })).to.equal(0n); // too young to be heard
    await advance(256n);
    await expect(stEth.exitForQueue(ALL, { value: 1n }))
      .to.be.revertedWithCustomError(stEth, "FeeNotCovered")
      .withArgs(1n, 0n);
    await expect(stEth.connect(alice).exitForQueue(ALL, { value: 10n }))
      .to.emit(stEth, "ValidatorExitRequested")
      .withArgs(0n)
      .and.to.emit(stEth, "ValidatorExitRequested")
      .withArgs(1n);
    expect(await networkHelpers.time.latest()).to.be.greaterThan(0);
    expect(await stEth.validators()).to.deep.equal([[2n], [0n, 1n]]);
    expect(await stEth.exitForQueue.staticCall(ALL, { value: 9n })).to.equal(0n);
  });

  it("LST-21: fees that are not needed come back, to the wei", async () => {
    const { ethers, stEth, queue, alice, bob, advance, stakeActive, networkHelpers } = await deployPool();
    await stakeActive(1n);
    await advance(256n);
    await stEth.connect(alice).approve(queue, ETH);
    await queue.connect(alice).request(ETH, alice);
    await queue.close();
    for (const excess of [0n, 1n, 2n, 999n]) {
      const before = await networkHelpers.takeSnapshot();
      const leaving = stEth.connect(bob).exitForQueue(ALL, { value: 1n + excess });
      await expect(leaving).to.changeEtherBalance(ethers, bob, -1n);
      await before.restore();
    }
  });

  it("LST-22: a key deposited for by somebody else with other credentials is dropped, with no loss", async () => {
    const { chain, stEth, keys, alice, bob, ethers } = await deployPool();
    const [first, second] = keys;
    if (!first || !second) throw new Error("two keys are needed");
    const theirs = depositDataFor(first.pubkey, credentialsFor(1, bob.address), ETH_IN_GWEI);
    await chain.deposit(theirs.pubkey, theirs.credentials, theirs.signature, theirs.root, { value: ETH });
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 32n * ETH });
    await expect(stEth.stakeBuffered(1n))
      .to.emit(stEth, "KeyDropped")
      .withArgs(first.pubkey, theirs.credentials)
      .and.to.emit(stEth, "ValidatorStaked")
      .withArgs(1n, second.pubkey, 32n * ETH);
    expect(await stEth.keyCount()).to.deep.equal([8n, 2n]);
  });

  it("LST-23: a key listed twice is staked once; one that was topped up with our credentials is used", async () => {
    const { chain, stEth, keys, curator, alice, ethers } = await deployPool();
    const [first] = keys;
    if (!first) throw new Error("a key is needed");
    const gift = depositDataFor(first.pubkey, first.credentials, ETH_IN_GWEI);
    await chain.deposit(gift.pubkey, gift.credentials, gift.signature, gift.root, { value: ETH });
    await stEth.connect(curator).registerKeys([first.pubkey], [first.signature]);
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 320n * ETH });
    await stEth.stakeBuffered(ALL);
    const { staying } = await stEth.validators();
    expect(staying.length).to.equal(8);
    expect(new Set(staying).size).to.equal(8);
    expect(await stEth.keyCount()).to.deep.equal([9n, 9n]);
    expect(await stEth.stakeBuffered.staticCall(1n)).to.equal(0n);
  });

  it("LST-72: more keys in a row that cannot be used than a call drops stop no staking", async () => {
    const { ethers, stEth, curator, alice, keys } = await deployPool();
    const stake = async () => {
      const staked = await stEth.stakeBuffered.staticCall(1n);
      await stEth.stakeBuffered(1n, { gasLimit: 16_000_000n });
      return staked;
    };
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 10n * 32n * ETH });
    await stEth.stakeBuffered(8n);
    const [first] = keys;
    const again = Array.from({ length: 66 }, () => first!);
    const fresh = depositDataFor(pubkeyOf("pool", 99), await stEth.withdrawalCredentials(), 32n * 10n ** 9n);
    for (const list of [again, again, [fresh]]) {
      await stEth.connect(curator).registerKeys(
        list.map(({ pubkey }) => pubkey),
        list.map(({ signature }) => signature),
      );
    }
    expect(await stake()).to.equal(0n);
    expect(await stEth.keyCount()).to.deep.equal([141n, 8n + 128n]);
    expect(await stake()).to.equal(1n);
    expect(await stEth.keyCount()).to.deep.equal([141n, 141n]);
  });

  it("LST-24: only the curator lists keys, in pairs of the right lengths", async () => {
    const { stEth, curator, alice } = await deployPool();
    const key = pubkeyOf("more", 1);
    const signature = `0x${"11".repeat(96)}`;
    await expect(stEth.connect(alice).registerKeys([key], [signature]))
      .to.be.revertedWithCustomError(stEth, "OnlyCurator")
      .withArgs(alice.address);
    await expect(stEth.connect(curator).registerKeys([key], []))
      .to.be.revertedWithCustomError(stEth, "KeyListsDiffer")
      .withArgs(1n, 0n);
    await expect(stEth.connect(curator).registerKeys([key], ["0x11"]))
      .to.be.revertedWithCustomError(stEth, "KeyLengths")
      .withArgs(48n, 1n);
    await expect(stEth.connect(curator).registerKeys([key], [signature]))
      .to.emit(stEth, "KeyRegistered")
      .withArgs(key);
  });

  it("LST-25: a validator is forgotten when it has left and been swept, not before", async () => {
    const { chain, stEth, queue, alice, advance, stakeActive, networkHelpers } = await deployPool();
    await stakeActive(2n);
    await advance(256n);
    await stEth.connect(alice).approve(queue, 96n * ETH);
    await queue.connect(alice).request(ETH, alice);
    await networkHelpers.time.increase(BATCH_INTERVAL);
    await queue.close();
    await expect(stEth.forget(0n)).to.be.revertedWithCustomError(stEth, "NoSuchPosition").withArgs(0n, 0n);
    await stEth.exitForQueue(1n, { value: 1n });
    await expect(stEth.forget(0n)).to.be.revertedWithCustomError(stEth, "NotWithdrawn").withArgs(0n);
    await advance(261n);
    await expect(stEth.forget(0n)).to.be.revertedWithCustomError(stEth, "NotWithdrawn").withArgs(0n);
    await chain.sweep(0n);
    await stEth.forget(0n);
    expect(await stEth.validators()).to.deep.equal([[1n], []]);
  });

  it("LST-26: one that leaves by itself is passed over without a request", async () => {
    const { chain, stEth, queue, alice, authority, advance, stakeActive } = await deployPool();
    await stakeActive(2n);
    await advance(256n);
    await chain.connect(authority).reportSlashing(0n);
    await stEth.report(ALL);
    expect(await stEth.exitingEther()).to.be.greaterThan(31n * ETH);
    await stEth.connect(alice).approve(queue, 96n * ETH);
    await queue.connect(alice).request(33n * ETH, alice);
    await queue.close();
    await stEth.exitForQueue(ALL, { value: 9n });
    expect(await stEth.validators()).to.deep.equal([[], [0n, 1n]]);
  });

  it("LST-26: its ether counts as under way, whether it left before the last report or since", async () => {
    const { chain, stEth, queue, alice, authority, advance, stakeActive, networkHelpers } = await deployPool();
    await stakeActive(4n);
    await advance(256n);
    await stEth.connect(alice).approve(queue, 128n * ETH);
    await queue.connect(alice).request(20n * ETH, alice);
    await queue.close();
    await stEth.report(ALL);
    await chain.connect(authority).reportSlashing(0n);
    await stEth.exitForQueue(ALL, { value: 9n });
    expect(await stEth.validators()).to.deep.equal([[1n, 2n, 3n], [0n]]);
    await chain.connect(authority).reportSlashing(1n);
    await stEth.report(ALL);
    const reported = await stEth.exitingEther();
    await networkHelpers.time.increase(BATCH_INTERVAL);
    await queue.connect(alice).request(60n * ETH, alice);
    await queue.close();
    await stEth.exitForQueue(ALL, { value: 9n });
    expect(await stEth.validators()).to.deep.equal([[3n], [0n, 1n, 2n]]);
    expect((await stEth.exitingEther()) - reported).to.equal((await chain.validator(2n)).balanceGwei * 10n ** 9n);
  });
});
