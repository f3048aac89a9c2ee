import { expect } from "chai";
import fc from "fast-check";
import { FOREVER, HOUR, standUpLadder } from "../5-lrt/ladder.ts";
import { DAY, standUpVault } from "../5-lrt/vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("findings: who waits for what", () => {
  it("MS-SM-M2: an instant exit after the announcement of a slash waits until it is over", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 50n * ETH });
    const service = await s.ethers.deployContract("CryingWolf", [s.keeper.address]);
    await s.slashingGuard.list(service, 10n * HOUR, 100n * HOUR);
    const exit = () => s.instantExit.connect(s.alice).exitInstantly(ETH, s.alice, 0n, FOREVER);
    await exit();
    const expiresAt = BigInt(await s.networkHelpers.time.latest()) + HOUR;
    await service.cry(s.opOne, 1n, ETH / 2n, expiresAt, 1n);
    await expect(exit()).to.be.revertedWithCustomError(s.vault, "ExitsHeldBack");
    await s.networkHelpers.time.setNextBlockTimestamp(expiresAt - 1n);
    await expect(exit()).to.be.revertedWithCustomError(s.vault, "ExitsHeldBack");
    await s.networkHelpers.time.setNextBlockTimestamp(expiresAt);
    await exit();
  });

  it("MF-M8: nothing that others do prolongs an underwriter's lock, or the wait of a ticket's owner", async () => {
    const stranger = fc.constantFrom("join for", "join", "fund", "ask to leave", "request for");
    await fc.assert(
      fc.asyncProperty(fc.array(stranger, { minLength: 1, maxLength: 6 }), async (deeds) => {
        const s = await standUpVault();
        await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
        await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 10n * ETH });
        for (const who of [s.alice, s.bob]) await s.cover.connect(who).join(who, 0n, { value: ETH });
        await s.cover.connect(s.alice).cooldown(await s.cover.sharesOf(s.alice));
        const { opensAt } = await s.cover.leaveOf(1n);
        await s.queue.connect(s.alice).request(ETH, s.alice, 0n, FOREVER);
        const closeableAt = await s.queue.closeableAt();
        const bob = { cover: s.cover.connect(s.bob), queue: s.queue.connect(s.bob) };
        for (const deed of deeds) {
          if (deed === "join for") await bob.cover.join(s.alice, 0n, { value: 10n ** 15n });
          if (deed === "join") await bob.cover.join(s.bob, 0n, { value: 10n ** 15n });
          if (deed === "fund") await bob.cover.fund({ value: 10n ** 15n });
          if (deed === "ask to leave") await bob.cover.cooldown(10n ** 15n);
          if (deed === "request for") await bob.queue.request(10n ** 15n, s.alice, 0n, FOREVER);
        }
        expect(await s.queue.closeableAt()).to.equal(closeableAt);
        await s.networkHelpers.time.setNextBlockTimestamp(opensAt);
        await s.cover.connect(s.alice).withdraw(1n, s.alice, ETH - 10n ** 10n);
        expect(opensAt - closeableAt).to.be.at.most(3n * DAY);
      }),
      { numRuns: 4, examples: [[["join"]], [["join for", "fund"]]] },
    );
  });
});
