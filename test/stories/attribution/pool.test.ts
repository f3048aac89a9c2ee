import { expect } from "chai";
import fc from "fast-check";
import type { Entry } from "../../../scripts/attribution/entry.ts";
import { Liquidity } from "../../../scripts/attribution/position/liquidity.ts";
import { Pool } from "../../../scripts/attribution/position/pool.ts";
import { rootAt } from "../../../scripts/attribution/position/ticks.ts";
import { Decoder } from "../../../scripts/lib/ladder/answers.ts";
import { depositEth } from "../../../scripts/lib/ladder/holders.ts";
import type { Ladder } from "../../../scripts/lib/ladder/ladder.ts";
import { EventLog } from "../../../scripts/lib/ladder/event-log.ts";
import { sent } from "../../../scripts/lib/ladder/sent.ts";
import { liquidityOf, trade, withdraw } from "../../../scripts/lib/ladder/trading.ts";
import { ETH } from "../../../scripts/lib/units.ts";
import { marketAbis } from "../../../scripts/scenario/positions.ts";
import { freshLadder } from "../fresh-ladder.ts";

const NO_DEADLINE = 2n ** 64n - 1n;
const MOST_TICK = 887_270;

/** What somebody does with the pool: put liquidity into a range, trade an amount of either token, or take an NFT out. */
type Act =
  | { readonly kind: "mint"; readonly lower: number; readonly width: number; readonly amount: bigint }
  | { readonly kind: "trade"; readonly sells: boolean; readonly amount: bigint }
  | { readonly kind: "withdraw"; readonly which: number };

const amount = fc.bigInt({ min: 1n, max: 30n * ETH });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant("mint" as const),
    lower: fc.integer({ min: -400, max: 400 }),
    width: fc.integer({ min: 1, max: 600 }),
    amount,
  }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("trade" as const), sells: fc.boolean(), amount }) },
  fc.record({ kind: fc.constant("withdraw" as const), which: fc.nat({ max: 5 }) }),
);

describe("Attribution: the pool, rebuilt from events", () => {
  let ladder: Ladder;
  let snapshot: unknown;

  before(async () => {
    ladder = await freshLadder();
    const [alice] = ladder.others;
    await ladder.provider.request({
      method: "hardhat_setBalance",
      params: [alice!.address, `0x${(10_000n * ETH).toString(16)}`],
    });
    await depositEth(ladder, alice!, 3_000n * ETH);
    const { vault, weth } = ladder.contracts;
    for (const token of [vault, weth])
      await sent(token.connect(alice!).approve(ladder.addresses.positionManager, 2n ** 255n));
  });

  it("DFI-111: the root of a tick's price is the pool's own, from one end to the other", async () => {
    const { pool } = ladder.contracts;
    expect(rootAt(-887_272)).to.equal(4_295_128_739n);
    expect(rootAt(887_272)).to.equal(1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n);
    expect(rootAt(0)).to.equal((await pool.slot0()).sqrtPriceX96);
  });

  async function mint({ lower, width, amount: most }: Extract<Act, { kind: "mint" }>, isFull = false): Promise<void> {
    const [alice] = ladder.others;
    const { pool, positionManager, weth } = ladder.contracts;
    // a trade leaves none wrapped
    await sent(weth.connect(alice!).deposit({ value: most }));
    const [token0, token1, fee] = await Promise.all([pool.token0(), pool.token1(), pool.fee()]);
    const terms = {
      ...{ token0, token1, fee, amount0Desired: most, amount1Desired: most, amount0Min: 0n, amount1Min: 0n },
      tickLower: BigInt(isFull ? -MOST_TICK : lower * 10),
      tickUpper: BigInt(isFull ? MOST_TICK : (lower + width) * 10),
      recipient: alice!.address,
      deadline: NO_DEADLINE,
    };
    // next to nothing buys no liquidity in a wide range
    const works = await positionManager
      .connect(alice!)
      .mint.staticCall(terms)
      .catch(() => undefined);
    if (works !== undefined) await sent(positionManager.connect(alice!).mint(terms));
  }

  it("DFI-111: price, liquidity and what every NFT would pay are the chain's to the wei, through any ranges and trades", async () => {
    const [alice] = ladder.others;
    const { pool: chain } = ladder.contracts;
    const isLrtFirst = (await chain.token0()) === ladder.addresses.vault;
    const seen = new Set<bigint>();
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 14 }), async (acts) => {
        if (snapshot !== undefined) await ladder.provider.request({ method: "evm_revert", params: [snapshot] });
        snapshot = await ladder.provider.request({ method: "evm_snapshot", params: [] });
        const pool = new Pool(Number(await chain.tickSpacing()), await chain.fee());
        const liquidity = new Liquidity(pool, ladder.addresses.positionManager);
        const decoder = new Decoder(marketAbis(ladder));
        decoder.learn(ladder.addresses.pool, "IUniswapV3Pool");
        decoder.learn(ladder.addresses.positionManager, "IPositionManager");
        const log = new EventLog(ladder, decoder);
        const follow = (entry: Entry): void => {
          if (entry.address === ladder.addresses.pool) {
            pool.apply(entry);
            liquidity.noticePool(entry);
          } else if (entry.address === ladder.addresses.positionManager && entry.name !== "Transfer")
            liquidity.apply(entry);
        };
        await mint({ kind: "mint", lower: 0, width: 0, amount: 100n * ETH }, true);
        for (const one of acts) {
          if (one.kind === "mint") await mint(one);
          else if (one.kind === "trade") await trade(ladder, alice!, one.sells, one.amount);
          else if (liquidity.all.length > 1 && one.which > 0) {
            const tokenId = liquidity.all[one.which % liquidity.all.length]!;
            const { lies } = liquidity.worthOf(tokenId);
            if (tokenId !== liquidity.all[0] && lies[0] + lies[1] > 0n) await withdraw(ladder, alice!, tokenId);
          }
          for (const entry of await log.catchUp()) follow(entry);
          expect(pool.root).to.equal((await chain.slot0()).sqrtPriceX96);
          expect(pool.liquidity).to.equal(await chain.liquidity());
          for (const tokenId of liquidity.all) {
            const { lies, owed } = liquidity.worthOf(tokenId);
            const { lrt, wei } = await liquidityOf(ladder, alice!, tokenId);
            const found = isLrtFirst ? [lrt, wei] : [wei, lrt];
            expect([lies[0] + owed[0], lies[1] + owed[1]], `NFT ${tokenId}`).to.deep.equal(found);
            seen.add(tokenId);
          }
        }
      }),
      { numRuns: 6, seed: 7 },
    );
    expect(seen.size, "NFTs of several ranges").to.be.greaterThan(3);
  }).timeout(300_000);
});
