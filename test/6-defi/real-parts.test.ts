import { expect } from "chai";
import { standUpMarkets } from "./stage.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("the exchange and the lending protocol", () => {
  it("DFI-01: are the published ones: Morpho Blue has its published size, and the position manager finds the factory's pools", async () => {
    const s = await standUpMarkets();
    expect(s.ethers.dataLength(await s.ethers.provider.getCode(s.morpho))).to.equal(15_582);
    await s.giveLrt(s.lp, 100n * ETH);
    await s.giveWeth(s.lp, 100n * ETH);
    const tokenId = await s.provide(s.lp, 100n * ETH, 100n * ETH);
    // minted through the address that the position manager computes from the pool's code
    expect((await s.manager.positions(tokenId)).liquidity).to.equal(await s.pool.liquidity());
    expect(await s.vault.balanceOf(s.pool)).to.equal(100n * ETH);
  });

  it("DFI-01: a swap moves the price, and what the quoter says is what the router pays", async () => {
    const s = await standUpMarkets();
    await s.giveLrt(s.lp, 200n * ETH);
    await s.giveWeth(s.lp, 100n * ETH);
    await s.provide(s.lp, 100n * ETH, 100n * ETH);
    const [quoted] = await s.quoter.quoteExactInputSingle.staticCall({
      tokenIn: s.vault,
      tokenOut: s.weth,
      amountIn: 10n * ETH,
      fee: 500n,
      sqrtPriceLimitX96: 0n,
    });
    // x × y of 100 × 100, less 0.05 %
    const taken = (10n * ETH * 9_995n) / 10_000n;
    expect(quoted).to.be.within(
      (100n * ETH * taken) / (100n * ETH + taken) - 10n,
      (100n * ETH * taken) / (100n * ETH + taken),
    );
    await expect(s.sellLrt(s.lp, 10n * ETH)).to.changeTokenBalance(s.ethers, s.weth, s.lp, quoted);
    expect(await s.tickNow()).to.be.lessThan(0n);
  });

  it("DFI-01: lends WETH against LRT up to the limit, and not a wei beyond", async () => {
    const s = await standUpMarkets();
    await s.lend("rateOracle", 100n * ETH);
    await s.giveLrt(s.alice, 10n * ETH);
    await s.pledge(s.alice, "rateOracle", 10n * ETH);
    const most = (10n * ETH * 86n) / 100n;
    await expect(s.borrow(s.alice, "rateOracle", most + 1n)).to.be.revertedWith("insufficient collateral");
    await expect(s.borrow(s.alice, "rateOracle", most)).to.changeTokenBalance(s.ethers, s.weth, s.alice, most);
  });

  it("DFI-03: WETH keeps to what others expect of it: 1 to 1, by sending ether too, and an unlimited allowance never shrinks", async () => {
    const { weth, alice, bob, ethers } = await standUpMarkets();
    const before = await weth.balanceOf(alice);
    await alice.sendTransaction({ to: weth, value: ETH });
    expect(await weth.balanceOf(alice)).to.equal(before + ETH);
    await weth.connect(alice).approve(bob, 2n ** 256n - 1n);
    await weth.connect(bob).transferFrom(alice, bob, ETH / 2n);
    expect(await weth.allowance(alice, bob)).to.equal(2n ** 256n - 1n);
    await expect(weth.connect(bob).withdraw(ETH / 2n)).to.changeEtherBalance(ethers, bob, ETH / 2n);
    expect(await weth.totalSupply()).to.equal(await ethers.provider.getBalance(weth));
    await expect(weth.connect(bob).withdraw(1n)).to.revert(ethers);
  });
});
