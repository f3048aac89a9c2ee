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
} from "../core.ts";
import { deployAnnouncing, deployBehind, EXECUTION_SECONDS, LIMIT_WAD, SLASH_WAD, VETO_SECONDS } from "./fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const { time } = networkHelpers;
const VETO_BLOCKS = VETO_SECONDS / 12n;
const RUNS = Number(process.env.REACH_RUNS ?? 16);
/** What a vault gives a service to answer one question. */
const CALL_GAS = 50_000n;

const fault = (index: number | bigint): string => ethers.id(`fault ${index}`);

type Stage = Awaited<ReturnType<typeof deployAnnouncing>>;

async function deallocate({ core, avs }: Stage, { account }: ServiceOperator) {
  const strategies = core.strategies.map(({ target }) => target as string);
  const none = { operatorSet: { avs, id: SET_ID }, strategies, newMagnitudes: strategies.map(() => 0n) };
  await core.allocationManager.connect(account).modifyAllocations(account, [none]);
}

/** The operator queues all of its shares for withdrawal. */
async function withdraw({ core }: Stage, { account }: ServiceOperator) {
  const [strategies, depositShares] = await core.delegationManager.getDepositedShares(account);
  const params = { strategies: [...strategies], depositShares: [...depositShares], __deprecated_withdrawer: account };
  await core.delegationManager.connect(account).queueWithdrawals([params]);
}

/** Whether the operator has shares of its own, beside what it has queued. */
async function hasShares({ core }: Stage, { account }: ServiceOperator): Promise<boolean> {
  const strategies = core.strategies.map(({ target }) => target as string);
  return (await core.delegationManager.getOperatorShares(account, strategies)).some((shares) => shares > 0n);
}

