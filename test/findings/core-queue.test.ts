import { expect } from "chai";
import fc from "fast-check";
import { restakingFixture, WITHDRAWAL_DELAY } from "../3-restaking/fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, WAD } from "../../scripts/lib/units.ts";

const restaking = await restakingFixture();

describe("findings: slashes of queued stake in the core", () => {
  it("EL-EGSL03: what a slash burns and leaves is what there was, queued stake included, of tokens and of ether", async () => {
    for (const kind of ["token", "ether"] as const) {
      const { core, alice, op1, a, operatorIn, deposit, delegate, queue, slash, reportBalance } = await restaking();
      const strategy = kind === "token" ? a : BEACON_CHAIN_ETH_STRATEGY;
      const at = typeof strategy === "string" ? strategy : strategy.address;
      const set = await operatorIn(op1, 1n, strategy, WAD);
      if (kind === "token") await deposit(alice, a, 32n * ETH);
      else await reportBalance(alice, 0n, 32n * ETH);
      await delegate(alice, op1);
      await queue(alice, strategy, 12n * ETH);
      await expect(slash(op1, set, [strategy], [WAD / 4n]))
        .to.emit(core.delegation, "OperatorSharesSlashed")
        .withArgs(op1.address, at, 8n * ETH);
      expect(await core.delegation.operatorShares(op1, at)).to.equal(15n * ETH);
      const { shares } = await core.delegation.getQueuedWithdrawals(alice);
      expect(shares[0]![0]).to.equal(9n * ETH);
    }
  });

  it("EL-EGSL17: a withdrawal that a slash brought to nothing completes and is cleared, in tokens and as shares", async () => {
    for (const asTokens of [true, false]) {
      const { core, alice, op1, a, operatorIn, deposit, delegate, queue, complete, slash, mine } = await restaking();
      const set = await operatorIn(op1, 1n, a, WAD);
      await deposit(alice, a, 4n * ETH);
      await delegate(alice, op1);
      const withdrawal = await queue(alice, a, 4n * ETH);
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
    for (const strategy of [a, b]) await deposit(alice, strategy, ETH);
    await delegate(alice, op1);
    const [withdrawal] = await rest.queuedBy(await rest.queueCall(alice, [a, b], [ETH, ETH]));
    await rest.slash(op1, set, [a], [WAD]);
    await rest.mine(21);
    await rest.complete(withdrawal!, true);
    expect([await a.token.balanceOf(alice), await b.token.balanceOf(alice)]).to.deep.equal([0n, ETH]);
    expect((await core.delegation.getQueuedWithdrawals(alice)).withdrawals).to.deep.equal([]);
  });

  it("EL-EGSL13: a slash burns its part of the shares to the wei, and one too small for a wei burns none of any staker", async () => {
    const amounts = fc.bigInt(1n, 10n ** 24n);
    const wads = fc.array(fc.oneof(fc.bigInt(1n, 10n ** 6n), fc.bigInt(1n, WAD)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(amounts, wads, async (amount, slashes) => {
        const { core, alice, op1, a, operatorIn, deposit, delegate, slash, withdrawable } = await restaking();
        const set = await operatorIn(op1, 1n, a, WAD);
        await deposit(alice, a, amount);
        await delegate(alice, op1);
        let [burnt, before] = [0n, WAD];
        for (const [index, wad] of slashes.entries()) {
          if (before === 0n) break;
          const held = await core.delegation.operatorShares(op1, a.address);
          await slash(op1, set, [a], [wad]);
          const after = await core.allocation.getMaxMagnitude(op1, a.address);
          const now = (
            await core.strategies["getBurnOrRedistributableShares((address,uint32),uint256)"](set, index + 1)
          )[1];
          const exact = held - (held * after + before - 1n) / before;
          expect(now.length === 0 ? 0n : now[0], `${wad}`).to.equal(exact);
          [burnt, before] = [burnt + exact, after];
        }
        const lost = amount - (await withdrawable(alice, a));
        expect(lost >= burnt && lost - burnt <= BigInt(slashes.length)).to.equal(true);
      }),
      { numRuns: 10, examples: [[10n ** 18n, [5n * 10n ** 5n]]] },
    );
  });

  it("EL23-M02: a strategy that gives nothing back keeps nobody from what is in the others", async () => {
    const world = await restaking();
    const { core, pauser, alice, op1, a, ethers, deposit, delegate, complete, mine } = world;
    const stuck = await world.newStrategy();
    await world.registerOperator(op1);
    for (const strategy of [a, stuck]) await deposit(alice, strategy, ETH);
    await delegate(alice, op1);
    const withdrawals = await world.queuedBy(await core.delegation.connect(op1).undelegate(alice));
    await mine(WITHDRAWAL_DELAY + 1n);
    const pausable = await ethers.getContractAt("IPausable", stuck.address);
    await pausable.connect(pauser).pauseAll();
    for (const withdrawal of withdrawals) {
      const completion = complete(withdrawal, true);
      if (withdrawal.strategies.includes(stuck.address))
        await expect(completion).to.be.revertedWithCustomError(pausable, "CurrentlyPaused");
      else await completion;
    }
    expect(await a.token.balanceOf(alice)).to.equal(ETH);
  });

  it("KR-M03: a withdrawal bears slashes up to the last block of its delay, and none after, whenever it is completed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -2, max: 3 }), fc.bigInt(1n, 30n), async (offset, rest) => {
        const { alice, op1, a, ethers, operatorIn, deposit, delegate, queue, complete, slash, mine } =
          await restaking();
        const set = await operatorIn(op1, 1n, a, WAD);
        await deposit(alice, a, 8n * ETH);
        await delegate(alice, op1);
        const withdrawal = await queue(alice, a, 8n * ETH);
        const slashBlock = withdrawal.startBlock + WITHDRAWAL_DELAY + BigInt(offset);
        await mine(slashBlock - 1n - BigInt(await ethers.provider.getBlockNumber()));
        await slash(op1, set, [a], [WAD / 4n]);
        await mine(4n + rest);
        await complete(withdrawal, true);
        expect(await a.token.balanceOf(alice)).to.equal(offset <= 0 ? 6n * ETH : 8n * ETH);
      }),
      { numRuns: 12 },
    );
  });

  it("SY2-S-M3: a slash burns nothing for withdrawals past their delay, completed or not", async () => {
    for (const late of [1n, 7n]) {
      const { core, alice, bob, op1, a, operatorIn, deposit, delegate, queue, complete, slash, mine } =
        await restaking();
      const set = await operatorIn(op1, 1n, a, WAD);
      for (const staker of [alice, bob]) {
        await deposit(staker, a, 8n * ETH);
        await delegate(staker, op1);
      }
      const withdrawal = await queue(alice, a, 8n * ETH);
      await mine(WITHDRAWAL_DELAY + late - 1n);
      await expect(slash(op1, set, [a], [WAD / 2n]))
        .to.emit(core.delegation, "OperatorSharesSlashed")
        .withArgs(op1.address, a.address, 4n * ETH);
      await complete(withdrawal, true);
      expect(await a.token.balanceOf(alice)).to.equal(8n * ETH);
    }
  });

  it("SY-CAN-1: two slashes with withdrawals between them each take their part of all that is in reach", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt(1n, 10n), fc.bigInt(0n, 10n), async (queuedBefore, queuedBetween) => {
        const { core, alice, op1, a, operatorIn, deposit, delegate, queue, slash } = await restaking();
        const set = await operatorIn(op1, 1n, a, WAD);
        await deposit(alice, a, 32n * ETH);
        await delegate(alice, op1);
        await queue(alice, a, queuedBefore * ETH);
        const burnt = (part: bigint, of: bigint, withdrawals: bigint) => (shares: bigint) =>
          shares <= part && part - shares <= of / WAD + withdrawals + 2n;
        await expect(slash(op1, set, [a], [WAD / 4n]))
          .to.emit(core.delegation, "OperatorSharesSlashed")
          .withArgs(op1.address, a.address, burnt(8n * ETH, 32n, 1n));
        if (queuedBetween > 0n) await queue(alice, a, queuedBetween * ETH);
        await expect(slash(op1, set, [a], [WAD / 2n]))
          .to.emit(core.delegation, "OperatorSharesSlashed")
          .withArgs(op1.address, a.address, burnt(12n * ETH, 32n, 2n));
      }),
      { numRuns: 6 },
    );
  });

  it("SY-SM-I01: who comes after a fault does not pay for those who leave before its slash", async () => {
    const { alice, bob, op1, a, operatorIn, deposit, delegate, queue, complete, slash, mine } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await deposit(alice, a, 8n * ETH);
    await delegate(alice, op1);
    // the fault is known: alice leaves, bob comes
    const left = await queue(alice, a, 8n * ETH);
    await deposit(bob, a, 8n * ETH);
    await delegate(bob, op1);
    await slash(op1, set, [a], [WAD / 4n]);
    const right = await queue(bob, a, 8n * ETH);
    await mine(WITHDRAWAL_DELAY + 1n);
    for (const withdrawal of [left, right]) await complete(withdrawal, true);
    expect([await a.token.balanceOf(alice), await a.token.balanceOf(bob)]).to.deep.equal([6n * ETH, 6n * ETH]);
  });

  it("KR-M05: a slash over strategies goes through where one of them holds nothing", async () => {
    const { core, alice, op1, a, b, createSet, registerOperator, allocate, join, deposit, delegate, slash } =
      await restaking();
    await registerOperator(op1);
    const set = await createSet(1n, [a, b]);
    for (const strategy of [a, b]) await allocate(op1, set, strategy, WAD);
    await join(op1, set);
    await deposit(alice, b, 8n * ETH);
    await delegate(alice, op1);
    await expect(slash(op1, set, [a, b], [WAD / 4n, WAD / 4n]))
      .to.emit(core.delegation, "OperatorSharesSlashed")
      .withArgs(op1.address, b.address, 2n * ETH);
    expect(await core.delegation.operatorShares(op1, b.address)).to.equal(6n * ETH);
  });

  it("KR-H01: after slashes everybody can leave, paid and slashed are what came in, and nothing is left but dust", async () => {
    const stake = fc.bigInt(1_000n, 10n ** 20n);
    await fc.assert(
      fc.asyncProperty(
        stake,
        stake,
        fc.array(fc.bigInt(1n, WAD), { minLength: 1, maxLength: 2 }),
        async (x, y, wads) => {
          const {
            core,
            alice,
            bob,
            op1,
            a,
            operatorIn,
            deposit,
            delegate,
            queue,
            complete,
            slash,
            depositShares,
            mine,
          } = await restaking();
          const set = await operatorIn(op1, 1n, a, WAD);
          for (const [staker, amount] of [
            [alice, x],
            [bob, y],
          ] as const) {
            await deposit(staker, a, amount);
            await delegate(staker, op1);
          }
          const first = await queue(alice, a, x / 2n);
          for (const wad of wads) await slash(op1, set, [a], [wad]);
          const withdrawals = [first];
          for (const staker of [alice, bob]) withdrawals.push(await queue(staker, a, await depositShares(staker, a)));
          await mine(WITHDRAWAL_DELAY + 1n);
          for (const withdrawal of withdrawals) await complete(withdrawal, true);
          for (let id = 1n; id <= BigInt(wads.length); id++)
            await core.strategies.clearBurnOrRedistributableShares(set, id);
          const dust = await a.token.balanceOf(a.address);
          expect(dust <= BigInt(3 * wads.length + 3), `${dust} wei are stuck`).to.equal(true);
        },
      ),
      { numRuns: 6, examples: [[10n ** 18n, 3n * 10n ** 18n, [WAD / 3n]]] },
    );
  });
});
