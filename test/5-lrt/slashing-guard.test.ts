import { expect } from "chai";
import { networkHelpers, ethers, SET_ID, signer } from "../4-avs/core.ts";
import { DELAY_BLOCKS, FOREVER, standUpLadder } from "./ladder.ts";
import { deployAnnouncing, EXECUTION_SECONDS, VETO_SECONDS } from "../4-avs/slashers/fixture.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const { time } = networkHelpers;
const BUDGET = 1_200n;
const PERIOD = 12_000n;
const BLOCK_SECONDS = 12n;
const ANEW = 4;

/** A vault's two operators, one honest service with a vetoable slasher, and one that cries wolf. */
async function deployHoldBack() {
  const deployed = await deployAnnouncing();
  const { admin, op1, op2 } = deployed;
  const authority = await ethers.deployContract("AccessManager", [admin]);
  const operators = [op1.account.address, op2.account.address];
  const slots = await ethers.deployContract("OperatorList", [operators]);
  const stops = await ethers.deployContract("StopsMock");
  const slashingGuard = await ethers.deployContract("SlashingGuard", [authority, slots, stops, 0n, 0n]);
  const wolf = await ethers.deployContract("CryingWolf", [deployed.avs]);
  await slashingGuard.list(deployed.slasher, BUDGET, PERIOD);
  await slashingGuard.list(wolf, BUDGET, PERIOD);
  const held = async () => slashingGuard.isHeldBack.staticCall();
  const ask = async () => slashingGuard.isHeldBack();
  const now = async () => BigInt(await time.latest());
  return { ...deployed, authority, stops, slashingGuard, wolf, held, ask, now };
}

