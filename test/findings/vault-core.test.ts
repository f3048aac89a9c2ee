import { expect } from "chai";
import fc from "fast-check";
import { depositDataFor, pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "../5-lrt/ladder.ts";
import { expectBalanced } from "../5-lrt/vault.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../scripts/lib/units.ts";

const RUNS = { numRuns: 2 };

/** 40 ETH of LST of Alice, half with each operator, and `idle` wei of ETH of Bob. */
async function withStake(idle = 0n): Promise<Ladder> {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  if (idle > 0n) await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: idle });
  await s.vault.syncAll();
  return s;
}

/** The same, and the keeper's account a service that secures itself with all of opOne's stake and slashes it. */
async function withService(idle = 0n): Promise<Ladder> {
  const s = await withStake(idle);
  await s.secure(s.keeper, s.opOne, [String(s.strategy.target)]);
  await s.vault.syncAll();
  return s;
}

const slashOne = (s: Ladder, wad: bigint) => s.slash(s.keeper, s.opOne, [String(s.strategy.target)], wad);

async function requestAndClose(s: Ladder, user: Ladder["alice"], shares: bigint): Promise<bigint> {
  const id = await s.queue.connect(user).request.staticCall(shares, user, 0n, FOREVER);
  await s.queue.connect(user).request(shares, user, 0n, FOREVER);
  const closeableAt = await s.queue.closeableAt();
  if (closeableAt > BigInt(await s.networkHelpers.time.latest())) await s.networkHelpers.time.increaseTo(closeableAt);
  await s.queue.close();
  return id;
}

/** A validator of the vault in slot 0, proven, and 32 ETH of Alice behind it. */
async function withValidator() {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 32n * ETH });
  const keys = await s.stakeValidators(0n, 1);
  const { index } = await s.beacon.indexOf(pubkeyHashOf(keys[0]!.pubkey));
  return { s, keys, index };
}

const recognised = async (s: Ladder): Promise<bigint> => (await s.vault.totals()).recognised;

async function everything(s: Ladder): Promise<bigint> {
  await s.vault.syncAll();
  await expectBalanced(s);
  const { recognised: total, lockedProfit, feesOwed } = await s.vault.totals();
  return total + lockedProfit + feesOwed;
}

describe("findings: slashes and penalties, from the core to the vault", () => {
  it("OWN-4: a slash of stake that waits in the core is in the total in its own block", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt(1n, 99n), async (lost) => {
        const s = await withService();
        await requestAndClose(s, s.alice, 40n * ETH);
        await s.restaker.unwind(0n, s.strategy);
        const before = await recognised(s);
        const gas = { gasLimit: 8_000_000n };
        await s.inOneBlock(
          () => slashOne(s, (lost * ETH) / 100n),
          () => s.vault.connect(s.bob).sync(s.delegators[0], gas),
        );
        expect(await recognised(s)).to.be.within(
          before - (20n * ETH * lost) / 100n - 10n,
          before - (20n * ETH * lost) / 100n + 10n,
        );
      }),
      RUNS,
    );
  });

  it("OWN-5: a slash of stake that waits in the core counts for the next exit without any keeper's call", async () => {
    const s = await withService(20n * ETH);
    await requestAndClose(s, s.alice, 30n * ETH);
    await s.restaker.unwind(0n, s.strategy);
    await slashOne(s, ETH / 2n);
    await s.queue.connect(s.bob).settle();
    // 10 of 60 ETH are gone; 20 are there to pay with
    const { filledShares, filledAssets } = await s.queue.batchOf(1n);
    expect(filledAssets).to.be.within(20n * ETH - 10n, 20n * ETH);
    expect(filledShares).to.be.within(24n * ETH - 10n ** 8n, 24n * ETH + 10n ** 8n);
  });

  it("RIO-M7: who leaves after a fault and before it is counted is paid the price after it, instantly too", async () => {
    const s = await withService(60n * ETH);
    await slashOne(s, ETH / 2n);
    // 10 of 100 ETH are gone, and nobody has said so
    const before = await s.ethers.provider.getBalance(s.treasury);
    await s.instantExit.connect(s.bob).exitInstantly(10n * ETH, s.treasury, 0n, FOREVER);
    expect((await s.ethers.provider.getBalance(s.treasury)) - before).to.be.at.most(9n * ETH);
    await slashOne(s, ETH / 2n);
    const ticket = await requestAndClose(s, s.bob, 10n * ETH);
    await s.queue.settle();
    expect(await s.queue.claimableOf(ticket)).to.be.at.most((86n * ETH) / 10n);
  });

  it("OETH-240: of two syncs in one block with a slash between them, the second sees the slash", async () => {
    const s = await withService();
    const before = await recognised(s);
    const gas = { gasLimit: 8_000_000n };
    await s.inOneBlock(
      () => s.vault.connect(s.alice).syncAll(gas),
      () => slashOne(s, ETH / 2n),
      () => s.vault.connect(s.bob).syncAll(gas),
    );
    expect(await recognised(s)).to.be.within(before - 10n * ETH - 10n, before - 10n * ETH + 10n);
  });

  it("INC-ELSLASH: whoever prices shares sees a slash in its own block, before anybody has synced", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt(1n, 99n), async (lost) => {
        const s = await withService();
        const before = await s.views.liveRate();
        await slashOne(s, (lost * ETH) / 100n);
        const seen = await s.views.liveRate();
        expect(await s.vault.rate()).to.be.at.least(before - 10n);
        expect(seen).to.be.within(
          (before * (200n - lost)) / 200n - 10n ** 6n,
          (before * (200n - lost)) / 200n + 10n ** 6n,
        );
        await s.vault.syncAll();
        expect(await s.vault.rate()).to.be.within(seen - 10n, seen + 10n);
      }),
      RUNS,
    );
  });

  it("RIO-M10: a validator's loss is borne in equal part by who stays and by who waits", async () => {
    const { s, keys, index } = await withValidator();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 32n * ETH });
    const rate = await s.vault.rate();
    const ticket = await requestAndClose(s, s.alice, 10n * ETH);
    await s.beacon.reportPenalty(index, 8n * 10n ** 9n);
    await s.checkpoint(0n, keys);
    await s.queue.settle();
    const paid = await s.queue.claimableOf(ticket);
    const after = await s.vault.rate();
    expect(after).to.be.lessThan((rate * 90n) / 100n);
    // 10 shares, at the rate of those who stay but for a second's drip
    expect(paid).to.be.within(10n * after - 10n ** 13n, 10n * after + 10n ** 7n);
    await expectBalanced(s);
  });
});

