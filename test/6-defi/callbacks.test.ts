import { expect } from "chai";
import { FOREVER, restored } from "../5-lrt/ladder.ts";
import { type Markets, standUpMarkets, WINDOW_SECONDS } from "./stage.ts";
import { ETH } from "../../scripts/lib/units.ts";

const ORACLES = ["rateOracle", "twapOracle", "lowerOracle", "boundedOracle"] as const;
/** The number of the question for the vault's rate, after the oracles. */
const RATE = ORACLES.length;
const BEFORE_AND_AFTER = "0x00000000";
const ETHER = "0xffffffff";

/** A pool of 100 on either side, money in each market, and a reader that has LRT, WETH and a loan. */
async function withReader() {
  const s = await standUpMarkets();
  await s.restakeSlashable(100n * ETH);
  await s.wait(86_400n);
  await s.giveLrt(s.lp, 500n * ETH);
  await s.giveWeth(s.lp, 300n * ETH);
  await s.provide(s.lp, 100n * ETH, 100n * ETH);
  await s.wait(WINDOW_SECONDS);
  const reader = await s.ethers.deployContract("CallbackReader");
  for (const oracle of ORACLES) {
    await s.lend(oracle, 100n * ETH);
    await reader.ask(s.oracles[oracle], s.rateOracle.interface.encodeFunctionData("price"));
  }
  await reader.ask(s.vault, s.vault.interface.encodeFunctionData("rate"));
  for (const token of [s.vault, s.weth])
    for (const spender of [s.morpho, s.router, s.manager]) await reader.approve(token, spender);
  await s.vault.connect(s.lp).transfer(reader, 100n * ETH);
  await s.weth.connect(s.lp).transfer(reader, 100n * ETH);
  await s.vault.syncAll();
  return { ...s, reader };
}
type Stage = Awaited<ReturnType<typeof withReader>>;

interface Heard {
  readonly callback: string;
  readonly answers: readonly (bigint | undefined)[];
}

/** What all questions were answered with, before, on the way and after; with gas for all answers. */
async function hear(s: Stage, to: { target: unknown }, data: string): Promise<Heard[]> {
  const receipt = await (await s.reader.run(String(to.target), 0n, data, { gasLimit: 10_000_000n })).wait();
  const read = receipt!.logs
    .map((log) => s.reader.interface.parseLog(log))
    .filter((log) => log?.name === "Read")
    .map((log) => log!.args);
  const heard: Heard[] = [];
  for (let i = 0; i < read.length; i += RATE + 1) {
    const answers = read
      .slice(i, i + RATE + 1)
      .map(({ answered, answer }) => (answered ? (answer as bigint) : undefined));
    heard.push({ callback: String(read[i]!.callback), answers });
  }
  return heard;
}

/** Nothing but what was answered before the call or is after it. */
function expectNoOther(heard: readonly Heard[], callback: string) {
  expect(heard.map((one) => one.callback)).to.include(callback);
  const [before, after] = [heard[0]!, heard.at(-1)!];
  expect([before.callback, after.callback]).to.deep.equal([BEFORE_AND_AFTER, BEFORE_AND_AFTER]);
  for (const { answers } of heard) {
    for (const [question, answer] of answers.entries())
      expect([before.answers[question], after.answers[question]], `${callback}, question ${question}`).to.include(
        answer,
      );
  }
}

const selectorOf = (s: Stage, name: string) => s.reader.interface.getFunction(name as "onMorphoRepay").selector;
const swapping = (s: Stage, sellsLrt: boolean, amount: bigint) => {
  const zeroForOne = sellsLrt === s.isLrtFirst;
  const limit = zeroForOne ? 4_295_128_740n : 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341n;
  return s.pool.interface.encodeFunctionData("swap", [String(s.reader.target), zeroForOne, amount, limit, "0x"]);
};

