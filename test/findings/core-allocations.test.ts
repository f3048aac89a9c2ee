import { expect } from "chai";
import fc from "fast-check";
import { ETHER } from "../3-restaking/actions.ts";
import { BEACON_STRATEGY, DEALLOCATION_DELAY, restakingFixture, WAD } from "../3-restaking/fixture.ts";

const restaking = await restakingFixture();

/** Magnitudes that fit, and those that only a careless sum would let through. */
const magnitudes = fc.oneof(fc.bigInt(0n, WAD), fc.bigInt(2n ** 63n - WAD, 2n ** 64n - 1n));

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
        const { core, op1, a, createSet, registerOperator, allocate, join, slash, mine } = await restaking();
        await registerOperator(op1);
        const sets = [await createSet(1n, [a]), await createSet(2n, [a])];
        for (const set of sets) await join(op1, set);
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
    const other = await createSet(2n, [a]);
    await join(op1, other);
    await allocate(op1, other, a, WAD / 2n);

    await allocate(op1, one, a, 2n);
    await slash(op1, one, [a], [1n]);
    const started = await allocate(op1, other, a, 0n);
    // the operator tries to queue again for the set whose deallocation is nothing now
    await allocate(op1, one, a, 1n).catch(() => undefined);
    await mine(
      BigInt(started.blockNumber as number) + DEALLOCATION_DELAY + 1n - BigInt(await ethers.provider.getBlockNumber()),
    );
    await core.allocation.clearDeallocationQueue(op1, [a.address], [10]);
    expect(await core.allocation.getEncumberedMagnitude(op1, a.address)).to.be.at.most(3n);
  });
});

describe("findings: slashes of queued stake in the core", () => {
  it("EL-EGSL03: what a slash burns and leaves is what there was, queued stake included, of tokens and of ether", async () => {
    for (const kind of ["token", "ether"] as const) {
      const { core, alice, op1, a, operatorIn, deposit, delegate, queue, slash, reportBalance } = await restaking();
      const strategy = kind === "token" ? a : BEACON_STRATEGY;
      const at = typeof strategy === "string" ? strategy : strategy.address;
      const set = await operatorIn(op1, 1n, strategy, WAD);
      if (kind === "token") await deposit(alice, a, 32n * ETHER);
      else await reportBalance(alice, 0n, 32n * ETHER);
      await delegate(alice, op1);
      await queue(alice, strategy, 12n * ETHER);
      await expect(slash(op1, set, [strategy], [WAD / 4n]))
        .to.emit(core.delegation, "OperatorSharesSlashed")
        .withArgs(op1.address, at, 8n * ETHER);
      expect(await core.delegation.operatorShares(op1, at)).to.equal(15n * ETHER);
      const { shares } = await core.delegation.getQueuedWithdrawals(alice);
      expect(shares[0]![0]).to.equal(9n * ETHER);
    }
  });

  it("EL-EGSL17: a withdrawal that a slash brought to nothing completes and is cleared, in tokens and as shares", async () => {
    for (const asTokens of [true, false]) {
      const { core, alice, op1, a, operatorIn, deposit, delegate, queue, complete, slash, mine } = await restaking();
      const set = await operatorIn(op1, 1n, a, WAD);
      await deposit(alice, a, 4n * ETHER);
      await delegate(alice, op1);
      const withdrawal = await queue(alice, a, 4n * ETHER);
      await slash(op1, set, [a], [WAD]);
      await mine(21);
      await expect(complete(withdrawal, asTokens)).to.emit(core.delegation, "SlashingWithdrawalCompleted");
      expect((await core.delegation.getQueuedWithdrawals(alice)).withdrawals).to.deep.equal([]);
      expect(await a.token.balanceOf(alice)).to.equal(0n);
    }
  });

  it("EL-CAN-323: one strategy at zero keeps a withdrawal's other strategy from nothing", async () => {
    const { core, alice, op1, a, b, createSet, registerOperator, deposit, delegate, allocate, join, ...rest } =
      await restaking();
    await registerOperator(op1);
    const set = await createSet(1n, [a, b]);
    await allocate(op1, set, a, WAD);
    await join(op1, set);
    for (const strategy of [a, b]) await deposit(alice, strategy, ETHER);
    await delegate(alice, op1);
    const [withdrawal] = await rest.queuedBy(await rest.queueCall(alice, [a, b], [ETHER, ETHER]));
    await rest.slash(op1, set, [a], [WAD]);
    await rest.mine(21);
    await rest.complete(withdrawal!, true);
    expect([await a.token.balanceOf(alice), await b.token.balanceOf(alice)]).to.deep.equal([0n, ETHER]);
    expect((await core.delegation.getQueuedWithdrawals(alice)).withdrawals).to.deep.equal([]);
  });
});