describe("findings: withdrawals and deposits of the vault in the core", () => {
  it("RZ-H03: a native withdrawal completes, though its ether comes back in the middle of the call", async () => {
    const { s, keys, index } = await withValidator();
    await requestAndClose(s, s.alice, 20n * ETH);
    const fee = await s.beacon.withdrawalRequestFee();
    await s.restaker.exitValidators(0n, [keys[0]!.pubkey], { value: fee });
    await s.advanceEpochs(600n);
    await s.beacon.sweep(index);
    await s.checkpoint(0n, keys);
    await s.restaker.unwind(0n, BEACON_CHAIN_ETH_STRATEGY);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    expect((await s.vault.totals()).idle).to.be.at.least(20n * ETH);
    expect((await s.delegation.getQueuedWithdrawals(s.delegators[0])).withdrawals).to.deep.equal([]);
  });

  it("RZ-H07, RZ-M01: a matured withdrawal completes whatever the queue lacks, and with deposits into its strategy stopped", async () => {
    const shares = fc.constantFrom(10n * ETH, 40n * ETH);
    const idle = fc.constantFrom(0n, 5n * ETH, 60n * ETH);
    await fc.assert(
      fc.asyncProperty(shares, idle, async (asked, lying) => {
        const s = await withStake();
        await requestAndClose(s, s.alice, asked);
        for (const slot of [0n, 1n]) await s.restaker.unwind(slot, s.strategy);
        await s.networkHelpers.mine(DELAY_BLOCKS + 1);
        await s.vault.syncAll();
        if (lying > 0n) await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: lying });
        await s.strategy.connect(s.guardian).pause(1n);
        for (const slot of [0n, 1n]) await s.completeAll(slot);
        for (const delegator of s.delegators)
          expect((await s.delegation.getQueuedWithdrawals(delegator)).withdrawals).to.deep.equal([]);
        await expectBalanced(s);
      }),
      { numRuns: 3 },
    );
  });

  it("RIO-M1: restaking never fails for rounding, at any price of the strategy's shares", async () => {
    await fc.assert(
      fc.asyncProperty(fc.bigInt(0n, 40_000n * ETH), fc.bigInt(ETH, 7n * ETH), async (gift, amount) => {
        const s = await withStake();
        await s.networkHelpers.setBalance(s.bob.address, 10n ** 5n * ETH);
        await s.giveLst(s.bob, gift + amount + ETH);
        await s.lst.connect(s.bob).transfer(s.strategy, gift);
        await s.vault.syncAll();
        await s.vault.connect(s.bob).depositLst(s.lst, amount, s.bob, 0n, FOREVER);
        const before = await s.lstReserve.idleLst();
        for (const slot of [0n, 1n])
          await s.restaker.restakeLst(slot, s.lst).catch((error: Error) => {
            // the other slot may have room for all of it
            expect(error.message).to.contain("LegTooSmall");
          });
        expect(await s.lstReserve.idleLst()).to.be.at.most(before / 2n);
        await expectBalanced(s);
      }),
      { numRuns: 2, examples: [[39_999n * ETH + 7n, ETH + 1n]] },
    );
  });

  it("RIO-H4: not a wei leaves for a key for which somebody has deposited with other credentials", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 128n * ETH });
    const keys = await s.registerKeys(0n, 2);
    const thief = s.ethers.concat(["0x010000000000000000000000", s.opOne.address]);
    const stolen = keys.map(({ pubkey }) => depositDataFor(pubkey, thief, 10n ** 9n));
    for (const { pubkey, signature, root } of stolen)
      await s.beacon.connect(s.opOne).deposit(pubkey, thief, signature, root, { value: ETH });
    await s.restaker.restakeEth(0n, 2n).catch(() => undefined);
    expect((await s.vault.totals()).idle).to.equal(128n * ETH);
    expect(await s.delegators[0].unverifiedAssets()).to.equal(0n);
  });

  it("YN-003: nothing that anybody, or the operator, may call on the core changes the total or strands value", async () => {
    const s = await withStake();
    const before = await everything(s);
    await requestAndClose(s, s.alice, 20n * ETH);
    await s.restaker.unwind(0n, s.strategy);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    const [stranger, [delegator]] = [s.treasury, s.delegators];
    const near = async () => expect((await everything(s)) - before).to.be.within(-10n, 0n);
    const { withdrawals } = await s.delegation.getQueuedWithdrawals(delegator);
    const w = withdrawals[0]!;
    const struct = {
      ...{ staker: w.staker, delegatedTo: w.delegatedTo, withdrawer: w.withdrawer, nonce: w.nonce },
      ...{ startBlock: w.startBlock, strategies: [...w.strategies], scaledShares: [...w.scaledShares] },
    };
    for (const asTokens of [true, false]) {
      const completion = s.delegation.connect(stranger).completeQueuedWithdrawal(struct, [s.lst], asTokens);
      // what is refused strands nothing
      await completion.catch(() => undefined);
      await near();
    }
    await s.delegation.connect(s.opOne).undelegate(delegator);
    await near();
    await delegator
      .connect(stranger)
      .startCheckpoint()
      .catch(() => undefined);
    await near();
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.completeAll(0n);
    await near();
    expect(await s.lst.balanceOf(delegator)).to.equal(0n);
  });
});

