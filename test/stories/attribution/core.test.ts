import { expect } from "chai";
import type { Entry } from "../../../scripts/attribution/entry.ts";
import { joined, released } from "../../../model/5-lrt/accounting/drip.ts";
import { LiquidStaking } from "../../../scripts/attribution/lst.ts";
import { Stakers } from "../../../scripts/attribution/stakers.ts";
import { UnstakingQueue } from "../../../scripts/attribution/unstaking.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const [VAULT, NORTH, STRATEGY, TOKEN] = ["0xa1", "0xb1", "0xc1", "0xd1"];
const NOBODY = "0x0000000000000000000000000000000000000000";

function entry(name: string, args: Record<string, unknown>, { address = "0x01", block = 1 } = {}): Entry {
  return {
    contract: "Test",
    name,
    args: Object.entries(args).map(([key, value]) => ({ name: key, type: typeof value, value })),
    address,
    block,
    timestamp: BigInt(block) * 12n,
    logIndex: 0,
    transaction: "0x",
    sender: "0x",
  };
}

describe("Attribution: rungs below, rebuilt from events", () => {
  it("SCN-14: a slash takes its part of deposit shares times scaling factor, with the core's two floors", () => {
    const stakers = new Stakers(50n);
    stakers.apply(entry("StrategyTokenSet", { token: TOKEN }, { address: STRATEGY }));
    stakers.apply(entry("StakerDelegated", { staker: VAULT, operator: NORTH }));
    stakers.apply(entry("ExchangeRateEmitted", { rate: WAD }, { address: STRATEGY }));
    stakers.apply(entry("Deposit", { staker: VAULT, strategy: STRATEGY, shares: 10n * WAD }));
    expect(stakers.withdrawable(VAULT, STRATEGY)).to.equal(10n * WAD);
    // A third: 2/3 of a wad rounds down, and so does what it leaves.
    stakers.apply(
      entry("MaxMagnitudeUpdated", { operator: NORTH, strategy: STRATEGY, maxMagnitude: 666_666_666_666_666_666n }),
    );
    expect(stakers.withdrawable(VAULT, STRATEGY)).to.equal(6_666_666_666_666_666_660n);
    stakers.apply(entry("Deposit", { staker: VAULT, strategy: STRATEGY, shares: 5n }));
    stakers.apply(
      entry("DepositScalingFactorUpdated", {
        staker: VAULT,
        strategy: STRATEGY,
        newDepositScalingFactor: 999_999_999_999_999_999n,
      }),
    );
    expect(stakers.withdrawable(VAULT, STRATEGY)).to.equal(6_666_666_666_666_666_656n);
  });

  it("SCN-14: queued stake is slashed until the end of its window and not after", () => {
    const stakers = new Stakers(50n);
    stakers.apply(entry("StrategyTokenSet", { token: TOKEN }, { address: STRATEGY }));
    stakers.apply(entry("Deposit", { staker: VAULT, strategy: STRATEGY, shares: 10n * WAD }));
    const withdrawal = [VAULT, NORTH, VAULT, 0n, 100n, [STRATEGY], [4n * WAD]];
    stakers.apply(
      entry(
        "SlashingWithdrawalQueued",
        { withdrawalRoot: "0xr", withdrawal, sharesToWithdraw: [4n * WAD] },
        { block: 100 },
      ),
    );
    expect(stakers.withdrawable(VAULT, STRATEGY)).to.equal(6n * WAD);
    const slash = (maxMagnitude: bigint, block: number) =>
      stakers.apply(entry("MaxMagnitudeUpdated", { operator: NORTH, strategy: STRATEGY, maxMagnitude }, { block }));
    slash(WAD / 2n, 150);
    slash(WAD / 4n, 151);
    expect(stakers.queued(VAULT, 150n)[0]!.shares).to.equal(WAD);
    expect(stakers.queued(VAULT, 151n)[0]!.shares).to.equal(2n * WAD);
    stakers.apply(entry("SlashingWithdrawalCompleted", { withdrawalRoot: "0xr" }, { block: 151 }));
    expect(stakers.queued(VAULT, 151n)).to.deep.equal([]);
  });

  it("SCN-14: strategies mint for tokens alone, and burn what leaves as tokens alone", () => {
    const { strategies, ...rest } = new Stakers(50n);
    void rest;
    strategies.apply(entry("StrategyTokenSet", { token: TOKEN }, { address: STRATEGY }));
    const transfer = (from: string, to: string, value: bigint) =>
      strategies.apply(entry("Transfer", { from, to, value }, { address: TOKEN }));
    const announce = () => strategies.apply(entry("ExchangeRateEmitted", { rate: WAD }, { address: STRATEGY }));
    transfer(VAULT, STRATEGY, 10_000n);
    announce();
    strategies.credit(STRATEGY, 10_000n);
    expect(strategies.toTokensDown(STRATEGY, 10_000n)).to.equal(10_000n);
    transfer(VAULT, STRATEGY, 5_500n);
    expect(strategies.toTokensDown(STRATEGY, 10_000n)).to.equal(15_000n);
    strategies.expectExit(STRATEGY, 1_000n);
    strategies.credit(STRATEGY, 1_000n);
    expect(strategies.toTokensDown(STRATEGY, 10_000n)).to.equal(15_000n);
    strategies.expectExit(STRATEGY, 1_000n);
    announce();
    transfer(STRATEGY, VAULT, 1_500n);
    expect(strategies.toTokensDown(STRATEGY, 9_000n)).to.equal(13_500n);
  });

  it("SCN-14: the LST's rate follows its mints, burns and reports", () => {
    const lst = new LiquidStaking();
    lst.apply(entry("TransferShares", { from: NOBODY, to: "0xdead", shares: WAD }));
    expect(lst.toWeiDown(WAD)).to.equal(WAD);
    lst.apply(entry("TransferShares", { from: NOBODY, to: VAULT, shares: 9n * WAD }));
    lst.apply(entry("Submitted", { sender: VAULT, amountWei: 9n * WAD, shares: 9n * WAD }));
    lst.apply(entry("Reported", { pooledEtherBeforeWei: 10n * WAD, pooledEtherAfterWei: 11n * WAD }));
    expect(lst.toWeiDown(3n)).to.equal(3n);
    expect(lst.toWeiDown(WAD)).to.equal((11n * WAD) / 10n);
    lst.apply(entry("SharesBurnt", { account: VAULT, pooledEtherWei: 11n * WAD - 11n, shares: 10n * WAD - 10n }));
    expect(lst.toWeiDown(10n)).to.equal(11n);
  });

  it("SCN-14: a request of the LST's queue is worth what is filled and what the rest would bring", () => {
    const lst = new LiquidStaking();
    lst.apply(entry("TransferShares", { from: NOBODY, to: "0xdead", shares: 100n }));
    const queue = new UnstakingQueue();
    queue.apply(entry("Requested", { id: 1n, batch: 1n, shares: 30n }));
    queue.apply(entry("Requested", { id: 2n, batch: 1n, shares: 70n }));
    expect(queue.valueOf(1n, lst)).to.equal(30n);
    queue.apply(entry("BatchFilled", { batch: 1n, shares: 50n, amountWei: 55n }));
    expect(queue.valueOf(1n, lst)).to.equal(16n + 15n);
    queue.apply(entry("Claimed", { id: 1n, amountWei: 16n }));
    expect(queue.valueOf(1n, lst)).to.equal(15n);
    expect(queue.valueOf(3n, lst)).to.equal(0n);
  });

  it("SCN-14: the drip is the vault's line, and a later gain never ends it later", () => {
    expect(released(100n, 1_000n, 1_100n, 1_033n)).to.equal(33n);
    expect(released(100n, 1_000n, 1_100n, 1_100n)).to.equal(100n);
    // left, its end, the gain and its own seconds, a period, now
    expect(joined(100n, 1_050n, 100n, 100n, 100n, 1_000n)).to.equal(1_100n);
    expect(joined(0n, 1_050n, 100n, 100n, 100n, 1_000n)).to.equal(1_100n);
    expect(joined(100n, 1_050n, 0n, 100n, 100n, 1_000n)).to.equal(1_050n);
    expect(joined(300n, 1_050n, 100n, 100n, 100n, 1_000n)).to.equal(1_066n);
  });
});
