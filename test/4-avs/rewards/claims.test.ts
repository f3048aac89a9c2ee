import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { calculateRewards } from "../../../scripts/rewards/calculate.ts";
import { readHistory } from "../../../scripts/rewards/history.ts";
import { distribution } from "../../../scripts/rewards/merkle.ts";
import { addressKey, setKey } from "../../../scripts/rewards/stakeEvents.ts";
import { RewardsRefused } from "../../../scripts/rewards/refused.ts";
import type { Asked } from "../../../scripts/rewards/request.ts";
import { rewardsOn } from "../../../scripts/rewards/task.ts";
import { Stakes } from "../../../scripts/rewards/stakes.ts";
import { equivocate } from "../../../scripts/services/bridge.ts";
import type { RewardsMerkleClaimStruct } from "../../../typechain-types/contracts/3-restaking/interfaces/IRewardsCoordinator.ts";
import { deployStaffedBridge } from "../bridge/fixture.ts";
import { allocate, DELAY_BLOCKS, ethers, leave, networkHelpers, SET_ID, signer, stake } from "../core.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const DAY = 86_400n;
const WEEK = 7n * DAY;
const { time } = networkHelpers;

/**
 * A week in which everything happens: stakers come, an operator is slashed, one deallocates, one leaves, one changes
 * its split, a staker goes. Then the service pays for it in two tokens, by unique and total stake and by operator.
 */
async function playWeek() {
  const bridge = await deployStaffedBridge();
  const { core, op1, op2, op3, op4, alice, mallory, funder, avs, domain } = bridge;
  const coordinator = await ethers.getContractAt("IRewardsCoordinator", core.rewardsCoordinator.target as string);
  const delegation = await ethers.getContractAt("IDelegationManager", core.delegationManager.target as string);
  const allocation = await ethers.getContractAt("IAllocationManager", core.allocationManager.target as string);
  const start = (BigInt(await time.latest()) / WEEK + 1n) * WEEK;
  const carol = await signer(6);
  await stake(core, alice, 7n * ETH + 1n, op1.account.address);
  await time.increaseTo(start);

  await stake(core, mallory, 3n * ETH, op2.account.address);
  await time.increaseTo(start + DAY + 1n);
  const evidence = await equivocate(op1.key, domain, { operator: op1.account.address, height: 1n }, [
    ethers.id("a"),
    ethers.id("b"),
  ]);
  await bridge.bridge.proveEquivocation(op1.account, 1n, ...evidence);
  await coordinator.connect(op1.account).setOperatorSetSplit(op1.account, { avs, id: SET_ID }, 2_500);
  await time.increaseTo(start + 2n * DAY);
  await allocate(core, op3.account, avs, WAD / 3n);
  await stake(core, carol, 11n * ETH, op1.account.address);
  await networkHelpers.mine(DELAY_BLOCKS + 1n, { interval: 12 });
  await time.increaseTo(start + 4n * DAY);
  await leave(core, op4.account, avs);
  await core.delegationManager.connect(mallory).undelegate(mallory);
  await time.increaseTo(start + WEEK + 100n);

  const [one, two] = core.tokens;
  const strategiesAndMultipliers = core.strategies
    .map(({ target }, index) => ({ strategy: target as string, multiplier: BigInt(index + 1) * WAD }))
    .sort((a, b) => (BigInt(a.strategy) < BigInt(b.strategy) ? -1 : 1));
  const common = { strategiesAndMultipliers, startTimestamp: start, duration: WEEK };
  for (const token of [one!, two!]) {
    await token.mint(funder, 1_000n * ETH);
    await token.connect(funder).approve(bridge.bridge, ethers.MaxUint256);
  }
  const operatorRewards = [op2, op4]
    .map(({ account }, index) => ({ operator: account.address, amount: BigInt(index + 3) * ETH + 13n }))
    .sort((a, b) => (BigInt(a.operator) < BigInt(b.operator) ? -1 : 1));
  const pay = bridge.bridge.connect(funder);
  await pay.fundUniqueStakeRewards(SET_ID, [{ ...common, token: one!, amount: 100n * ETH + 7n }]);
  await pay.fundTotalStakeRewards(SET_ID, [{ ...common, token: two!, amount: 50n * ETH + 1n }]);
  await pay.fundOperatorRewards(SET_ID, [{ ...common, token: one!, operatorRewards, description: "relays" }]);
  const history = await readHistory({ coordinator, delegation, allocation }, ethers.provider);
  return { ...bridge, coordinator, history, start, carol, one: one!, two: two! };
}

