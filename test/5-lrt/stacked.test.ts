import { expect } from "chai";
import fc from "fast-check";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, GWEI } from "../../scripts/lib/units.ts";

/** Four wad-units of 64 ETH: the core rounds a magnitude, a scaling factor and the pod's own factor, each in turn. */
const WAD_UNITS = 4n * 64n;

/** 64 ETH in two validators of slot 0, whose operator has everything allocated to bob's service. */
async function withValidators() {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 64n * ETH });
  const keys = await s.registerKeys(0n, 2);
  await s.restaker.restakeEth(0n, 2n);
  await s.secure(s.bob, s.opOne, [BEACON_CHAIN_ETH_STRATEGY]);
  await s.advanceEpochs(300n);
  await s.verifyKeys(0n, keys);
  await s.checkpoint(0n, keys);
  await s.vault.syncAll();
  const indices: bigint[] = [];
  for (const { pubkey } of keys) indices.push((await s.beacon.indexOf(pubkeyHashOf(pubkey))).index);
  return { ...s, keys, indices };
}

/** 40 ETH of LST, half with each operator, everything allocated to bob's and carol's services. */
async function withLst() {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  for (const operator of [s.opOne, s.opTwo]) await s.secure(s.bob, operator, [String(s.strategy.target)]);
  await s.vault.syncAll();
  const slashing = (operator: Ladder["alice"], wad: bigint) => async () =>
    s.allocations
      .connect(s.bob)
      .slashOperator(
        s.bob,
        { operator, operatorSetId: 0n, strategies: [s.strategy], wadsToSlash: [wad], description: "" },
        { gasLimit: 2_000_000n },
      );
  return { ...s, slashing };
}