describe("prices in the middle of a call", () => {
  it("DFI-92: in every callback of the pool each oracle says what it says before or after, to the wei", async () => {
    const s = await restored(withReader);
    for (const sellsLrt of [true, false])
      expectNoOther(await hear(s, s.pool, swapping(s, sellsLrt, 20n * ETH)), selectorOf(s, "uniswapV3SwapCallback"));
    const mint = s.pool.interface.encodeFunctionData("mint", [String(s.reader.target), -887_270n, 887_270n, ETH, "0x"]);
    expectNoOther(await hear(s, s.pool, mint), selectorOf(s, "uniswapV3MintCallback"));
    const lent = s.ethers.AbiCoder.defaultAbiCoder().encode(["uint256", "uint256"], [50n * ETH, 50n * ETH]);
    const flash = s.pool.interface.encodeFunctionData("flash", [String(s.reader.target), 50n * ETH, 50n * ETH, lent]);
    expectNoOther(await hear(s, s.pool, flash), selectorOf(s, "uniswapV3FlashCallback"));
  });

  it("DFI-92: in every callback of the market too, in each of the four", async () => {
    const s = await restored(withReader);
    const me = String(s.reader.target);
    const { interface: face } = s.morpho;
    for (const oracle of ORACLES) {
      const market = s.marketOf(oracle);
      const steps = [
        ["onMorphoSupply", face.encodeFunctionData("supply", [market, ETH, 0n, me, "0x01"])],
        ["onMorphoSupplyCollateral", face.encodeFunctionData("supplyCollateral", [market, 5n * ETH, me, "0x01"])],
      ] as const;
      for (const [callback, data] of steps) expectNoOther(await hear(s, s.morpho, data), selectorOf(s, callback));
      await hear(s, s.morpho, face.encodeFunctionData("borrow", [market, ETH, 0n, me, me]));
      const repay = face.encodeFunctionData("repay", [market, ETH / 2n, 0n, me, "0x01"]);
      expectNoOther(await hear(s, s.morpho, repay), selectorOf(s, "onMorphoRepay"));
    }
    const flash = face.encodeFunctionData("flashLoan", [String(s.vault.target), 10n * ETH, "0x"]);
    expectNoOther(await hear(s, s.morpho, flash), selectorOf(s, "onMorphoFlashLoan"));
  });

  it("DFI-92: in the callback of a liquidation after a slash that nobody has synced", async () => {
    const s = await restored(withReader);
    await s.giveLrt(s.alice, 10n * ETH);
    await s.pledge(s.alice, "rateOracle", 10n * ETH);
    await s.borrow(s.alice, "rateOracle", (85n * ETH) / 10n);
    await s.slashBoth(ETH / 2n);
    const market = s.marketOf("rateOracle");
    const seize = s.morpho.interface.encodeFunctionData("liquidate", [market, s.alice.address, ETH, 0n, "0x01"]);
    expectNoOther(await hear(s, s.morpho, seize), selectorOf(s, "onMorphoLiquidate"));
  });

  it("DFI-92: where the vault pays ether: at once, from the queue, and what it owes", async () => {
    const s = await restored(withReader);
    const me = String(s.reader.target);
    const now = s.instantExit.interface.encodeFunctionData("exitInstantly", [5n * ETH, me, 0n, FOREVER]);
    expectNoOther(await hear(s, s.instantExit, now), ETHER);
    const asked = s.queue.interface.encodeFunctionData("request", [10n * ETH, me, 0n, FOREVER]);
    await hear(s, s.queue, asked);
    const ticket = 1n << 64n;
    await s.wait(3_600n);
    await s.queue.close();
    await s.vault.syncAll();
    await s.queue.settle();
    const claim = s.queue.interface.encodeFunctionData("claim", [ticket, me]);
    expectNoOther(await hear(s, s.queue, claim), ETHER);
    await earnFees(s);
    expect((await s.vault.totals()).feesOwed).to.be.greaterThan(0n);
    await s.settings.setFee(1_000n, me);
    expectNoOther(await hear(s, s.vault, s.vault.interface.encodeFunctionData("payOwed")), ETHER);
  });

  it("DFI-93: inside a claim the vault's rate is as old as its last sync; the collateral rate has the loss that nobody has synced", async () => {
    const s = await restored(withReader);
    const me = String(s.reader.target);
    await hear(s, s.queue, s.queue.interface.encodeFunctionData("request", [10n * ETH, me, 0n, FOREVER]));
    await s.wait(3_600n);
    await s.queue.close();
    await s.vault.syncAll();
    await s.queue.settle();
    const synced = await s.vault.rate();
    await s.slashBoth(ETH / 2n);
    const claim = s.queue.interface.encodeFunctionData("claim", [1n << 64n, me]);
    const heard = await hear(s, s.queue, claim);
    const paid = heard.find(({ callback }) => callback === ETHER)!;
    expect(paid.answers[RATE]).to.equal(synced);
    await s.vault.syncAll();
    const lost = await s.vault.rate();
    expect(lost).to.be.lessThan((synced * 95n) / 100n);
    expect(paid.answers[0]).to.equal(lost * ETH);
    expect(paid.answers[3]).to.equal(lost * ETH);
  });
});

/** A gift to what is restaked, so that a fee is owed. */
async function earnFees(s: Markets): Promise<void> {
  const amount = await s.giveLst(s.bob, 20n * ETH);
  await s.lst.connect(s.bob).transfer(s.strategy, amount);
  await s.vault.syncAll();
}
