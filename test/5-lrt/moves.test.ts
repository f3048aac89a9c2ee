import { expect } from "chai";
import { FOREVER, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("moves", () => {
  it("VLT-11: a move changes no total, and books no gain or loss that nobody has synced", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.restaker.restake(s.left.target, 6n * ETH);
    await s.left.setAssets(8n * ETH);
    await s.restaker.unwind(s.left, 7n * ETH, 0n, 0n);
    const t = await s.vault.totals();
    expect([t.idle, t.recognised, t.lockedProfit]).to.deep.equal([11n * ETH, 10n * ETH, 0n]);
    // one ETH more came out than the record said: the rest of the gain waits for a sync
    expect(await s.vault.recordOf(s.left)).to.equal(-ETH);
    await s.vault.syncAll();
    expect(await s.vault.recordOf(s.left)).to.equal(ETH);
    await expectBalanced(s);
  });

  it("VLT-11: a loss by rounding is bounded, leaves T at once, and has its own cause", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.restaker.restake(s.left.target, 6n * ETH);
    await expect(s.restaker.unwind(s.left, 2n * ETH, 4n, 3n))
      .to.be.revertedWithCustomError(s.vault, "MoveLosesTooMuch")
      .withArgs(4n, 3n);
    await expect(s.restaker.unwind(s.left, 2n * ETH, 3n, 3n))
      .to.emit(s.vault, "Moved")
      .withArgs(s.left, s.vault, 2n * ETH + 3n, 3n, 0n);
    expect((await s.vault.totals()).recognised).to.equal(10n * ETH - 3n);
    await expectBalanced(s);
  });

  it("VLT-11: where all was lost and somebody gave anew, a rounding comes out of what has flowed of the gift", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.restaker.restake(s.left.target, 10n * ETH);
    await s.left.setAssets(0n);
    await s.vault.syncAll();
    await s.vault.recapitalise({ value: 2n * ETH });
    // it lives again, and no sync has found it
    await s.left.setAssets(ETH);
    const { recognised, lockedProfit } = await s.vault.totals();
    expect(recognised < 10n ** 15n && recognised + lockedProfit === 2n * ETH).to.equal(true);
    await s.restaker.unwind(s.left, ETH / 2n, 3n, 3n);
    const t = await s.vault.totals();
    expect([t.recognised + t.lockedProfit, t.feesOwed]).to.deep.equal([2n * ETH - 3n, 0n]);
    await expectBalanced(s);
  });

  it("VLT-67: nobody can read a price or a total in the middle of a move, and everybody can after it", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    const face = s.vault.interface;
    const reads = [
      face.encodeFunctionData("rate"),
      face.encodeFunctionData("depositRate"),
      face.encodeFunctionData("totals"),
      face.encodeFunctionData("accountingWords"),
      face.encodeFunctionData("priceWords"),
      face.encodeFunctionData("toSharesDown", [ETH]),
    ];
    for (const read of reads) {
      await expect(s.restaker.during(s.vault, s.left, [s.vault], [read])).to.be.revertedWithCustomError(
        s.vault,
        "MoveInProgress",
      );
      await s.restaker.callAll([s.vault], [read]);
    }
    // ERC-4626 wants conversions always: they say what was true before the move
    const convert = face.encodeFunctionData("toAssetsDown", [ETH]);
    await s.restaker.during(s.vault, s.left, [s.vault], [convert]);
  });

  it("VLT-11: nobody syncs, moves or takes idle ETH in the middle of a move, and only its parts give it back", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    const during = (data: string) => s.restaker.during(s.vault, s.left, [s.vault], [data]);
    const encode = s.vault.interface.encodeFunctionData.bind(s.vault.interface);
    await expect(during(encode("syncAll"))).to.be.revertedWithCustomError(s.vault, "MoveInProgress");
    await expect(
      during(s.vault.interface.encodeFunctionData("sync", [s.left.target as string])),
    ).to.be.revertedWithCustomError(s.vault, "MoveInProgress");
    await expect(
      during(s.vault.interface.encodeFunctionData("beginMove", [s.left.target as string, s.right.target as string])),
    ).to.be.revertedWithCustomError(s.vault, "MoveInProgress");
    await expect(during(encode("returnIdle"))).to.be.revertedWithCustomError(s.vault, "NotACounterpart");
    const outside = (data: string) => s.restaker.callAll([s.vault], [data]);
    await expect(outside(s.vault.interface.encodeFunctionData("sendIdle", [1n]))).to.be.revertedWithCustomError(
      s.vault,
      "NoMove",
    );
    await expect(outside(s.vault.interface.encodeFunctionData("endMove", [0n]))).to.be.revertedWithCustomError(
      s.vault,
      "NoMove",
    );
    await expect(s.vault.returnIdle({ value: 1n })).to.be.revertedWithCustomError(s.vault, "NotACounterpart");
    for (const call of [
      () => s.vault.beginMove(s.left, s.right),
      () => s.vault.sendIdle(1n),
      () => s.vault.endMove(0n),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(s.vault, "OnlyRestaker");
    }
  });

  it("VLT-18: what exits wait for, closed or open, is never restaked", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.queue.connect(s.alice).request(4n * ETH, s.alice, 0n, FOREVER);
    expect(await s.vault.surplusIdle()).to.equal(6n * ETH);
    await expect(s.restaker.restake(s.left, 6n * ETH + 1n))
      .to.be.revertedWithCustomError(s.vault, "IdleTooLow")
      .withArgs(6n * ETH + 1n, 6n * ETH);
    await s.restaker.restake(s.left, 6n * ETH);
  });

  it("VLT-19: gains from outside come from the claimer of rewards, the queue and the cover alone", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await expect(s.vault.receiveGain(0n, { value: 1n })).to.be.revertedWithCustomError(s.vault, "NotACounterpart");
    await expect(s.vault.receiveCover({ value: 1n })).to.be.revertedWithCustomError(s.vault, "NotACounterpart");
    await expect(s.vault.bookLstGain(s.left, 1n)).to.be.revertedWithCustomError(s.vault, "NotACounterpart");
    await expect(s.cover.draw(1n)).to.be.revertedWithCustomError(s.cover, "OnlyVault");
    await s.vault.connect(s.treasury).receiveGain(0n, { value: ETH });
    const t = await s.vault.totals();
    expect([t.lockedProfit, t.idle]).to.deep.equal([ETH, 11n * ETH]);
    await expectBalanced(s);
  });
});
