import { expect } from "chai";
import fc from "fast-check";
import { depositDataFor, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, restored, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const CAP = 50n * ETH;

const deposit = (s: Ladder, assets: bigint) => s.vault.connect(s.alice).depositLst(s.lst, assets, s.alice, 0n, FOREVER);

/** A cap of 50 ETH on the LST, of which alice has plenty. */
async function capped(): Promise<Ladder> {
  const s = await standUpLadder();
  await s.lstReserve.setLimits(CAP, 10_000n * ETH, 24n * HOUR);
  await s.giveLst(s.alice, 1_000n * ETH);
  return s;
}

async function close(s: Ladder, shares: bigint): Promise<void> {
  await s.queue.connect(s.alice).request(shares, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

async function exitsPaid(s: Ladder): Promise<void> {
  await s.stEth.connect(s.bob).submit(s.ethers.ZeroAddress, { value: 60n * ETH });
  await s.fillLstExits();
  for (const id of [...(await s.lstReserve.exitIds())]) await s.restaker.claimLstExit(s.lst, id);
}

describe("what the vault has of an LST", () => {
  it("OPS-40: the cap is on all of it, idle, restaked, queued and exiting, and what has left makes room", async () => {
    const s = await restored(capped);
    await deposit(s, 45n * ETH);
    for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
    expect(await s.lstReserve.idleLst()).to.equal(0n);
    const refused = async () => {
      await expect(deposit(s, 6n * ETH))
        .to.be.revertedWithCustomError(s.lstReserve, "InflowExceeded")
        .withArgs(s.lst, 6n * ETH, (room: bigint) => room > 5n * ETH - 10n && room <= 5n * ETH);
    };
    await refused();
    await close(s, 20n * ETH);
    for (const slot of [0n, 1n]) await s.restaker.unwind(slot, s.strategy);
    await refused();
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    for (const slot of [0n, 1n]) await s.completeAll(slot);
    await refused();
    await s.restaker.requestLstExit(s.lst);
    await refused();
    await exitsPaid(s);
    await s.vault.syncAll();
    await deposit(s, 24n * ETH);
    await expect(deposit(s, 2n * ETH)).to.be.revertedWithCustomError(s.lstReserve, "InflowExceeded");
    expect(await s.lstReserve.awayLst()).to.be.within(25n * ETH - 10n, 25n * ETH + 10n);
    await expectBalanced(s);
  });

  it("OPS-40: what a slash took of it makes room as well", async () => {
    const s = await restored(capped);
    await deposit(s, 40n * ETH);
    for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
    await s.secure(s.bob, s.opOne, [String(s.strategy.target)]);
    await s.slash(s.bob, s.opOne, [String(s.strategy.target)], ETH / 2n);
    await s.vault.syncAll();
    // 30 are left: 10 fit by what was counted, and 10 more when all is counted anew
    await deposit(s, 20n * ETH);
    await expect(deposit(s, ETH)).to.be.revertedWithCustomError(s.lstReserve, "InflowExceeded");
    expect(await s.lstReserve.awayLst()).to.be.within(30n * ETH - 10n, 30n * ETH);
  });

  it("OPS-45: a listed LST that no strategy takes serves exits like any other", async () => {
    const s = await standUpLadder();
    await s.restaker.retireStrategy(s.strategy);
    await s.restaker.removeStrategy(s.strategy);
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
    const keys = await s.stakeValidators(0n, 1);
    await s.giveLst(s.alice, 40n * ETH);
    await deposit(s, 40n * ETH);
    await s.vault.syncAll();
    await close(s, 100n * ETH);
    await s.checkpoint(0n, keys);
    await s.queue.settle();
    const demand = await s.targets.exitDemand();
    expect(demand).to.be.within(31n * ETH, 33n * ETH);
    expect([await s.targets.needFrom(0n), await s.targets.validatorsNeeded(0n)]).to.deep.equal([0n, 0n]);
    await s.restaker.requestLstExit(s.lst);
    expect(await s.targets.exitDemand()).to.equal(0n);
  });

  it("OPS-43: an LST whose own exits are stopped serves no exit, and validators are asked in its place", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 96n * ETH });
    await s.giveLst(s.alice, 100n * ETH);
    await deposit(s, 100n * ETH);
    // LST idle, restaked, queued in the core, and in its own queue
    await s.restaker.setSlot(1n, 5_000n, 20n * ETH);
    await s.restaker.restakeLst(1n, s.lst);
    const keys = await s.stakeValidators(0n, 3);
    await close(s, 40n * ETH);
    await s.restaker.requestLstExit(s.lst);
    await close(s, 30n * ETH);
    expect(await s.targets.validatorsNeeded(0n)).to.equal(0n);
    await s.lstQueue.connect(s.guardian).pause();
    expect(await s.lstReserve.exitingAssets()).to.equal(0n);
    expect(await s.targets.exitDemand()).to.be.within(70n * ETH - 10n, 71n * ETH);
    expect(await s.targets.validatorsNeeded(0n)).to.equal(3n);
    await expect(s.restaker.unwind(1n, s.strategy)).to.be.revertedWithCustomError(s.restaker, "NothingToUnwind");
    const fee = await s.beacon.withdrawalRequestFee();
    await s.restaker.exitValidators(
      0n,
      keys.map(({ pubkey }) => pubkey),
      { value: 3n * fee },
    );
    expect(await s.targets.exitDemand()).to.equal(0n);
    await s.lstQueue.connect(s.guardian).unpause();
    expect(await s.lstReserve.exitingAssets()).to.be.within(40n * ETH, 41n * ETH);
  });

  it("OPS-46: a validator of many ETH serves a batch with all that it brings, and none leaves after it", async () => {
    const s = await standUpLadder();
    await s.restaker.setSlot(1n, 0n, 0n);
    await s.restaker.setSlot(0n, 10_000n, 1_000n * ETH);
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 160n * ETH });
    const keys = await s.stakeValidators(0n, 5);
    // somebody gives the pod a validator of 595 ETH
    const credentials = s.ethers.concat(["0x020000000000000000000000", await s.delegators[0].pod()]);
    const large = depositDataFor(pubkeyOf("gift", 0), credentials, 595n * 10n ** 9n);
    await s.beacon
      .connect(s.bob)
      .deposit(large.pubkey, credentials, large.signature, large.root, { value: 595n * ETH });
    await s.advanceEpochs(300n);
    await s.verifyKeys(0n, [large]);
    await s.vault.syncAll();
    const weights = async (...pubkeys: string[]) => s.targets.exitsFor(0n, pubkeys);
    await s.networkHelpers.time.increase(24n * HOUR);
    await s.vault.syncAll();
    const shares = async (assets: bigint) => s.vault.toSharesDown(assets);
    await close(s, await shares(140n * ETH));
    const [a, b, c, d, e] = keys.map(({ pubkey }) => pubkey) as [string, string, string, string, string];
    expect(await weights(a, b, c, d, e)).to.equal(5n);
    expect(await weights(a, large.pubkey, b)).to.equal(2n);
    const fee = await s.beacon.withdrawalRequestFee();
    await expect(s.restaker.exitValidators(0n, [large.pubkey, a], { value: 2n * fee }))
      .to.be.revertedWithCustomError(s.restaker, "TooManyValidators")
      .withArgs(2n, 1n);
    await s.restaker.exitValidators(0n, [large.pubkey], { value: fee });
    expect(await s.targets.exitDemand()).to.equal(0n);
    await s.restaker.setSlot(0n, 10_000n, 80n * ETH);
    const excess = await s.targets.excessOf(0n, await s.restaker.beaconChainEth());
    expect(excess).to.be.within(80n * ETH, 81n * ETH);
    expect(await s.targets.exitsWithin(0n, [a, b, c], excess)).to.equal(2n);
    expect(await s.targets.exitsWithin(0n, [large.pubkey], excess)).to.equal(0n);
  });

  it("OPS-44: keys that strangers deposited for go off the line at anyone's call, however many they are", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 64n * ETH });
    const keys = await s.registerKeys(0n, 3);
    const own = s.ethers.concat(["0x010000000000000000000000", s.bob.address]);
    for (const { pubkey } of keys.slice(0, 2)) {
      const { signature, root } = depositDataFor(pubkey, own, 10n ** 9n);
      await s.beacon.connect(s.bob).deposit(pubkey, own, signature, root, { value: ETH });
    }
    expect(await s.depositKeys.dropUsed.staticCall(0n, 1n)).to.equal(1n);
    await expect(s.depositKeys.connect(s.bob).dropUsed(0n, 9n))
      .to.emit(s.depositKeys, "KeyDropped")
      .withArgs(0n, keys[0]!.pubkey);
    expect(await s.depositKeys.keysOf(0n)).to.equal(1n);
    expect(await s.depositKeys.dropUsed.staticCall(0n, 9n)).to.equal(0n);
    await s.restaker.restakeEth(0n, 1n);
  });

  it("OPS-41: whatever is given to a strategy before its first deposit, its legs go on, and lose a few of its shares at most", async () => {
    const amount = fc.bigInt({ min: ETH, max: 30n * ETH });
    const lives = fc.record({
      gift: fc
        .integer({ min: 9, max: 19 })
        .chain((e) => fc.bigInt({ min: 10n ** BigInt(e - 1), max: 10n ** BigInt(e) })),
      deposits: fc.tuple(amount, amount, amount),
      slashWad: fc.bigInt({ min: 1n, max: ETH / 2n }),
      leaving: fc.bigInt({ min: 2n, max: 9n }),
    });
    await fc.assert(
      fc.asyncProperty(lives, async (life) => givenLife(await restored(secured), life)),
      {
        numRuns: RUNS,
        // what was refused for good
        examples: [
          [{ gift: 10n ** 17n, deposits: [10n * ETH + 7n, 3n * ETH + 1n, ETH], slashWad: ETH / 7n, leaving: 3n }],
        ],
      },
    );
  });
});

