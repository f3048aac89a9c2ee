import { expect } from "chai";
import { HOUR, standUpLadder } from "./ladder.ts";
import { DAY, FOREVER, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("views of the vault", () => {
  it("VLT-51: no price is told in the middle of a move", async () => {
    const { ethers, vault, restaker, left, alice } = await standUpVault();
    const views = await ethers.deployContract("VaultViews", [vault]);
    await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 10n * ETH });
    const names = ["liveRate", "liveDepositRate", "liveTotals", "rate", "updatedAt", "isStale", "depositRoom"] as const;
    for (const name of names) {
      const question = views.interface.encodeFunctionData(name as "liveRate");
      await expect(restaker.during(vault, left, [views], [question])).to.be.revertedWithCustomError(
        vault,
        "MoveInProgress",
      );
      // outside of a move the same question has an answer
      await restaker.callAll([views], [question]);
    }
  });

  it("VLT-50: what the books know is told as they know it, beside what a sync would find", async () => {
    const { ethers, vault, left, alice, restaker, networkHelpers } = await standUpVault();
    const views = await ethers.deployContract("VaultViews", [vault]);
    await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 10n * ETH });
    await restaker.restake(left, 10n * ETH);
    await vault.syncAll();
    await left.setAssets(11n * ETH);
    await networkHelpers.time.increase(DAY - 10n);
    expect([await views.rate(), await views.updatedAt(), await views.isStale()]).to.deep.equal([
      await vault.rate(),
      await vault.updatedAt(),
      false,
    ]);
    expect(await views.rate()).to.equal(ETH);
    // a gain of 10 %, nearly all of it served
    expect(await views.liveRate()).to.be.within((ETH * 1_099n) / 1_000n, (ETH * 11n) / 10n);
    await networkHelpers.time.increase(11n);
    expect(await views.isStale()).to.equal(true);
  });

  it("VLT-50: a lender's rate has a loss in it that nobody has synced, and answers through the last second of the drip", async () => {
    const { ethers, vault, left, alice, restaker, networkHelpers } = await standUpVault();
    const views = await ethers.deployContract("VaultViews", [vault]);
    await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 10n * ETH });
    await restaker.restake(left, 10n * ETH);
    await vault.syncAll();
    const last = (await vault.updatedAt()) + DAY;
    await left.setAssets(9n * ETH);
    const [live] = await views.liveTotals();
    expect(await views.collateralRate()).to.be.within(
      (live * ETH) / (10n * ETH),
      (live * ETH) / (10n * ETH) + 10n ** 6n,
    );
    await networkHelpers.time.increaseTo(last);
    expect(await views.collateralRate()).to.be.lessThan((ETH * 91n) / 100n);
    await networkHelpers.time.increase(1n);
    await expect(views.collateralRate()).to.be.revertedWithCustomError(vault, "SyncTooOld");
  });

  it("VLT-50: on the whole ladder, a slash is in the live rate before anybody syncs", async () => {
    const l = await standUpLadder();
    const { vault, views, alice, bob, networkHelpers } = l;
    const amount = await l.giveLst(alice, 100n * ETH);
    await vault.connect(alice).depositLst(l.lst, amount, alice, 0n, FOREVER);
    await l.restaker.restakeLst(0n, l.lst);
    await l.restaker.restakeLst(1n, l.lst);
    await l.secure(bob, l.opOne, [String(l.strategy.target)]);
    await vault.syncAll();
    await networkHelpers.time.increase(HOUR);
    await l.slash(bob, l.opOne, [String(l.strategy.target)], ETH / 5n);
    const booked = await vault.rate();
    await networkHelpers.time.setNextBlockTimestamp(BigInt(await networkHelpers.time.latest()) + 60n);
    const [live, deposit] = [
      await views.liveRate({ blockTag: "pending" }),
      await views.liveDepositRate({ blockTag: "pending" }),
    ];
    // a fifth of half of the stake
    expect(live).to.be.within((booked * 899n) / 1_000n, (booked * 901n) / 1_000n);
    await vault.syncAll();
    expect([await vault.rate(), await vault.depositRate()]).to.deep.equal([live, deposit]);
  });
});
