import { expect } from "chai";
import fc from "fast-check";
import { FOREVER, expectBalanced } from "../5-lrt/vault.ts";
import {
  addComponent,
  claimBy,
  close,
  depositBy,
  removeComponent,
  requestBy,
  settleAll,
  ticket,
  withHolders,
} from "./vault-lab.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("findings: the places of the vault's ETH, full and empty", () => {
  it("RZ-M05: a deposit costs the same with two components and with twelve", async () => {
    const cost = [];
    for (const more of [0, 10]) {
      const s = await withHolders();
      for (let i = 0; i < more; ++i) await addComponent(s, await s.ethers.deployContract("ComponentMock"));
      await s.vault.syncAll();
      cost.push((await (await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: ETH })).wait())!.gasUsed);
    }
    expect(cost[1]! - cost[0]!).to.be.within(-30n, 30n);
  });

  it("RZ-M09: a deposit goes through whatever the queue lacks, a part of it, all of it, or more", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 30n * ETH);
    await requestBy(s, s.alice, 8n * ETH);
    await close(s);
    for (const assets of [1n, 3n * ETH, 5n * ETH - 1n, 1n, 10n * ETH]) {
      const { idle } = await s.vault.totals();
      await depositBy(s, s.carol, assets);
      expect((await s.vault.totals()).idle).to.equal(idle + assets);
    }
    await s.queue.settle();
    expect(await s.queue.claimableOf(ticket(1n, 0n))).to.equal(8n * ETH);
  });

  it("ML-S-M3: closing, settling and syncing work with any of the places empty", async () => {
    for (const empty of [0, 1, 2, 3]) {
      const s = await withHolders();
      if ((empty & 1) === 0) await s.restaker.restake(s.left, 5n * ETH);
      if ((empty & 2) === 0) await s.restaker.restake(s.right, 5n * ETH);
      await s.vault.syncAll();
      const id = await requestBy(s, s.alice, 10n * ETH);
      await close(s);
      await settleAll(s);
      expect(await claimBy(s, s.alice, id)).to.equal(10n * ETH);
    }
  });

  it("ML-S-M4: ETH that batches wait for, closed or open, cannot be sent away again", async () => {
    const s = await withHolders();
    await requestBy(s, s.alice, 7n * ETH);
    await close(s);
    await requestBy(s, s.bob, 5n * ETH);
    expect(await s.vault.surplusIdle()).to.equal(18n * ETH);
    await expect(s.restaker.restake(s.left, 18n * ETH + 1n))
      .to.be.revertedWithCustomError(s.vault, "IdleTooLow")
      .withArgs(18n * ETH + 1n, 18n * ETH);
    await s.restaker.restake(s.left, 18n * ETH);
  });

  it("RIO-H6: what is owed comes from idle and restaked ETH in any split", async () => {
    const split = fc.bigInt({ min: 1n, max: 30n * ETH });
    await fc.assert(
      fc.asyncProperty(split, fc.bigInt({ min: 10n ** 9n, max: 9n * ETH }), async (out, asked) => {
        const s = await withHolders();
        await s.restaker.restake(s.left, out);
        const id = await requestBy(s, s.alice, asked);
        await close(s);
        const idle = 30n * ETH - out;
        if (idle < asked) await s.restaker.unwind(s.left, asked - idle, 0n, 0n);
        await s.queue.settle();
        expect(await claimBy(s, s.alice, id)).to.equal(asked);
      }),
      { numRuns: 4 },
    );
  });

  it("SY2-B28: what comes back from a component may be more or less than was asked for", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 20n * ETH);
    await s.restaker.unwind(s.left, 5n * ETH, 7n, 7n);
    await expectBalanced(s);
    const t = await s.vault.totals();
    // it turns out to be worth 9 wei more while 5 ETH leave it
    await s.restaker.during(
      s.left,
      s.vault,
      [s.left.target, s.left.target],
      [
        s.left.interface.encodeFunctionData("setAssets", [15n * ETH + 2n]),
        s.left.interface.encodeFunctionData("giveBack", [String(s.vault.target), 5n * ETH, 0n]),
      ],
    );
    const now = await s.vault.totals();
    expect([now.recognised - t.recognised, now.lockedProfit - t.lockedProfit]).to.deep.equal([0n, 9n]);
    await expectBalanced(s);
  });

  it("RZ-M13: a component with anything in it cannot be removed, and removing an empty one moves no rate", async () => {
    const s = await withHolders();
    await s.restaker.restake(s.left, 5n * ETH);
    const rate = await s.vault.rate();
    await expect(removeComponent(s, s.left)).to.be.revertedWithCustomError(s.vault, "ComponentNotEmpty");
    await s.right.setAssets(1n);
    await expect(removeComponent(s, s.right))
      .to.be.revertedWithCustomError(s.vault, "ComponentNotEmpty")
      .withArgs(s.right, 0n, 1n);
    await s.right.setAssets(0n);
    await removeComponent(s, s.right);
    await s.vault.syncAll();
    expect(await s.vault.rate()).to.equal(rate);
    expect((await s.vault.components()).length).to.equal(1);
  });
});
