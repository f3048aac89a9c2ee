import { expect } from "chai";
import { depositDataFor, pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../scripts/lib/units.ts";

/** 40 ETH of LST in the vault, half with each operator. */
async function withLst(): Promise<Ladder> {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.connect(s.keeper).restakeLst(slot, s.lst);
  await s.vault.syncAll();
  return s;
}

/** Alice asks for `shares`, and the batch closes. */
async function requestAndClose(s: Ladder, shares: bigint): Promise<void> {
  await s.queue.connect(s.alice).request(shares, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

/** Everything that brings LST stake back to idle ETH, by the keeper. */
async function bringBackLst(s: Ladder): Promise<void> {
  const { restaker, keeper } = s;
  for (const slot of [0n, 1n]) await restaker.connect(keeper).unwind(slot, s.strategy);
  await s.networkHelpers.mine(DELAY_BLOCKS + 1);
  for (const slot of [0n, 1n]) await s.completeAll(slot);
  await restaker.connect(keeper).requestLstExit(s.lst);
  await s.fillLstExits();
  for (const id of await s.lstReserve.exitIds()) await restaker.connect(keeper).claimLstExit(s.lst, id);
}

describe("restaking an LST", () => {
  it("OPS-01: goes in by target weight at anyone's call, comes back for a closed batch, and pays it", async () => {
    const s = await withLst();
    expect([await s.delegators[0].value(), await s.delegators[1].value()]).to.deep.equal([20n * ETH, 20n * ETH]);
    await requestAndClose(s, 10n * ETH);
    expect(await s.targets.exitDemand()).to.equal(10n * ETH);
    await bringBackLst(s);
    expect(await s.targets.exitDemand()).to.equal(0n);
    await s.queue.settle();
    const paid = await s.queue.claimableOf(1n << 64n);
    expect(paid).to.be.within(10n * ETH - 2n, 10n * ETH);
    await expect(s.queue.connect(s.alice).claim(1n << 64n, s.bob)).to.changeEtherBalance(s.ethers, s.bob, paid);
    // both slots gave the same
    const [left, right] = [await s.delegators[0].value(), await s.delegators[1].value()];
    expect(left - right).to.be.within(-2n, 2n);
    await expectBalanced(s);
  });

  it("OPS-01: value does not change by where it is: restaked, queued, back, in the LST's queue, idle", async () => {
    const s = await withLst();
    const total = async () => {
      await s.vault.syncAll();
      await expectBalanced(s);
      const t = await s.vault.totals();
      return t.recognised + t.lockedProfit;
    };
    await requestAndClose(s, 10n * ETH);
    const seen = [await total()];
    await s.restaker.unwind(0n, s.strategy);
    seen.push(await total());
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    seen.push(await total());
    await s.restaker.requestLstExit(s.lst);
    seen.push(await total());
    await s.fillLstExits();
    seen.push(await total());
    for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
    seen.push(await total());
    for (const value of seen) expect(value).to.be.within(40n * ETH - 5n, 40n * ETH);
  });

  it("OPS-03: a slash counts in the block of the sync, on restaked and queued stake alike, for all the same", async () => {
    const s = await withLst();
    await s.secure(s.bob, s.opOne, [String(s.strategy.target)]);
    await requestAndClose(s, 10n * ETH);
    await s.restaker.unwind(0n, s.strategy);
    const rate = await s.vault.rate();
    await s.slash(s.bob, s.opOne, [String(s.strategy.target)], ETH / 10n);
    // a tenth of the one operator's half, wherever in the core it was
    await s.vault.sync(s.delegators[0]);
    expect(await s.vault.rate()).to.be.within((rate * 95n) / 100n - 2n, (rate * 95n) / 100n + 10n ** 4n);
    await s.restaker.unwind(1n, s.strategy);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    for (const slot of [0n, 1n]) await s.completeAll(slot);
    await s.restaker.requestLstExit(s.lst);
    await s.fillLstExits();
    for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
    await s.queue.settle();
    expect(await s.queue.claimableOf(1n << 64n)).to.be.within(
      (95n * ETH) / 10n - 10n ** 9n,
      (95n * ETH) / 10n + 10n ** 9n,
    );
    await expectBalanced(s);
  });

  it("OPS-04: stake that an operator forces out is found by a sync, brought back by anyone, and restaked elsewhere", async () => {
    const s = await withLst();
    const before = await s.vault.totals();
    await s.delegation.connect(s.opOne).undelegate(s.delegators[0]);
    await s.vault.syncAll();
    const after = await s.vault.totals();
    expect(after.recognised - before.recognised).to.be.within(-1n, 0n);
    expect(await s.delegators[0].queuedAssets()).to.be.within(20n * ETH - 1n, 20n * ETH);
    await expect(s.restaker.restakeLst(0n, s.lst)).to.be.revertedWithCustomError(s.restaker, "OperatorIneligible");
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    expect(await s.lstReserve.idleLst()).to.be.within(20n * ETH - 2n, 20n * ETH);
    await s.restaker.setSlot(0n, 0n, 0n);
    await s.restaker.setSlot(1n, 10_000n, 10n ** 6n * ETH);
    await s.restaker.connect(s.keeper).restakeLst(1n, s.lst);
    expect(await s.delegators[1].value()).to.be.within(40n * ETH - 4n, 40n * ETH);
    await expectBalanced(s);
  });

  it("OPS-05: an operator slashed to zero is an event like others: the loss counts, the slot is left, the rest goes on", async () => {
    const s = await withLst();
    await s.secure(s.bob, s.opOne, [String(s.strategy.target)]);
    await s.slash(s.bob, s.opOne, [String(s.strategy.target)], ETH);
    await s.vault.syncAll();
    expect(await s.vault.rate()).to.be.within(ETH / 2n, ETH / 2n + 10n ** 5n);
    await expect(s.restaker.connect(s.keeper).leaveIneligible(1n))
      .to.be.revertedWithCustomError(s.restaker, "OperatorEligible")
      .withArgs(s.opTwo);
    await s.restaker.connect(s.keeper).leaveIneligible(0n);
    expect(await s.delegators[0].operator()).to.equal(s.ethers.ZeroAddress);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    await requestAndClose(s, 4n * ETH);
    await s.restaker.unwind(1n, s.strategy);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(1n);
    await s.restaker.requestLstExit(s.lst);
    await s.fillLstExits();
    for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
    await s.queue.settle();
    expect(await s.queue.claimableOf(1n << 64n)).to.be.within(2n * ETH - 2n, 2n * ETH + 10n ** 9n);
    await expectBalanced(s);
  });
});

describe("restaking native ETH", () => {
  it("OPS-02: 32 ETH become a validator of the slot's pod, earn, exit for a closed batch and pay it", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 64n * ETH });
    const [first, second] = [await s.registerKeys(0n, 1), await s.registerKeys(1n, 1)];
    for (const slot of [0n, 1n]) await s.restaker.connect(s.keeper).restakeEth(slot, 5n);
    expect(await s.delegators[0].unverifiedAssets()).to.equal(32n * ETH);
    await s.vault.syncAll();
    expect((await s.vault.totals()).recognised).to.equal(64n * ETH);
    await s.advanceEpochs(300n);
    await s.verifyKeys(0n, first);
    await s.verifyKeys(1n, second);
    expect(await s.delegators[0].unverifiedAssets()).to.equal(0n);
    expect((await s.delegators[0].restaked(BEACON_CHAIN_ETH_STRATEGY)).assets).to.equal(32n * ETH);
    await s.checkpoint(0n, first);
    await s.vault.syncAll();
    const earned = await s.vault.totals();
    expect(earned.recognised + earned.lockedProfit).to.be.greaterThan(64n * ETH);

    await requestAndClose(s, 20n * ETH);
    await expect(s.restaker.exitValidators(0n, [first[0]!.pubkey, first[0]!.pubkey])).to.be.revertedWithCustomError(
      s.restaker,
      "TooManyValidators",
    );
    const fee = await s.beacon.withdrawalRequestFee();
    await s.restaker.connect(s.keeper).exitValidators(0n, [first[0]!.pubkey], { value: fee });
    expect(await s.targets.exitDemand()).to.equal(0n);
    await s.advanceEpochs(600n);
    await s.beacon.sweep((await s.beacon.indexOf(pubkeyHashOf(first[0]!.pubkey))).index);
    await s.checkpoint(0n, first);
    await s.vault.syncAll();
    await s.restaker.connect(s.keeper).unwind(0n, BEACON_CHAIN_ETH_STRATEGY);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    await s.checkpoint(1n, second);
    await s.queue.settle();
    expect(await s.queue.claimableOf(1n << 64n)).to.be.at.least(20n * ETH);
    await expectBalanced(s);
  });

  it("OPS-06: a key that somebody has deposited for is dropped, not paid for", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 128n * ETH });
    const keys = await s.registerKeys(0n, 2);
    const thief = s.ethers.concat(["0x010000000000000000000000", s.opOne.address]);
    const stolen = depositDataFor(keys[0]!.pubkey, thief, 10n ** 9n);
    await s.beacon.deposit(stolen.pubkey, thief, stolen.signature, stolen.root, { value: ETH });
    await expect(s.restaker.restakeEth(0n, 2n)).to.emit(s.depositKeys, "KeyDropped").withArgs(0n, keys[0]!.pubkey);
    expect(await s.delegators[0].unverifiedAssets()).to.equal(32n * ETH);
    await expect(s.restaker.restakeEth(0n, 2n)).to.be.revertedWithCustomError(s.depositKeys, "NoKeys").withArgs(0n);
    await expect(
      s.depositKeys
        .connect(s.registrar)
        .registerKeys(0n, [{ pubkey: keys[0]!.pubkey, signature: "0x", depositDataRoot: s.ethers.ZeroHash }]),
    ).to.be.revertedWithCustomError(s.depositKeys, "KeyAlreadyRegistered");
    await expect(s.depositKeys.connect(s.registrar).skipKey(0n)).to.be.revertedWithCustomError(s.depositKeys, "NoKeys");
  });
});
