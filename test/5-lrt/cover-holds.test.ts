import { expect } from "chai";
import fc from "fast-check";
import { HOUR, restored, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const LOCK = 3n * HOUR;
const DOOR = HOUR;
const BUDGET = 6n * HOUR;

/** Bob underwrites 5 ETH; a service may hold exits back for six hours in twelve. */
async function underwritten() {
  const s = await standUpLadder();
  await s.cover.connect(s.bob).join(s.bob, 0n, { value: 5n * ETH });
  const wolf = await s.ethers.deployContract("CryingWolf", [s.keeper.address]);
  await s.slashingGuard.list(wolf, BUDGET, 2n * BUDGET);
  return { ...s, wolf };
}
type Stage = Awaited<ReturnType<typeof underwritten>>;

const now = async (s: Stage): Promise<bigint> => BigInt(await s.networkHelpers.time.latest());
const at = (s: Stage, time: bigint) => s.networkHelpers.time.setNextBlockTimestamp(time);
let faults = 0n;

/** Holds exits back from a time on, as far as the budget goes; the vault hears of it at once. */
async function hold(s: Stage, from: bigint, seconds: bigint): Promise<void> {
  await at(s, from);
  await s.wolf.cry(s.opOne, 1n, ETH / 2n, from + seconds, ++faults);
  await at(s, from + 1n);
  await s.vault.holdExits(s.wolf);
}

const leave = (s: Stage) => s.cover.connect(s.bob).withdraw(1n, s.bob, 0n);

describe("an underwriter's clock and holds of exits", () => {
  it("COV-23: whenever and however often exits are held back, the door opens so much later, and is open for its whole time", async () => {
    const span = fc.record({ rest: fc.integer({ min: 60, max: 5_000 }), seconds: fc.integer({ min: 60, max: 9_000 }) });
    let late = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(span, { maxLength: 4 }), fc.boolean(), async (spans, waits) => {
        const s = await restored(underwritten);
        await s.networkHelpers.time.increase(2n * BUDGET);
        await s.cover.connect(s.bob).cooldown(await s.cover.sharesOf(s.bob));
        const opensAt = (await now(s)) + LOCK;
        const heldBefore = await s.slashingGuard.heldSeconds();
        for (const { rest, seconds } of spans) {
          const free = (await s.slashingGuard.heldUntil(s.wolf)) + BigInt(rest);
          const from = free > (await now(s)) ? free : (await now(s)) + BigInt(rest);
          await hold(s, from, BigInt(seconds));
        }
        await s.networkHelpers.time.increaseTo((await s.slashingGuard.heldUntil(s.wolf)) + 1n).catch(() => undefined);
        const held = (await s.slashingGuard.heldSeconds()) - heldBefore;
        const wanted = opensAt + held;
        if (held > 0n) ++late;
        expect((await s.cover.leaveOf(1n)).opensAt).to.equal(wanted);
        const time = await now(s);
        if (time < wanted - 1n) {
          await at(s, wanted - 1n);
          await expect(leave(s))
            .to.be.revertedWithCustomError(s.cover, "UnstakeWindowClosed")
            .withArgs(wanted, wanted + DOOR);
        }
        // the first second of the door is as good as its last
        const moment = waits || time >= wanted ? wanted + DOOR : wanted;
        if (time >= moment) return;
        const snapshot = await s.networkHelpers.takeSnapshot();
        await at(s, moment);
        await leave(s);
        await snapshot.restore();
        await at(s, wanted + DOOR + 1n);
        await expect(leave(s))
          .to.be.revertedWithCustomError(s.cover, "UnstakeWindowClosed")
          .withArgs(wanted, wanted + DOOR);
      }),
      { numRuns: 40, seed: 23 },
    );
    expect(late).to.be.greaterThan(20);
  });

  it("COV-23: announcements over a door, one after the other, take no second of it", async () => {
    const s = await restored(underwritten);
    await s.cover.connect(s.bob).cooldown(await s.cover.sharesOf(s.bob));
    await at(s, (await s.cover.leaveOf(1n)).opensAt + 60n);
    await s.vault.syncAll();
    for (let time = 0; time < 3; ++time) {
      const opensAt = (await s.cover.leaveOf(1n)).opensAt;
      await hold(s, (await now(s)) + 1n, DOOR + 120n);
      await expect(leave(s)).to.be.revertedWithCustomError(s.vault, "ExitsHeldBack");
      await s.networkHelpers.time.increaseTo(await s.slashingGuard.heldUntil(s.wolf));
      // from the second after the cry, in which the vault heard of it
      expect((await s.cover.leaveOf(1n)).opensAt).to.equal(opensAt + DOOR + 119n);
    }
    const { opensAt } = await s.cover.leaveOf(1n);
    await at(s, opensAt + DOOR);
    await leave(s);
  });

  it("COV-23: a request that is taken back, or not there, has no door", async () => {
    const s = await restored(underwritten);
    await s.cover.connect(s.bob).cooldown(ETH);
    await hold(s, (await now(s)) + 1n, HOUR);
    await s.cover.connect(s.bob).cancelCooldown(1n);
    const { owner, shares, opensAt } = await s.cover.leaveOf(1n);
    expect([BigInt(owner), shares, opensAt]).to.deep.equal([0n, 0n, 0n]);
  });
});
