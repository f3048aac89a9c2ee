import { expect } from "chai";
import { DAY, FOREVER, GRACE, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** What virtual wei and shares make of an amount of some hundred ETH. */
const DUST = 10n ** 8n;
const VIRTUAL = 10n ** 6n;
const RULES = ["ExposedRule", "CappedRule", "LossOnlyRule"] as const;
const FIRST = 1n << 64n;

async function pass(s: Standing): Promise<void> {
  await s.networkHelpers.time.increase(DAY);
  await s.vault.syncAll();
}

describe("tickets that are turned back in doubt", () => {
  for (const rule of RULES) {
    it(`VLT-95: who waits turns his ticket back from a report on, before anybody can settle, and has what comes back (${rule})`, async () => {
      const s = await standUpVault(rule);
      for (const user of [s.alice, s.bob]) await s.vault.deposit(user, 0n, FOREVER, { value: 50n * ETH });
      await s.restaker.restake(s.left, 90n * ETH);
      await s.queue.connect(s.bob).request(20n * ETH, s.bob, 0n, FOREVER);
      await s.queue.connect(s.bob).request(30n * ETH, s.bob, 0n, FOREVER);
      await s.networkHelpers.time.increase(DAY);
      await s.queue.close();
      const turnBack = (ticket: bigint) => s.queue.connect(s.bob).cancel(ticket, s.bob);
      await s.left.setBroken(true);
      await expect(turnBack(FIRST)).to.be.revertedWithCustomError(s.queue, "BatchNotOpen").withArgs(1n);
      await s.vault.connect(s.carol).reportFailure(s.left);
      const quarantineAt = (await s.vault.failingSince(s.left)) + DAY;
      expect(await s.runOff.mayTurnBack()).to.equal(true);
      await s.networkHelpers.time.setNextBlockTimestamp(quarantineAt - 2n);
      await expect(s.queue.connect(s.carol).settle())
        .to.be.revertedWithCustomError(s.vault, "ComponentUnreadable")
        .withArgs(s.left, quarantineAt);
      await s.networkHelpers.time.setNextBlockTimestamp(quarantineAt - 1n);
      await expect(turnBack(FIRST))
        .to.emit(s.queue, "Cancelled")
        .withArgs(FIRST, s.bob, s.bob, 20n * ETH);
      expect(await s.vault.balanceOf(s.bob)).to.equal(20n * ETH);
      expect(await s.queue.waitingShares()).to.deep.equal([30n * ETH, 0n]);
      // what he leaves in the batch is settled in doubt, and is paid what there is
      await s.networkHelpers.time.setNextBlockTimestamp(quarantineAt);
      await s.queue.connect(s.carol).settle();
      await expect(turnBack(FIRST + 1n))
        .to.be.revertedWithCustomError(s.queue, "BatchNotOpen")
        .withArgs(1n);
      const paid = await s.queue.claimableOf(FIRST + 1n);
      expect(paid).to.be.within(3n * ETH, 3n * ETH + DUST);
      await s.left.setBroken(false);
      await pass(s);
      // the other ticket has its part of all that is left, to a wei
      const t = await s.vault.totals();
      expect([t.recognised, t.lockedProfit]).to.deep.equal([100n * ETH - paid, 0n]);
      const due = (20n * ETH * (t.recognised + VIRTUAL)) / (70n * ETH + VIRTUAL);
      expect(await s.vault.toAssetsDown(await s.vault.balanceOf(s.bob))).to.equal(due);
      await expectBalanced(s);
    });
  }

  it("VLT-95: tickets turn back while something is in doubt, and no longer, to the second", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.restaker.restake(s.left, 10n * ETH);
    await s.queue.connect(s.alice).request(ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.queue.close();
    const turnBack = () => s.queue.connect(s.alice).cancel(FIRST, s.alice);
    const refused = () => expect(turnBack()).to.be.revertedWithCustomError(s.queue, "BatchNotOpen").withArgs(1n);
    await s.left.setInDoubt(true);
    await refused();
    await s.vault.syncAll();
    const snapshot = await s.networkHelpers.takeSnapshot();
    await turnBack();
    await snapshot.restore();
    await s.left.setInDoubt(false);
    await s.vault.syncAll();
    await refused();
    // what cannot be read stays unreadable: the doubt ends a grace after its quarantine began, synced or not
    await s.left.setBroken(true);
    await s.vault.reportFailure(s.left);
    const endsAt = (await s.vault.failingSince(s.left)) + DAY + GRACE;
    const reported = await s.networkHelpers.takeSnapshot();
    await s.networkHelpers.time.setNextBlockTimestamp(endsAt - 1n);
    await turnBack();
    await reported.restore();
    await s.networkHelpers.time.setNextBlockTimestamp(endsAt);
    await refused();
  });
});
