import { expect } from "chai";
import fc from "fast-check";
import { governorMustWaitSeconds } from "../../deploy/lib/exit-time.ts";
import { readPreset } from "../../scripts/deploy/presets.ts";
import { fewestOpenUnits } from "./stops.model.ts";
import { DAY, FOREVER, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const MAX_STOP = 14n * DAY;

/** Delay by the formula of `deploy/lib/exit-time.ts`: the exit, and what a budget holds back in that time and its own. */
const delayFor = (exit: number, budget: number, period: number): number =>
  Math.ceil(exit + (budget * (period + exit)) / (period - budget));

describe("Stops, holds and the governor's clock, all ways of a small machine", () => {
  it("INV-52: before a scheduled call is ready, exits were open for as long as the longest exit takes", () => {
    for (const [exit, budget, period] of [
      [6, 1, 4],
      [6, 2, 5],
      [5, 3, 6],
      [8, 3, 8],
      [4, 4, 9],
    ] as const) {
      const delay = delayFor(exit, budget, period);
      for (const stop of [1, 3, 5]) {
        const open = fewestOpenUnits({ stop, budget, period, delay, leaksWhileContained: false });
        expect(open, `exit ${exit}, budget ${budget} in ${period}, stop ${stop}`).to.be.at.least(exit);
      }
    }
  });

  it("INV-52: a budget that leaks while exits are contained breaks it, as the search finds", () => {
    const [exit, budget, period] = [6, 3, 6];
    const delay = delayFor(exit, budget, period);
    const model = { stop: 6, budget, period, delay };
    expect(fewestOpenUnits({ ...model, leaksWhileContained: false })).to.be.at.least(exit);
    expect(fewestOpenUnits({ ...model, leaksWhileContained: true })).to.be.lessThan(exit);
  });

  it("VLT-36: the formula is the one by which deployments are refused", async () => {
    const parameters = await readPreset("mainnet");
    const vault = { ...parameters.Vault, holdBudgetSeconds: 3n * DAY, holdPeriodSeconds: 10n * DAY };
    const without = governorMustWaitSeconds({ ...parameters, Vault: { ...vault, holdBudgetSeconds: 0n } }, 100_800n);
    const needed = governorMustWaitSeconds({ ...parameters, Vault: vault }, 100_800n);
    expect(Number(needed)).to.be.closeTo(delayFor(Number(without), Number(3n * DAY), Number(10n * DAY)), 2);
  });
});

describe("Stops of deposits and exits", () => {
  it("VLT-133: the guardian does not keep deposits closed by pause and containment in turns", async () => {
    const { vault, settings, alice, networkHelpers } = await standUpVault();
    await networkHelpers.time.increase(DAY);
    await settings.pauseDeposits(MAX_STOP);
    const from = BigInt(await networkHelpers.time.latest());
    const at = async <T>(time: bigint, send: () => Promise<T>): Promise<T> => {
      await networkHelpers.time.setNextBlockTimestamp(time);
      return send();
    };
    await at(from + MAX_STOP, () => settings.contain(MAX_STOP));
    const opensAt = from + 2n * MAX_STOP;
    await at(opensAt - 1n, () => vault.syncAll());
    await expect(at(opensAt, () => settings.pauseDeposits(1n)))
      .to.be.revertedWithCustomError(settings, "StoppedTooRecently")
      .withArgs(from + 4n * MAX_STOP);
    await vault.syncAll();
    await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: ETH });
    await at(from + 4n * MAX_STOP - 1n, () => vault.syncAll());
    await at(from + 4n * MAX_STOP, () => settings.pauseDeposits(1n));
  });

  it("VLT-133: a pause of deposits does not keep the guardian from containing at once", async () => {
    const { vault, settings, networkHelpers } = await standUpVault();
    await networkHelpers.time.increase(DAY);
    await settings.pauseDeposits(MAX_STOP);
    await settings.contain(DAY);
    const until = BigInt(await networkHelpers.time.latest()) + DAY;
    await networkHelpers.time.increaseTo(until);
    await vault.syncAll();
    await expect(vault.deposit(vault, 0n, FOREVER, { value: ETH })).to.be.revertedWithCustomError(
      vault,
      "DepositsPaused",
    );
  });

  it("INV-53: over any span, deposits and exits are open for what they must be, whatever the guardian tries", async () => {
    const { settings, networkHelpers } = await standUpVault();
    const step = fc.record({
      contains: fc.boolean(),
      seconds: fc.bigInt({ min: 1n, max: MAX_STOP }),
      waits: fc.oneof(fc.constant(1n), fc.bigInt({ min: 1n, max: 2n * MAX_STOP })),
      asSoonAsAllowed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const snapshot = await networkHelpers.takeSnapshot();
        const closed: [bigint, bigint][] = [];
        const contained: [bigint, bigint][] = [];
        for (const { contains, seconds, waits, asSoonAsAllowed } of steps) {
          const call = contains ? settings.contain : settings.pauseDeposits;
          await networkHelpers.time.increase(waits);
          if (asSoonAsAllowed) {
            const allowedAt = await call.staticCall(seconds).then(
              () => undefined,
              (error: { data?: string }) =>
                settings.interface.parseError(error.data ?? "0x")?.args[0] as bigint | undefined,
            );
            if (allowedAt !== undefined) await networkHelpers.time.increaseTo(allowedAt);
          }
          try {
            await call(seconds);
          } catch {
            continue;
          }
          const from = BigInt(await networkHelpers.time.latest());
          closed.push([from, from + seconds]);
          if (contains) contained.push([from, from + seconds]);
        }
        expectOpen(contained, 1n);
        expectOpen(closed, 2n);
        await snapshot.restore();
      }),
      { numRuns: 12 },
    );
  });
});

/** Between the beginning of any span and the end of any, what is stopped is at most half and `more` stops. */
function expectOpen(spans: readonly [bigint, bigint][], more: bigint): void {
  for (const [from] of spans) {
    for (const [, until] of spans) {
      if (until <= from) continue;
      const stopped = union(spans.filter(([start, end]) => start >= from && end <= until));
      expect(stopped <= (until - from) / 2n + more * MAX_STOP, `${stopped} of ${until - from} seconds`).to.equal(true);
    }
  }
}

function union(spans: readonly [bigint, bigint][]): bigint {
  let [sum, end] = [0n, 0n];
  for (const [from, until] of spans.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const start = from > end ? from : end;
    if (until > start) sum += until - start;
    if (until > end) end = until;
  }
  return sum;
}
