import { expect } from "chai";
import fc from "fast-check";
import { deployProvenPod } from "./provenPod.ts";
import { ETH_IN_GWEI } from "../../../scripts/lib/units.ts";

const DAY = 86_400n;

describe("3-restaking: pods across a fork", () => {
  it("RST-128: a checkpoint opened before Gloas is finished with its old proofs after it, and all else goes on in the new shape", async () => {
    const {
      pod,
      schedule,
      validator,
      start,
      prove,
      lowerTo,
      networkHelpers,
      verify,
      rooted,
      stale,
      chain,
      authority,
      roots,
      now,
    } = await deployProvenPod({ gloasIn: DAY });
    const [first, second] = [await validator(1), await validator(2)];
    const third = await validator(3, { restaked: false });
    const block = await start();
    expect(block.fork).to.equal("electra");
    await prove(block, [1, first]);
    await networkHelpers.time.increaseTo(schedule.gloasTimestamp + DAY);
    await lowerTo(second, 20n * ETH_IN_GWEI);
    await expect(prove(block, [2, second])).to.emit(pod, "CheckpointFinalized");

    const fresh = await rooted();
    expect(fresh.fork).to.equal("gloas");
    await verify([third], fresh);
    const later = await start();
    expect(later.fork).to.equal("gloas");
    await expect(prove(later, [1, first], [2, second], [3, third])).to.emit(pod, "CheckpointFinalized");
    await chain.connect(authority).reportSlashing(third);
    const slashed = await rooted();
    const next = await roots.next((await now()) + 1n);
    await stale(third, slashed);
    await prove(next, [1, first], [2, second], [3, third]);
  });

  it("RST-128: in the fork's first second the parent is of before, in the next of after; a proof of the other shape fails", async () => {
    const { pod, schedule, validator, start, prove } = await deployProvenPod({ gloasIn: DAY });
    const first = await validator(1);
    const atFork = await start(schedule.gloasTimestamp);
    expect(atFork.fork).to.equal("electra");
    await prove(atFork, [1, first]);
    const after = await start(schedule.gloasTimestamp + 12n);
    expect(after.fork).to.equal("gloas");
    await expect(prove(atFork, [1, first])).to.be.revertedWithCustomError(pod, "InvalidProof");
    await prove(after, [1, first]);
  });

  it("RST-128: when the fork's first slots have no block, the parent's proofs are of before", async () => {
    const { schedule, validator, start, prove, pod, networkHelpers } = await deployProvenPod({ gloasIn: DAY });
    const first = await validator(1);
    await networkHelpers.time.increaseTo(schedule.gloasTimestamp - 12n);
    const block = await start(schedule.gloasTimestamp + 120n);
    expect(block.fork).to.equal("electra");
    await expect(prove(block, [1, first])).to.emit(pod, "CheckpointFinalized");
  });

  it("RST-128: no order of calls around a fork leaves a checkpoint that cannot be finished", async () => {
    const step = fc.record({ seconds: fc.bigInt({ min: 1n, max: 400n }), loss: fc.boolean(), finish: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const { pod, validator, start, prove, lowerTo, now, chain } = await deployProvenPod({ gloasIn: 5_500n });
        const [first, second] = [await validator(1), await validator(2)];
        let open: Awaited<ReturnType<typeof start>> | undefined;
        for (const { seconds, loss, finish } of steps) {
          if (loss) await lowerTo(first, (await chain.validator(first)).balanceGwei - ETH_IN_GWEI);
          if (open === undefined) {
            open = await start((await now()) + seconds);
            await prove(open, [1, first]);
          }
          if (finish) {
            await prove(open, [2, second]);
            expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
            open = undefined;
          }
        }
        if (open !== undefined) await prove(open, [2, second]);
        expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
      }),
      { numRuns: 12 },
    );
  });

  it("RST-129: from a fork without a shape on a pod begins nothing, and ends what it has begun", async () => {
    const { pod, schedule, validator, start, prove, networkHelpers, verify, rooted, now, chain, authority, stale } =
      await deployProvenPod({ unknownIn: DAY });
    const first = await validator(1);
    const second = await validator(2, { restaked: false });
    const block = await start(schedule.unknownForkTimestamp);
    await networkHelpers.time.increaseTo(schedule.unknownForkTimestamp + DAY);
    await expect(verify([second])).to.be.revertedWithCustomError(pod, "ForkUnknown");
    await expect(prove(block, [1, first])).to.emit(pod, "CheckpointFinalized");
    await chain.connect(authority).reportSlashing(first);
    await expect(stale(first, await rooted())).to.be.revertedWithCustomError(pod, "ForkUnknown");
    const time = (await now()) + 5n;
    await expect(start(time))
      .to.be.revertedWithCustomError(pod, "ForkUnknown")
      .withArgs(time, schedule.unknownForkTimestamp);
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
  });

  it("RST-129: a schedule names its forks in order, each with a time", async () => {
    const { ethers, chain, manager, pod } = await deployProvenPod();
    const deploy = (gloas: bigint, unknown: bigint) =>
      ethers.deployContract("EigenPod", [chain, manager, gloas, unknown]);
    await expect(deploy(0n, 5n)).to.be.revertedWithCustomError(pod, "ForkTimestampZero");
    await expect(deploy(5n, 0n)).to.be.revertedWithCustomError(pod, "ForkTimestampZero");
    await expect(deploy(6n, 5n)).to.be.revertedWithCustomError(pod, "ForksOutOfOrder").withArgs(6n, 5n);
    await deploy(5n, 5n);
  });
});