describe("SlashingGuard", () => {
  it("VLT-60: exits are held back from the announcement until it is vetoed, executed or lapses", async () => {
    const { slasher, committee, accuse, op1, held, ask, now } = await networkHelpers.loadFixture(deployHoldBack);
    expect(await held()).to.equal(false);
    await accuse(op1, ethers.id("a fault"));
    const expiresAt = (await now()) + VETO_SECONDS + EXECUTION_SECONDS;
    await ask();
    expect(await held()).to.equal(true);
    const open = await networkHelpers.takeSnapshot();
    await slasher.connect(committee).veto(ethers.id("a fault"));
    expect(await held()).to.equal(false);
    await open.restore();
    const again = await networkHelpers.takeSnapshot();
    await time.increase(VETO_SECONDS);
    expect(await held()).to.equal(true);
    await slasher.execute(ethers.id("a fault"));
    expect(await held()).to.equal(false);
    await again.restore();
    await time.increaseTo(expiresAt - 1n);
    expect(await held()).to.equal(true);
    await time.increaseTo(expiresAt);
    expect(await held()).to.equal(false);
  });

  it("VLT-61: a service holds exits back for no longer than its budget, whatever it announces", async () => {
    const { wolf, slashingGuard, op1, held, ask, now } = await networkHelpers.loadFixture(deployHoldBack);
    await wolf.cry(op1.account, 1, 1n, 2n ** 48n - 1n, 1n);
    await ask();
    const until = await slashingGuard.heldUntil(wolf);
    expect(until).to.equal((await now()) + BUDGET);
    expect(await slashingGuard.budgetLeftSeconds(wolf)).to.equal(0n);
    await time.increaseTo(until - 1n);
    expect(await held()).to.equal(true);
    await time.increaseTo(until);
    expect(await held()).to.equal(false);
    await wolf.cry(op1.account, 3, 1n, 2n ** 48n - 1n, 2n);
    await ask();
    // What has leaked out since, a tenth of the time, is all that it gets for new faults.
    const [second] = [await slashingGuard.heldUntil(wolf)];
    expect(second - (await now())).to.be.within(BUDGET / 10n - BLOCK_SECONDS, BUDGET / 10n);
  });

  it("VLT-61: the same fault announced again renews nothing", async () => {
    const { wolf, slashingGuard, op1, held, ask, now } = await networkHelpers.loadFixture(deployHoldBack);
    const until = (await now()) + 100n;
    await wolf.cry(op1.account, 1, 1n, until, 7n);
    await ask();
    await wolf.hush(op1.account);
    await wolf.cry(op1.account, 1, 1n, until + 5_000n, 7n);
    await ask();
    expect(await slashingGuard.heldUntil(wolf)).to.equal(until);
    await time.increaseTo(until);
    expect(await held()).to.equal(false);
  });

  it("VLT-61: two faults at once cost the budget once, and a later one what it adds", async () => {
    const { wolf, slashingGuard, op1, op2, ask, now } = await networkHelpers.loadFixture(deployHoldBack);
    const start = await now();
    await wolf.cry(op1.account, 1, 1n, start + 300n, 1n);
    await wolf.cry(op2.account, 1, 1n, start + 400n, 2n);
    await ask();
    const asked = await now();
    expect(await slashingGuard.heldUntil(wolf)).to.equal(start + 400n);
    const cost = start + 400n - asked;
    // each is counted in blocks
    expect(await slashingGuard.budgetLeftSeconds(wolf)).to.be.within(BUDGET - cost - 2n * BLOCK_SECONDS, BUDGET - cost);
  });

  it("INV-27, VLT-61: whoever says another fault in every block stops no more blocks than its budget has", async () => {
    const { authority, stops, wolf, op1, now } = await networkHelpers.loadFixture(deployHoldBack);
    const slots = await ethers.deployContract("OperatorList", [[op1.account.address]]);
    const slashingGuard = await ethers.deployContract("SlashingGuard", [authority, slots, stops, 0n, 0n]);
    // what leaks out of the bucket in a block is more than a second, as in the mainnet preset
    const [budget, period] = [20n * BLOCK_SECONDS, 100n * BLOCK_SECONDS];
    await slashingGuard.list(wolf, budget, period);
    await wolf.cry(op1.account, 8, WAD, 2n ** 40n, 1n);
    await wolf.setManner(ANEW);
    const from = await now();
    let stopped = 0n;
    let open = 0;
    for (let block = 0; block < 120; ++block) {
      await time.increase(BLOCK_SECONDS - 1n);
      if (await slashingGuard.isHeldBack.staticCall()) ++stopped;
      else ++open;
      // whoever asks first spends what there is
      await slashingGuard.isHeldBack();
    }
    const span = (await now()) - from + BLOCK_SECONDS;
    expect(stopped * BLOCK_SECONDS).to.be.within(budget, budget + (budget * span) / period);
    expect(open).to.be.greaterThan(70);
  });

  it("INV-52, VLT-61: a budget leaks only while exits are not contained", async () => {
    const { wolf, slashingGuard, op1, stops, ask, now } = await networkHelpers.loadFixture(deployHoldBack);
    await wolf.cry(op1.account, 1, 1n, 2n ** 48n - 1n, 1n);
    await ask();
    expect(await slashingGuard.budgetLeftSeconds(wolf)).to.equal(0n);
    const spent = await now();
    await time.increase(PERIOD / 2n);
    await stops.set(PERIOD / 4n);
    const open = (await now()) - spent - PERIOD / 4n;
    expect(await slashingGuard.budgetLeftSeconds(wolf)).to.equal((BUDGET * open) / PERIOD);
  });

  it("VLT-132: counts the seconds of all holds, those that overlap once, from when somebody asked", async () => {
    const { wolf, slasher, slashingGuard, op1, accuse, ask, now } = await networkHelpers.loadFixture(deployHoldBack);
    expect(await slashingGuard.heldSeconds()).to.equal(0n);
    await wolf.cry(op1.account, 1, 1n, (await now()) + 500n, 1n);
    await ask();
    const first = await now();
    await time.increase(100n);
    expect(await slashingGuard.heldSeconds()).to.equal(100n);
    await accuse(op1, ethers.id("a fault"));
    await ask();
    const end = await slashingGuard.heldUntil(slasher);
    await time.increaseTo(end + 50n);
    expect(await slashingGuard.heldSeconds()).to.equal(end - first);
    await wolf.cry(op1.account, 1, 1n, (await now()) + 100n, 2n);
    await ask();
    const second = await now();
    await time.increase(10_000n);
    expect(await slashingGuard.heldSeconds()).to.equal(end - first + (await slashingGuard.heldUntil(wolf)) - second);
  });

  it("VLT-131: services that could hold exits back for more than half of the time together are not listed", async () => {
    const { slashingGuard, wolf, slasher, alice } = await networkHelpers
      .loadFixture(deployHoldBack)
      .then(async (all) => ({ ...all, alice: (await signer(2)).address }));
    expect(await slashingGuard.heldWad()).to.equal((2n * WAD) / 10n);
    await expect(slashingGuard.list(alice, 3_001n, 10_000n))
      .to.be.revertedWithCustomError(slashingGuard, "HeldTooLong")
      .withArgs(2n * 10n ** 17n + 3_001n * 10n ** 14n, WAD / 2n);
    await slashingGuard.list(alice, 3_000n, 10_000n);
    await slashingGuard.drop(wolf);
    await slashingGuard.drop(slasher);
    await slashingGuard.drop(alice);
    expect(await slashingGuard.heldWad()).to.equal(0n);
  });

  it("VLT-62: of a service's announcements, the first eight against the vault's operators count", async () => {
    const { wolf, slashingGuard, op1, alice, held, ask, now } = await networkHelpers
      .loadFixture(deployHoldBack)
      .then(async (all) => ({ ...all, alice: await signer(2) }));
    await wolf.cry(alice, 20, 1n, (await now()) + 500n, 1n);
    await ask();
    expect(await held()).to.equal(false);
    await wolf.cry(op1.account, 8, 1n, await now(), 2n);
    await wolf.cry(op1.account, 1, 1n, (await now()) + 500n, 3n);
    await ask();
    expect(await held()).to.equal(false);
    expect(await slashingGuard.heldUntil(wolf)).to.equal(0n);
  });

  it("VLT-63: a service that reverts, eats gas or bombs announces nothing and blocks nobody", async () => {
    const { wolf, op1, accuse, held, ask, now } = await networkHelpers.loadFixture(deployHoldBack);
    await wolf.cry(op1.account, 3, 1n, (await now()) + 500n, 1n);
    for (const manner of [1, 2, 3]) {
      await wolf.setManner(manner);
      const { gasUsed } = (await (await ask()).wait())!;
      expect(gasUsed).to.be.lessThan(600_000n);
      expect(await held()).to.equal(false);
    }
    await accuse(op1, ethers.id("a real fault"));
    expect(await held()).to.equal(true);
  });

  it("VLT-63: a service with nothing open costs one call, however many operators; one that boasts, its allowance", async () => {
    const { authority, stops, slasher, wolf } = await networkHelpers.loadFixture(deployHoldBack);
    const costs: bigint[] = [];
    for (const count of [1, 20]) {
      const names = Array.from({ length: count }, (_, index) => ethers.dataSlice(ethers.id(`operator ${index}`), 12));
      const slots = await ethers.deployContract("OperatorList", [names]);
      const slashingGuard = await ethers.deployContract("SlashingGuard", [authority, slots, stops, 0n, 0n]);
      await slashingGuard.list(slasher, BUDGET, PERIOD);
      costs.push((await (await slashingGuard.isHeldBack()).wait())!.gasUsed);
      await slashingGuard.list(wolf, BUDGET, PERIOD);
      await wolf.setBoast(2n ** 255n);
      expect(await slashingGuard.isHeldBack.staticCall()).to.equal(false);
      expect((await (await slashingGuard.isHeldBack()).wait())!.gasUsed).to.be.lessThan(costs[0]! + 700_000n);
      await wolf.setBoast(0n);
    }
    expect(costs[1]).to.equal(costs[0]);
    expect(costs[0]).to.be.lessThan(45_000n);
  });

  it("VLT-34: asked about one service, it answers for that one, and for none that is not listed", async () => {
    const { slashingGuard, wolf, slasher, op1, now } = await networkHelpers.loadFixture(deployHoldBack);
    await wolf.cry(op1.account, 1, 1n, (await now()) + 500n, 1n);
    expect(await slashingGuard.isHeldBackBy.staticCall(wolf)).to.equal(true);
    expect(await slashingGuard.isHeldBackBy.staticCall(slasher)).to.equal(false);
    await slashingGuard.drop(wolf);
    expect(await slashingGuard.isHeldBackBy.staticCall(wolf)).to.equal(false);
  });

  it("VLT-63: with too little gas the question fails; it is never answered wrong", async () => {
    const { slashingGuard, accuse, op1, ask } = await networkHelpers.loadFixture(deployHoldBack);
    await accuse(op1, ethers.id("a fault"));
    await ask();
    const enough = await slashingGuard.isHeldBack.estimateGas();
    let refused = 0;
    for (let gasLimit = 60_000n; gasLimit < enough + 60_000n; gasLimit += 7_001n) {
      const answer = await slashingGuard.isHeldBack.staticCall({ gasLimit }).catch(() => "refused");
      if (answer === "refused") ++refused;
      else expect(answer, `${gasLimit} gas`).to.equal(true);
    }
    expect(refused).to.be.greaterThan(5);
    await expect(slashingGuard.isHeldBack.staticCall({ gasLimit: 85_000n })).to.be.revertedWithCustomError(
      slashingGuard,
      "NotEnoughGasToAsk",
    );
  });

  it("VLT-64: the governor alone lists services, with a budget within its period, eight at most, and drops them", async () => {
    const { slashingGuard, wolf, slasher, op1, accuse, held, ask, avs } =
      await networkHelpers.loadFixture(deployHoldBack);
    await expect(slashingGuard.connect(op1.account).list(avs, 12, 12)).to.be.revertedWithCustomError(
      slashingGuard,
      "AccessManagedUnauthorized",
    );
    await expect(slashingGuard.connect(op1.account).drop(wolf)).to.be.revertedWithCustomError(
      slashingGuard,
      "AccessManagedUnauthorized",
    );
    await expect(slashingGuard.list(wolf, 12, 12)).to.be.revertedWithCustomError(slashingGuard, "AlreadyListed");
    for (const [budget, period] of [
      [11, 12],
      [13, 12],
    ] as const) {
      await expect(slashingGuard.list(avs, budget, period))
        .to.be.revertedWithCustomError(slashingGuard, "InvalidBudget")
        .withArgs(budget, period);
    }
    await accuse(op1, ethers.id("a fault"));
    await ask();
    expect(await held()).to.equal(true);
    await expect(slashingGuard.drop(slasher)).to.emit(slashingGuard, "ServiceDropped").withArgs(slasher);
    expect(await held()).to.equal(false);
    expect(await slashingGuard.budgetLeftSeconds(slasher)).to.equal(0n);
    await expect(slashingGuard.drop(slasher))
      .to.be.revertedWithCustomError(slashingGuard, "NotListed")
      .withArgs(slasher);
    for (let index = 0; index < 7; ++index)
      await slashingGuard.list(ethers.dataSlice(ethers.id(`s${index}`), 12), 12, 1_200);
    await expect(slashingGuard.list(avs, 12, 12))
      .to.be.revertedWithCustomError(slashingGuard, "TooManyServices")
      .withArgs(8n);
    expect(await slashingGuard.services()).to.have.length(8);
    expect(SET_ID).to.equal(1);
  });

  it("VLT-39: an operator that a slot has replaced counts for as long as what was queued under it can be slashed", async () => {
    const s = await standUpLadder();
    const { restaker, rules, vault, slashingGuard, opOne, opTwo, keeper, delegation, alice } = s;
    const wolf = await s.ethers.deployContract("CryingWolf", [alice]);
    await slashingGuard.list(wolf, PERIOD, 2n * PERIOD);
    await vault.connect(alice).depositLst(s.lst, await s.giveLst(alice, 40n * ETH), alice, 0n, FOREVER);
    await restaker.restakeLst(0n, s.lst);
    await delegation.connect(keeper).registerAsOperator(s.ethers.ZeroAddress, DELAY_BLOCKS + 10, "");
    expect([...(await rules.operatorsAtRisk())]).to.deep.equal([opOne.address, opTwo.address]);
    await restaker.leaveOperator(0n);
    const queuedAt = await s.ethers.provider.getBlockNumber();
    await restaker.setOperator(0n, keeper, "0x", 0n, s.ethers.ZeroHash);
    const changedAt = await s.ethers.provider.getBlockNumber();
    expect([...(await rules.operatorsAtRisk())]).to.deep.equal([keeper.address, opOne.address, opTwo.address]);
    const cry = (seed: bigint) => wolf.cry(opOne, 1, ETH, 2n ** 40n, seed);
    await cry(1n);
    await vault.holdExits(wolf);
    expect(await vault.exitsHeldBack()).to.equal(true);
    // the core can slash it through this block
    await s.networkHelpers.mineUpTo(queuedAt + DELAY_BLOCKS);
    expect(await slashingGuard.isHeldBack.staticCall()).to.equal(true);
    await s.networkHelpers.mineUpTo(changedAt + DELAY_BLOCKS + 1);
    expect([...(await rules.operatorsAtRisk())]).to.deep.equal([keeper.address, opTwo.address]);
    await vault.syncAll();
    expect(await vault.exitsHeldBack()).to.equal(false);
  });

  it("VLT-140: a service is listed, first or later, only while exits with all their holds end before the governor's delay, to the second", async () => {
    const { authority, stops, op1, op2 } = await networkHelpers.loadFixture(deployHoldBack);
    const [first, second] = [op1.account.address, op2.account.address];
    const guardWith = async (exitSeconds: bigint, delaySeconds: bigint) => {
      const slots = await ethers.deployContract("OperatorList", [[first]]);
      return ethers.deployContract("SlashingGuard", [authority, slots, stops, exitSeconds, delaySeconds]);
    };
    // (10,000 + 1,200) / (1 − 1/10), and (10,000 + 2,400) / (1 − 2/10)
    const [alone, both] = [12_445n, 15_500n];
    const fast = await guardWith(10_000n, alone);
    await expect(fast.list(first, BUDGET, PERIOD))
      .to.be.revertedWithCustomError(fast, "GovernorTooFast")
      .withArgs(alone, alone);
    const guard = await guardWith(10_000n, both);
    await guard.list(first, BUDGET, PERIOD);
    expect(await guard.exitWithHoldsSeconds()).to.equal(alone);
    await expect(guard.list(second, BUDGET, PERIOD))
      .to.be.revertedWithCustomError(guard, "GovernorTooFast")
      .withArgs(both, both);
    await guard.drop(first);
    await guard.list(second, BUDGET, PERIOD);
    expect(await guard.exitWithHoldsSeconds()).to.equal(alone);
    const slow = await guardWith(10_000n, both + 1n);
    await slow.list(first, BUDGET, PERIOD);
    await slow.list(second, BUDGET, PERIOD);
    expect(await slow.exitWithHoldsSeconds()).to.equal(both);
    // where no delay protects anybody, none is asked for
    const without = await guardWith(0n, 0n);
    await without.list(first, BUDGET, PERIOD);
  });
});
