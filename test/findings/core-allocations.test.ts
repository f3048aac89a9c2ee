import { expect } from "chai";
import fc from "fast-check";
import { CONFIGURATION_DELAY, DEALLOCATION_DELAY, restakingFixture } from "../3-restaking/fixture.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const restaking = await restakingFixture();

/** Magnitudes that fit, and those that only a careless sum would let through. */
const magnitudes = fc.oneof(fc.bigInt(0n, WAD), fc.bigInt(2n ** 63n - WAD, 2n ** 64n - 1n));

/** An operator in two sets of one strategy. */
async function inTwoSets() {
  const world = await restaking();
  const { op1, a, createSet, registerOperator, join } = world;
  await registerOperator(op1);
  const sets = [await createSet(1n, [a]), await createSet(2n, [a])];
  for (const set of sets) await join(op1, set);
  return { ...world, sets };
}

describe("findings: allocations of the core", () => {
  it("EL-CERT-C01: no sequence of changes and slashes allocates more than there is", async () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant("allocate" as const), set: fc.nat(1), value: magnitudes }),
      fc.record({ kind: fc.constant("slash" as const), set: fc.nat(1), value: fc.bigInt(1n, WAD) }),
      fc.record({
        kind: fc.constant("wait" as const),
        set: fc.constant(0),
        value: fc.constant(DEALLOCATION_DELAY + 1n),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 8 }), async (acts) => {
        const { core, op1, a, sets, allocate, slash, mine } = await inTwoSets();
        for (const { kind, set, value } of acts) {
          const chosen = sets[set]!;
          // what is refused changes nothing, and is as good
          if (kind === "allocate") await allocate(op1, chosen, a, value).catch(() => undefined);
          if (kind === "slash") await slash(op1, chosen, [a], [value]);
          if (kind === "wait") await mine(value);
          let allocated = 0n;
          for (const one of sets) {
            const { currentMagnitude, pendingDiff } = await core.allocation.getAllocation(op1, one, a.address);
            allocated += currentMagnitude + (pendingDiff > 0n ? pendingDiff : 0n);
          }
          expect(allocated <= (await core.allocation.getMaxMagnitude(op1, a.address))).to.equal(true);
        }
      }),
      { numRuns: 12, examples: [[[{ kind: "allocate", set: 0, value: 2n ** 63n + 1n }]]] },
    );
  });

  it("KR-R-H7: another set gets only what the sets before it have left, without their consent or with it", async () => {
    const { core, op1, a, createSet, registerOperator, allocate } = await restaking();
    await registerOperator(op1);
    const [first, second, third] = [await createSet(1n, [a]), await createSet(2n, [a]), await createSet(3n, [a])];
    await allocate(op1, first, a, (WAD * 6n) / 10n);
    await expect(allocate(op1, second, a, (WAD * 4n) / 10n + 1n)).to.be.revertedWithCustomError(
      core.allocation,
      "InsufficientMagnitude",
    );
    await allocate(op1, second, a, (WAD * 4n) / 10n);
    await expect(allocate(op1, third, a, 1n)).to.be.revertedWithCustomError(core.allocation, "InsufficientMagnitude");
  });

  it("EL-EGSL05: a slash that brings a deallocation to nothing keeps no other from its turn", async () => {
    const { core, ethers, op1, a, createSet, operatorIn, allocate, join, slash, mine } = await restaking();
    const one = await operatorIn(op1, 1n, a, 3n);
    const [other, earlier] = [await createSet(2n, [a]), await createSet(3n, [a])];
    for (const set of [other, earlier]) {
      await join(op1, set);
      await allocate(op1, set, a, WAD / 4n);
    }
    await allocate(op1, earlier, a, 0n);
    await allocate(op1, one, a, 2n);
    await slash(op1, one, [a], [1n]);
    const started = await allocate(op1, other, a, 0n);
    await mine(3n);
    // the operator tries to queue again for the set whose deallocation is nothing now
    await allocate(op1, one, a, 1n).catch(() => undefined);
    const due = BigInt(started.blockNumber as number) + DEALLOCATION_DELAY + 1n;
    await mine(due - 1n - BigInt(await ethers.provider.getBlockNumber()));
    await core.allocation.clearDeallocationQueue(op1, [a.address], [10]);
    expect(await core.allocation.getEncumberedMagnitude(op1, a.address)).to.be.at.most(3n);
  });

  it("KR-R-H2: all slashes of one set together take no more of a strategy than was allocated to it", async () => {
    const wads = fc.array(fc.bigInt(WAD / 10n, WAD), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.bigInt(WAD / 10n, WAD / 2n), wads, async (magnitude, slashes) => {
        const { core, alice, op1, a, operatorIn, createSet, allocate, deposit, delegate, slash, withdrawable } =
          await restaking();
        const set = await operatorIn(op1, 1n, a, magnitude);
        await allocate(op1, await createSet(2n, [a]), a, WAD - magnitude);
        await deposit(alice, a, 100n * ETH);
        await delegate(alice, op1);
        const before = await withdrawable(alice, a);
        for (const wad of slashes) await slash(op1, set, [a], [wad]);
        const taken = WAD - (await core.allocation.getMaxMagnitude(op1, a.address));
        expect(taken <= magnitude).to.equal(true);
        expect(before - (await withdrawable(alice, a)) <= (before * magnitude) / WAD + 1n).to.equal(true);
      }),
      { numRuns: 8 },
    );
  });

  it("KR-M01: while a set changes its slasher, its members and those who have left can be slashed in every block", async () => {
    const { core, avs, bob, op1, op2, a, operatorIn, registerOperator, join, allocate, leave, mine } =
      await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await registerOperator(op2);
    await allocate(op2, set, a, WAD);
    await join(op2, set);
    await core.allocation.connect(avs).updateSlasher(set, bob);
    await leave(op2, set);
    const canSlash = async (slasher: typeof bob, operator: typeof op1) => {
      const params = { operator, operatorSetId: set.id, strategies: [a.address], wadsToSlash: [1n], description: "" };
      return core.allocation
        .connect(slasher)
        .slashOperator.staticCall(avs, params)
        .then(
          () => 1,
          () => 0,
        );
    };
    for (let block = 0n; block <= CONFIGURATION_DELAY + 1n; block++) {
      expect((await canSlash(avs, op1)) + (await canSlash(bob, op1)), `${block} blocks on`).to.equal(1);
      const reach = block < DEALLOCATION_DELAY ? 1 : 0;
      expect((await canSlash(avs, op2)) + (await canSlash(bob, op2)), `${block} blocks on`).to.be.at.least(reach);
      await mine(1);
    }
    expect([await canSlash(avs, op1), await canSlash(bob, op1)]).to.deep.equal([0, 1]);
  });

  it("EL23-H02: a slash takes every strategy in which something is allocated, whichever are empty", async () => {
    const { core, avs, op1, a, b, newStrategy, createSet, registerOperator, allocate, join, slash, networkHelpers } =
      await restaking();
    const all = [a, b, await newStrategy()].toSorted((x, y) => (BigInt(x.address) < BigInt(y.address) ? -1 : 1));
    await registerOperator(op1);
    const set = await createSet(1n, all);
    await join(op1, set);
    const clean = await networkHelpers.takeSnapshot();
    for (let pattern = 1; pattern < 8; pattern++) {
      const filled = all.filter((_, index) => ((pattern >> index) & 1) === 1);
      for (const strategy of filled) await allocate(op1, set, strategy, WAD);
      await slash(
        op1,
        set,
        all,
        all.map(() => WAD / 4n),
      );
      for (const strategy of all) {
        const left = await core.allocation.getMaxMagnitude(op1, strategy.address);
        expect(left, `pattern ${pattern} of ${avs.address}`).to.equal(
          filled.includes(strategy) ? (WAD * 3n) / 4n : WAD,
        );
      }
      await clean.restore();
    }
  });

  it("EL-CAN-312: a slash takes at least its fraction, of an allocation of any size and after any slashes", async () => {
    const sizes = fc.oneof(fc.bigInt(1n, 9n), fc.bigInt(1n, 10n ** 6n), fc.bigInt(1n, WAD));
    const wads = fc.array(fc.bigInt(1n, WAD - 1n), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sizes, wads, async (magnitude, slashes) => {
        const { core, op1, a, operatorIn, slash } = await restaking();
        const set = await operatorIn(op1, 1n, a, magnitude);
        let left = magnitude;
        for (const wad of slashes) {
          await slash(op1, set, [a], [wad]);
          const { currentMagnitude } = await core.allocation.getAllocation(op1, set, a.address);
          expect(currentMagnitude * WAD <= left * (WAD - wad), `${wad} of ${left}`).to.equal(true);
          left = currentMagnitude;
        }
      }),
      { numRuns: 10, examples: [[3n, [WAD / 2n - 1n, WAD / 3n]]] },
    );
  });

  it("SY2-S-M1: what is allocated, what is waiting and what is free add up to all of the magnitude", async () => {
    const act = fc.record({ kind: fc.nat(3), set: fc.nat(1), value: fc.bigInt(0n, WAD) });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 8 }), async (acts) => {
        const { core, op1, a, sets, allocate, slash, mine } = await inTwoSets();
        for (const { kind, set, value } of acts) {
          const chosen = sets[set]!;
          // what is refused changes nothing, and is as good
          if (kind === 0) await allocate(op1, chosen, a, value).catch(() => undefined);
          if (kind === 1) await allocate(op1, chosen, a, 0n).catch(() => undefined);
          if (kind === 2) await slash(op1, chosen, [a], [value === 0n ? 1n : value]);
          if (kind === 3) await mine(DEALLOCATION_DELAY + 1n);
          let [held, waiting] = [0n, 0n];
          for (const one of sets) {
            const { currentMagnitude, pendingDiff } = await core.allocation.getAllocation(op1, one, a.address);
            held += currentMagnitude + (pendingDiff < 0n ? pendingDiff : 0n);
            waiting += pendingDiff < 0n ? -pendingDiff : pendingDiff;
          }
          const free = await core.allocation.getAllocatableMagnitude(op1, a.address);
          expect(held + waiting + free).to.equal(await core.allocation.getMaxMagnitude(op1, a.address));
        }
      }),
      {
        numRuns: 10,
        examples: [
          [
            [
              { kind: 0, set: 0, value: WAD / 2n },
              { kind: 1, set: 0, value: 0n },
              { kind: 3, set: 0, value: 0n },
              { kind: 0, set: 1, value: WAD / 2n },
              { kind: 0, set: 0, value: WAD / 4n },
            ],
          ],
        ],
      },
    );
  });

  it("SY-SM-M3: a value of the past is the same found from the end, by halving, or by reading all", async () => {
    const { ethers } = await restaking();
    const steps = fc.array(fc.record({ gap: fc.nat(3), value: fc.bigInt(0n, WAD) }), { minLength: 1, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(steps, async (entries) => {
        const harness = await ethers.deployContract("SnapshotsHarness");
        const all: { block: number; value: bigint }[] = [];
        for (const { gap, value } of entries) {
          const block = (all.at(-1)?.block ?? 5) + gap;
          await harness.push(block, value);
          all.push({ block, value });
        }
        for (let block = 3; block <= all.at(-1)!.block + 1; block++) {
          const found = all.findLast((entry) => entry.block <= block)?.value ?? 7n;
          expect(await harness.atBlock(block, 7n), `block ${block}`).to.equal(found);
        }
      }),
      { numRuns: 8 },
    );
  });
});
