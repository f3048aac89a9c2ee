import { expect } from "chai";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, restored, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const DAY = 24n * HOUR;
const FIRST = 1n << 64n;
const CAP = 10n ** 6n * ETH;
/** Code that answers every call with a failure, each in its own way. */
const HOSTILE = {
  "reverts at once": "0x5f5ffd",
  "burns all gas that it is given": "0xfe",
  "reverts with a bomb of a megabyte": "0x621000005ffd",
} as const;

/** 40 ETH of LST, half in each slot, and a closed batch over 15. */
async function closedBatch(): Promise<Ladder> {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  await s.vault.syncAll();
  await s.queue.connect(s.alice).request(15n * ETH, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
  return s;
}

const breakSlot = async (s: Ladder, code: string) => s.networkHelpers.setCode(String(s.delegators[0].target), code);
const near = (assets: bigint): [bigint, bigint] => [assets - 10n, assets + 10n];

describe("components that cannot be read", () => {
  for (const [how, code] of Object.entries(HOSTILE)) {
    it(`OPS-30: a slot that ${how} delays no exit: the others serve all of it, and the batch is paid after the quarantine`, async () => {
      const s = await restored(closedBatch);
      await breakSlot(s, code);
      await s.vault.connect(s.bob).reportFailure(s.delegators[0]);
      expect(await s.targets.exitDemand()).to.be.within(...near(15n * ETH));
      // half of it would be the other slot's part
      expect(await s.targets.needFrom(0n)).to.equal(0n);
      expect(await s.targets.needFrom(1n)).to.be.within(...near(15n * ETH));
      await expect(s.restaker.unwind(0n, s.strategy)).to.revert(s.ethers);
      await s.restaker.unwind(1n, s.strategy);
      expect(await s.targets.exitDemand()).to.equal(0n);
      await s.networkHelpers.mine(DELAY_BLOCKS + 1);
      await s.completeAll(1n);
      expect(await s.targets.exitDemand()).to.be.within(...near(15n * ETH));
      await s.restaker.requestLstExit(s.lst);
      expect(await s.targets.exitDemand()).to.equal(0n);
      await s.fillLstExits();
      for (const id of [...(await s.lstReserve.exitIds())]) await s.restaker.claimLstExit(s.lst, id);
      await expect(s.queue.settle()).to.be.revertedWithCustomError(s.vault, "ComponentUnreadable");
      await s.networkHelpers.time.increase(DAY);
      await s.queue.settle();
      // the slot's half is a loss, for who leaves and who stays
      const half = (15n * ETH) / 2n;
      // virtual wei weigh in
      expect((await s.queue.ticketOf(FIRST)).claimableAssets).to.be.within(half - 10n, half + 10n ** 6n);
    });
  }

  it("OPS-30: a slot that cannot be read has no room to trim others for", async () => {
    const s = await restored(closedBatch);
    await s.restaker.setSlot(1n, 2_000n, CAP);
    // the first slot is too small now for its weight, and the second too large
    await s.restaker.setSlot(0n, 8_000n, CAP);
    await s.queue.connect(s.alice).request(ETH, s.alice, 0n, FOREVER);
    expect(await s.targets.excessOf(1n, s.strategy)).to.be.greaterThan(ETH);
    await breakSlot(s, HOSTILE["reverts at once"]);
    expect(await s.targets.excessOf(1n, s.strategy)).to.equal(0n);
  });

  it("OPS-30: validators leave for a batch while the LST that the rest is in cannot be read", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
    const keys = await s.stakeValidators(0n, 1);
    await s.vault.connect(s.bob).depositLst(s.lst, await s.giveLst(s.bob, 30n * ETH), s.bob, 0n, FOREVER);
    await s.vault.syncAll();
    await s.queue.connect(s.alice).request(95n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    await s.checkpoint(0n, keys);
    await s.queue.settle();
    // idle LST would serve all that is left
    expect(await s.targets.validatorsNeeded(0n)).to.equal(0n);
    await s.networkHelpers.setCode(String(s.lst.target), HOSTILE["burns all gas that it is given"]);
    await expect(s.lstReserve.value()).to.revert(s.ethers);
    expect(await s.targets.exitDemand()).to.be.within(26n * ETH, 28n * ETH);
    expect(await s.targets.validatorsNeeded(0n)).to.equal(1n);
    // what burns gas burns what it is given, and no more
    expect(await s.targets.validatorsNeeded.estimateGas(0n)).to.be.below(2n * (await s.targets.READ_GAS()));
    await s.restaker.exitValidators(0n, [keys[0]!.pubkey], { value: await s.beacon.withdrawalRequestFee() });
    expect(await s.targets.exitDemand()).to.equal(0n);
  });

  it("OPS-30: a vault that is wound up takes out what can be read, and waits for nothing else", async () => {
    const s = await restored(closedBatch);
    for (const operator of [s.opOne, s.opTwo]) {
      await s.secure(s.bob, operator, [String(s.strategy.target)]);
      await s.slash(s.bob, operator, [String(s.strategy.target)], ETH - ETH / 2_000_000n);
    }
    await s.vault.syncAll();
    await s.networkHelpers.time.increase(2n * DAY);
    await s.runOff.windUp();
    const left = await s.delegators[1].value();
    expect(await s.targets.exitDemand()).to.be.within(...near(2n * left));
    await breakSlot(s, HOSTILE["burns all gas that it is given"]);
    expect(await s.targets.exitDemand()).to.equal(left);
    await s.restaker.unwind(1n, s.strategy);
    expect(await s.delegators[1].exitingAssets()).to.be.within(...near(left));
    expect(await s.targets.exitDemand()).to.be.within(0n, 10n);
  });

  it("OPS-30: nobody makes a healthy component unreadable by giving little gas", async () => {
    const s = await restored(closedBatch);
    const demand = await s.targets.exitDemand();
    await s.restaker.unwind(1n, s.strategy);
    const left = await s.targets.exitDemand();
    expect(left).to.be.below(demand);
    const need = await s.targets.needFrom(0n);
    const answers = new Set<bigint>();
    for (let gasLimit = 300_000n; gasLimit < 6_000_000n; gasLimit += 300_000n) {
      try {
        answers.add(await s.targets.exitDemand({ gasLimit }));
        answers.add((await s.targets.needFrom(0n, { gasLimit })) - need + left);
      } catch {
        // refused: no answer is no wrong answer
      }
    }
    expect([...answers]).to.deep.equal([left]);
    await expect(s.targets.exitDemand({ gasLimit: 1_900_000n })).to.be.revertedWithCustomError(s.vault, "NotEnoughGas");
  });

  it("OPS-31: what a slot that cannot be read may lose to a service is what the books have of it", async () => {
    const s = await restored(closedBatch);
    for (const operator of [s.opOne, s.opTwo]) await s.secure(s.bob, operator, [String(s.strategy.target)]);
    await s.rules.setAvsCap(s.bob, 30n * ETH);
    const loss = await s.exposure.maximumLoss(s.bob, DELAY_BLOCKS);
    expect(loss).to.be.within(...near(40n * ETH));
    await breakSlot(s, HOSTILE["burns all gas that it is given"]);
    await s.vault.reportFailure(s.delegators[0]);
    expect(await s.exposure.maximumLoss(s.bob, DELAY_BLOCKS)).to.be.within(...near(loss));
    expect(await s.exposure.stayingLoss(s.bob, DELAY_BLOCKS)).to.be.at.least(40n * ETH - 10n);
    // the cap lets the other be trimmed by its part
    await s.restaker.trim(1n, s.strategy);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    expect(await s.exposure.maximumLoss(s.bob, DELAY_BLOCKS)).to.be.within(...near(20n * ETH));
  });
});