describe("slashes on top of each other, seen from the vault", () => {
  it("INV-11: a validator's penalty and a slash of the same stake take the same in either order, to four wad-units", async () => {
    const s = await withValidators();
    const start = await s.networkHelpers.takeSnapshot();
    const syncedAt = (await s.networkHelpers.time.latest()) + 100;
    const amounts = fc.record({ penaltyGwei: fc.bigInt(1n, 16n * GWEI), wad: fc.bigInt(1n, ETH) });
    await fc.assert(
      fc.asyncProperty(amounts, async ({ penaltyGwei, wad }) => {
        const penalty = async () => {
          await s.beacon.reportPenalty(s.indices[0]!, penaltyGwei);
          await s.checkpoint(0n, s.keys);
        };
        const slash = async () => s.slash(s.bob, s.opOne, [BEACON_CHAIN_ETH_STRATEGY], wad);
        const outcomes = [];
        for (const order of [
          [penalty, slash],
          [slash, penalty],
        ]) {
          for (const step of order) await step();
          await s.networkHelpers.time.setNextBlockTimestamp(syncedAt);
          await s.vault.syncAll();
          await expectBalanced(s);
          const { recognised, lockedProfit } = await s.vault.totals();
          outcomes.push([await s.delegators[0].value(), recognised + lockedProfit, await s.vault.rate()] as const);
          await start.restore();
        }
        const [first, second] = outcomes;
        expect(first![0]).to.be.lessThan(64n * ETH + ETH / 100n);
        for (const [index, amount] of first!.entries()) {
          expect(amount).to.be.within(second![index]! - WAD_UNITS, second![index]! + WAD_UNITS);
        }
      }),
      { numRuns: 8, seed: 11 },
    );
  });

  it("INV-11: KR-M02: whatever slashes and penalties come after each other, stake can be checkpointed, synced, forced out and brought back", async () => {
    const s = await withValidators();
    const start = await s.networkHelpers.takeSnapshot();
    const event = fc.oneof(
      fc.record({ kind: fc.constant("slash" as const), wad: fc.oneof(fc.bigInt(1n, ETH), fc.constant(ETH - 1n)) }),
      fc.record({ kind: fc.constant("penalty" as const), gwei: fc.bigInt(1n, 31n * GWEI), of: fc.nat(1) }),
      fc.record({ kind: fc.constant("fault" as const), of: fc.nat(1) }),
      fc.record({ kind: fc.constant("checkpoint" as const) }),
      fc.record({ kind: fc.constant("force out" as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 2, maxLength: 6 }), async (events) => {
        await start.restore();
        for (const e of events) {
          if (e.kind === "slash") await s.slash(s.bob, s.opOne, [BEACON_CHAIN_ETH_STRATEGY], e.wad);
          else if (e.kind === "penalty") await s.beacon.reportPenalty(s.indices[e.of]!, e.gwei);
          else if (e.kind === "fault") {
            if (!(await s.beacon.validator(s.indices[e.of]!)).slashed) await s.beacon.reportSlashing(s.indices[e.of]!);
          } else if (e.kind === "checkpoint") await s.checkpoint(0n, s.keys);
          else if ((await s.delegators[0].operator()) !== s.ethers.ZeroAddress) {
            await s.delegation.connect(s.opOne).undelegate(s.delegators[0]);
          }
          await s.vault.syncAll();
          await expectBalanced(s);
        }
        await s.checkpoint(0n, s.keys);
        await s.vault.syncAll();
        await s.networkHelpers.mine(DELAY_BLOCKS + 1);
        await s.completeAll(0n);
        await s.vault.syncAll();
        await expectBalanced(s);
        // what the validators earned on the way may have dripped, and paid its fee
        const { recognised, lockedProfit, feesOwed, idle } = await s.vault.totals();
        const backed = await s.delegators[0].value();
        expect(recognised + lockedProfit + feesOwed).to.equal(backed + idle);
      }),
      { numRuns: 8, seed: 12 },
    );
  });

  it("INV-12: a slash reaches what the vault unwinds through the last slashable block, and not after, to the wei", async () => {
    const s = await withLst();
    await s.queue.connect(s.alice).request(8n * ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    await s.restaker.unwind(0n, s.strategy);
    const queuedAt = await s.ethers.provider.getBlockNumber();
    const [queued, staying] = [
      await s.delegators[0].queuedAssets(),
      20n * ETH - (await s.delegators[0].queuedAssets()),
    ];
    expect(queued).to.be.greaterThan(ETH);
    await s.networkHelpers.mineUpTo(queuedAt + DELAY_BLOCKS - 1);
    const last = await s.networkHelpers.takeSnapshot();
    for (const late of [0, 1]) {
      if (late === 1) await s.networkHelpers.mine(1);
      await s.slashing(s.opOne, ETH / 4n)();
      expect(await s.ethers.provider.getBlockNumber()).to.equal(queuedAt + DELAY_BLOCKS + late);
      const kept = late === 0 ? (queued * 3n) / 4n : queued;
      const { idle } = await s.vault.totals();
      expect(idle).to.equal(0n);
      expect(await s.delegators[0].queuedAssets()).to.be.within(kept - 1n, kept);
      expect(await s.delegators[0].value()).to.be.within(kept + (staying * 3n) / 4n - 2n, kept + (staying * 3n) / 4n);
      await s.vault.syncAll();
      await s.networkHelpers.mine(2);
      const before = await s.vault.totals();
      await s.completeAll(0n);
      await s.vault.syncAll();
      expect((await s.vault.totals()).recognised).to.be.within(before.recognised - 2n, before.recognised);
      await expectBalanced(s);
      await last.restore();
    }
  });

  it("INV-12: an operator that undelegates the vault in the block of its slash, before or after it, changes no wei of the loss", async () => {
    const s = await withLst();
    const start = await s.networkHelpers.takeSnapshot();
    const slash = s.slashing(s.opOne, ETH / 3n);
    const leave = async () => s.delegation.connect(s.opOne).undelegate(s.delegators[0], { gasLimit: 2_000_000n });
    const rates: bigint[] = [];
    for (const block of [[slash], [slash, leave], [leave, slash]]) {
      await s.inOneBlock(...block);
      await s.vault.syncAll();
      rates.push(await s.vault.rate());
      await expectBalanced(s);
      await start.restore();
    }
    for (const rate of rates) expect(rate).to.be.within(rates[0]! - 1n, rates[0]!);
    expect(rates[0]!).to.be.lessThan((ETH * 84n) / 100n);
  });

  it("INV-12: operators at fault together, again and again in one block, cost the vault each its own", async () => {
    const s = await withLst();
    const cuts = [
      [s.opOne, ETH / 3n],
      [s.opTwo, ETH / 5n],
      [s.opOne, ETH / 7n],
    ] as const;
    await s.inOneBlock(...cuts.map(([operator, wad]) => s.slashing(operator, wad)));
    await s.vault.syncAll();
    const left = (stake: bigint, ...wads: bigint[]) => wads.reduce((kept, wad) => (kept * (ETH - wad)) / ETH, stake);
    const expected = left(20n * ETH, ETH / 3n, ETH / 7n) + left(20n * ETH, ETH / 5n);
    const { recognised, lockedProfit } = await s.vault.totals();
    // the core takes a fraction's last wad-unit too: of 20 ETH, 20 wei a slash
    expect(recognised + lockedProfit).to.be.within(expected - 60n, expected);
    await expectBalanced(s);
  });

  it("INV-03: native ETH that a slash has taken stays in the pod, and no batch waits for it", async () => {
    const s = await withValidators();
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 20n * ETH), s.alice, 0n, FOREVER);
    await s.queue.connect(s.alice).request(await s.vault.balanceOf(s.alice), s.alice, 0n, FOREVER);
    await s.queue.close();
    const fee = await s.beacon.withdrawalRequestFee();
    for (const { pubkey } of s.keys) await s.restaker.exitValidators(0n, [pubkey], { value: fee });
    await s.slash(s.bob, s.opOne, [BEACON_CHAIN_ETH_STRATEGY], ETH / 2n);
    await s.vault.syncAll();
    // 64 ETH leave the beacon chain for 32 of shares
    expect(await s.delegators[0].exitingAssets()).to.equal(await s.delegators[0].value());
    expect(await s.targets.exitDemand()).to.be.within(19n * ETH, 21n * ETH);
    await s.advanceEpochs(600n);
    for (const index of s.indices) await s.beacon.sweep(index);
    await s.checkpoint(0n, s.keys);
    await s.restaker.unwind(0n, BEACON_CHAIN_ETH_STRATEGY);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    await s.queue.settle();
    expect(await s.delegators[0].freePodAssets()).to.be.greaterThan(31n * ETH);
    expect(await s.delegators[0].exitingAssets()).to.be.lessThan(GWEI);
    await s.restaker.requestLstExit(s.lst);
    await s.fillLstExits();
    for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
    await s.queue.settle();
    const [closed] = await s.queue.waitingShares();
    expect(closed).to.be.lessThan(GWEI);
    await expectBalanced(s);
  });
});
