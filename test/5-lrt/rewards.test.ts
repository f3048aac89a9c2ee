import { expect } from "chai";
import { earned } from "./earned.ts";
import { FOREVER, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("rewards of delegators", () => {
  it("OPS-08: WETH and a listed LST enter U at their value, by anyone's call", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.weth.connect(s.bob).deposit({ value: ETH });
    await s.weth.connect(s.bob).transfer(s.rewards, ETH);
    await s.claimer.connect(s.keeper).claim(await earned(s, s.weth, ETH));
    let t = await s.vault.totals();
    // less the fee of a tenth
    expect([t.lockedProfit, t.feesOwed, t.idle]).to.deep.equal([(9n * ETH) / 10n, ETH / 10n, 11n * ETH]);
    await s.giveLst(s.bob, 2n * ETH);
    await s.lst.connect(s.bob).transfer(s.rewards, ETH);
    const claim = await earned(s, s.lst, ETH);
    await expect(s.claimer.connect(s.keeper).claim(claim))
      .to.emit(s.claimer, "RewardClaimed")
      .withArgs(s.delegators[0], s.lst, ETH, await s.lstReserve.toAssetsDown(ETH));
    t = await s.vault.totals();
    expect(await s.lstReserve.idleLst()).to.equal(ETH);
    await expectBalanced(s);
    await expect(s.claimer.claim(claim)).to.be.revertedWithCustomError(s.rewards, "EarningsNotGreaterThanClaimed");
  });

  it("OPS-08: any other token goes to the treasury, and one that refuses harms no other", async () => {
    const s = await standUpLadder();
    const foreign = await s.ethers.deployContract("RewardToken", ["FGN"]);
    await foreign.mint(s.rewards, 5n);
    const claim = await earned(s, foreign, 5n);
    const before = await s.vault.totals();
    await foreign.refuse(true);
    await expect(s.claimer.claim(claim)).to.be.revertedWithCustomError(foreign, "Refused");
    await foreign.refuse(false);
    await s.claimer.claim(claim);
    expect(await foreign.balanceOf(s.treasury)).to.equal(5n);
    expect((await s.vault.totals()).lockedProfit).to.equal(before.lockedProfit);
    await expect(s.claimer.claim({ ...claim, tokenLeaves: [] }))
      .to.be.revertedWithCustomError(s.claimer, "OneTokenAtATime")
      .withArgs(0n);
  });

  it("OPS-16: a reward in a retired LST enters U and leaves with it; dust goes to the treasury and holds up nothing", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.restaker.retireLst(s.lst);
    await s.giveLst(s.bob, 2n * ETH);
    await s.lst.connect(s.bob).transfer(s.rewards, ETH + 7n);
    await s.claimer.claim(await earned(s, s.lst, ETH));
    const reward = await s.lstReserve.toAssetsDown(ETH);
    expect((await s.vault.totals()).lockedProfit).to.equal(reward - reward / 10n);
    await s.restaker.removeStrategy(s.strategy);
    await expect(s.settings.unlistLst(s.lst)).to.be.revertedWithCustomError(s.vault, "ComponentNotEmpty");
    await s.restaker.connect(s.keeper).requestLstExit(s.lst);
    await s.fillLstExits();
    for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
    await s.vault.syncAll();
    await s.claimer.claim(await earned(s, s.lst, ETH + 7n));
    expect(await s.lst.balanceOf(s.treasury)).to.equal(7n);
    await s.settings.unlistLst(s.lst);
    expect((await s.vault.totals()).idle).to.be.within(11n * ETH - 3n, 11n * ETH + ETH / 10n);
    await expectBalanced(s);
  });
});
