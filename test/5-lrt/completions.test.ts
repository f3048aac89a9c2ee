import { expect } from "chai";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, limitsOf, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { sendable } from "../../scripts/lib/ladder/withdrawal.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, WAD } from "../../scripts/lib/units.ts";

const CAP = 10n ** 6n * ETH;

/** 40 ETH of LST in the vault, half with each operator. */
async function withLst(): Promise<Ladder> {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.connect(s.keeper).restakeLst(slot, s.lst);
  return s;
}

/** The same, and one proven validator in slot 0. */
async function withBoth() {
  const s = await withLst();
  await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 80n * ETH });
  const keys = await s.stakeValidators(0n, 1);
  return { s, keys };
}

async function close(s: Ladder, shares: bigint): Promise<void> {
  await s.queue.connect(s.alice).request(shares, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

async function withdrawalsOf(s: Ladder, slot: 0 | 1) {
  const { withdrawals } = await s.delegation.getQueuedWithdrawals(s.delegators[slot]);
  return withdrawals.map(sendable);
}

/** T + U after a full sync, which must find nothing that the books lack. */
async function worth(s: Ladder): Promise<bigint> {
  await s.vault.syncAll();
  await expectBalanced(s);
  const t = await s.vault.totals();
  return t.recognised + t.lockedProfit + t.feesOwed;
}

describe("completions", () => {
  it("OPS-14: in any order and months late, and the vault is worth the same", async () => {
    const s = await withLst();
    const before = await worth(s);
    await close(s, 4n * ETH);
    await s.restaker.unwind(0n, s.strategy);
    await close(s, 4n * ETH);
    await s.restaker.unwind(0n, s.strategy);
    await close(s, 2n * ETH);
    await s.restaker.unwind(0n, s.strategy);
    const queued = await withdrawalsOf(s, 0);
    expect(queued.length).to.equal(3);
    await s.networkHelpers.mine(650_000);
    for (const index of [2, 0, 1]) await s.restaker.connect(s.keeper).complete(0n, queued[index]!);
    await expect(s.restaker.complete(0n, queued[0]!)).to.be.revertedWithCustomError(
      s.delegation,
      "WithdrawalNotQueued",
    );
    expect(before - (await worth(s))).to.be.within(0n, 6n);
    expect(await s.delegators[0].queuedAssets()).to.equal(0n);
  });

  for (const { title, blocks, isHit } of [
    { title: "in the last slashable block it comes short", blocks: DELAY_BLOCKS, isHit: true },
    { title: "one block later it comes whole", blocks: DELAY_BLOCKS + 1, isHit: false },
  ]) {
    it(`OPS-14: stake slashed in the queue: ${title}`, async () => {
      const s = await withLst();
      await s.secure(s.bob, s.opOne, [String(s.strategy.target)]);
      await close(s, 10n * ETH);
      const { blockNumber } = await (await s.restaker.unwind(0n, s.strategy)).wait().then((r) => r!);
      const queued = await s.delegators[0].queuedAssets();
      const before = await worth(s);
      await s.networkHelpers.mineUpTo(blockNumber + blocks - 1);
      await s.slash(s.bob, s.opOne, [String(s.strategy.target)], ETH / 4n);
      const lost = before - (await worth(s));
      const restaked = 20n * ETH - queued;
      const expected = (isHit ? 20n * ETH : restaked) / 4n;
      expect(lost).to.be.within(expected - 10n ** 3n, expected + 10n ** 3n);
      await s.networkHelpers.mine(2);
      await s.completeAll(0n);
      expect(await s.lstReserve.value()).to.be.within(
        (isHit ? (queued * 3n) / 4n : queued) - 10n ** 3n,
        (isHit ? (queued * 3n) / 4n : queued) + 10n ** 3n,
      );
      expect(before - lost - (await worth(s))).to.be.within(0n, 3n);
    });
  }

  it("OPS-14: what an operator forces out, native stake too, comes back in either order, checkpoints in between", async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const { s, keys } = await withBoth();
      const before = await worth(s);
      await s.delegation.connect(s.opOne).undelegate(s.delegators[0]);
      const queued = await withdrawalsOf(s, 0);
      expect(queued.map(({ strategies }) => strategies[0])).to.deep.equal([
        String(s.strategy.target),
        BEACON_CHAIN_ETH_STRATEGY,
      ]);
      expect(before - (await worth(s))).to.be.within(0n, 2n);
      // validators run on: their stake is on its way to nowhere, and no batch may wait for it
      expect(await s.delegators[0].exitingAssets()).to.be.within(20n * ETH - 3n, 20n * ETH);
      await s.advanceEpochs(100n);
      await s.checkpoint(0n, keys);
      const after = await worth(s);
      expect(after).to.be.greaterThan(before);
      await s.networkHelpers.mine(DELAY_BLOCKS + 1);
      for (const index of order) await s.restaker.connect(s.keeper).complete(0n, queued[index]!);
      expect(await s.delegators[0].queuedAssets()).to.equal(0n);
      expect((await s.delegators[0].restaked(BEACON_CHAIN_ETH_STRATEGY)).assets).to.be.at.least(32n * ETH);
      expect(after - (await worth(s))).to.be.within(0n, 3n);
      // the slot takes another operator, with the validator that never stopped
      await s.restaker.setOperator(0n, s.opTwo, "0x", 0n, s.ethers.ZeroHash);
      expect(await s.delegation.operatorShares(s.opTwo, BEACON_CHAIN_ETH_STRATEGY)).to.be.at.least(32n * ETH);
    }
  });

  it("OPS-14: one strategy that cannot pay holds up no other", async () => {
    const { s, keys } = await withBoth();
    await s.delegation.connect(s.opOne).undelegate(s.delegators[0]);
    const [token, native] = await withdrawalsOf(s, 0);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.strategy.connect(s.guardian).pause(2n);
    await expect(s.restaker.complete(0n, token!)).to.be.revertedWithCustomError(s.strategy, "CurrentlyPaused");
    await s.restaker.complete(0n, native!);
    await s.checkpoint(0n, keys);
    await s.vault.syncAll();
    await s.strategy.connect(s.admin).unpause(0n);
    await s.restaker.complete(0n, token!);
    await expectBalanced(s);
  });

  it("OPS-14: a withdrawal of several strategies, made by somebody else, counts and comes back as shares", async () => {
    const { s } = await withBoth();
    const before = await worth(s);
    const delegator = String(s.delegators[0].target);
    const shares = (await s.delegation.getWithdrawableShares(delegator, [s.strategy, BEACON_CHAIN_ETH_STRATEGY]))[1];
    await s.networkHelpers.impersonateAccount(delegator);
    await s.networkHelpers.setBalance(delegator, ETH);
    await s.delegation.connect(await s.ethers.getSigner(delegator)).queueWithdrawals([
      {
        strategies: [s.strategy, BEACON_CHAIN_ETH_STRATEGY],
        depositShares: [shares[0]! / 2n, shares[1]!],
        __deprecated_withdrawer: s.ethers.ZeroAddress,
      },
    ]);
    await s.networkHelpers.setBalance(delegator, 0n);
    expect(before - (await worth(s))).to.be.within(0n, 2n);
    const [both] = await withdrawalsOf(s, 0);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await expect(s.restaker.connect(s.keeper).complete(0n, both!))
      .to.emit(s.restaker, "WithdrawalCompleted")
      .withArgs(0n, (await s.delegation.getQueuedWithdrawalRoots(delegator))[0]!, false);
    expect(before - (await worth(s))).to.be.within(0n, 4n);
    expect((await s.delegators[0].restaked(s.strategy)).assets).to.be.within(20n * ETH - 4n, 20n * ETH);
  });
});

