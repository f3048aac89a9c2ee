import { expect } from "chai";
import { sendable } from "../../scripts/lib/ladder/withdrawal.ts";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, restored, standUpLadder } from "./ladder.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../scripts/lib/units.ts";

const BEACON = BEACON_CHAIN_ETH_STRATEGY;
const DAY = 24n * HOUR;
const HOSTILE = {
  "reverts at once": "0x5f5ffd",
  "burns all gas that it is given": "0xfe",
  "reverts with a bomb of a megabyte": "0x621000005ffd",
} as const;

/** Slot 0 holds 96 ETH in proven validators and 4 ETH of an LST. */
async function mixed() {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 96n * ETH });
  const keys = await s.stakeValidators(0n, 3);
  await s.vault.connect(s.bob).depositLst(s.lst, await s.giveLst(s.bob, 4n * ETH), s.bob, 0n, FOREVER);
  await s.restaker.restakeLst(0n, s.lst);
  await s.vault.syncAll();
  return { ...s, keys };
}
type Mixed = Awaited<ReturnType<typeof mixed>>;

const breakPool = async (s: Ladder, code: string) => s.networkHelpers.setCode(String(s.stEth.target), code);
const positionOf = async (s: Ladder, asset: string) =>
  (await s.delegators[0].positions()).list.find((one) => one.asset === asset);

/** The pool is broken and reported, and the quarantine is over. */
async function quarantined(code: string): Promise<Mixed & { poolCode: string }> {
  const s = await restored(mixed);
  const poolCode = await s.ethers.provider.getCode(s.stEth);
  await breakPool(s, code);
  await s.delegators[0].reportPart(s.strategy);
  await s.vault.reportFailure(s.lstReserve).catch(() => undefined);
  await s.networkHelpers.time.increase(DAY);
  return { ...s, poolCode };
}