type Life = { gift: bigint; deposits: [bigint, bigint, bigint]; slashWad: bigint; leaving: bigint };

const RUNS = Number(process.env.LADDER_INVARIANT_RUNS ?? 3);

/** Both operators have put all of the strategy behind bob's service. */
async function secured(): Promise<Ladder> {
  const s = await standUpLadder();
  for (const operator of [s.opOne, s.opTwo]) await s.secure(s.bob, operator, [String(s.strategy.target)]);
  await s.giveLst(s.alice, 100n * ETH);
  await s.giveLst(s.keeper, 20n * ETH);
  return s;
}

/** A leg; only that there is too little to move may refuse it. @returns whether it was made */
async function leg(make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return true;
  } catch (error) {
    expect(String(error)).to.match(/LegTooSmall|NothingToUnwind/);
    return false;
  }
}

async function givenLife(s: Ladder, { gift, deposits, slashWad, leaving }: Life): Promise<void> {
  await s.lst.connect(s.keeper).transfer(s.strategy, gift);
  const lost = async () => {
    const moved = await s.vault.queryFilter(s.vault.filters.Moved());
    return moved.reduce((sum, { args }) => sum + args.roundingLoss, 0n);
  };
  let [legs, price] = [0n, 10n ** 9n];
  const make = async (act: () => Promise<unknown>) => {
    if (await leg(act)) ++legs;
    const worth = await s.lstReserve.toAssetsDown(await s.strategy.sharesToUnderlyingView(4n));
    if (worth > price) price = worth;
  };
  for (const assets of deposits) {
    await deposit(s, assets);
    for (const slot of [0n, 1n]) await make(() => s.restaker.restakeLst(slot, s.lst));
    await s.slash(s.bob, s.opOne, [String(s.strategy.target)], slashWad);
    await s.vault.syncAll();
  }
  // what is idle still is less than a leg, or than a share
  const idle = await s.lstReserve.toAssetsDown(await s.lstReserve.idleLst());
  const share = await s.strategy.sharesToUnderlyingView(1n);
  expect(idle).to.be.at.most(3n * (share > ETH / 10n ? share : ETH / 10n) + 10n);
  await close(s, (await s.vault.balanceOf(s.alice)) / leaving);
  for (const slot of [0n, 1n]) await make(() => s.restaker.unwind(slot, s.strategy));
  await s.slash(s.bob, s.opTwo, [String(s.strategy.target)], slashWad / 3n + 1n);
  await s.networkHelpers.mine(DELAY_BLOCKS + 1);
  for (const slot of [0n, 1n]) await s.completeAll(slot);
  legs += 2n;
  expect(await lost()).to.be.at.most(legs * price);
  await s.restaker.leaveOperator(0n);
  await s.networkHelpers.mine(DELAY_BLOCKS + 1);
  await s.completeAll(0n);
  await s.vault.syncAll();
  await expectBalanced(s);
}
