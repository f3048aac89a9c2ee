import { expect } from "chai";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import { standUpMarkets } from "./stage.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const MARKET = "rateOracle";
const ALL = 2n ** 256n - 1n;

/** A market with a position in it, so that no storage is new, and two operators with stake. */
async function inUse() {
  const s = await standUpMarkets();
  await s.restakeSlashable();
  await s.wait(86_400n);
  await s.giveLrt(s.lp, 500n * ETH);
  await s.lend(MARKET, 500n * ETH);
  await s.pledge(s.lp, MARKET, 100n * ETH);
  await s.borrow(s.lp, MARKET, 10n * ETH);
  await s.morpho.connect(s.keeper).setAuthorization(s.looper, true);
  return s;
}

describe("gas of rung 6", () => {
  it("DFI-50: opening at three times costs at most 0.80 of the same bare calls one by one, closing at most 0.85 [uninstrumented]", async () => {
    const s = await restored(inUse);
    const used = async (sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>) =>
      (await (await sent).wait())!.gasUsed;
    const market = s.marketOf(MARKET);
    const borrower = await s.ethers.deployContract("FlashBorrower", [s.morpho]);
    const flash = async (wei: bigint) => used(borrower.borrow(s.weth, wei));
    await flash(20n * ETH);
    const terms = {
      receiver: s.bob.address,
      minShares: 0n,
      deadline: FOREVER,
      newsFrom: 0n,
      acceptsAnnouncedLoss: true,
    };
    const bareOpen =
      (await flash(20n * ETH)) +
      (await used(s.entrance.connect(s.bob).depositEth(terms, { value: 30n * ETH }))) +
      (await used(s.pledge(s.bob, MARKET, 29n * ETH))) +
      (await used(s.borrow(s.bob, MARKET, 20n * ETH)));
    const raising = { entry: 0n, borrowAssets: 20n * ETH, minShares: 0n, maxLtvWad: WAD, deadline: FOREVER };
    const open = await used(s.looper.connect(s.keeper).raise(market, raising, { value: 10n * ETH }));
    expect(Number(open) / Number(bareOpen), `${open} of ${bareOpen}`).to.be.lessThan(0.8);

    const lowering = {
      way: 1n,
      repayShares: ALL,
      collateral: ALL,
      minAssets: 0n,
      maxLtvWad: WAD,
      deadline: FOREVER,
    };
    const close = await used(s.looper.connect(s.keeper).lower(market, lowering));
    const { borrowShares, collateral } = await s.positionOf(s.bob, MARKET);
    await s.giveWeth(s.bob, 21n * ETH);
    const bareClose =
      (await flash(20n * ETH)) +
      (await used(s.morpho.connect(s.bob).repay(market, 0n, borrowShares, s.bob.address, "0x"))) +
      (await used(s.morpho.connect(s.bob).withdrawCollateral(market, collateral, s.bob.address, s.bob.address))) +
      (await used(s.instantExit.connect(s.bob).exitInstantly(29n * ETH, s.bob.address, 0n, FOREVER)));
    expect(Number(close) / Number(bareClose), `${close} of ${bareClose}`).to.be.lessThan(0.85);
  });
});
