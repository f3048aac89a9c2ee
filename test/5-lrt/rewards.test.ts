import { expect } from "chai";
import { earned } from "./earned.ts";
import { ETH, FOREVER, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";

describe("rewards of delegators", () => {
  it("OPS-08: WETH and a listed LST enter U at their value, by anyone's call", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.weth.connect(s.bob).deposit({ value: ETH });
    await s.weth.connect(s.bob).transfer(s.rewards, ETH);
    await s.claimer.connect(s.keeper).claim(await earned(s, s.weth, ETH));
    let t = await s.vault.totals();
    expect([t.undripped, t.idle]).to.deep.equal([ETH, 11n * ETH]);
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
    expect((await s.vault.totals()).undripped).to.equal(before.undripped);
    await expect(s.claimer.claim({ ...claim, tokenLeaves: [] }))
      .to.be.revertedWithCustomError(s.claimer, "OneTokenAtATime")
      .withArgs(0n);
  });
});