describe("VetoableSlasher: what can come, and nothing else", () => {
  it("AVS-146: a leaver is accused as long as the veto window ends in its reach, and the announcement ends with it", async () => {
    const s = await networkHelpers.loadFixture(deployAnnouncing);
    const { core, avs, slasher, accuse, op1, op2 } = s;
    await leave(core, op1.account, avs);
    const reach = BigInt(await ethers.provider.getBlockNumber()) + DELAY_BLOCKS;
    const service = await ethers.getContractAt("Bridge", avs);
    expect(await service.slashableThroughBlock(SET_ID, op1.account)).to.equal(reach);
    const now = BigInt(await ethers.provider.getBlockNumber());
    expect(await service.slashableThroughBlock(SET_ID, op2.account)).to.equal(now + DELAY_BLOCKS);
    expect(await service.slashableThroughBlock(SET_ID, slasher)).to.equal(0n);
    await accuse(op1, fault(0));
    const whole = await slasher.announcementAt(op1.account, 0);
    expect(whole.expiresAt - whole.announcedAt).to.equal(VETO_SECONDS + EXECUTION_SECONDS);

    await networkHelpers.mineUpTo(reach - VETO_BLOCKS - 1n);
    await accuse(op1, fault(1));
    const cut = await slasher.announcementAt(op1.account, 1);
    expect(cut.expiresAt - cut.announcedAt).to.equal((VETO_BLOCKS + 1n) * 12n);
    await expect(accuse(op1, fault(2)))
      .to.be.revertedWithCustomError(slasher, "OutOfReach")
      .withArgs(op1.account.address, SET_ID, reach, reach + 1n);
    expect(await slasher.statusOf(fault(2))).to.equal(0n);
  });

  it("AVS-147: nobody is accused, or slashed, of whom nothing will be left, and the evidence stays good", async () => {
    const s = await networkHelpers.loadFixture(deployAnnouncing);
    const { slasher, accuse, op1 } = s;
    await deallocate(s, op1);
    const endsAt = BigInt(await ethers.provider.getBlockNumber()) + DELAY_BLOCKS + 1n;
    await networkHelpers.mineUpTo(endsAt - VETO_BLOCKS - 2n);
    await accuse(op1, fault(0));
    // what is deallocated is gone with its effect block, and the announcement with it
    const { announcedAt, expiresAt } = await slasher.announcementAt(op1.account, 0);
    expect(expiresAt - announcedAt).to.equal((VETO_BLOCKS + 1n) * 12n);
    await expect(accuse(op1, fault(1)))
      .to.be.revertedWithCustomError(slasher, "NothingAtStake")
      .withArgs(op1.account.address, SET_ID);
    expect(await slasher.statusOf(fault(1))).to.equal(0n);
    // blocks come faster than every 12 seconds here: what was announced cannot be executed, and is cleared
    await expect(slasher.clear(fault(0))).to.be.revertedWithCustomError(slasher, "AnnouncementLive");
    await networkHelpers.mine(VETO_BLOCKS);
    await time.setNextBlockTimestamp(announcedAt + VETO_SECONDS);
    await expect(slasher.execute(fault(0))).to.be.revertedWithCustomError(slasher, "NothingAtStake");
    await slasher.clear(fault(0));
    expect(await slasher.openAnnouncements()).to.equal(0n);
  });

  it("AVS-147: a part that is deallocated ends no announcement of what stays", async () => {
    const s = await networkHelpers.loadFixture(deployAnnouncing);
    const { core, avs, slasher, accuse, op1 } = s;
    const [first] = core.strategies.map(({ target }) => target as string);
    const none = { operatorSet: { avs, id: SET_ID }, strategies: [first!], newMagnitudes: [0n] };
    await core.allocationManager.connect(op1.account).modifyAllocations(op1.account, [none]);
    await pass(DELAY_BLOCKS - VETO_BLOCKS - 2n);
    await accuse(op1, fault(0));
    const { announcedAt, expiresAt } = await slasher.announcementAt(op1.account, 0);
    expect(expiresAt - announcedAt).to.equal(VETO_SECONDS + EXECUTION_SECONDS);
    await pass(VETO_BLOCKS + 2n);
    await slasher.execute(fault(0));
  });

  it("AVS-147: a wei of magnitude that stays is at stake, for a slash of it is rounded up", async () => {
    const s = await networkHelpers.loadFixture(deployAnnouncing);
    const { core, avs, slasher, accuse, op1 } = s;
    const strategies = core.strategies.map(({ target }) => target as string);
    const aWei = { operatorSet: { avs, id: SET_ID }, strategies, newMagnitudes: strategies.map(() => 1n) };
    await core.allocationManager.connect(op1.account).modifyAllocations(op1.account, [aWei]);
    await pass(DELAY_BLOCKS - VETO_BLOCKS - 2n);
    await accuse(op1, fault(0));
    const { announcedAt, expiresAt } = await slasher.announcementAt(op1.account, 0);
    expect(expiresAt - announcedAt).to.equal(VETO_SECONDS + EXECUTION_SECONDS);
  });

  it("AVS-158: an operator without shares is not accused; what it has queued counts while it is in reach, and then anybody clears", async () => {
    const s = await networkHelpers.loadFixture(deployAnnouncing);
    const { core, slasher, accuse, op1, op2 } = s;
    await withdraw(s, op1);
    await withdraw(s, op2);
    const inReachThrough = BigInt(await ethers.provider.getBlockNumber()) + DELAY_BLOCKS;
    await accuse(op1, fault(0));
    await pass(VETO_BLOCKS);
    await slasher.execute(fault(0));
    expect(await core.delegationManager.getSlashableSharesInQueue(op1.account, core.strategies[0]!)).to.equal(8n * ETH);
    await pass(inReachThrough - BigInt(await ethers.provider.getBlockNumber()) - 3n);
    await accuse(op2, fault(1));
    await expect(slasher.clear(fault(1))).to.be.revertedWithCustomError(slasher, "AnnouncementLive");
    // the last of it goes through one block later: long before the announcement expires, it holds nobody any more
    await pass(inReachThrough - BigInt(await ethers.provider.getBlockNumber()));
    await expect(slasher.clear(fault(1)))
      .to.emit(slasher, "AnnouncementClosed")
      .withArgs(fault(1), op2.account.address, false);
    expect(await slasher.openAnnouncements()).to.equal(0n);
    for (const operator of [op1, op2]) {
      await expect(accuse(operator, fault(2)))
        .to.be.revertedWithCustomError(slasher, "NothingAtStake")
        .withArgs(operator.account.address, SET_ID);
    }
  });

  it("AVS-149: what the limit has no room for before it expires is not announced, and can be when room is left", async () => {
    const s = await networkHelpers.loadFixture(deployNarrow);
    const { slasher, committee, accuse, op1, op2 } = s;
    await accuse(op1, fault(0));
    await accuse(op1, fault(1));
    await expect(accuse(op1, fault(2)))
      .to.be.revertedWithCustomError(slasher, "NoRoomUnderLimit")
      .withArgs(op1.account.address, SET_ID, SLASH_WAD, LIMIT_WAD - 2n * SLASH_WAD);
    await accuse(op2, fault(3));
    await slasher.connect(committee).veto(fault(1));
    await accuse(op1, fault(2));
    await time.increase(VETO_SECONDS);
    for (const index of [0, 2]) await slasher.execute(fault(index));
    await time.increase(EXECUTION_SECONDS);
    await expect(accuse(op1, fault(4))).to.be.revertedWithCustomError(slasher, "NoRoomUnderLimit");
    // as soon as the first of the two will be forgotten before the announcement expires
    await time.increase((await slasher.limitWindowSeconds()) - 2n * EXECUTION_SECONDS - VETO_SECONDS);
    await accuse(op1, fault(4));
  });

  it("AVS-148: what has expired is not open, holds no place, and costs no reader more than its gas", async () => {
    const s = await networkHelpers.loadFixture(deployLenient);
    const { slasher, accuse, op1, op2 } = s;
    for (let index = 0; index < 7; ++index) await accuse(op1, fault(index));
    await time.increase(VETO_SECONDS);
    await accuse(op1, fault(7));
    expect(await slasher.announcementCount(op1.account)).to.equal(8n);
    for (const [name, args] of [
      ["openAnnouncements", []],
      ["announcementCount", [op1.account.address]],
      ["announcementAt", [op1.account.address, 7]],
    ] as const) {
      const data = slasher.interface.encodeFunctionData(name as "announcementAt", args as never);
      const gas = await ethers.provider.estimateGas({ to: await slasher.getAddress(), data });
      expect(gas - 21_000n < CALL_GAS, `${name} takes ${gas - 21_000n}`).to.equal(true);
    }
    await expect(accuse(op1, fault(8))).to.be.revertedWithCustomError(slasher, "TooManyLive");
    await time.increase(EXECUTION_SECONDS);
    expect(await slasher.announcementCount(op1.account)).to.equal(1n);
    expect((await slasher.announcementAt(op1.account, 0)).faultId).to.equal(fault(7));
    expect(await slasher.openAnnouncements()).to.equal(8n);
    const sweeping = accuse(op1, fault(8));
    for (let index = 0; index < 7; ++index) {
      await expect(sweeping).to.emit(slasher, "AnnouncementClosed").withArgs(fault(index), op1.account.address, false);
    }
    expect(await slasher.statusOf(fault(0))).to.equal(4n);
    expect(await slasher.openAnnouncements()).to.equal(2n);
    await accuse(op2, fault(9));
    await time.increase(VETO_SECONDS + EXECUTION_SECONDS);
    expect(await slasher.openAnnouncements()).to.equal(0n);
    expect(await slasher.announcementCount(op2.account)).to.equal(0n);
  });

  it("AVS-146 AVS-147 AVS-149 AVS-158: whatever operators do, what is announced can be executed when its veto window is over, or holds nobody (fuzzed)", async () => {
    const s = await networkHelpers.loadFixture(deployNarrow);
    const { core, avs, slasher, accuse, op1, op2 } = s;
    const start = await networkHelpers.takeSnapshot();
    const step = fc.record({
      kind: fc.constantFrom(
        ...(["accuse", "accuse", "accuse"] as const),
        ...(["leave", "deallocate", "withdraw"] as const),
      ),
      who: fc.constantFrom(op1, op2),
      blocks: fc.bigInt(1n, 20n),
    });
    const seen = { executed: 0, refused: 0, cleared: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
        await start.restore();
        const announced: { id: string; at: bigint; who: ServiceOperator; hadShares: boolean }[] = [];
        const done = new Set<string>();
        /** Whether a slash would take nothing any more in the next block. */
        const isGone = async (id: string) =>
          slasher.clear.staticCall(id, { blockTag: "pending" }).then(
            () => true,
            () => false,
          );
        /** Goes on block by block, and executes what has become executable. */
        const goOn = async (blocks: bigint) => {
          for (let block = 0n; block < blocks; ++block) {
            const next = BigInt(await time.latest()) + 12n;
            const due = announced.filter(({ id, at }) => !done.has(id) && at + VETO_SECONDS <= next);
            if (due.length === 0) {
              await pass(1n);
              continue;
            }
            const gone = new Set<string>();
            for (const { id } of due) if (await isGone(id)) gone.add(id);
            await ethers.provider.send("evm_setAutomine", [false]);
            await time.setNextBlockTimestamp(next);
            const gas = { gasLimit: 2_000_000n };
            for (const { id } of due) await (gone.has(id) ? slasher.clear(id, gas) : slasher.execute(id, gas));
            await ethers.provider.send("evm_mine", []);
            await ethers.provider.send("evm_setAutomine", [true]);
            for (const { id, who, hadShares } of due) {
              done.add(id);
              expect(await slasher.statusOf(id), "executed, or cleared").to.equal(gone.has(id) ? 4n : 2n);
              if (gone.has(id)) {
                expect(hadShares, "what was announced of an operator with shares comes").to.equal(false);
                ++seen.cleared;
                continue;
              }
              expect((await magnitudeOf(core, who.account, avs)) < WAD).to.equal(true);
              ++seen.executed;
            }
          }
        };
        for (const [index, { kind, who, blocks }] of steps.entries()) {
          await goOn(blocks);
          await time.setNextBlockTimestamp(BigInt(await time.latest()) + 12n);
          if (kind === "leave") await leave(core, who.account, avs).catch(() => undefined);
          if (kind === "deallocate") await deallocate(s, who).catch(() => undefined);
          if (kind === "withdraw") await withdraw(s, who).catch(() => undefined);
          if (kind !== "accuse") continue;
          const accepted = await accuse(who, fault(index)).then(
            () => true,
            () => false,
          );
          const at = BigInt(await time.latest());
          if (accepted) announced.push({ id: fault(index), at, who, hadShares: await hasShares(s, who) });
          else ++seen.refused;
        }
        await goOn(VETO_BLOCKS + 2n);
        expect(done.size).to.equal(announced.length);
      }),
      { numRuns: RUNS, seed: 146 },
    );
    expect(Math.min(seen.executed, seen.refused)).to.be.greaterThan(3);
    expect(seen.cleared).to.be.greaterThan(0);
  });
});

/** The same with a limit that takes two faults in a window longer than any announcement. */
async function deployNarrow() {
  return deployLimited(LIMIT_WAD, 3_000);
}

/** The same with a limit that takes as many as may stand. */
async function deployLenient() {
  return deployLimited(WAD, 1);
}

async function deployLimited(limitWad: bigint, windowSeconds: number): Promise<Stage> {
  const committee = (await ethers.getSigners())[4]!;
  const behind = await deployBehind((common) =>
    ethers.deployContract("VetoableSlasher", [
      ...common,
      limitWad,
      windowSeconds,
      committee,
      VETO_SECONDS,
      EXECUTION_SECONDS,
    ]),
  );
  const { slasher, prover } = behind;
  const accuse = async ({ account }: ServiceOperator, faultId: string, wad = SLASH_WAD) =>
    slasher.connect(prover).requestSlash(account, SET_ID, wad, faultId, "a fault");
  return { ...behind, committee, accuse };
}