describe("beacon chain dust", () => {
  const mulDown = (x: bigint, y: bigint) => (x * y) / WAD;
  const mulUp = (x: bigint, y: bigint) => (x * y + WAD - 1n) / WAD;

  /** Slashes, of 1 and then of the rest, after which `shares` that join in between exceed the operator's. */
  function slashesThatLeaveDust(beaconFactor: bigint, shares: bigint) {
    for (const f of [80n, 50n, 40n, 64n, 32n, 25n, 20n].map((percent) => percent * 10n ** 16n)) {
      const least = (f * WAD + beaconFactor - 1n) / beaconFactor;
      for (const joined of [least, least + 1n]) {
        if (joined > WAD || mulDown(joined, beaconFactor) !== f) continue;
        for (let step = 1n; step < 300n; ++step) {
          const second = (WAD * step) / 1000n + step * step;
          const left = joined - mulUp(joined, second);
          if (left < WAD / 10n) break;
          const operators = (shares * left + joined - 1n) / joined;
          const ours = mulDown(mulDown(shares, (WAD * WAD) / f), mulDown(left, beaconFactor));
          if (ours > operators) return { first: WAD - joined, second, dustWei: ours - operators };
        }
      }
    }
    throw new Error("no two slashes leave dust");
  }

  it("OPS-14: where the core's rounding leaves shares short by some wei, it lets nobody undelegate, and all else leaves", async () => {
    const { s, keys } = await withBoth();
    const third = s.treasury;
    await s.delegation.connect(third).registerAsOperator(s.ethers.ZeroAddress, DELAY_BLOCKS + 10, "");
    await s.secure(s.alice, third, [BEACON_CHAIN_ETH_STRATEGY]);
    const { index } = await s.beacon.indexOf(
      s.ethers.sha256(s.ethers.concat([keys[0]!.pubkey, `0x${"00".repeat(16)}`])),
    );
    await s.beacon.reportPenalty(index, 3n * 10n ** 9n);
    await s.checkpoint(0n, keys);
    await s.restaker.leaveOperator(0n);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    const manager = await s.ethers.getContractAt("EigenPodManager", await s.delegation.eigenPodManager());
    const native = (await withdrawalsOf(s, 0)).find(({ strategies }) => strategies[0] === BEACON_CHAIN_ETH_STRATEGY)!;
    const root = (await s.delegation.getQueuedWithdrawalRoots(s.delegators[0])).at(-1)!;
    const [, shares] = await s.delegation.getQueuedWithdrawal(root);
    const plan = slashesThatLeaveDust(await manager.beaconChainSlashingFactor(s.delegators[0]), shares[0]!);
    if (plan.first > 0n) await s.slash(s.alice, third, [BEACON_CHAIN_ETH_STRATEGY], plan.first);
    await s.restaker.setOperator(0n, third, "0x", 0n, s.ethers.ZeroHash);
    for (const one of await withdrawalsOf(s, 0)) await s.restaker.complete(0n, one);
    expect(native.scaledShares.length).to.equal(1);
    await s.slash(s.alice, third, [BEACON_CHAIN_ETH_STRATEGY], plan.second);
    const { assets } = await s.delegators[0].restaked(BEACON_CHAIN_ETH_STRATEGY);
    expect(assets - (await s.delegation.operatorShares(third, BEACON_CHAIN_ETH_STRATEGY))).to.equal(plan.dustWei);
    expect(await s.delegators[0].canLeave()).to.equal(false);
    const before = await worth(s);

    // the core itself is stuck, whoever asks
    await expect(s.delegation.connect(third).undelegate(s.delegators[0])).to.be.revertedWithPanic(0x11);
    await expect(s.restaker.leaveOperator(0n)).to.be.revertedWithPanic(0x11);
    // the governor wants less of the operator's magnitude than it has left: the operator is unfit, and anyone moves stake
    await s.restaker.setLimits({ ...(await limitsOf(s)), minMagnitudeWad: WAD });
    expect(await s.rules.isEligible(third)).to.equal(false);
    const tokens = (await s.delegators[0].restaked(s.strategy)).assets;
    if (tokens > 0n) await s.restaker.connect(s.keeper).trim(0n, s.strategy);
    const fee = await s.beacon.withdrawalRequestFee();
    await s.restaker.connect(s.keeper).trimValidators(0n, [keys[0]!.pubkey], { value: fee });
    await s.advanceEpochs(600n);
    await s.beacon.sweep(index);
    await s.checkpoint(0n, keys);
    await s.restaker.connect(s.keeper).trim(0n, BEACON_CHAIN_ETH_STRATEGY);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    for (const one of await withdrawalsOf(s, 0)) await s.restaker.complete(0n, one);
    // all but dust is idle, and nothing was lost but gwei that the pod rounds off
    expect((await s.delegators[0].restaked(BEACON_CHAIN_ETH_STRATEGY)).assets).to.be.at.most(10n ** 9n);
    expect(await worth(s)).to.be.at.least(before - 10n ** 9n);
  });
});

