import { expect } from "chai";
import { restored } from "../5-lrt/ladder.ts";
import { standUpMarkets } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const LLTV = 860_000_000_000_000_000n;
const BUDGET = 2_400n;

/**
 * A vault of 1,000 ETH, all of it slashable by one listed service, and three markets: at the backing; at the backing less
 * all that is announced; and less what is announced within the service's budget. `alice` and `bob` have 100 LRT each.
 */
async function withThree() {
  const s = await standUpMarkets();
  await s.restakeSlashable(1_000n * ETH);
  const wolf = await s.ethers.deployContract("CryingWolf", [s.bob]);
  await s.slashingGuard.list(wolf, BUDGET, 36_000n);
  const oracles = [s.rateOracle];
  for (const withinBudget of [false, true]) {
    const args = [s.vault.target, s.views.target, s.announcedLoss.target, withinBudget] as const;
    oracles.push((await s.ethers.deployContract("AnnouncedOracle", [...args])) as never);
  }
  const markets: ReturnType<typeof s.marketOf>[] = [];
  for (const oracle of oracles) {
    const market = { ...s.marketOf("rateOracle"), oracle: String(oracle.target) };
    if (oracle !== s.rateOracle) await s.morpho.createMarket(market);
    await s.giveWeth(s.lender, 200n * ETH);
    await s.morpho.connect(s.lender).supply(market, 200n * ETH, 0n, s.lender.address, "0x");
    markets.push(market);
  }
  await s.vault.connect(s.alice).transfer(s.bob, 400n * ETH);
  await s.giveWeth(s.keeper, 500n * ETH);
  await s.vault.syncAll();
  const [backing, announced, within] = markets;
  const pledge = async (market: (typeof markets)[number], wei: bigint) => {
    await s.morpho.connect(s.alice).supplyCollateral(market, 100n * ETH, s.alice.address, "0x");
    await s.morpho.connect(s.alice).borrow(market, wei, 0n, s.alice.address, s.alice.address);
  };
  /** Announces that all of both operators' stake is lost, a part of it each. */
  const cry = async (wad: bigint, seconds: bigint) => {
    const until = BigInt(await s.networkHelpers.time.latest()) + seconds;
    await wolf.cry(s.opOne, 1n, wad, until, 1n);
    await wolf.cry(s.opTwo, 1n, wad, until, 2n);
  };
  /** Seizes all of `alice`'s collateral, or as much as her debt pays for. @returns what was seized and paid */
  const seize = async (market: (typeof markets)[number]) => {
    const id = s.idOf(market);
    const { collateral, borrowShares } = await s.morpho.position(id, s.alice);
    const me = s.morpho.connect(s.keeper);
    const whole = [market, s.alice.address, 0n, borrowShares, "0x"] as const;
    const part = [market, s.alice.address, collateral, 0n, "0x"] as const;
    const terms = await me.liquidate.staticCall(...whole).then(
      () => whole,
      () => part,
    );
    const [seized, repaid] = await me.liquidate.staticCall(...terms);
    await me.liquidate(...terms);
    return { seized, repaid };
  };
  return { ...s, wolf, oracles, backing: backing!, announced: announced!, within: within!, pledge, cry, seize };
}

describe("announcements and the price", () => {
  it("DFI-95: in the price, an announcement of a tenth that is vetoed takes 12.8 of 92.8 from a borrower; at the backing it takes nothing", async () => {
    const s = await restored(withThree);
    // 7 % below the limit in each
    for (const market of [s.backing, s.announced, s.within]) await s.pledge(market, 80n * ETH);
    await s.cry(WAD / 10n, 1_200n);
    const after = await Promise.all(s.oracles.map(async (oracle) => oracle.price()));
    expect(after[0]).to.be.within(10n ** 36n - 10n ** 24n, 10n ** 36n);
    expect((after[1]! * 1_000n) / 10n ** 36n).to.be.within(899n, 900n);
    expect(after[2]).to.equal(after[1]);
    await expect(s.seize(s.backing)).to.be.revertedWith("position is healthy");
    const before = await s.rateOracle.price();
    const lost = [];
    for (const market of [s.announced, s.within]) {
      const { seized, repaid } = await s.seize(market);
      lost.push((seized * before) / 10n ** 36n - repaid);
    }
    // vetoed: nothing was lost but by who believed it
    await s.wolf.hush(s.opOne);
    await s.wolf.hush(s.opTwo);
    await s.vault.syncAll();
    expect(await s.rateOracle.price()).to.be.at.least(before);
    for (const wei of lost) expect(wei).to.be.within((127n * ETH) / 10n, (129n * ETH) / 10n);
  });

  it("DFI-95: in the price, one that cries everything gives all collateral away for next to nothing", async () => {
    const s = await restored(withThree);
    await s.pledge(s.announced, 80n * ETH);
    await s.cry(WAD, 1_200n);
    const { seized, repaid } = await s.seize(s.announced);
    expect(seized).to.equal(100n * ETH);
    expect(repaid).to.be.lessThan(10n ** 9n);
    expect(await s.rateOracle.price()).to.be.within(10n ** 36n - 10n ** 24n, 10n ** 36n);
  });

  it("DFI-95: not in the price, whoever borrows all that he may between an announcement of a tenth, or of a fifth, and its slash leaves bad debt for the second alone", async () => {
    const s = await restored(withThree);
    const snapshot = await s.networkHelpers.takeSnapshot();
    const bad: bigint[] = [];
    for (const part of [10n, 20n]) {
      await s.cry((WAD * part) / 100n, 1_200n);
      await s.pledge(s.backing, (100n * ETH * LLTV) / WAD - ETH / 10n ** 6n);
      await s.slashBoth((WAD * part) / 100n);
      const id = s.idOf(s.backing);
      const lent = (await s.morpho.market(id)).totalSupplyAssets;
      await s.seize(s.backing);
      const left = (await s.morpho.market(id)).totalSupplyAssets;
      bad.push(left < lent ? lent - left : 0n);
      await snapshot.restore();
    }
    expect(bad[0]).to.equal(0n);
    // 86 owed, 80 / 1.0438 paid
    expect(bad[1]).to.be.within(9n * ETH, 10n * ETH);
  });

  it("AVS-160: what is announced within a service's budget counts for as long as it holds exits back, and not for as long as it is announced", async () => {
    const s = await restored(withThree);
    await s.cry(WAD / 10n, 86_400n);
    const whole = await s.announcedLoss.announcedLoss();
    expect(whole).to.be.greaterThan(99n * ETH);
    expect(await s.announcedLoss.announcedLossWithinBudget()).to.equal(whole);
    // found by a sync, it is the same until the budget is used up
    await s.vault.syncAll();
    for (const [seconds, counts] of [
      [BUDGET - 60n, true],
      [60n, false],
    ] as const) {
      await s.wait(seconds);
      expect((await s.announcedLoss.announcedLossWithinBudget()) === whole).to.equal(counts);
      expect(await s.slashingGuard.wouldHoldBack()).to.equal(counts);
      expect(await s.announcedLoss.announcedLoss()).to.equal(whole);
    }
    expect(await s.announcedLoss.announcedLossWithinBudget()).to.equal(0n);
    // another fault grows the hold by what has leaked out of the budget since
    await s.wait(7_200n);
    await s.wolf.cry(s.opOne, 1n, WAD / 10n, BigInt(await s.networkHelpers.time.latest()) + 86_400n, 3n);
    const half = await s.announcedLoss.announcedLossWithinBudget();
    expect(half).to.be.within(whole / 2n - 100n, whole / 2n + 100n);
  });
});
