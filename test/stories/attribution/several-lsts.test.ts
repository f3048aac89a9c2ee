import { expect } from "chai";
import hre from "hardhat";
import { E36, type Part } from "../../../scripts/attribution/rate-parts.ts";
import { Decoder, readAbis } from "../../../scripts/lib/ladder/answers.ts";
import { advanceBlocks, BLOCK_SECONDS } from "../../../scripts/lib/ladder/clock.ts";
import { CONTRACTS, type ContractName } from "../../../scripts/lib/ladder/contracts.ts";
import { govern } from "../../../scripts/lib/ladder/governor.ts";
import { depositLst, recapitalise, request, stake } from "../../../scripts/lib/ladder/holders.ts";
import { collect, restake, settle, syncAll, trim, unwind } from "../../../scripts/lib/ladder/keepers.ts";
import type { Ladder } from "../../../scripts/lib/ladder/ladder.ts";
import { report, serveLstQueue } from "../../../scripts/lib/ladder/lst.ts";
import { addSlot, registerOperator } from "../../../scripts/lib/ladder/operators.ts";
import { sent } from "../../../scripts/lib/ladder/sent.ts";
import { EventLog } from "../../../scripts/lib/ladder/event-log.ts";
import { attributionOf } from "../../../scripts/scenario/record.ts";
import { ETH } from "../../../scripts/lib/units.ts";
import { freshLadder } from "../fresh-ladder.ts";

const HOUR = 3_600n / BigInt(BLOCK_SECONDS);

/** The ladder with another pool of rung 2, its token listed, in the place of the first. */
async function withAnotherLst(ladder: Ladder): Promise<Ladder> {
  const { ethers, contracts, addresses, admin } = ladder;
  const { beaconChain, settings, restaker, delegation } = contracts;
  const pool = await ethers.deployContract(
    "StakedEther",
    [beaconChain, admin, admin, admin, 1_000n, 10n ** 9n, 3_600n],
    { value: 10n ** 15n },
  );
  const token = await ethers.getContractAt("WrappedStakedEther", await pool.wrapper());
  const exits = await ethers.getContractAt("UnstakingQueue", await pool.queue());
  const parts = [addresses.authority, addresses.vault, addresses.restaker, addresses.instantExit, token];
  const reserve = await ethers.deployContract("LstReserve", parts);
  await govern(ladder, settings, "listLst", [reserve.target]);
  await govern(ladder, reserve, "setLimits", [1_000n * ETH, 1_000n * ETH, 86_400n]);
  const manager = await ethers.getContractAt("StrategyManager", await delegation.strategyManager());
  const registry = await contracts.wstEthStrategy.pauserRegistry();
  const strategy = await ethers.deployContract("StrategyBase", [manager, token, registry]);
  await sent(manager.connect(admin).addStrategiesToDepositWhitelist([strategy]));
  await govern(ladder, restaker, "addStrategy", [strategy.target]);
  const changed = {
    stETH: pool,
    wstETH: token,
    unstakingQueue: exits,
    lstReserve: reserve,
    wstEthStrategy: await ethers.getContractAt("StrategyBase", strategy),
  };
  const at = Object.fromEntries(Object.entries(changed).map(([name, one]) => [name, one.target as string]));
  return { ...ladder, contracts: { ...contracts, ...changed }, addresses: { ...addresses, ...at } };
}

describe("Attribution: several LSTs", () => {
  it("VLT-75: with two LSTs of their own rates, strategies and exit queues, parts are the rate to the wei after every step", async () => {
    const first = await freshLadder();
    const [alice, bob, north] = [first.others[0]!, first.others[1]!, first.others[2]!];
    const delay = await registerOperator(first, north);
    await advanceBlocks(first.provider, delay);
    await addSlot(first, north, { weightBps: 10_000n, capWei: 10_000n * ETH });
    await report(first);
    await syncAll(first);
    const second = await withAnotherLst(first);

    const decoder = new Decoder(await readAbis(hre.artifacts));
    for (const { addresses } of [first, second])
      for (const [name, { abi }] of Object.entries(CONTRACTS)) decoder.learn(addresses[name as ContractName], abi);
    const eventLog = new EventLog(first, decoder);
    const { wstETH: token, stETH: pool, unstakingQueue: exitQueue } = second.addresses;
    const attribution = await attributionOf(first, () => undefined, [{ token, pool, exitQueue }]);
    const check = async (after: string): Promise<(cause: string) => bigint> => {
      attribution.feed(await eventLog.catchUp());
      const { timestamp } = (await first.ethers.provider.getBlock("latest"))!;
      const { parts, totals } = attribution.at(BigInt(timestamp));
      const sum = parts.reduce((all: bigint, { e36 }: Part) => all + e36, E36);
      expect(sum / ETH, after).to.equal(await first.contracts.vault.rate());
      const chain = await first.contracts.vault.totals();
      expect([totals.recognised, totals.lockedProfit], after).to.deep.equal([chain.recognised, chain.lockedProfit]);
      return (cause) => parts.filter((one) => one.cause === cause).reduce((all, { e36 }) => all + e36, 0n);
    };
    await check("the second LST is listed");

    for (const ladder of [first, second]) await depositLst(ladder, alice, await stake(ladder, alice, 50n * ETH));
    for (const ladder of [first, second]) await restake(ladder, 0n);
    await check("both are restaked");
    for (const [ladder, wei] of [
      [first, 2n],
      [second, 5n],
    ] as const) {
      const gift = await stake(ladder, bob, wei * ETH);
      await sent(ladder.contracts.wstETH.connect(bob).transfer(ladder.addresses.wstEthStrategy, gift));
    }
    await syncAll(first);
    await check("gifts to both strategies");
    await advanceBlocks(first.provider, 12n * HOUR);
    expect((await check("half a day of drip"))("gifts") > 0n).to.equal(true);
    await recapitalise(first, bob, ETH / 3n);
    await check("a gift of ETH");
    await request(first, alice, 70n * ETH);
    await advanceBlocks(first.provider, HOUR);
    await sent(first.contracts.exitQueue.connect(first.keeper).close());
    for (const ladder of [first, second]) await unwind(ladder, 0n);
    await check("both leave for a batch");
    await advanceBlocks(first.provider, await first.contracts.delegation.minWithdrawalDelayBlocks());
    for (let turn = 0; turn < 3; ++turn) {
      for (const ladder of [first, second]) {
        await collect(ladder);
        await check("what left the core goes to its own LST's queue");
        await advanceBlocks(first.provider, 2n * HOUR);
        await serveLstQueue(ladder);
        await check("an LST's queue pays");
        await collect(ladder);
      }
      await syncAll(first);
      await settle(first);
      await check("a fill");
    }
    // more than either LST could have paid for by itself
    expect((await first.contracts.exitQueue.batchOf(1n)).filledShares).to.be.at.least(60n * ETH);
    await trim(first, 0n);
    await check("a trim");
  });
});