describe("a slot changes its operator", () => {
  it("OPS-13: stake follows as shares when no batch needs it, by anyone's call, and without leaving the core", async () => {
    const s = await withLst();
    const before = await worth(s);
    await s.restaker.leaveOperator(0n);
    await s.restaker.setOperator(0n, s.opTwo, "0x", 0n, s.ethers.ZeroHash);
    const [queued] = await withdrawalsOf(s, 0);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await expect(s.restaker.connect(s.keeper).complete(0n, queued!)).to.emit(s.delegation, "OperatorSharesIncreased");
    expect(await s.lstReserve.value()).to.equal(0n);
    expect(await s.delegation.operatorShares(s.opTwo, s.strategy)).to.be.within(40n * ETH - 4n, 40n * ETH);
    expect(before - (await worth(s))).to.be.within(0n, 3n);
  });

  it("OPS-13: what a closed batch needs comes as tokens, and so does what the slot's target or a cap has no room for", async () => {
    const cases: [string, (s: Ladder) => Promise<unknown>][] = [
      ["a batch", async (s) => close(s, 25n * ETH)],
      ["a lower weight", async (s) => s.restaker.setSlot(0n, 4_000n, CAP)],
      ["a lower cap", async (s) => s.restaker.setSlot(0n, 5_000n, 19n * ETH)],
      [
        "a capped service",
        async (s) => {
          await s.secure(s.bob, s.opTwo, [String(s.strategy.target)]);
          await s.rules.setAvsCap(s.bob, 39n * ETH);
        },
      ],
      ["an unfit operator", async (s) => s.restaker.setLimits({ ...(await limitsOf(s)), reactionBlocks: 11n })],
    ];
    for (const [title, change] of cases) {
      const s = await withLst();
      await s.restaker.leaveOperator(0n);
      await s.restaker.setOperator(0n, s.opTwo, "0x", 0n, s.ethers.ZeroHash);
      const [queued] = await withdrawalsOf(s, 0);
      await s.networkHelpers.mine(DELAY_BLOCKS + 1);
      await change(s);
      await s.restaker.connect(s.keeper).complete(0n, queued!);
      expect(await s.lstReserve.value(), title).to.be.within(20n * ETH - 3n, 20n * ETH);
      await expectBalanced(s);
    }
  });

  it("OPS-13: a strategy that refuses shares gives tokens instead: a completion depends on no re-deposit", async () => {
    const s = await standUpLadder();
    const manager = await s.ethers.getContractAt("StrategyManager", await s.delegation.strategyManager());
    const pausers = await s.strategy.pauserRegistry();
    const veto = await s.ethers.deployContract("VetoingStrategy", [manager, s.lst, pausers]);
    await manager.addStrategiesToDepositWhitelist([veto]);
    await s.restaker.addStrategy(veto);
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 20n * ETH), s.alice, 0n, FOREVER);
    await s.restaker.restakeLst(0n, s.lst);
    await s.restaker.leaveOperator(0n);
    await s.restaker.setOperator(0n, s.opTwo, "0x", 0n, s.ethers.ZeroHash);
    const [queued] = await withdrawalsOf(s, 0);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await veto.refuse(true, false);
    await s.restaker.connect(s.keeper).complete(0n, queued!);
    expect(await s.lstReserve.value()).to.be.within(20n * ETH - 3n, 20n * ETH);
    await expectBalanced(s);
  });
});
