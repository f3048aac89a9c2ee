import { expect } from "chai";
import fc from "fast-check";
import { network } from "hardhat";
import { errorWad, onCurve, ratesAfter, TARGET_USE_WAD } from "../../model/6-defi/rates/adaptive-curve-rate.ts";
import { WAD } from "../../scripts/lib/units.ts";

const YEAR = 365n * 86_400n;
const HUNDRED = 100n * WAD;

/** The model with this test's account in Morpho's place, so that it can be asked anything. */
async function standUpModel() {
  const { ethers, networkHelpers } = await network.create();
  const [morpho, stranger] = await ethers.getSigners();
  const model = await ethers.deployContract("AdaptiveCurveRate", [morpho!.address]);
  const params = {
    loanToken: ethers.ZeroAddress,
    collateralToken: ethers.ZeroAddress,
    oracle: ethers.ZeroAddress,
    irm: model.target,
    lltv: 0n,
  };
  const id = ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(
      ["address", "address", "address", "address", "uint256"],
      [params.loanToken, params.collateralToken, params.oracle, params.irm, params.lltv],
    ),
  );
  const marketOf = (borrowed: bigint, supplied: bigint, lastUpdate: bigint) => ({
    totalSupplyAssets: supplied,
    totalSupplyShares: 0n,
    totalBorrowAssets: borrowed,
    totalBorrowShares: 0n,
    lastUpdate,
    fee: 0n,
  });
  return { ethers, networkHelpers, model, params, id, marketOf, stranger: stranger! };
}

describe("the rate model", () => {
  it("DFI-02: starts at 4 % a year at 90 % use, a quarter of it unused, four times as much all used", async () => {
    const { model, params, marketOf } = await standUpModel();
    const yearly = async (borrowed: bigint) =>
      ((await model.borrowRateView(params, marketOf(borrowed, HUNDRED, 0n))) * YEAR * 10_000n) / WAD;
    // in basis points; a rate a second is rounded down
    expect([await yearly(0n), await yearly((HUNDRED * 9n) / 10n), await yearly(HUNDRED)]).to.deep.equal([
      99n,
      399n,
      1_599n,
    ]);
    expect(await model.borrowRateView(params, marketOf(0n, 0n, 0n))).to.equal(onCurve((4n * WAD) / 100n / YEAR, -WAD));
  });

  it("DFI-02: does not move in the second of its last accrual, and is on the curve of the new use at once", async () => {
    const { ethers, model, params, marketOf } = await standUpModel();
    await model.borrowRate(params, marketOf((HUNDRED * 9n) / 10n, HUNDRED, 0n));
    const { timestamp } = (await ethers.provider.getBlock("latest"))!;
    expect(await model.borrowRateView(params, marketOf(HUNDRED, HUNDRED, BigInt(timestamp)))).to.equal(
      onCurve((4n * WAD) / 100n / YEAR, WAD),
    );
  });

  it("DFI-02: stays at 90 % use, and keeps within 0.1 % and 200 % a year however long it moves", async () => {
    const at90 = ratesAfter(WAD / 100n / YEAR, 90n, 100n, 10n * YEAR);
    expect(at90.atTargetWad).to.equal(WAD / 100n / YEAR);
    expect(ratesAfter(WAD / 100n / YEAR, 0n, 100n, 10n * YEAR).atTargetWad).to.equal(WAD / 1_000n / YEAR);
    expect(ratesAfter(WAD / 100n / YEAR, 100n, 100n, 10n * YEAR).atTargetWad).to.equal((2n * WAD) / YEAR);
    expect(errorWad(TARGET_USE_WAD, WAD)).to.equal(0n);
  });

  it("DFI-02: is its bigint twin to the wei, at every use and after any time", async () => {
    const { model, params, id, marketOf, networkHelpers } = await standUpModel();
    const supplied = fc.bigInt(0n, 10n ** 27n);
    const step = fc.tuple(
      supplied,
      fc.integer({ min: 0, max: 10_000 }),
      fc.bigInt(1n, 3n * YEAR),
      fc.constantFrom(1n, 1_000n, 100_000n, 10n ** 7n),
    );
    let [last, rate] = [0n, 0n];
    await fc.assert(
      fc.asyncProperty(step, async ([total, useBps, time, divisor]) => {
        const borrowed = (total * BigInt(useBps)) / 10_000n;
        const now = BigInt(await networkHelpers.time.latest()) + 1n + time / divisor;
        await networkHelpers.time.setNextBlockTimestamp(now);
        const since = last === 0n ? now : last;
        const expected = ratesAfter(rate, borrowed, total, now - since);
        await expect(model.borrowRate(params, marketOf(borrowed, total, since)))
          .to.emit(model, "RateMoved")
          .withArgs(id, expected.meanWad, expected.atTargetWad);
        expect(await model.rateAtTarget(id)).to.equal(expected.atTargetWad);
        [last, rate] = [now, expected.atTargetWad];
      }),
      { numRuns: 120 },
    );
  });

  it("DFI-02: nobody but Morpho moves a rate", async () => {
    const { model, params, marketOf, stranger } = await standUpModel();
    await expect(model.connect(stranger).borrowRate(params, marketOf(0n, 0n, 0n)))
      .to.be.revertedWithCustomError(model, "NotMorpho")
      .withArgs(stranger.address);
  });
});
