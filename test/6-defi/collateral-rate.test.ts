import { expect } from "chai";
import { backingPrice } from "../../model/6-defi/oracles/oracles.ts";
import { DAY, FOREVER, GRACE, standUpVault } from "../5-lrt/vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** 100 LRT at 1 ETH, 90 of them in one component, and the oracle that a market would read. */
async function standUpRate() {
  const s = await standUpVault();
  const views = await s.ethers.deployContract("VaultViews", [s.vault]);
  const oracle = await s.ethers.deployContract("CollateralRateOracle", [views]);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
  await s.restaker.restake(s.left, 90n * ETH);
  await s.vault.syncAll();
  return { ...s, views, oracle };
}

describe("the collateral rate", () => {
  it("DFI-10: a loss that nobody has synced is in it at once", async () => {
    const { left, vault, views, oracle } = await standUpRate();
    expect(await views.collateralRate()).to.equal(ETH);
    await left.setAssets(81n * ETH);
    expect(await vault.rate()).to.equal(ETH);
    const live = await views.collateralRate();
    expect(live).to.be.within((ETH * 91n) / 100n - 10n ** 6n, (ETH * 91n) / 100n + 10n ** 6n);
    expect(await oracle.price()).to.equal(backingPrice(live));
    await vault.syncAll();
    expect([await vault.rate(), await views.collateralRate()]).to.deep.equal([live, live]);
  });

  it("DFI-10: with too little gas it reverts, and never answers with another number", async () => {
    const { ethers, left, oracle } = await standUpRate();
    await left.setAssets(81n * ETH);
    const whole = await oracle.price();
    const answers = new Set<bigint>();
    let reverted = 0;
    for (let gasLimit = 30_000n; gasLimit < 600_000n; gasLimit += 2_500n) {
      await oracle.price({ gasLimit }).then(
        (price) => answers.add(price),
        () => ++reverted,
      );
    }
    expect([...answers]).to.deep.equal([whole]);
    expect(reverted).to.be.greaterThan(20);
    // it needs no more than it uses, with what calls hold back of it
    await expect(oracle.price({ gasLimit: 60_000n })).to.revert(ethers);
    expect(await oracle.price({ gasLimit: ((await oracle.price.estimateGas()) * 11n) / 10n })).to.equal(whole);
  });

  it("DFI-11: neither a gift nor a deposit of any size moves it, and a synced gain comes in as it drips", async () => {
    const { left, vault, views, alice, networkHelpers } = await standUpRate();
    await networkHelpers.time.increase(DAY - 100n);
    await left.setAssets(99n * ETH);
    expect(await views.collateralRate()).to.equal(ETH);
    expect(await views.liveRate()).to.be.greaterThan((ETH * 108n) / 100n);
    for (const value of [10n ** 9n, ETH, 1_000n * ETH]) {
      await vault.connect(alice).deposit(alice, 0n, FOREVER, { value });
      expect(await views.collateralRate(), String(value)).to.be.within(ETH, ETH + 1n);
    }
    await vault.syncAll();
    const synced = await views.collateralRate();
    expect(synced).to.equal(await vault.rate());
    await networkHelpers.time.increase(DAY / 2n);
    expect(await views.collateralRate()).to.be.greaterThan(synced);
    expect(await views.collateralRate()).to.equal(await vault.rate());
  });

  it("DFI-11: a gain elsewhere nets a loss, and no more", async () => {
    const { left, right, views, restaker } = await standUpRate();
    await restaker.restake(right, 5n * ETH);
    await left.setAssets(81n * ETH);
    const lost = await views.collateralRate();
    await right.setAssets(9n * ETH);
    expect((await views.collateralRate()) - lost).to.be.within((4n * ETH) / 100n - 10n ** 6n, (4n * ETH) / 100n);
    await right.setAssets(50n * ETH);
    expect(await views.collateralRate()).to.equal(ETH);
  });

  it("DFI-11: what has not dripped yet is nobody's collateral: with U a tenth of T it is T alone, and T + U would lend 102.9 on what was bought for 100", async () => {
    const { left, vault, views } = await standUpRate();
    await left.setAssets(100n * ETH);
    await vault.syncAll();
    const { recognised, lockedProfit } = await vault.totals();
    expect((lockedProfit * 100n) / recognised).to.be.within(8n, 10n);
    const supply = await vault.totalSupply();
    const rate = await views.collateralRate();
    expect(rate).to.be.within((recognised * ETH) / supply - 10n ** 6n, (recognised * ETH) / supply + 10n ** 6n);
    // bought at T, lent at 94.5 % of T + U
    const lent = (((recognised + lockedProfit) * 945n) / 1_000n) * 100n;
    expect(lent / recognised).to.be.within(102n, 104n);
    expect((((rate * supply) / ETH) * 945n) / 10n / recognised).to.be.lessThan(95n);
  });

  it("DFI-15: without a sync for a whole drip it reverts, and anybody's sync ends that", async () => {
    const { vault, views, oracle, networkHelpers, bob } = await standUpRate();
    await networkHelpers.time.increase(DAY - 1n);
    await oracle.price();
    await networkHelpers.time.increase(2n);
    await expect(oracle.price()).to.be.revertedWithCustomError(vault, "SyncTooOld");
    await vault.connect(bob).syncAll();
    expect(await views.collateralRate()).to.equal(ETH);
  });

  it("DFI-15: a component's word that the vault would refuse is refused here, though no sync has found it", async () => {
    const { left, vault, oracle, networkHelpers } = await standUpRate();
    const now = BigInt(await networkHelpers.time.latest());
    await left.setAsOf(now - 3n * DAY + 100n);
    await oracle.price();
    await networkHelpers.time.increase(200n);
    await expect(oracle.price()).to.be.revertedWithCustomError(vault, "CheckpointTooOld");
  });

  it("DFI-15: what cannot be read, or counts at less than it may be worth, has no price; what is lost for good has", async () => {
    const { left, vault, views, oracle, networkHelpers } = await standUpRate();
    await left.setBroken(true);
    await expect(oracle.price()).to.be.revertedWithCustomError(vault, "ComponentUnreadable");
    await vault.reportFailure(left);
    await networkHelpers.time.increase(DAY + 1n);
    await vault.syncAll();
    await expect(oracle.price()).to.be.revertedWithCustomError(vault, "WorthInDoubt");
    await networkHelpers.time.increase(GRACE);
    await vault.syncAll();
    expect(await views.collateralRate()).to.equal(await vault.rate());
    expect(await views.collateralRate()).to.be.lessThan(ETH / 9n);
  });

  it("DFI-15: a vault that has lost all, or next to all, has no price, synced or not", async () => {
    const { left, restaker, vault, oracle } = await standUpRate();
    await restaker.restake(left, 10n * ETH);
    // a part in ten thousand is a price, and less than one in a million is none
    await left.setAssets(10n ** 16n);
    expect(await oracle.price()).to.be.within(10n ** 32n, 10n ** 32n + 10n ** 24n);
    await left.setAssets(99n * 10n ** 12n);
    await expect(oracle.price()).to.be.revertedWithCustomError(vault, "DeadState");
    await vault.syncAll();
    await expect(oracle.price()).to.be.revertedWithCustomError(vault, "DeadState");
  });

  it("DFI-15: in the middle of a move there is no price", async () => {
    const { restaker, vault, left, oracle } = await standUpRate();
    const question = oracle.interface.encodeFunctionData("price");
    await expect(restaker.during(vault, left, [oracle], [question])).to.be.revertedWithCustomError(
      vault,
      "MoveInProgress",
    );
    await restaker.callAll([oracle], [question]);
  });
});
