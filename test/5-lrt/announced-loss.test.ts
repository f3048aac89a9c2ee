import { expect } from "chai";
import fc from "fast-check";
import { DELAY_BLOCKS, FOREVER, type Ladder, restored, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const ALLOCATED = [(ETH * 3n) / 10n, (ETH * 5n) / 10n, (ETH * 2n) / 10n] as const;
const SET = 0n;
const SECONDS_PER_BLOCK = 12n;
/** What an operator allocates anew counts after this. */
const ALLOCATION_DELAY = BigInt(DELAY_BLOCKS + 10);
const PERIOD = 10n ** 6n;

/**
 * 40 ETH of LST, half with each operator. The first has three tenths, a half and two tenths of it behind three services,
 * each of which announces what it likes; the vault listens to all three.
 */
async function deploy() {
  const s = await standUpLadder();
  const { ethers, allocations, alice, opOne, slashingGuard } = s;
  const signers = await ethers.getSigners();
  await s.vault.connect(alice).depositLst(s.lst, await s.giveLst(alice, 40n * ETH), alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  const strategies = [String(s.strategy.target)];
  const services = [];
  for (const [index, magnitude] of ALLOCATED.entries()) {
    const avs = signers[9 + index]!;
    const me = allocations.connect(avs);
    await me.updateAVSMetadataURI(avs, "");
    await me.setAVSRegistrar(avs, await ethers.deployContract("ReplayRegistrar"));
    await me["createOperatorSets(address,(uint32,address[],address)[])"](avs, [
      { operatorSetId: SET, strategies, slasher: avs },
    ]);
    const own = allocations.connect(opOne);
    await own.registerForOperatorSets(opOne, { avs, operatorSetIds: [SET], data: "0x" });
    await own.modifyAllocations(opOne, [{ operatorSet: { avs, id: SET }, strategies, newMagnitudes: [magnitude] }]);
    const wolf = await ethers.deployContract("CryingWolf", [avs]);
    await slashingGuard.list(wolf, PERIOD, 8n * PERIOD);
    services.push({ avs, wolf });
  }
  await s.networkHelpers.mine(DELAY_BLOCKS + 11);
  await s.vault.syncAll();
  const [one, two, three] = services;
  const inBlocks = async (blocks: bigint) => BigInt(await s.networkHelpers.time.latest()) + blocks * SECONDS_PER_BLOCK;
  return { ...s, services: [one!, two!, three!] as const, strategies, inBlocks };
}
type Stage = Awaited<ReturnType<typeof deploy>>;

const slash = async (s: Stage, index: number, wad: bigint, operator: Ladder["alice"] = s.opOne) =>
  s.allocations.connect(s.services[index]!.avs).slashOperator(s.services[index]!.avs, {
    operator,
    operatorSetId: SET,
    strategies: s.strategies,
    wadsToSlash: [wad],
    description: "",
  });
/** What is slashable of the first operator's slot, by anybody. */
const exposed = async (s: Stage) => s.exposure.lossOf(s.delegators[0], s.ethers.ZeroAddress, 0, 0);
const cry = async (s: Stage, index: number, wad: bigint, blocks: bigint, seed = 1n, count = 1n) =>
  s.services[index]!.wolf.cry(s.opOne, count, wad, await s.inBlocks(blocks), seed);

describe("what announced slashes can take", () => {
  it("AVS-132: services that each announce all of an operator add up to the vault's exposure, not to three times that", async () => {
    const s = await restored(deploy);
    const whole = await exposed(s);
    expect(whole).to.be.within(20n * ETH - 10n, 20n * ETH + 10n);
    // within the horizon the operator could allocate everything to any of them
    for (const index of [0, 1, 2]) {
      await cry(s, index, ETH, ALLOCATION_DELAY + 100n);
      expect(await s.announcedLoss.announcedLossBy(s.services[index]!.wolf)).to.be.within(whole, whole + 10n);
      expect(await s.announcedLoss.announcedLoss()).to.equal(whole);
    }
    // the other operator's stake is nobody's
    await s.services[0].wolf.cry(s.opTwo, 1, ETH, await s.inBlocks(20n), 9n);
    expect(await s.announcedLoss.announcedLoss()).to.equal(whole);
  });

  it("AVS-132: announcements that expire before anything can be allocated anew add up to what is allocated", async () => {
    const s = await restored(deploy);
    let sum = 0n;
    for (const [index, part] of ALLOCATED.entries()) {
      await cry(s, index, ETH / 2n, ALLOCATION_DELAY - 10n);
      const loss = (20n * ETH * part) / ETH / 2n;
      sum += loss;
      const by = await s.announcedLoss.announcedLossBy(s.services[index]!.wolf);
      expect(by).to.be.within(loss, loss + 50n);
      expect(await s.announcedLoss.announcedLoss()).to.be.within(sum, sum + 150n);
    }
    expect(await s.announcedLoss.announcedLossBy(s.opOne)).to.equal(0n);
  });

  it("AVS-133: no order in which announced slashes are executed takes more than was said, whatever the operator allocates meanwhile", async () => {
    const s = await restored(deploy);
    const start = await s.networkHelpers.takeSnapshot();
    const announcement = fc.record({
      by: fc.nat(2),
      wad: fc.oneof(fc.bigInt(1n, ETH), fc.constant(ETH)),
      executed: fc.boolean(),
      late: fc.boolean(),
    });
    let most = 0n;
    await fc.assert(
      fc.asyncProperty(fc.array(announcement, { minLength: 1, maxLength: 5 }), fc.nat(2), async (all, favourite) => {
        await start.restore();
        const soon = all.every(({ late }) => !late);
        for (const [seed, { by, wad, late }] of all.entries()) {
          await cry(s, by, wad, late ? ALLOCATION_DELAY + 40n : ALLOCATION_DELAY, BigInt(seed));
        }
        const said = await s.announcedLoss.announcedLoss();
        const each = await Promise.all(s.services.map(({ wolf }) => s.announcedLoss.announcedLossBy(wolf)));
        const before = await s.delegators[0].value();
        expect(said).to.be.at.most(await exposed(s));
        expect(said).to.be.at.most(each.reduce((sum, one) => sum + one, 0n));
        // what one service has not used goes to its friend, as soon as it can
        const avs = s.services.map((one) => one.avs.address);
        const newMagnitudes = avs.map((_, index) => (index === favourite ? ETH : 0n));
        const changes = avs.map((one, index) => ({
          operatorSet: { avs: one, id: SET },
          strategies: s.strategies,
          newMagnitudes: [newMagnitudes[index]!],
        }));
        const shed = changes.filter((_, index) => index !== favourite);
        const own = s.allocations.connect(s.opOne);
        for (const { avs: service } of s.services) {
          if (service.address === avs[favourite]) continue;
          await own.deregisterFromOperatorSets({ operator: s.opOne, avs: service, operatorSetIds: [SET] });
        }
        await own.modifyAllocations(s.opOne, shed).catch(() => undefined);
        if (!soon) await s.networkHelpers.mine(Number(ALLOCATION_DELAY) - 20);
        for (const { by, wad, executed } of all) {
          if (executed) await slash(s, by, wad).catch(() => undefined);
        }
        await s.vault.syncAll();
        const lost = before - (await s.delegators[0].value());
        expect(lost).to.be.at.most(said);
        most = lost > most ? lost : most;
      }),
      { numRuns: 12, seed: 132 },
    );
    expect(most).to.be.greaterThan(5n * ETH);
  });

  it("AVS-134: a fault said twice counts once, and of a service the first eight that are live", async () => {
    const s = await restored(deploy);
    const [{ wolf }] = s.services;
    const by = async () => s.announcedLoss.announcedLossBy(wolf);
    const part = (20n * ETH * ALLOCATED[0]) / ETH / 10n;
    await cry(s, 0, ETH / 10n, 40n, 7n);
    const once = await by();
    expect(once).to.be.within(part, part + 50n);
    await cry(s, 0, ETH / 10n, 45n, 7n);
    expect(await by()).to.equal(once);
    await cry(s, 0, ETH / 10n, 40n, 8n, 12n);
    expect(await by()).to.be.within(7n * part, 7n * part + 350n);
    await wolf.hush(s.opOne);
    await cry(s, 0, ETH / 10n, 40n, 8n, 12n);
    expect(await by()).to.be.within(8n * part, 8n * part + 400n);
    // against one that the vault has nothing to do with
    await wolf.hush(s.opOne);
    await wolf.cry(s.bob, 3, ETH, FOREVER, 1n);
    expect(await by()).to.equal(0n);
    // to the second of their end
    const end = await s.inBlocks(10n);
    await wolf.cry(s.opOne, 1, ETH, end, 50n);
    await s.networkHelpers.time.increaseTo(end - 1n);
    expect(await by()).to.be.greaterThan(0n);
    await s.networkHelpers.time.increaseTo(end);
    expect(await by()).to.equal(0n);
  });

  it("AVS-134: more than everything is everything, and who reverts, eats gas or bombs announces nothing and stops no answer", async () => {
    const s = await restored(deploy);
    const part = (20n * ETH * ALLOCATED[0]) / ETH;
    const [{ wolf }, { wolf: other }] = s.services;
    await wolf.cry(s.opOne, 3, 2n ** 64n - 1n, await s.inBlocks(40n), 1n);
    await other.cry(s.opOne, 1, ETH, await s.inBlocks(40n), 2n);
    const whole = await s.announcedLoss.announcedLossBy(wolf);
    expect(whole).to.be.within(part, part + 100n);
    const others = await s.announcedLoss.announcedLossBy(other);
    for (const manner of [1, 2, 3]) {
      await wolf.setManner(manner);
      expect(await s.announcedLoss.announcedLossBy(wolf)).to.equal(0n);
      expect(await s.announcedLoss.announcedLoss()).to.equal(others);
    }
    await wolf.setManner(0);
    expect(await s.announcedLoss.announcedLoss()).to.be.within(whole + others - 10n, whole + others);
  });

  it("AVS-134: two slashers of one service share what it can reach, and stake on its way out of the core counts with whom it left", async () => {
    const s = await restored(deploy);
    const [{ avs }] = s.services;
    const second = await s.ethers.deployContract("CryingWolf", [avs]);
    await s.slashingGuard.list(second, PERIOD, 8n * PERIOD);
    const part = (20n * ETH * ALLOCATED[0]) / ETH;
    await cry(s, 0, ETH, 40n);
    await second.cry(s.opOne, 1, ETH, await s.inBlocks(40n), 2n);
    expect(await s.announcedLoss.announcedLoss()).to.be.within(part, part + 100n);
    await s.restaker.leaveOperator(0n);
    expect(await s.announcedLoss.announcedLoss()).to.be.within(part, part + 100n);
    await s.networkHelpers.mine(DELAY_BLOCKS + 1);
    expect(await s.announcedLoss.announcedLoss()).to.equal(0n);
  });
});
