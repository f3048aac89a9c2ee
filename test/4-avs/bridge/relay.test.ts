import { expect } from "chai";
import { signRoot, signVotes } from "../../../scripts/services/bridge.ts";
import { allocate, ethers, leave, networkHelpers, SET_ID, stake } from "../core.ts";
import { deployStaffedBridge, LOOKAHEAD_BLOCKS, QUORUM_BIPS, voters } from "./fixture.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const HEIGHT = 100n;
const ROOT = ethers.id("state at 100");
const OTHER_ROOT = ethers.id("another state at 100");
const STATEMENT = { height: HEIGHT, root: ROOT };

describe("Bridge: relaying roots", () => {
  it("AVS-20: a root signed by the quorum is relayed by anyone, and read with its time", async () => {
    const { bridge, alice, domain, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const votes = await signVotes(voters(op1, op2), domain, STATEMENT);
    const ascending = votes.map(({ operator }) => operator);
    const weights = ascending.map((operator) => (operator === op1.account.address ? 100n : 60n) * WAD);
    await expect(bridge.connect(alice).relay(HEIGHT, ROOT, votes))
      .to.emit(bridge, "RootRelayed")
      .withArgs(HEIGHT, ROOT, ascending, weights, 200n * WAD);
    expect(await bridge.rootAt(HEIGHT)).to.deep.equal([ROOT, BigInt(await networkHelpers.time.latest())]);
    expect(await bridge.rootAt(HEIGHT + 1n)).to.deep.equal([ethers.ZeroHash, 0n]);
  });

  it("AVS-20: exactly 65 % of the stake is a quorum, and one share less is none", async () => {
    const { core, bridge, alice, mallory, domain, op1, op2, op3 } =
      await networkHelpers.loadFixture(deployStaffedBridge);
    const votes = await signVotes(voters(op1, op3), domain, STATEMENT);
    await bridge.relay.staticCall(HEIGHT, ROOT, votes);
    await stake(core, alice, 1n, op2.account.address);
    await expect(bridge.relay(HEIGHT, ROOT, votes))
      .to.be.revertedWithCustomError(bridge, "QuorumNotReached")
      .withArgs(130n * WAD, 200n * WAD + 2n, QUORUM_BIPS);
    await stake(core, mallory, 2n, op1.account.address);
    await bridge.relay.staticCall(HEIGHT, ROOT, votes);
  });

  it("AVS-20: without any stake in the set there is no quorum", async () => {
    const { bridge, core, avs, op1, op2, op3, op4 } = await networkHelpers.loadFixture(deployStaffedBridge);
    for (const { account } of [op1, op2, op3, op4]) await leave(core, account, avs);
    await expect(bridge.relay(HEIGHT, ROOT, []))
      .to.be.revertedWithCustomError(bridge, "QuorumNotReached")
      .withArgs(0n, 0n, QUORUM_BIPS);
  });

  it("AVS-20: a height takes one root, and never the empty one", async () => {
    const { bridge, domain, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const signers = voters(op1, op2);
    await bridge.relay(HEIGHT, ROOT, await signVotes(signers, domain, STATEMENT));
    const again = await signVotes(signers, domain, { height: HEIGHT, root: OTHER_ROOT });
    await expect(bridge.relay(HEIGHT, OTHER_ROOT, again))
      .to.be.revertedWithCustomError(bridge, "HeightAlreadyRelayed")
      .withArgs(HEIGHT);
    await expect(bridge.relay(HEIGHT + 1n, ethers.ZeroHash, [])).to.be.revertedWithCustomError(bridge, "EmptyRoot");
  });

  it("AVS-20: each signer counts once, in ascending order, and only as a member of the set", async () => {
    const { bridge, core, avs, domain, mallory, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const [first, second] = await signVotes(voters(op1, op2), domain, STATEMENT);
    await expect(bridge.relay(HEIGHT, ROOT, [first!, first!, second!]))
      .to.be.revertedWithCustomError(bridge, "SignersNotAscending")
      .withArgs(first!.operator, first!.operator);
    await expect(bridge.relay(HEIGHT, ROOT, [second!, first!])).to.be.revertedWithCustomError(
      bridge,
      "SignersNotAscending",
    );
    const outsider = { operator: mallory.address, key: op1.key };
    await expect(bridge.relay(HEIGHT, ROOT, await signVotes([outsider], domain, STATEMENT)))
      .to.be.revertedWithCustomError(bridge, "NotMember")
      .withArgs(mallory.address);
    await leave(core, op2.account, avs);
    await expect(bridge.relay(HEIGHT, ROOT, [first!, second!]))
      .to.be.revertedWithCustomError(bridge, "NotMember")
      .withArgs(op2.account.address);
  });

  it("AVS-04: a signature counts for its operator, root, height, bridge and chain, and for nothing else", async () => {
    const { bridge, domain, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    const refused = async (signature: string) =>
      expect(bridge.relay(HEIGHT, ROOT, [{ operator, signature }]))
        .to.be.revertedWithCustomError(bridge, "InvalidStatement")
        .withArgs(operator, HEIGHT, ROOT);
    const honest = { operator, ...STATEMENT };
    await refused(await signRoot(op2.key, domain, honest));
    await refused(await signRoot(op1.key, domain, { ...honest, operator: op2.account.address }));
    await refused(await signRoot(op1.key, domain, { ...honest, height: HEIGHT + 1n }));
    await refused(await signRoot(op1.key, domain, { ...honest, root: OTHER_ROOT }));
    await refused(await signRoot(op1.key, { ...domain, chainId: 1n }, honest));
    await refused(await signRoot(op1.key, { ...domain, bridge: op1.account.address }, honest));
    await refused("0x");
    const votes = [{ operator, signature: await signRoot(op1.key, domain, honest) }];
    await expect(bridge.relay(HEIGHT, ROOT, votes)).to.be.revertedWithCustomError(bridge, "QuorumNotReached");
  });

  it("AVS-06: a replaced key signs no new root, the new key does", async () => {
    const { bridge, domain, op1, op2 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const newKey = new ethers.Wallet(ethers.id("new key of op1"));
    await expect(bridge.connect(op1.account).setSigningKey(1, newKey.address))
      .to.emit(bridge, "SigningKeySet")
      .withArgs(op1.account.address, 1n, newKey.address, 1n);
    expect(await bridge.signingKey(op1.account.address)).to.deep.equal([1n, newKey.address, 1n]);
    const stale = await signVotes(voters(op1, op2), domain, STATEMENT);
    await expect(bridge.relay(HEIGHT, ROOT, stale)).to.be.revertedWithCustomError(bridge, "InvalidStatement");
    await bridge.relay(HEIGHT, ROOT, await signVotes(voters({ ...op1, key: newKey }, op2), domain, STATEMENT));
  });

  it("AVS-02: stake that is leaving counts until it would be out of reach within the look-ahead", async () => {
    const { core, bridge, avs, op1 } = await networkHelpers.loadFixture(deployStaffedBridge);
    const operator = op1.account.address;
    await allocate(core, op1.account, avs, 0n);
    const set = { avs, id: SET_ID };
    const { effectBlock } = await core.allocationManager.getAllocation(operator, set, core.strategies[0]!);
    const last = effectBlock - LOOKAHEAD_BLOCKS - 1n;
    await networkHelpers.mineUpTo(last);
    expect(await bridge.stakeOf(SET_ID, operator)).to.equal(100n * WAD);
    await networkHelpers.mine(1);
    expect(await bridge.stakeOf(SET_ID, operator)).to.equal(0n);
    const [operators, weights, total] = await bridge.stakes(SET_ID);
    expect(weights[operators.indexOf(operator)]).to.equal(0n);
    expect(total).to.equal(100n * WAD);
  });

  it("AVS-20: who is leaving within the look-ahead counts neither for a quorum nor for the whole", async () => {
    const { core, bridge, avs, domain, op1, op2, op3 } = await networkHelpers.loadFixture(deployStaffedBridge);
    await allocate(core, op1.account, avs, 0n);
    const set = { avs, id: SET_ID };
    const { effectBlock } = await core.allocationManager.getAllocation(op1.account, set, core.strategies[0]!);
    const votes = await signVotes(voters(op2, op3), domain, STATEMENT);
    await networkHelpers.mineUpTo(effectBlock - LOOKAHEAD_BLOCKS - 2n);
    await expect(bridge.relay.staticCall(HEIGHT, ROOT, votes, { blockTag: "latest" })).to.be.revertedWithCustomError(
      bridge,
      "QuorumNotReached",
    );
    await networkHelpers.mine(2);
    await expect(bridge.relay(HEIGHT, ROOT, votes)).to.emit(bridge, "RootRelayed");
  });

  it("AVS-20: refuses terms that make no quorum or no slash", async () => {
    const { core, admin, bridge } = await networkHelpers.loadFixture(deployStaffedBridge);
    const deploy = async (quorumBips: bigint, slashWad: bigint) =>
      ethers.deployContract("Bridge", [
        core.allocationManager,
        core.rewardsCoordinator,
        admin,
        "",
        quorumBips,
        slashWad,
      ]);
    for (const quorum of [0n, 5_000n, 10_001n]) {
      await expect(deploy(quorum, WAD)).to.be.revertedWithCustomError(bridge, "InvalidQuorum").withArgs(quorum);
    }
    for (const slash of [0n, WAD + 1n]) {
      await expect(deploy(5_001n, slash)).to.be.revertedWithCustomError(bridge, "InvalidSlash").withArgs(slash);
    }
    await deploy(5_001n, WAD);
    await deploy(10_000n, 1n);
  });
});
