import { expect } from "chai";
import { ETH, GWEI } from "../../../scripts/lib/units.ts";
import { FOREVER as LADDER_FOREVER, HOUR, standUpLadder } from "../ladder.ts";
import { DAY, expectBalanced, FOREVER, type Standing, standUpVault } from "../vault.ts";

const TICKET = 1n << 64n;
const FILLS = 20n;

/** Alice and Bob hold 50 ETH each; Bob's are in a closed batch, and so much of all is in a component. */
async function bobLeaves(restaked: bigint): Promise<Standing> {
  const s = await standUpVault();
  for (const who of [s.alice, s.bob]) await s.vault.connect(who).deposit(who, 0n, FOREVER, { value: 50n * ETH });
  await s.restaker.restake(s.left, restaked);
  await s.queue.connect(s.bob).request(50n * ETH, s.bob, 0n, FOREVER);
  await s.networkHelpers.time.increase(DAY);
  await s.queue.close();
  return s;
}

describe("attacks with a few wei", () => {
  it("INV-35: a deposit just before a settlement takes from who leaves what of a gain had served, and no more, whatever its size", async () => {
    const s = await bobLeaves(20n * ETH);
    const gain = ETH;
    const synced = (await s.vault.totals()).lastFullSync;
    await s.left.setAssets(20n * ETH + gain);
    const start = await s.networkHelpers.takeSnapshot();
    const paidAfter = async (deposit: bigint) => {
      const at = synced + DAY / 2n;
      await s.networkHelpers.time.setNextBlockTimestamp(deposit === 0n ? at : at - 1n);
      if (deposit > 0n) await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: deposit });
      await s.networkHelpers.time.setNextBlockTimestamp(at);
      await s.queue.settle();
      const paid = await s.queue.claimableOf(TICKET);
      await expectBalanced(s);
      await start.restore();
      return paid;
    };
    const served = gain / 2n;
    const undisturbed = await paidAfter(0n);
    expect(undisturbed).to.be.within(50n * ETH + served / 2n - GWEI, 50n * ETH + served / 2n);
    for (const deposit of [2n, GWEI, 100n * ETH]) {
      expect(await paidAfter(deposit)).to.be.within(50n * ETH, undisturbed);
    }
  });

  it("QUE-04: settlements of a few wei cost a ticket less than a wei each", async () => {
    const s = await bobLeaves(90n * ETH);
    await s.left.setAssets(91n * ETH + 12_345n);
    for (let day = 0; day < 2; ++day) {
      await s.networkHelpers.time.increase(DAY);
      await s.vault.syncAll();
    }
    await s.queue.settle();
    const rest = async () => {
      await s.vault.deposit(s.carol, 0n, FOREVER, { value: 80n * ETH });
      await s.queue.settle();
      return s.queue.claimableOf(TICKET);
    };
    const start = await s.networkHelpers.takeSnapshot();
    const whole = await rest();
    await start.restore();
    for (let fill = 0n; fill < FILLS; ++fill) {
      await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 3n });
      await s.queue.settle();
    }
    expect(await rest()).to.be.at.least(whole - FILLS);
    await expectBalanced(s);
  });

  it("QUE-08: whom the owner of a ticket approved has nothing of it once a ticket that is partly claimed is sold", async () => {
    const s = await bobLeaves(90n * ETH);
    await s.queue.settle();
    const paid = await s.queue.claimableOf(TICKET);
    await s.tickets.connect(s.bob).approve(s.keeper, TICKET);
    await expect(s.queue.connect(s.keeper).claim(TICKET, s.keeper)).to.changeEtherBalance(s.ethers, s.keeper, paid);
    await s.tickets.connect(s.bob).transferFrom(s.bob, s.carol, TICKET);
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 60n * ETH });
    await s.queue.settle();
    for (const former of [s.bob, s.keeper]) {
      await expect(s.queue.connect(former).claim(TICKET, former))
        .to.be.revertedWithCustomError(s.queue, "NotTicketOwner")
        .withArgs(TICKET, former);
    }
    await expect(s.queue.connect(s.carol).claim(TICKET, s.carol)).to.changeEtherBalance(
      s.ethers,
      s.carol,
      50n * ETH - paid,
    );
  });

  it("VLT-22: exits of two wei in every block keep the bucket of the instant exit from leaking by a wei each", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, LADDER_FOREVER, { value: 400n * ETH });
    const me = s.instantExit.connect(s.alice);
    await me.exitInstantly(90n * ETH, s.alice, 0n, LADDER_FOREVER);
    const at = BigInt(await s.networkHelpers.time.latest());
    for (let fill = 1n; fill <= FILLS; ++fill) {
      await s.networkHelpers.time.setNextBlockTimestamp(at + fill * 12n);
      await me.exitInstantly(2n, s.alice, 0n, LADDER_FOREVER);
    }
    const leaked = (100n * ETH * FILLS * 12n) / (24n * HOUR);
    const [room] = await s.instantExit.roomNow();
    expect(room).to.be.within(10n * ETH + leaked - 3n * FILLS, 10n * ETH + leaked - 2n * FILLS);
  });

  it("STD-24: what a stranger adds to a request is the controller's, who takes all of it back, or is paid for it", async () => {
    const s = await standUpLadder();
    for (const who of [s.alice, s.bob]) {
      await s.vault.connect(who).deposit(who, 0n, LADDER_FOREVER, { value: 10n * ETH });
      await s.vault.connect(who).approve(s.facade, 10n * ETH);
    }
    const [mine, strangers] = [s.facade.connect(s.alice), s.facade.connect(s.bob)];
    await mine.requestRedeem(ETH, s.alice, s.alice);
    await strangers.requestRedeem(ETH / 100n, s.alice, s.bob);
    await mine.cancelRedeemRequest(1n, s.alice);
    // he begins it anew: neither is mixed with the other
    await strangers.requestRedeem(ETH / 50n, s.alice, s.bob);
    await expect(strangers.cancelRedeemRequest(1n, s.alice)).to.be.revertedWithCustomError(s.facade, "NotAllowed");
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    await s.queue.settle();
    await mine.claimCancelRedeemRequest(1n, s.alice, s.alice);
    await mine.redeem(await s.facade.maxRedeem(s.alice), s.alice, s.alice);
    expect(await s.vault.balanceOf(s.alice)).to.equal(10n * ETH + ETH / 100n);
    expect(await s.weth.balanceOf(s.alice)).to.equal(ETH / 50n);
    expect([await s.vault.balanceOf(s.facade), await s.tickets.balanceOf(s.facade)]).to.deep.equal([0n, 0n]);
  });
});
