import { expect } from "chai";
import { standUpMarkets } from "./stage.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("a node's estimate of gas", () => {
  it("DFI-100: a borrow at the backing is estimated at no more than twice what it uses, and fails by name with little more than it uses [uninstrumented]", async () => {
    const s = await standUpMarkets();
    await s.restakeSlashable(100n * ETH);
    await s.lend("rateOracle", 100n * ETH);
    await s.pledge(s.alice, "rateOracle", 20n * ETH);
    await s.borrow(s.alice, "rateOracle", ETH);
    const terms = [s.marketOf("rateOracle"), ETH, 0n, s.alice.address, s.alice.address] as const;
    const me = s.morpho.connect(s.alice);
    const estimate = await me.borrow.estimateGas(...terms);
    const receipt = await (await me.borrow(...terms, { gasLimit: estimate })).wait();
    expect(estimate).to.be.lessThan(receipt!.gasUsed * 2n);
    const little = { gasLimit: (receipt!.gasUsed * 12n) / 10n };
    await expect(me.borrow.staticCall(...terms, little)).to.be.revertedWithCustomError(s.vault, "NotEnoughGas");
  });
});
