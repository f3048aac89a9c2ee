import { expect } from "chai";
import fc from "fast-check";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, restored, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const RUNS = Number(process.env.LADDER_INVARIANT_RUNS ?? 5);
const SEED = Number(process.env.LADDER_INVARIANT_SEED ?? 70);
const CONFIGURATION_BLOCKS = DELAY_BLOCKS;
type Signer = Ladder["alice"];

const strategyOf = (s: Ladder) => String(s.strategy.target);
const blockOf = async (s: Ladder) => s.ethers.provider.getBlockNumber();
const operatorsOf = (s: Ladder): Signer[] => [s.opOne, s.opTwo, s.keeper, s.treasury];
const name = async (s: Ladder, slot: number, operator: Signer) =>
  s.restaker.setOperator(BigInt(slot), operator, "0x", 0n, s.ethers.ZeroHash);

/** 40 ETH of LST with two of four operators, all of them in bob's service, and a closed batch over a part of it. */
async function amongFour(): Promise<Ladder> {
  const s = await standUpLadder();
  for (const operator of [s.keeper, s.treasury]) {
    await s.delegation.connect(operator).registerAsOperator(s.ethers.ZeroAddress, DELAY_BLOCKS + 10, "");
  }
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  await s.secure(s.bob, s.opOne, [strategyOf(s)]);
  await s.queue.connect(s.alice).request(12n * ETH, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
  await s.vault.syncAll();
  for (const operator of operatorsOf(s).slice(1)) {
    await s.allocations
      .connect(operator)
      .registerForOperatorSets(operator, { avs: s.bob, operatorSetIds: [0n], data: "0x" });
  }
  return s;
}

const allocate = async (s: Ladder, operator: Signer, magnitude: bigint) =>
  s.allocations
    .connect(operator)
    .modifyAllocations(operator, [
      { operatorSet: { avs: s.bob, id: 0n }, strategies: [strategyOf(s)], newMagnitudes: [magnitude] },
    ]);

/** Whose slashes can take something from the vault, as the core alone says it. */
async function atRiskByTheCore(s: Ladder): Promise<string[]> {
  const found = new Set<string>();
  for (const delegator of s.delegators) {
    found.add(await s.delegation.delegatedTo(delegator));
    const { withdrawals } = await s.delegation.getQueuedWithdrawals(delegator);
    const now = await blockOf(s);
    for (const { delegatedTo, startBlock } of withdrawals) {
      if (BigInt(now) <= startBlock + BigInt(DELAY_BLOCKS)) found.add(delegatedTo);
    }
  }
  found.delete(s.ethers.ZeroAddress);
  return [...found].toSorted();
}

const act = fc.record({
  kind: fc.constantFrom(
    "leave",
    "force",
    "name",
    "name",
    "delay",
    "allocate",
    "unwind",
    "complete",
    "restake",
    "slash",
    "wait",
  ),
  who: fc.nat(3),
  slot: fc.nat(1),
  size: fc.bigInt(1n, ETH),
  blocks: fc.integer({ min: 1, max: 25 }),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function perform(s: Ladder, { kind, who, slot, size, blocks }: Act): Promise<unknown> {
  const operator = operatorsOf(s)[who]!;
  if (kind === "leave") return s.restaker.leaveOperator(slot);
  if (kind === "force") return s.delegation.connect(operator).undelegate(s.delegators[slot as 0 | 1]);
  if (kind === "name") return name(s, slot, operator);
  if (kind === "delay") return s.allocations.connect(operator).setAllocationDelay(operator, size % 20n);
  if (kind === "allocate") return allocate(s, operator, size);
  if (kind === "unwind") return s.restaker.unwind(slot, s.strategy);
  if (kind === "complete") return s.completeAll(BigInt(slot));
  if (kind === "restake") return s.restaker.restakeLst(slot, s.lst);
  if (kind === "slash") return s.slash(s.bob, operator, [strategyOf(s)], size / 3n + 1n);
  return s.networkHelpers.mine(blocks);
}
const attempt = async (s: Ladder, one: Act): Promise<unknown> => perform(s, one).catch(() => undefined);

const worthOf = async (s: Ladder): Promise<bigint> => (await s.delegators[0].value()) + (await s.delegators[1].value());

/** Until `last`, every operator allocates all that it can as soon as it can, and is slashed of all of it; what that takes. */
async function takeAll(s: Ladder, last: number): Promise<bigint> {
  let taken = 0n;
  while ((await blockOf(s)) < last) {
    for (const operator of operatorsOf(s)) {
      await allocate(s, operator, await s.allocations.getMaxMagnitude(operator, s.strategy)).catch(() => undefined);
      const before = await worthOf(s);
      if ((await blockOf(s)) >= last) break;
      await s.slash(s.bob, operator, [strategyOf(s)], ETH).catch(() => undefined);
      taken += before - (await worthOf(s));
    }
    const left = last - (await blockOf(s));
    if (left > 0) await s.networkHelpers.mine(Math.min(3, left));
  }
  return taken;
}

describe("what is at risk, by the core's state alone", () => {
  it("OPS-70 OPS-72: operators at risk are the core's, and no slash takes more than the bound says, through redelegations, forced ones, delays to come, allocations and slashes (fuzzed)", async () => {
    let losses = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 3, maxLength: 14 }),
        fc.integer({ min: 4, max: 55 }),
        async (acts, horizon) => {
          const s = await restored(amongFour);
          for (const one of acts) {
            await attempt(s, one);
            expect([...(await s.rules.operatorsAtRisk())].toSorted()).to.deep.equal(await atRiskByTheCore(s));
          }
          const most = await s.exposure.maximumLoss(s.bob, horizon);
          const atRisk = await s.rules.operatorsAtRisk();
          const taken = await takeAll(s, (await blockOf(s)) + horizon);
          if (taken > 0n) ++losses;
          expect(taken, `within ${horizon} blocks`).to.be.at.most(most);
          if (taken > 0n) expect(atRisk.length).to.be.greaterThan(0);
        },
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
    expect(losses).to.be.greaterThan(RUNS / 4);
  });

  it("OPS-70: an operator that left counts while its slash reaches the queue, whoever came and went since, and no longer", async () => {
    const s = await restored(amongFour);
    const wolf = await s.ethers.deployContract("CryingWolf", [s.alice]);
    await s.slashingGuard.list(wolf, 86_400n, 86_400n * 30n);
    await s.restaker.leaveOperator(0n);
    const leftAt = await blockOf(s);
    await name(s, 0, s.keeper);
    await s.delegation.connect(s.keeper).undelegate(s.delegators[0]);
    await name(s, 0, s.treasury);
    // the second held nothing, and the slot's present one may get something
    expect([...(await s.rules.operatorsAtRisk())]).to.deep.equal([
      s.treasury.address,
      s.opOne.address,
      s.opTwo.address,
    ]);
    await wolf.cry(s.opOne, 1, ETH, 2n ** 40n, 1n);
    await s.vault.holdExits(wolf);
    expect(await s.vault.exitsHeldBack()).to.equal(true);
    await s.networkHelpers.mineUpTo(leftAt + DELAY_BLOCKS);
    expect(await s.rules.operatorsAtRisk()).to.include(s.opOne.address);
    await s.networkHelpers.mine();
    expect(await s.rules.operatorsAtRisk()).to.not.include(s.opOne.address);
  });

  it("OPS-70: one that is left and replaced in one block counts through the last block in which its slash reaches the queue", async () => {
    const s = await restored(amongFour);
    const gas = { gasLimit: 5_000_000n };
    await s.inOneBlock(
      () => s.restaker.leaveOperator(0n, gas),
      () => s.restaker.setOperator(0n, s.keeper, "0x", 0n, s.ethers.ZeroHash, gas),
    );
    await s.networkHelpers.mineUpTo((await blockOf(s)) + DELAY_BLOCKS);
    expect([...(await s.rules.operatorsAtRisk())]).to.deep.equal([s.keeper.address, s.opOne.address, s.opTwo.address]);
    expect([...(await s.rules.operatorsAtRisk())].toSorted()).to.deep.equal(await atRiskByTheCore(s));
    await s.networkHelpers.mine();
    expect(await s.rules.operatorsAtRisk()).to.not.include(s.opOne.address);
  });

  it("OPS-70: a slot without an operator puts nobody at risk once its queue is out of reach", async () => {
    const s = await restored(amongFour);
    await s.delegation.connect(s.opOne).undelegate(s.delegators[0]);
    expect([...(await s.rules.operatorsAtRisk())]).to.deep.equal([s.opOne.address, s.opTwo.address]);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    expect([...(await s.rules.operatorsAtRisk())]).to.deep.equal([s.opTwo.address]);
  });

  it("OPS-71: a slash is told of every slot that has stake with the operator, held or queued, whichever slot it took last", async () => {
    const s = await restored(amongFour);
    const listener = await s.ethers.deployContract("SlashListener", [s.restaker]);
    await s.restaker.setSlot(1n, 0n, 0n);
    await s.restaker.addSlot(s.opOne, 100n, ETH, "0x", 0n, s.ethers.ZeroHash);
    await s.slash(s.bob, s.opOne, [strategyOf(s)], ETH / 2n);
    await expectTold(s, 0, false);
    await listener.onSlash(s.bob, 0, s.opOne, 1n, { gasLimit: 1_225_000n });
    await expectTold(s, 0, true);
    // the last slot changes hands: the first one is still found
    await s.restaker.leaveOperator(2n);
    await name(s, 2, s.opTwo);
    await listener.onSlash(s.bob, 0, s.opOne, 1n);
    // and so is stake that was queued under it, for as long as its slash reaches it
    await s.restaker.leaveOperator(0n);
    const leftAt = await blockOf(s);
    await name(s, 0, s.keeper);
    await s.slash(s.bob, s.opOne, [strategyOf(s)], ETH / 2n);
    await expectTold(s, 0, false);
    await listener.onSlash(s.bob, 0, s.opOne, 2n, { gasLimit: 1_225_000n });
    await expectTold(s, 0, true);
    await s.networkHelpers.mineUpTo(leftAt + DELAY_BLOCKS + 1);
    await expect(listener.onSlash(s.bob, 0, s.opOne, 2n))
      .to.be.revertedWithCustomError(s.restaker, "NoSlotOf")
      .withArgs(s.opOne);
  });

  it("OPS-71: two slots of one operator are both told of where the gas is there, and one that cannot be read does not stop the other", async () => {
    const s = await restored(amongFour);
    const listener = await s.ethers.deployContract("SlashListener", [s.restaker]);
    await s.restaker.leaveOperator(1n);
    await name(s, 1, s.opOne);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    await s.restaker.complete(1n, await firstOf(s, 1));
    await s.restaker.restakeLst(1n, s.lst).catch(() => undefined);
    await s.vault.syncAll();
    await s.slash(s.bob, s.opOne, [strategyOf(s)], ETH / 2n);
    for (const slot of [0, 1] as const) await expectTold(s, slot, false);
    await listener.onSlash(s.bob, 0, s.opOne, 1n, { gasLimit: 1_500_000n });
    for (const slot of [0, 1] as const) await expectTold(s, slot, true);
    await s.slash(s.bob, s.opOne, [strategyOf(s)], ETH / 2n);
    await s.networkHelpers.setCode(String(s.delegators[0].target), "0x5f5ffd");
    await listener.onSlash(s.bob, 0, s.opOne, 1n);
    await expectTold(s, 1, true);
    await s.networkHelpers.setCode(String(s.delegators[1].target), "0x5f5ffd");
    await expect(listener.onSlash(s.bob, 0, s.opOne, 1n)).to.be.revertedWithCustomError(s.vault, "ComponentUnreadable");
  });

  it("OPS-72: a shorter allocation delay counts from the moment it is announced: no new stake, anyone leaves, and the cap sees what it lets a service take", async () => {
    const s = await restored(amongFour);
    await s.rules.setAvsCap(s.bob, 30n * ETH);
    const horizon = await s.rules.horizonBlocks();
    const asOperator = s.allocations.connect(s.opTwo);
    expect(await s.rules.isEligible(s.opTwo)).to.equal(true);
    await expect(s.restaker.leaveIneligible(1n)).to.be.revertedWithCustomError(s.restaker, "OperatorEligible");
    const before = await s.exposure.maximumLoss(s.bob, horizon);
    await asOperator.setAllocationDelay(s.opTwo, 0n);
    const setAt = await blockOf(s);
    expect(await s.rules.isEligible(s.opTwo)).to.equal(false);
    await expect(s.restaker.restakeLst(1n, s.lst)).to.be.revertedWithCustomError(s.restaker, "OperatorIneligible");
    // it takes effect a block after the horizon as yet
    expect(await s.exposure.maximumLoss(s.bob, horizon)).to.equal(before);
    await s.networkHelpers.mine(1);
    expect(await s.exposure.maximumLoss(s.bob, horizon)).to.be.greaterThan(before + 15n * ETH);
    expect(await s.exposure.maximumLoss(s.bob, BigInt(CONFIGURATION_BLOCKS) - 1n)).to.equal(before);
    await s.restaker.leaveIneligible(1n);
    await s.networkHelpers.mineUpTo(setAt + CONFIGURATION_BLOCKS + 1);
    await allocate(s, s.opTwo, ETH);
    const held = await s.delegators[1].value();
    await s.slash(s.bob, s.opTwo, [strategyOf(s)], ETH);
    expect(await s.delegators[1].value()).to.equal(held);
  });

  it("OPS-72: a longer delay that is to come makes nobody fit before it holds, and a horizon beyond the configuration delay counts everything", async () => {
    const s = await restored(amongFour);
    const asOperator = s.allocations.connect(s.opTwo);
    await asOperator.setAllocationDelay(s.opTwo, 5n);
    await s.networkHelpers.mine(CONFIGURATION_BLOCKS + 1);
    await asOperator.setAllocationDelay(s.opTwo, 1_000n);
    expect((await s.exposure.shortestDelay(s.opTwo)).delayBlocks).to.equal(5n);
    expect(await s.rules.isEligible(s.opTwo)).to.equal(false);
    await s.networkHelpers.mine(CONFIGURATION_BLOCKS + 1);
    expect(await s.rules.isEligible(s.opTwo)).to.equal(true);
    const within = await s.exposure.reachOf(s.opTwo, s.bob, s.strategy, CONFIGURATION_BLOCKS);
    expect(within.reach).to.equal(0n);
    const beyond = await s.exposure.reachOf(s.opTwo, s.bob, s.strategy, CONFIGURATION_BLOCKS + 1);
    expect(beyond.reach).to.equal(ETH);
  });
});

/** Whether the books have of a slot what it is worth, or still more. */
async function expectTold(s: Ladder, slot: 0 | 1, told: boolean): Promise<void> {
  const [record, value] = [await s.vault.recordOf(s.delegators[slot]), await s.delegators[slot].value()];
  if (told) expect(record).to.equal(value);
  else expect(record).to.be.greaterThan(value + ETH);
}

async function firstOf(s: Ladder, slot: 0 | 1) {
  const { withdrawals } = await s.delegation.getQueuedWithdrawals(s.delegators[slot]);
  const { staker, delegatedTo, withdrawer, nonce, startBlock, strategies, scaledShares } = withdrawals[0]!;
  return {
    staker,
    delegatedTo,
    withdrawer,
    nonce,
    startBlock,
    strategies: [...strategies],
    scaledShares: [...scaledShares],
  };
}
