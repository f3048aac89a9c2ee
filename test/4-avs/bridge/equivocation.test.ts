import { expect } from "chai";
import { equivocate, signRoot, signVotes } from "../../../scripts/services/bridge.ts";
import { DELAY_BLOCKS, ethers, join, leave, magnitudeOf, networkHelpers, SET_ID } from "../core.ts";
import { deployStaffedBridge, LIMIT_WAD, LIMIT_WINDOW_SECONDS, SLASH_WAD, voters } from "./fixture.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const HEIGHT = 100n;
const TRUTH = ethers.id("state at 100");
const LIE = ethers.id("another state at 100");

describe("Bridge: equivocation", () => {
  it("AVS-21: two roots for one height cost the operator the set's fraction, whoever submits them", async () => {
    const { core, bridge, slasher, alice, avs, domain, op1, op2 } =
      await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const [truth, lie] = await equivocate(op1.key, domain, { operator, height: HEIGHT }, [TRUTH, LIE]);
    const faultId = await bridge.faultIdOf(operator, HEIGHT);
    const strategy = core.strategies[0]!;
    const before = await core.delegationManager.operatorShares(operator, strategy);
    const prove = bridge.connect(alice).proveEquivocation(operator, HEIGHT, truth, lie);
    await expect(prove).to.emit(bridge, "EquivocationProven").withArgs(operator, HEIGHT, TRUTH, LIE, faultId);
    await expect(prove).to.emit(slasher, "SlashExecuted").withArgs(faultId, operator, SET_ID, 1n, SLASH_WAD);
    await expect(prove).to.emit(core.allocationManager, "OperatorSlashed");
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
    expect(await core.delegationManager.operatorShares(operator, strategy)).to.equal(before - before / 10n);
    expect(await magnitudeOf(core, op2.account, avs)).to.equal(WAD);
  });

  it("AVS-21: one root signed twice, or roots of two heights, are no fault", async () => {
    const { bridge, domain, op1 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const [truth] = await equivocate(op1.key, domain, { operator, height: HEIGHT }, [TRUTH, LIE]);
    const [, later] = await equivocate(op1.key, domain, { operator, height: HEIGHT + 1n }, [TRUTH, LIE]);
    await expect(bridge.proveEquivocation(operator, HEIGHT, truth, truth))
      .to.be.revertedWithCustomError(bridge, "SameRoot")
      .withArgs(TRUTH);
    await expect(bridge.proveEquivocation(operator, HEIGHT, truth, later))
      .to.be.revertedWithCustomError(bridge, "InvalidStatement")
      .withArgs(operator, HEIGHT, LIE);
    await expect(bridge.proveEquivocation(operator, HEIGHT + 1n, truth, later))
      .to.be.revertedWithCustomError(bridge, "InvalidStatement")
      .withArgs(operator, HEIGHT + 1n, TRUTH);
    const empty = { ...truth, root: ethers.ZeroHash };
    await expect(bridge.proveEquivocation(operator, HEIGHT, truth, empty)).to.be.revertedWithCustomError(
      bridge,
      "EmptyRoot",
    );
  });

  it("AVS-21: another operator's signature, or one by a key that is not the operator's, is no evidence", async () => {
    const { bridge, domain, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const height = HEIGHT;
    const operator = op1.account.address;
    const [truth] = await equivocate(op1.key, domain, { operator, height }, [TRUTH, LIE]);
    const [, foreign] = await equivocate(op2.key, domain, { operator, height }, [TRUTH, LIE]);
    const [, about] = await equivocate(op1.key, domain, { operator: op2.account.address, height }, [TRUTH, LIE]);
    for (const forged of [foreign, about, { ...foreign, keyIndex: 7n }]) {
      await expect(bridge.proveEquivocation(operator, height, truth, forged))
        .to.be.revertedWithCustomError(bridge, "InvalidStatement")
        .withArgs(operator, height, LIE);
    }
  });

  it("AVS-22: a height is proven once per operator, whichever roots and in whichever order", async () => {
    const { bridge, domain, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const about = { operator, height: HEIGHT };
    const [truth, lie] = await equivocate(op1.key, domain, about, [TRUTH, LIE]);
    const [third] = await equivocate(op1.key, domain, about, [ethers.id("a third"), LIE]);
    await bridge.proveEquivocation(operator, HEIGHT, truth, lie);
    expect(await bridge.equivocated(operator, HEIGHT)).to.equal(true);
    for (const pair of [
      [truth, lie],
      [lie, truth],
      [truth, third],
    ] as const) {
      await expect(bridge.proveEquivocation(operator, HEIGHT, pair[0], pair[1]))
        .to.be.revertedWithCustomError(bridge, "AlreadyProven")
        .withArgs(operator, HEIGHT);
    }
    const next = await equivocate(op1.key, domain, { operator, height: HEIGHT + 1n }, [TRUTH, LIE]);
    await bridge.proveEquivocation(operator, HEIGHT + 1n, ...next);
    const ids = [
      [operator, HEIGHT],
      [operator, HEIGHT + 1n],
      [op2.account.address, HEIGHT],
    ] as const;
    expect(new Set(await Promise.all(ids.map(async (id) => bridge.faultIdOf(...id)))).size).to.equal(3);
  });

  it("AVS-27: an operator that left is slashed to the last block of the core's window, and not after", async () => {
    const { core, bridge, avs, domain, op1 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const evidence = await equivocate(op1.key, domain, { operator, height: HEIGHT }, [TRUTH, LIE]);
    await leave(core, op1.account, avs);
    const left = BigInt(await ethers.provider.getBlockNumber());
    await networkHelpers.mineUpTo(left + DELAY_BLOCKS - 1n);
    const atTheLimit = await networkHelpers.takeSnapshot();
    await bridge.proveEquivocation(operator, HEIGHT, ...evidence);
    expect(BigInt(await ethers.provider.getBlockNumber())).to.equal(left + DELAY_BLOCKS);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
    await atTheLimit.restore();
    await networkHelpers.mine(1);
    const late = bridge.proveEquivocation(operator, HEIGHT, ...evidence);
    await expect(late).to.emit(bridge, "EquivocationProven");
    await expect(late)
      .to.emit(bridge, "PunishmentWaits")
      .withArgs(
        await bridge.faultIdOf(operator, HEIGHT),
        operator,
        core.allocationManager.interface.getError("OperatorNotSlashable")!.selector,
      );
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD);
    expect(await bridge.equivocated(operator, HEIGHT)).to.equal(true);
  });

  it("AVS-27: an operator that comes back answers for what it signed before", async () => {
    const { core, bridge, avs, domain, op1 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const evidence = await equivocate(op1.key, domain, { operator, height: HEIGHT }, [TRUTH, LIE]);
    await leave(core, op1.account, avs);
    await networkHelpers.mine(DELAY_BLOCKS + 1n);
    await join(core, op1.account, avs);
    await bridge.proveEquivocation(operator, HEIGHT, ...evidence);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-06: what a replaced key signed is evidence for as long as stake stays slashable", async () => {
    const { bridge, domain, op1 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const evidence = await equivocate(op1.key, domain, { operator, height: HEIGHT }, [TRUTH, LIE]);
    await bridge.connect(op1.account).setSigningKey(1, ethers.Wallet.createRandom().address);
    await networkHelpers.mine(DELAY_BLOCKS - 1n);
    const atTheLimit = await networkHelpers.takeSnapshot();
    await bridge.proveEquivocation(operator, HEIGHT, ...evidence);
    await atTheLimit.restore();
    await networkHelpers.mine(1);
    await expect(bridge.proveEquivocation(operator, HEIGHT, ...evidence)).to.be.revertedWithCustomError(
      bridge,
      "InvalidStatement",
    );
  });

  it("AVS-10: a fault beyond the limit waits, and is slashed when the window has moved on", async () => {
    const { core, bridge, slasher, avs, domain, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const faults = [];
    for (let height = HEIGHT; height < HEIGHT + 4n; ++height) {
      faults.push({ height, evidence: await equivocate(op1.key, domain, { operator, height }, [TRUTH, LIE]) });
    }
    for (const { height, evidence } of faults.slice(0, 3))
      await bridge.proveEquivocation(operator, height, ...evidence);
    expect(await slasher.slashableNowWad(operator, SET_ID)).to.equal(LIMIT_WAD - 3n * SLASH_WAD);
    expect(await slasher.slashableNowWad(op2.account, SET_ID)).to.equal(LIMIT_WAD);
    expect(await slasher.slashableNowWad(operator, SET_ID + 1)).to.equal(LIMIT_WAD);
    const { height, evidence } = faults[3]!;
    await expect(bridge.proveEquivocation(operator, height, ...evidence)).to.emit(bridge, "PunishmentWaits");
    await expect(bridge.punish(operator, height))
      .to.be.revertedWithCustomError(slasher, "SlashLimitExceeded")
      .withArgs(operator, SET_ID, SLASH_WAD, 0n);
    await networkHelpers.time.increase(LIMIT_WINDOW_SECONDS);
    await bridge.punish(operator, height);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal((WAD * 9n ** 4n) / 10n ** 4n);
  });

  it("AVS-24: a root is revoked when its signers without the equivocators fall short, and not before", async () => {
    const { bridge, alice, domain, op1, op2, op3 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const statement = { height: HEIGHT, root: LIE };
    const votes = await signVotes(voters(op1, op2, op3), domain, statement);
    const operators = votes.map((vote) => vote.operator);
    const weightOf = new Map([op1, op2, op3].map(({ account }, i) => [account.address, [100n, 60n, 30n][i]! * WAD]));
    const weights = operators.map((operator) => weightOf.get(operator)!);
    await expect(bridge.revoke(HEIGHT, operators, weights, 200n * WAD))
      .to.be.revertedWithCustomError(bridge, "NotRelayed")
      .withArgs(HEIGHT);
    await bridge.relay(HEIGHT, LIE, votes);

    const convict = async ({ account, key }: typeof op1) => {
      const operator = account.address;
      const evidence = await equivocate(key, domain, { operator, height: HEIGHT }, [TRUTH, LIE]);
      await bridge.proveEquivocation(operator, HEIGHT, ...evidence);
    };
    await convict(op2);
    await expect(bridge.revoke(HEIGHT, operators, weights, 200n * WAD))
      .to.be.revertedWithCustomError(bridge, "QuorumStands")
      .withArgs(130n * WAD, 200n * WAD, 6_500n);
    await convict(op3);
    await expect(bridge.revoke(HEIGHT, operators, [...weights].reverse(), 200n * WAD))
      .to.be.revertedWithCustomError(bridge, "WrongSigners")
      .withArgs(HEIGHT);
    await expect(bridge.connect(alice).revoke(HEIGHT, operators, weights, 200n * WAD))
      .to.emit(bridge, "RootRevoked")
      .withArgs(HEIGHT, LIE);
    expect(await bridge.rootAt(HEIGHT)).to.deep.equal([ethers.ZeroHash, 0n]);

    const operator = op2.account.address;
    const word = { operator, signature: await signRoot(op2.key, domain, { operator, height: HEIGHT, root: TRUTH }) };
    await expect(bridge.relay(HEIGHT, TRUTH, [word]))
      .to.be.revertedWithCustomError(bridge, "SignerEquivocated")
      .withArgs(operator, HEIGHT);
  });
});