describe("findings: stops of the vault", () => {
  it("RZ-M02: while the vault is contained each way in and out refuses, and nothing of what is someone's already", async () => {
    const s = await withStake(30n * ETH);
    const [bob, alice] = [s.queue.connect(s.bob), s.queue.connect(s.alice)];
    const ticket = await requestAndClose(s, s.bob, 2n * ETH);
    await s.queue.settle();
    await requestAndClose(s, s.bob, 2n * ETH);
    const open = await alice.request.staticCall(ETH, s.alice, 0n, FOREVER);
    await alice.request(ETH, s.alice, 0n, FOREVER);
    const lst = await s.giveLst(s.bob, ETH);
    await s.networkHelpers.time.increaseTo(await s.queue.closeableAt());
    await s.settings.connect(s.guardian).contain(24n * HOUR);

    const me = s.vault.connect(s.bob);
    const doors = {
      deposit: () => me.deposit(s.bob, 0n, FOREVER, { value: ETH }),
      depositLst: () => me.depositLst(s.lst, lst, s.bob, 0n, FOREVER),
      request: () => bob.request(ETH, s.bob, 0n, FOREVER),
      requestMany: () => bob.requestMany([ETH, ETH], s.bob, 0n, FOREVER),
      close: () => bob.close(),
      settle: () => bob.settle(),
      exitInstantly: () => s.instantExit.connect(s.bob).exitInstantly(ETH, s.bob, 0n, FOREVER),
    };
    for (const [name, knock] of Object.entries(doors)) await expect(knock(), name).to.be.revert(s.ethers);
    await bob.claim(ticket, s.bob);
    await alice.cancel(open, s.alice);
    await me.transfer(s.alice, ETH);
    for (const sync of [() => me.syncAll(), () => me.sync(s.delegators[0])]) await sync();
    await s.networkHelpers.time.increase(24n * HOUR);
    await me.syncAll();
    // what refused was the stop and nothing else
    for (const name of ["deposit", "depositLst", "request", "requestMany", "close", "settle", "exitInstantly"] as const)
      await expect(doors[name](), name).not.to.be.revert(s.ethers);
  });
});