describe("a part of a slot that cannot be read", () => {
  for (const [how, code] of Object.entries(HOSTILE)) {
    it(`OPS-77: an LST whose pool ${how} costs what it is worth and no more: native ETH of its slot counts, leaves and is paid`, async () => {
      const s = await quarantined(code);
      const { strategy, restaker, vault, delegators } = s;
      await vault.syncAll();
      const native = (await delegators[0].restaked(BEACON)).assets;
      expect(await vault.recordOf(delegators[0])).to.equal(native);
      expect((await delegators[0].positions()).inDoubt).to.equal(true);
      const part = await positionOf(s, String(strategy.target));
      expect([part?.quantity, part?.assets]).to.deep.equal([0n, 0n]);
      expect(await vault.rate()).to.be.within((ETH * 95n) / 100n, (ETH * 97n) / 100n);

      // every leg of the rest goes on
      await s.queue.connect(s.alice).request(40n * ETH, s.alice, 0n, FOREVER);
      await s.networkHelpers.time.increase(HOUR);
      await s.queue.close();
      const fee = await s.beacon.withdrawalRequestFee();
      await restaker.exitValidators(0n, [s.keys[0]!.pubkey], { value: fee });
      await s.advanceEpochs(400n);
      await s.beacon.sweep((await s.beacon.indexOf(pubkeyHashOf(s.keys[0]!.pubkey))).index);
      await s.checkpoint(0n, s.keys);
      await restaker.unwind(0n, BEACON);
      await restaker.retireStrategy(strategy);
      // and so does the part itself: out of the core, home to its reserve, and off the list
      await restaker.trim(0n, strategy);
      const { withdrawals } = await s.delegation.getQueuedWithdrawals(delegators[0]);
      expect(withdrawals.length).to.equal(2);
      await s.networkHelpers.mine(DELAY_BLOCKS + 1);
      for (const one of withdrawals.map(sendable)) await restaker.complete(0n, one);
      await restaker.removeStrategy(strategy);
      expect(await s.lstReserve.idleLst()).to.be.greaterThan(3n * ETH);
      await vault.syncAll();
      await s.queue.settle();
      expect((await s.queue.ticketOf(1n << 64n)).claimableAssets).to.be.greaterThan(31n * ETH);
      expect((await delegators[0].positions()).inDoubt).to.equal(false);
    });
  }

  it("OPS-77: until the quarantine is over the whole slot cannot be read, and then only the part that was reported", async () => {
    const s = await restored(mixed);
    const before = await s.delegators[0].value();
    await breakPool(s, HOSTILE["reverts at once"]);
    const { strategy, delegators, vault } = s;
    const unreadable = async (view: Promise<unknown>) =>
      expect(view).to.be.revertedWithCustomError(delegators[0], "PartUnreadable").withArgs(strategy);
    await unreadable(delegators[0].value());
    await unreadable(delegators[0].flows());
    expect(await delegators[0].isInDoubt(strategy)).to.equal(false);
    await expect(delegators[0].connect(s.keeper).reportPart(strategy)).to.emit(delegators[0], "PartFailing");
    const since = await delegators[0].partFailingSince(strategy);
    await expect(delegators[0].reportPart(strategy))
      .to.be.revertedWithCustomError(delegators[0], "NothingToReport")
      .withArgs(strategy, true);
    await s.networkHelpers.time.increaseTo(since + DAY - 2n);
    await unreadable(delegators[0].value());
    await s.networkHelpers.time.increaseTo(since + DAY);
    expect(await delegators[0].isInDoubt(strategy)).to.equal(true);
    expect(before - (await delegators[0].value())).to.be.within(4n * ETH - 10n, 4n * ETH);
    expect(await delegators[0].exitingAssets()).to.equal(0n);
    await expect(delegators[0].reportPart(BEACON)).to.be.revertedWithCustomError(s.restaker, "StrategyUnknown");
    expect(await vault.failingSince(delegators[0])).to.equal(since);
  });

  it("OPS-77: when it can be read again it counts at the next read, in doubt no more, and its clock is ended by anyone", async () => {
    const s = await quarantined(HOSTILE["reverts at once"]);
    const without = await s.delegators[0].value();
    await s.networkHelpers.setCode(String(s.stEth.target), s.poolCode);
    const { list, inDoubt } = await s.delegators[0].positions();
    expect(inDoubt).to.equal(false);
    expect(list.reduce((sum, { assets }) => sum + assets, 0n) - without).to.be.within(4n * ETH - 10n, 5n * ETH);
    await expect(s.delegators[0].connect(s.keeper).reportPart(s.strategy))
      .to.emit(s.delegators[0], "PartFailing")
      .withArgs(s.strategy, 0n);
    await expect(s.delegators[0].reportPart(s.strategy))
      .to.be.revertedWithCustomError(s.delegators[0], "NothingToReport")
      .withArgs(s.strategy, false);
    // another failure waits anew
    await breakPool(s, HOSTILE["reverts at once"]);
    await expect(s.delegators[0].value()).to.be.revertedWithCustomError(s.delegators[0], "PartUnreadable");
  });

  it("OPS-77: who reported the whole slot first does not wait twice for its part", async () => {
    const s = await restored(mixed);
    await breakPool(s, HOSTILE["reverts at once"]);
    await s.vault.reportFailure(s.delegators[0]);
    await s.vault.reportFailure(s.lstReserve);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    expect(await s.vault.recordOf(s.delegators[0])).to.equal(0n);
    await s.delegators[0].reportPart(s.strategy);
    await s.vault.syncAll();
    expect(await s.vault.recordOf(s.delegators[0])).to.be.greaterThan(95n * ETH);
    expect(await s.vault.failingSince(s.delegators[0])).to.equal(0n);
  });

  it("VLT-95: a report of a part alone lets who waits in a closed batch turn back, before anybody can settle", async () => {
    const s = await restored(mixed);
    await s.queue.connect(s.alice).request(40n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    await s.networkHelpers.setCode(String(s.strategy.target), HOSTILE["reverts at once"]);
    const back = s.queue.connect(s.alice);
    await expect(back.cancel(1n << 64n, s.alice)).to.be.revertedWithCustomError(s.queue, "BatchNotOpen");
    // a slot that has nothing of the part can be read, and is not reported
    for (const delegator of s.delegators) await delegator.connect(s.keeper).reportPart(s.strategy);
    const since = await s.delegators[0].partFailingSince(s.strategy);
    expect([await s.vault.failingSince(s.delegators[0]), await s.vault.failingSince(s.delegators[1])]).to.deep.equal([
      since,
      0n,
    ]);
    await expect(s.queue.settle()).to.revert(s.ethers);
    await back.cancel(1n << 64n, s.alice);
    expect(await s.vault.balanceOf(s.alice)).to.equal(96n * ETH);
    // the slot can be read again when the part is in quarantine
    await s.networkHelpers.time.increaseTo(since + DAY);
    await s.vault.syncAll();
    expect([await s.vault.failingSince(s.delegators[0]), await s.vault.isInDoubt()]).to.deep.equal([0n, true]);
  });

  it("VLT-95: a clock that nobody ended lapses: a later failure of the part waits anew, and nobody is settled in its block", async () => {
    const s = await restored(mixed);
    const code = await s.ethers.provider.getCode(s.strategy);
    const failing = (fails: boolean) =>
      s.networkHelpers.setCode(String(s.strategy.target), fails ? HOSTILE["reverts at once"] : code);
    await failing(true);
    await s.delegators[0].reportPart(s.strategy);
    await failing(false);
    const since = await s.delegators[0].partFailingSince(s.strategy);
    await s.vault.syncAll();
    await s.networkHelpers.time.increaseTo(since + 2n * DAY);
    await failing(true);
    expect(await s.delegators[0].isInDoubt(s.strategy)).to.equal(false);
    await expect(s.delegators[0].value()).to.be.revertedWithCustomError(s.delegators[0], "PartUnreadable");
    await s.delegators[0].reportPart(s.strategy);
    const anew = await s.delegators[0].partFailingSince(s.strategy);
    expect(anew).to.be.greaterThan(since + 2n * DAY);
    expect(await s.vault.failingSince(s.delegators[0])).to.equal(anew);
    // while it lasts, syncs keep the clock, for as long as they find the doubt
    for (let day = 1n; day <= 4n; ++day) {
      await s.networkHelpers.time.increaseTo(anew + day * DAY);
      await s.vault.syncAll();
      expect([await s.vault.isInDoubt(), await s.delegators[0].isInDoubt(s.strategy)]).to.deep.equal([true, true]);
    }
    await failing(false);
    await s.vault.syncAll();
    expect([await s.vault.isInDoubt(), await s.delegators[0].isInDoubt(s.strategy)]).to.deep.equal([false, false]);
  });

  it("OPS-77: nobody makes a sound part fail by giving little gas", async () => {
    const s = await restored(mixed);
    for (let gasLimit = 60_000n; gasLimit < 500_000n; gasLimit += 40_000n) {
      await expect(s.delegators[0].reportPart(s.strategy, { gasLimit })).to.revert(s.ethers);
    }
    expect(await s.delegators[0].partFailingSince(s.strategy)).to.equal(0n);
    await expect(s.delegators[0].reportPart(s.strategy, { gasLimit: 150_000n })).to.be.revertedWithCustomError(
      s.vault,
      "NotEnoughGas",
    );
  });
});
