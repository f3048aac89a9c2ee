import { expect } from "chai";
import fc from "fast-check";
import {
  DELAY_BLOCKS,
  ethers,
  leave,
  magnitudeOf,
  networkHelpers,
  pass,
  type ServiceOperator,
  SET_ID,
  signer,
} from "../core.ts";
import { deployAvailability, RESPONSE_SECONDS, SLASH_WAD } from "./fixture.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const { time } = networkHelpers;
const RESPONSE_BLOCKS = RESPONSE_SECONDS / 12n;
const RUNS = Number(process.env.REACH_RUNS ?? 20);

type Stage = Awaited<ReturnType<typeof deployAvailability>>;

/** Takes everything that an operator has allocated to the set away; it ends after the core's delay. */
async function deallocate({ core, avs }: Stage, { account }: ServiceOperator, magnitude = 0n) {
  const strategies = core.strategies.map(({ target }) => target as string);
  const change = { operatorSet: { avs, id: SET_ID }, strategies, newMagnitudes: strategies.map(() => magnitude) };
  await core.allocationManager.connect(account).modifyAllocations(account, [change]);
}

const NOWHERE = [0n, 0n];

describe("DataAvailability: what counts, and who can be asked", () => {
  it("AVS-150: a custodian that is silent counts no longer from the end of its challenge, whatever becomes of the slash", async () => {
    const s = await networkHelpers.loadFixture(deployAvailability);
    const { core, service, avs, tree, keptUntil, challenge, op2 } = s;
    const ids = [await challenge(op2, 0), await challenge(op2, 1)];
    await time.increase(RESPONSE_SECONDS);
    await core.allocationManager.connect(await signer(1)).pause(2n);
    expect(await service.custodyOf(tree.blobId)).to.deep.equal([5n, keptUntil]);
    await expect(service.conclude(ids[0]!))
      .to.emit(service, "CustodianStruck")
      .withArgs(tree.blobId, op2.account.address);
    expect(await service.custodyOf(tree.blobId)).to.deep.equal(NOWHERE);
    expect(await service.promiseOf(tree.blobId, op2.account)).to.deep.equal([keptUntil, true]);
    await expect(service.conclude(ids[1]!)).not.to.emit(service, "CustodianStruck");
    await expect(service.punish(ids[0]!)).to.be.revertedWithCustomError(core.allocationManager, "CurrentlyPaused");
    await core.allocationManager.unpause(0n);
    await service.punish(ids[0]!);
    expect(await magnitudeOf(core, op2.account, avs)).to.equal(WAD - SLASH_WAD);
    // its promise still binds it
    await challenge(op2, 2);
  });

  it("AVS-150: a custodian that leaves, or takes its stake away, counts no longer from the next block on", async () => {
    const s = await networkHelpers.loadFixture(deployAvailability);
    const { core, service, avs, tree, keptUntil, op1, op2 } = s;
    const standing = await networkHelpers.takeSnapshot();
    for (const go of [
      async () => leave(core, op1.account, avs),
      async () => deallocate(s, op2),
      // of 160 of 200 ETH, 130 are the quorum
      async () => deallocate(s, op2, WAD / 2n),
    ]) {
      await go();
      await pass(1n);
      expect(await service.custodyOf(tree.blobId)).to.deep.equal(NOWHERE);
      await standing.restore();
    }
    await deallocate(s, op2, (WAD * 5n) / 7n);
    await pass(1n);
    expect(await service.custodyOf(tree.blobId)).to.deep.equal([5n, keptUntil]);
  });

  it("AVS-51: whose stake will be gone at its deadline is not asked, and counts in no custody", async () => {
    const s = await networkHelpers.loadFixture(deployAvailability);
    const { service, tree, op2 } = s;
    await deallocate(s, op2);
    const value = await service.nextBond(op2.account);
    await pass(DELAY_BLOCKS - RESPONSE_BLOCKS - 1n);
    await service.challenge.staticCall(op2.account, tree.blobId, 0, { value });
    await pass(2n);
    await expect(service.challenge(op2.account, tree.blobId, 0, { value }))
      .to.be.revertedWithCustomError(service, "NothingLeftToSlash")
      .withArgs(op2.account.address);
  });

  it("AVS-151: a custody is prolonged by a later promise, stands as long as a quorum promised, and begins again without the silent", async () => {
    const s = await networkHelpers.loadFixture(deployAvailability);
    const { service, tree, keptUntil, promise, challenge, op1, op2, op3 } = s;
    const { blobId, chunkCount } = tree;
    const longer = keptUntil + 1_000n;
    await service.store(blobId, chunkCount, longer, await promise([op1, op3], tree, longer));
    expect(await service.custodyOf(blobId)).to.deep.equal([5n, longer]);
    expect((await service.promiseOf(blobId, op2.account)).keptUntil).to.equal(keptUntil);
    await expect(service.store(blobId, chunkCount, longer, [])).to.be.revertedWithCustomError(service, "BlobExists");
    const id = await challenge(op3, 0);
    await time.increase(RESPONSE_SECONDS);
    await service.conclude(id);
    // op1 and op2 stand, and both promised the earlier end
    expect(await service.custodyOf(blobId)).to.deep.equal([5n, keptUntil]);
    await expect(service.store(blobId, chunkCount, longer, await promise([op1, op3], tree, longer)))
      .to.be.revertedWithCustomError(service, "CustodianWasSilent")
      .withArgs(op3.account.address, blobId);
    await service.store(blobId, chunkCount, longer, await promise([op1, op2], tree, longer));
    expect(await service.custodyOf(blobId)).to.deep.equal([5n, longer]);
    await time.increaseTo(longer);
    expect(await service.custodyOf(blobId)).to.deep.equal(NOWHERE);
    const next = longer + 500n;
    await service.store(blobId, chunkCount, next, await promise([op1, op2], tree, next));
    expect(await service.custodyOf(blobId)).to.deep.equal([5n, next]);
  });

  it("AVS-51 AVS-150: who is asked can be punished when its time is up, and who counts can be asked (fuzzed)", async () => {
    const s = await networkHelpers.loadFixture(deployAvailability);
    const { core, service, avs, tree, alice, op1, op2 } = s;
    const start = await networkHelpers.takeSnapshot();
    const what = fc.record({
      kind: fc.constantFrom("leave" as const, "deallocate" as const, "most" as const, "nothing" as const),
      who: fc.constantFrom(op1, op2),
      askAfterBlocks: fc.bigInt(0n, DELAY_BLOCKS + 3n),
      actAfterBlocks: fc.bigInt(0n, RESPONSE_BLOCKS),
      isFirst: fc.boolean(),
    });
    const seen = { asked: 0, refused: 0, counted: 0 };
    await fc.assert(
      fc.asyncProperty(what, async ({ kind, who, askAfterBlocks, actAfterBlocks, isFirst }) => {
        await start.restore();
        const act = async () => {
          if (kind === "leave") await leave(core, who.account, avs);
          if (kind === "deallocate") await deallocate(s, who);
          if (kind === "most") await deallocate(s, who, 1n);
        };
        if (isFirst) await act();
        await pass(askAfterBlocks);
        await time.setNextBlockTimestamp(BigInt(await time.latest()) + 12n);
        const value = await service.nextBond(who.account);
        const counts = (await service.custodyOf(tree.blobId))[0] !== 0n;
        const asked = await service
          .connect(alice)
          .challenge(who.account, tree.blobId, 0, { value })
          .then(
            () => true,
            () => false,
          );
        if (counts) {
          expect(asked, "who counts can be asked").to.equal(true);
          ++seen.counted;
        }
        if (!asked) return void ++seen.refused;
        ++seen.asked;
        const { deadline } = await service.challengeAt(1n);
        if (!isFirst) {
          await pass(actAfterBlocks);
          await time.setNextBlockTimestamp(BigInt(await time.latest()) + 12n);
          if (BigInt(await time.latest()) + 12n < deadline) await act();
        }
        while (BigInt(await time.latest()) + 12n < deadline) await pass(1n);
        const before = await core.delegationManager.operatorShares(who.account, core.strategies[0]!);
        await ethers.provider.send("evm_setAutomine", [false]);
        await time.setNextBlockTimestamp(deadline > BigInt(await time.latest()) ? deadline : deadline + 12n);
        await service.conclude(1n, { gasLimit: 500_000n });
        await service.punish(1n, { gasLimit: 2_000_000n });
        await ethers.provider.send("evm_mine", []);
        await ethers.provider.send("evm_setAutomine", [true]);
        expect((await service.challengeAt(1n)).state, "punished").to.equal(4n);
        expect((await core.delegationManager.operatorShares(who.account, core.strategies[0]!)) < before).to.equal(true);
      }),
      { numRuns: RUNS, seed: 51 },
    );
    expect(Math.min(seen.asked, seen.refused, seen.counted)).to.be.greaterThan(0);
  });
});
