import { expect } from "chai";
import fc from "fast-check";
import { governorMustWaitSeconds } from "../../deploy/lib/exit-time.ts";
import { readPreset } from "../../scripts/deploy/presets.ts";
import { longestWait } from "./rights.model.ts";
import { longestWaits, ofPreset, type Rules } from "./rights.ts";
import { fewestOpenUnits } from "./stops.model.ts";
import { entering, standUpStage } from "./access-states.ts";
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

describe("Everybody's right against guardian, service and operator together, all ways of a small machine", () => {
  const NEEDS = { exit: 3, lock: 2, door: 3, deallocation: 3 };
  const rules = (changes: Partial<Rules>): Rules => ({
    ...{ stop: 2, budget: 1, period: 4, quarantine: 1, grace: 2, failures: 1 },
    ...changes,
  });
  const TRIED = [
    rules({}),
    rules({ stop: 1 }),
    rules({ stop: 3, grace: 1 }),
    rules({ budget: 2, period: 5, quarantine: 2 }),
    rules({ budget: 2, period: 4, grace: 4 }),
    rules({ quarantine: 2, failures: 2, stop: 1 }),
    rules({ quarantine: 0, grace: 0, failures: 0 }),
  ];
  for (const right of ["leaver", "depositor", "underwriter"] as const) {
    it(`INV-54: a ${right} has used its right within the time that is stated, and that time is no guess`, () => {
      let closest = Number.POSITIVE_INFINITY;
      for (const one of TRIED) {
        const waited = longestWait(right, one, NEEDS);
        const stated = longestWaits(one, NEEDS)[right];
        expect(waited, JSON.stringify(one)).to.be.at.most(stated);
        closest = Math.min(closest, stated - waited);
      }
      expect(closest, "what is stated is nearly reached").to.be.at.most(4);
    });
  }

  it("INV-54: an unstake window no longer than a quarantine is lost in it, as the search finds", () => {
    const long = rules({ quarantine: 3 });
    expect(longestWait("underwriter", long, NEEDS)).to.equal(Number.POSITIVE_INFINITY);
    expect(longestWaits(long, NEEDS).underwriter).to.equal(Number.POSITIVE_INFINITY);
    expect(longestWait("underwriter", long, { ...NEEDS, door: 4 })).to.be.lessThan(20);
  });

  it("INV-54: the presets keep everybody's time finite, and the page states mainnet's", async () => {
    for (const name of ["local", "mainnet"]) {
      const waits = longestWaits(...ofPreset(await readPreset(name)));
      for (const [right, seconds] of Object.entries(waits)) expect(seconds, right).to.be.lessThan(120 * Number(DAY));
    }
  });

  it("INV-54: no stop keeps an operator from leaving a service, or from taking its stake away", async () => {
    const s = await standUpStage();
    for (const state of [
      "open",
      "deposits paused",
      "contained",
      "held back",
      "in doubt",
      "unreadable",
      "dead",
    ] as const) {
      const restore = await entering(s)(state);
      const strategies = [String(s.strategy.target)];
      const operatorSet = { avs: s.bob.address, id: 0n };
      const { allocations, opOne } = s;
      await allocations.connect(opOne).modifyAllocations(opOne, [{ operatorSet, strategies, newMagnitudes: [0n] }]);
      const { effectBlock } = await allocations.getAllocation(opOne, operatorSet, strategies[0]!);
      const delay = BigInt(await s.ethers.provider.getBlockNumber()) + (await allocations.DEALLOCATION_DELAY());
      expect(effectBlock, state).to.equal(delay + 1n);
      await allocations
        .connect(opOne)
        .deregisterFromOperatorSets({ operator: opOne, avs: s.bob, operatorSetIds: [0n] });
      await restore();
    }
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
