import { expect } from "chai";
import fc from "fast-check";
import { FOREVER as EVER, HOUR, LEAST_WAIT, standUpWaitingLadder } from "./ladder.ts";
import { DAY, FOREVER, type Standing, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const WAIT = 3n * DAY;
const FIRST = 1n << 64n;
/** What virtual wei lift a price below 1 by, for shares as many as these. */
const VIRTUAL = 10n ** 6n;
/** The preset's word for how soon somebody makes a call. */
const REACTION = 6n * HOUR;

/** Alice and bob hold 40 ETH, all idle; alice has asked for 10. */
async function asked(): Promise<Standing> {
  const s = await standUpVault("ExposedRule", WAIT);
  for (const user of [s.alice, s.bob]) await s.vault.connect(user).deposit(user, 0n, FOREVER, { value: 20n * ETH });
  await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(DAY);
  return s;
}

const closedAt = async (s: Standing, batchId: bigint) => (await s.queue.batchOf(batchId)).closedAt;

describe("the least wait of a batch", () => {
  it("QUE-23: a batch is filled no sooner than the least wait after its close, to the second, and then at once", async () => {
    const s = await asked();
    const { queue, vault, networkHelpers } = s;
    expect(await queue.leastWaitSeconds()).to.equal(WAIT);
    await queue.close();
    const fillableAt = (await closedAt(s, 1n)) + WAIT;
    const refused = () =>
      expect(queue.settle()).to.be.revertedWithCustomError(queue, "NotYetFillable").withArgs(1n, fillableAt);
    await refused();
    // what waits is kept for it meanwhile, and bears what happens
    expect(await vault.surplusIdle()).to.equal((await vault.totals()).idle - 10n * ETH);
    await s.restaker.restake(s.left, 20n * ETH);
    await s.left.setAssets(10n * ETH);
    await networkHelpers.time.setNextBlockTimestamp(fillableAt - 1n);
    await refused();
    expect(await queue.claimableOf(FIRST)).to.equal(0n);
    await networkHelpers.time.setNextBlockTimestamp(fillableAt);
    await queue.settle();
    // a quarter of the vault was lost while it waited
    expect(await queue.claimableOf(FIRST)).to.be.within((75n * ETH) / 10n, (75n * ETH) / 10n + VIRTUAL);
  });

  it("QUE-23: each batch waits by its own close, and nobody's requests, deposits or settlements move that", async () => {
    const s = await asked();
    const { queue, vault, networkHelpers } = s;
    await queue.close();
    const first = await closedAt(s, 1n);
    const snapshot = await networkHelpers.takeSnapshot();
    const act = fc.constantFrom("deposit", "request", "close", "settle", "sync", "cancel");
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
        await snapshot.restore();
        const mallory = s.bob;
        const gas = { gasLimit: 3_000_000n };
        for (const [index, name] of acts.entries()) {
          await networkHelpers.time.setNextBlockTimestamp(first + ((WAIT - DAY / 2n) * BigInt(index + 1)) / 8n);
          const calls = {
            deposit: () => vault.connect(mallory).deposit(mallory, 0n, FOREVER, { value: 10n ** 7n, ...gas }),
            request: () => queue.connect(mallory).request(ETH, mallory, 0n, FOREVER, gas),
            close: () => queue.connect(mallory).close(gas),
            settle: () => queue.connect(mallory).settle(gas),
            sync: () => vault.connect(mallory).syncAll(gas),
            cancel: () => queue.connect(mallory).cancel(2n << 64n, mallory, gas),
          };
          await calls[name]().catch(() => {});
        }
        expect(await queue.claimableOf(FIRST)).to.equal(0n);
        await networkHelpers.time.setNextBlockTimestamp(first + WAIT);
        await queue.settle();
        expect(await queue.fillingBatchId()).to.equal(2n);
        if ((await queue.openBatchId()) === 2n) return;
        // the next in line was closed later
        const second = (await closedAt(s, 2n)) + WAIT;
        await networkHelpers.time.setNextBlockTimestamp(second - 1n);
        await expect(queue.settle()).to.be.revertedWithCustomError(queue, "NotYetFillable").withArgs(2n, second);
        await networkHelpers.time.setNextBlockTimestamp(second);
        await queue.settle();
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });

  it("QUE-25: the estimate is never sooner than the end of the wait, and is kept", async () => {
    const s = await standUpWaitingLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, EVER, { value: 10n * ETH });
    await s.queue.connect(s.alice).request(4n * ETH, s.alice, 0n, EVER);
    const now = async () => BigInt(await s.networkHelpers.time.latest());
    const closeable = (await s.queue.closeableAt()) - (await now());
    const open = [closeable + LEAST_WAIT, closeable + LEAST_WAIT + 2n * REACTION];
    expect(await s.estimates.estimateExit(FIRST)).to.deep.equal(open);
    expect(await s.estimates.estimateExitOf(1n)).to.deep.equal(open);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    const closed = await now();
    expect(await s.estimates.estimateExit(FIRST)).to.deep.equal([LEAST_WAIT, LEAST_WAIT + REACTION]);
    await s.networkHelpers.time.increaseTo(closed + LEAST_WAIT - 10n);
    expect(await s.estimates.estimateExit(FIRST)).to.deep.equal([10n, 10n + REACTION]);
    await s.networkHelpers.time.increaseTo(closed + LEAST_WAIT + 5n);
    expect(await s.estimates.estimateExit(FIRST)).to.deep.equal([0n, REACTION]);
    await s.queue.settle();
    expect(await s.estimates.estimateExit(FIRST)).to.deep.equal([0n, 0n]);
  });
});