/** The week's root, submitted and active. */
async function submitWeek() {
  const week = await playWeek();
  const { coordinator, history, start } = week;
  const calculation = await calculateRewards(history, DAY, start + WEEK);
  const tree = distribution(calculation.earnings);
  await coordinator.submitRoot(tree.root, start + WEEK);
  await time.increase(3_600);
  return { ...week, calculation, tree };
}

describe("Rewards end to end", () => {
  it("AVS-72: everybody claims what was calculated, and what stays with the coordinator is the dust", async () => {
    const { coordinator, calculation, tree, one, two, avs, alice, bridge } =
      await networkHelpers.loadFixture(submitWeek);
    await bridge.setRewardsClaimer(alice);
    for (const { earner, tokens } of calculation.earnings) {
      const claimer = earner === addressKey(avs) ? alice : await ethers.getSigner(ethers.getAddress(earner));
      const to = ethers.dataSlice(ethers.id(`purse of ${earner}`), 12);
      await coordinator.connect(claimer).processClaim(tree.claim(0, earner), to);
      for (const { token, cumulativeEarnings } of tokens) {
        const erc20 = await ethers.getContractAt("RewardToken", token);
        expect(await erc20.balanceOf(to)).to.equal(cumulativeEarnings);
      }
    }
    const dustOf = (token: { target: unknown }) =>
      calculation.totals.find((total) => total.token === addressKey(token.target as string))!;
    for (const token of [one, two]) {
      expect(await token.balanceOf(coordinator)).to.equal(dustOf(token).dust);
      expect(dustOf(token).dust).to.be.lessThan(200n);
    }
    expect(dustOf(one).funded).to.equal(107n * ETH + 33n);
    expect(dustOf(two).funded).to.equal(50n * ETH + 1n);
    expect(calculation.earnings.some(({ earner }) => earner === addressKey(avs))).to.equal(true);
  });

  it("AVS-73: a token that refuses to be paid keeps nobody from the others", async () => {
    const { coordinator, calculation, tree, one, two, alice } = await networkHelpers.loadFixture(submitWeek);
    const own = calculation.earnings.find(({ earner }) => earner === addressKey(alice.address))!;
    expect(own.tokens).to.have.length(2);
    await one.refuse(true);
    const asAlice = coordinator.connect(alice);
    await expect(asAlice.processClaim(tree.claim(0, alice.address), alice)).to.be.revertedWithCustomError(
      one,
      "Refused",
    );
    const before = await two.balanceOf(alice);
    await asAlice.processClaim(tree.claim(0, alice.address, [two.target as string]), alice);
    const earned = own.tokens.find(({ token }) => token === addressKey(two.target as string))!;
    expect((await two.balanceOf(alice)) - before).to.equal(earned.cumulativeEarnings);
    await one.refuse(false);
    await asAlice.processClaim(tree.claim(0, alice.address, [one.target as string]), alice);
  });

  it("AVS-75: the command writes everyone's claims, submits the root, and what it wrote is claimed", async () => {
    const { coordinator, two, alice, start } = await networkHelpers.loadFixture(playWeek);
    const directory = await mkdtemp(join(tmpdir(), "rewards-"));
    const out = join(directory, "claims.json");
    const address = await coordinator.getAddress();
    const options = { coordinator: address, until: `${start + WEEK}`, cadence: `${DAY}`, out, submit: true };
    const { tree } = await rewardsOn(ethers, options);
    const written = JSON.parse(await readFile(out, "utf8")) as {
      root: string;
      claims: { earner: string; claim: RewardsMerkleClaimStruct }[];
    };
    await rm(directory, { recursive: true });
    expect(written.root).to.equal(tree!.root);
    expect((await coordinator.getCurrentDistributionRoot()).root).to.equal(written.root);
    await time.increase(3_600);
    const own = written.claims.find(({ earner }) => earner === addressKey(alice.address))!;
    await coordinator.connect(alice).processClaim(own.claim, alice);
    expect(await two.balanceOf(alice)).to.be.greaterThan(0n);
    expect((await rewardsOn(ethers, { ...options, until: `${start}`, submit: false, out: undefined })).tree).to.equal(
      undefined,
    );
    expect((await rewardsOn(ethers, { ...options, until: "0", submit: false, out: undefined })).tree!.root).to.equal(
      tree!.root,
    );
  });

  it("AVS-75: the command answers what it cannot do in one line: number, cause, way out", async () => {
    const { coordinator, core, start } = await networkHelpers.loadFixture(playWeek);
    const address = await coordinator.getAddress();
    const good = { coordinator: address, until: `${start + WEEK}`, cadence: `${DAY}`, out: undefined, submit: false };
    const complaint = async (changed: Partial<Asked>) =>
      rewardsOn(ethers, { ...good, ...changed }).then(
        () => "none",
        (error: unknown) => (error instanceof RewardsRefused ? error.message : `not refused: ${String(error)}`),
      );
    const nowhere = ethers.getAddress(`0x${"ab".repeat(20)}`);
    const other = await core.delegationManager.getAddress();
    const latest = await ethers.provider.getBlock("latest");
    const cases: [Partial<Asked>, RegExp][] = [
      [{ coordinator: undefined }, /^rewards need the address .* pass --coordinator 0x…/u],
      [{ coordinator: "abc" }, /^"abc" is no address: pass --coordinator/u],
      [{ coordinator: nowhere }, new RegExp(`^nothing is deployed at ${nowhere} .* --network$`, "u")],
      [{ coordinator: other }, new RegExp(`^the contract at ${other} is no RewardsCoordinator`, "u")],
      [{ cadence: "0" }, /^"0" is not the length of a slice in seconds: pass --cadence with a whole number from 1$/u],
      [{ cadence: "1.5" }, /^"1\.5" is not the length of a slice/u],
      [{ cadence: "86401" }, /^a submission over 604800 s cannot be cut into slices of 86401 s: pass --cadence/u],
      [{ until: "soon" }, /^"soon" is not a time in seconds since 1970: pass --until/u],
      [{ until: `${latest!.timestamp + 1}` }, new RegExp(`^${latest!.timestamp + 1} lies ahead of block`, "u")],
      [{ block: "x" }, /^"x" is not the number of a block: pass --block/u],
      [{ block: `${latest!.number + 1}` }, new RegExp(`^there is no block ${latest!.number + 1} yet`, "u")],
      [{ block: "1", submit: true }, /^a root of block 1 is old: leave out --block/u],
      [{ out: join(tmpdir(), "no", "such", "claims.json") }, /claims\.json" cannot be written: there is no folder/u],
      [{ out: tmpdir() }, /" is a folder: pass --out/u],
    ];
    for (const [changed, expected] of cases) expect(await complaint(changed)).to.match(expected);
  });

  it("AVS-74: stakes rebuilt from events are the core's own, up to a few wei", async () => {
    const { core, history, op1, op2, op3, op4, alice, mallory, carol, avs } =
      await networkHelpers.loadFixture(playWeek);
    const stakes = new Stakes(history.firstDefaultBips);
    for (const event of history.events) stakes.apply(event);
    const block = BigInt(await ethers.provider.getBlockNumber());
    const close = (ours: bigint, theirs: bigint) => expect(ours - theirs >= -5n && ours - theirs <= 5n).to.equal(true);
    const set = { avs, id: SET_ID };
    for (const strategy of core.strategies) {
      const name = addressKey(strategy.target as string);
      for (const { account } of [op1, op2, op3, op4]) {
        const operator = addressKey(account.address);
        const delegated = stakes.delegated(operator, name);
        const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n);
        close(sum(delegated.values()), await core.delegationManager.operatorShares(account, strategy));
        const allocated = await core.allocationManager.getAllocatedStake(set, [account], [strategy]);
        close(sum(stakes.allocated(operator, setKey(avs, SET_ID), name, block).values()), allocated[0]![0]!);
        for (const staker of [account, alice, mallory, carol]) {
          if ((await core.delegationManager.delegatedTo(staker)) !== account.address) continue;
          const [shares] = await core.delegationManager.getWithdrawableShares(staker, [strategy]);
          close(delegated.get(addressKey(staker.address)) ?? 0n, shares[0]!);
        }
      }
    }
    const members = stakes.membersOf(setKey(avs, SET_ID));
    expect(members).to.deep.equal((await core.allocationManager.getMembers(set)).map(addressKey).sort());
    expect(members).to.not.include(addressKey(op4.account.address));
  });
});
