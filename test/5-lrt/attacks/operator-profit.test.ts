import { readFileSync } from "node:fs";
import { expect } from "chai";
import { calculateRewards } from "../../../scripts/rewards/calculate.ts";
import { readHistory } from "../../../scripts/rewards/history.ts";
import { addressKey } from "../../../scripts/rewards/stakeEvents.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, restored, standUpLadder } from "../ladder.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const DAY = 86_400n;
const SET_ID = 0;
const SLASHED_WAD = ETH / 2n;
const REWARDS = 300n * ETH;
/** Floors of shares, rates and magnitudes on the way of a slash through the rungs, each a wei or two. */
const DUST = 10n;
/** Virtual shares of the vault bear their part of its loss. */
const VIRTUAL_WEI = 10n ** 6n;
const GAS = { gasLimit: 8_000_000n } as const;

/**
 * An operator with 10 ETH of its own stake and 20 LRT, with half of the vault's 40 ETH of LST and a stranger's 5, all behind
 * one service. The service is the operator's friend: it takes what it slashes (or burns it), and pays 300 reward tokens for
 * three days, in the middle of which it slashes half.
 */
async function deploy(redistributes: boolean) {
  const s = await standUpLadder();
  const { ethers, allocations, alice, bob, opOne } = s;
  const signers = await ethers.getSigners();
  const [friend, stranger] = [signers[9]!, signers[10]!];
  const stash = ethers.dataSlice(ethers.id("stash"), 12);
  const strategyManager = await ethers.getContractAt("StrategyManager", await s.delegation.strategyManager());
  const stakeAlone = async (staker: typeof alice, wei: bigint) => {
    const amount = await s.giveLst(staker, wei);
    await s.lst.connect(staker).approve(strategyManager, amount);
    await strategyManager.connect(staker).depositIntoStrategy(s.strategy, s.lst, amount);
  };
  await stakeAlone(opOne, 10n * ETH);
  await stakeAlone(stranger, 5n * ETH);
  await s.delegation.connect(stranger).delegateTo(opOne, { signature: "0x", expiry: 0 }, ethers.ZeroHash);
  await s.vault.connect(alice).depositLst(s.lst, await s.giveLst(alice, 40n * ETH), alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  for (const holder of [opOne, bob]) {
    await s.vault.connect(holder).deposit(holder, 0n, FOREVER, { value: 20n * ETH });
  }

  const me = allocations.connect(friend);
  const strategies = [String(s.strategy.target)];
  await me.updateAVSMetadataURI(friend, "");
  await me.setAVSRegistrar(friend, await ethers.deployContract("ReplayRegistrar"));
  const set = { operatorSetId: SET_ID, strategies, slasher: friend };
  await (redistributes
    ? me["createRedistributingOperatorSets(address,(uint32,address[],address)[],address[])"](friend, [set], [friend])
    : me["createOperatorSets(address,(uint32,address[],address)[])"](friend, [set]));
  const own = allocations.connect(opOne);
  const operatorSet = { avs: friend.address, id: SET_ID };
  await own.registerForOperatorSets(opOne, { avs: friend, operatorSetIds: [SET_ID], data: "0x" });
  await own.modifyAllocations(opOne, [{ operatorSet, strategies, newMagnitudes: [ETH] }]);
  await s.networkHelpers.mine(DELAY_BLOCKS + 11);
  await s.vault.syncAll();

  // other sets, for a flood
  const crowd = await ethers.deployContract("HostileService", [allocations]);
  for (let id = 1; id <= 30; ++id) await crowd.createSet(id, strategies, ethers.ZeroAddress);
  const token = await ethers.deployContract("RewardToken", ["REWARD"]);
  await token.mint(friend, REWARDS);
  await token.connect(friend).approve(s.rewards, REWARDS);
  const start = (BigInt(await s.networkHelpers.time.latest()) / DAY + 1n) * DAY;
  const snapshot = await s.networkHelpers.takeSnapshot();
  const people = { friend, stranger, stash, crowd, token };
  return { ...s, ...people, strategyManager, strategies, operatorSet, own, start, snapshot };
}
const deployBurning = async () => deploy(false);
const deployRedistributing = async () => deploy(true);
type Stage = Awaited<ReturnType<typeof deploy>>;
type Send = () => Promise<{ wait(): Promise<unknown> }>;

/** What an operator does about its slash: in its block before or after it, and when the worst is over. */
interface Trick {
  readonly name: string;
  readonly before?: (s: Stage) => readonly Send[];
  readonly after?: (s: Stage) => readonly Send[];
  readonly later?: (s: Stage) => Promise<unknown>;
}

const undelegation = (s: Stage): Send[] => [async () => s.delegation.connect(s.opOne).undelegate(s.delegators[0], GAS)];
const withdrawal = (s: Stage): Send[] => [
  async () =>
    s.delegation.connect(s.opOne).queueWithdrawals(
      [
        {
          strategies: s.strategies,
          depositShares: [10n * ETH],
          __deprecated_withdrawer: s.ethers.ZeroAddress,
        },
      ],
      GAS,
    ),
];
const leaving = (s: Stage): Send[] => [
  async () => s.own.deregisterFromOperatorSets({ operator: s.opOne, avs: s.friend, operatorSetIds: [SET_ID] }, GAS),
];
const comeBack = async (s: Stage): Promise<unknown> => {
  await s.networkHelpers.mine(DELAY_BLOCKS + 2);
  return s.own.registerForOperatorSets(s.opOne, { avs: s.friend, operatorSetIds: [SET_ID], data: "0x" });
};

const NOTHING: Trick = { name: "does nothing about it" };
const INSTANT: Trick = {
  name: "exits the vault at once with its LRT just before",
  before: (s) => [async () => s.instantExit.connect(s.opOne).exitInstantly(20n * ETH, s.stash, 0n, FOREVER, GAS)],
};
/** What must earn nothing: with the name that docs/attacks.md gives it. */
const TRICKS: readonly Trick[] = [
  { name: "undelegates the vault just before", before: undelegation },
  { name: "undelegates the vault just after", after: undelegation },
  {
    name: "withdraws its own stake just before",
    before: withdrawal,
    later: async (s) => {
      await s.networkHelpers.mine(DELAY_BLOCKS + 2);
      const { withdrawals } = await s.delegation.getQueuedWithdrawals(s.opOne);
      const [w] = withdrawals;
      const [strategies, scaledShares] = [[...w!.strategies], [...w!.scaledShares]];
      const { staker, delegatedTo, withdrawer, nonce, startBlock } = w!;
      const which = { staker, delegatedTo, withdrawer, nonce, startBlock, strategies, scaledShares };
      return s.delegation.connect(s.opOne).completeQueuedWithdrawal(which, [s.lst], true);
    },
  },
  {
    name: "asks the vault out with its LRT just before",
    before: (s) => [async () => s.queue.connect(s.opOne).request(20n * ETH, s.opOne, 0n, FOREVER, GAS)],
    later: async (s) => {
      await s.networkHelpers.time.increase(HOUR);
      await s.queue.close();
      await s.queue.settle();
      return s.queue.connect(s.opOne).claim(1n << 64n, s.stash);
    },
  },
  { name: "leaves the set just before, and comes back", before: leaving, later: comeBack },
  {
    name: "leaves the set and takes its allocation away just before",
    before: (s) => [
      ...leaving(s),
      async () =>
        s.own.modifyAllocations(
          s.opOne,
          [{ operatorSet: s.operatorSet, strategies: s.strategies, newMagnitudes: [0n] }],
          GAS,
        ),
    ],
  },
  {
    name: "joins thirty other sets just before",
    before: (s) => [
      async () =>
        s.own.registerForOperatorSets(
          s.opOne,
          { avs: s.crowd, operatorSetIds: Array.from({ length: 30 }, (_, index) => index + 1), data: "0x" },
          { gasLimit: 12_000_000n },
        ),
    ],
  },
];

/** What the operator and its friend have, and what everybody else has: in wei of ETH, rewards in wei of their token. */
async function wealthOf(s: Stage) {
  const { ethers, delegation, lst, vault } = s;
  const inEth = async (amount: bigint) => (amount === 0n ? 0n : lst.getStETHByWstETH(amount));
  const stakeOf = async (staker: { address: string }) => {
    const [held] = await delegation.getWithdrawableShares(staker.address, s.strategies);
    const { shares } = await delegation.getQueuedWithdrawals(staker.address);
    const queued = [...shares].flatMap((each) => [...each]).reduce((sum, one) => sum + one, 0n);
    const inStrategy = await s.strategy.sharesToUnderlyingView(held[0]! + queued);
    return inEth(inStrategy + (await lst.balanceOf(staker.address)));
  };
  const lrtOf = async (holder: string) => vault.toAssetsDown(await vault.balanceOf(holder));
  const { earnings } = await calculateRewards(await history(s), DAY, s.start + 3n * DAY);
  const earned = (who: string) =>
    earnings
      .filter(({ earner }) => earner === addressKey(who))
      .flatMap(({ tokens }) => tokens.map(({ cumulativeEarnings }) => cumulativeEarnings))
      .reduce((sum, one) => sum + one, 0n);
  return {
    stake: await stakeOf(s.opOne),
    redistributed: await inEth(await lst.balanceOf(s.friend)),
    lrt: (await lrtOf(s.opOne.address)) + (await ethers.provider.getBalance(s.stash)),
    rewards: earned(s.opOne.address) + earned(s.friend.address),
    others: (await stakeOf(s.stranger)) + (await lrtOf(s.alice.address)) + (await lrtOf(s.bob.address)),
  };
}
type Wealth = Awaited<ReturnType<typeof wealthOf>>;

async function history(s: Stage) {
  const coordinator = await s.ethers.getContractAt("IRewardsCoordinator", String(s.rewards.target));
  const delegation = await s.ethers.getContractAt("IDelegationManager", String(s.delegation.target));
  const allocation = await s.ethers.getContractAt("IAllocationManager", String(s.allocations.target));
  return readHistory({ coordinator, delegation, allocation }, s.ethers.provider);
}

/** Three days with a slash in the middle of the second (or none), and a trick. */
async function play(s: Stage, trick: Trick, slashed = true): Promise<Wealth> {
  const { time } = s.networkHelpers;
  await s.snapshot.restore();
  const slash: Send = async () =>
    s.allocations.connect(s.friend).slashOperator(
      s.friend,
      {
        operator: s.opOne,
        operatorSetId: SET_ID,
        strategies: s.strategies,
        wadsToSlash: [SLASHED_WAD],
        description: "",
      },
      GAS,
    );
  await time.increaseTo(s.start + DAY + DAY / 2n);
  const acts = [...(trick.before?.(s) ?? []), ...(slashed ? [slash] : []), ...(trick.after?.(s) ?? [])];
  await s.inOneBlock(...acts);
  if (slashed) await s.strategyManager.clearBurnOrRedistributableShares(s.operatorSet, 1n);
  await trick.later?.(s);
  await time.increaseTo(s.start + 3n * DAY + 1n);
  const submission = {
    strategiesAndMultipliers: [{ strategy: s.strategies[0]!, multiplier: ETH }],
    token: s.token,
    amount: REWARDS,
    startTimestamp: s.start,
    duration: 3n * DAY,
  };
  await s.rewards.connect(s.friend).createTotalStakeRewardsSubmission(s.operatorSet, [submission]);
  await time.setNextBlockTimestamp(s.start + 3n * DAY + HOUR);
  await s.vault.syncAll();
  return wealthOf(s);
}

const inEther = (of: Wealth): bigint => of.stake + of.redistributed + of.lrt;
/** Ether with a sign, to four digits. */
const shown = (wei: bigint): string => {
  const tenThousandths = (wei < 0n ? -wei + 5n * 10n ** 13n : wei + 5n * 10n ** 13n) / 10n ** 14n;
  return tenThousandths === 0n ? "0" : `${wei < 0n ? "−" : "+"}${Number(tenThousandths) / 10_000}`;
};

interface Result {
  readonly trick: Trick;
  readonly slashed: Wealth;
  readonly unslashed: Wealth;
}

/** All tricks with and without the slash; the first is none. */
async function playAll(redistributes: boolean): Promise<Result[]> {
  const s = await restored(redistributes ? deployRedistributing : deployBurning);
  const results: Result[] = [];
  for (const trick of [NOTHING, ...TRICKS, INSTANT]) {
    results.push({ trick, slashed: await play(s, trick), unslashed: await play(s, trick, false) });
  }
  return results;
}

describe("what a slash is worth to the slashed operator", () => {
  let burnt: Result[];
  let kept: Result[];

  before(async function () {
    this.timeout(240_000);
    burnt = await playAll(false);
    kept = await playAll(true);
  });

  it("AVS-130: burnt, a slash costs the operator its part; kept by its friend, it brings the two what others lose, to the virtual shares' part, and nothing else", () => {
    for (const [results, keeps] of [
      [burnt, false],
      [kept, true],
    ] as const) {
      const { slashed, unslashed } = results[0]!;
      const taken = unslashed.others - slashed.others;
      expect(taken).to.be.within(10n * ETH - VIRTUAL_WEI, 10n * ETH);
      const gain = inEther(slashed) - inEther(unslashed);
      if (keeps) expect(gain).to.be.within(taken - DUST, taken + VIRTUAL_WEI);
      else expect(gain).to.be.lessThan(-7n * ETH);
    }
  });

  it("AVS-130: nothing that it does about the slash in its block brings the two a wei of stake, loot, LRT or rewards, nor costs others one", () => {
    for (const results of [burnt, kept]) {
      const plain = results[0]!.slashed;
      for (const { trick, slashed, unslashed } of results.slice(1, -1)) {
        expect(inEther(slashed) - inEther(plain), trick.name).to.be.within(-DUST, 0n);
        expect(slashed.others - plain.others, trick.name).to.be.within(-DUST, DUST);
        // whoever is left shares the rewards, slashed or not
        expect(slashed.rewards, trick.name).to.be.at.most(unslashed.rewards);
      }
    }
  });

  it("AVS-131: an instant exit before a slash that nobody else sees coming saves the operator no more than its LRT would have lost, less the fee", () => {
    for (const results of [burnt, kept]) {
      const plain = results[0]!;
      const { slashed, unslashed } = results.at(-1)!;
      const fee = plain.unslashed.lrt - unslashed.lrt;
      expect(fee).to.be.greaterThan((20n * ETH) / 1_000n);
      const saved = plain.unslashed.lrt - plain.slashed.lrt - fee;
      expect(inEther(slashed) - inEther(plain.slashed)).to.be.within(saved - DUST, saved + DUST);
    }
  });

  it("AVS-131: docs/attacks.md shows what each of these got", () => {
    const page = readFileSync(new URL("../../../docs/attacks.md", import.meta.url), "utf8");
    const gain = ([none]: Result[], { slashed }: Result) => shown(inEther(slashed) - inEther(none!.unslashed));
    const rows = kept.map((result, index) => {
      const rewards = shown(result.slashed.rewards - kept[0]!.unslashed.rewards);
      return `| ${result.trick.name} | ${gain(burnt, burnt[index]!)} | ${gain(kept, result)} | ${rewards} |`;
    });
    for (const row of rows) expect(page.split("\n"), `without ${row}`).to.include(row);
  });
});
