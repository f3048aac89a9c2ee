import { expect } from "chai";
import { FOREVER, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("the facade", () => {
  it("STD-22: each claim is told with who made it, for whom, to whom, and what it was worth", async () => {
    const { vault, queue, facade, weth, alice, bob, networkHelpers } = await standUpLadder();
    await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 10n * ETH });
    await vault.connect(alice).approve(facade, 4n * ETH);
    await facade.connect(alice).requestRedeem(4n * ETH, alice, alice);
    await networkHelpers.time.increaseTo(await queue.closeableAt());
    await queue.close();
    await queue.settle();
    const most = await facade.maxWithdraw(alice);
    expect(most).to.be.within(4n * ETH - 1n, 4n * ETH);
    await expect(facade.connect(alice).redeem(ETH, bob, alice))
      .to.emit(facade, "Withdraw")
      .withArgs(alice.address, bob.address, alice.address, ETH, ETH);
    expect(await weth.balanceOf(bob)).to.equal(ETH);
  });
});
