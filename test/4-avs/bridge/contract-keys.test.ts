import { expect } from "chai";
import { equivocate, signVotes } from "../../../scripts/services/bridge.ts";
import { ethers, magnitudeOf, networkHelpers } from "../core.ts";
import { deployStaffedBridge, SLASH_WAD, voters } from "./fixture.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const HEIGHT = 100n;
const TRUTH = ethers.id("state at 100");
const LIE = ethers.id("another state at 100");

/** op1 signs through an ERC-1271 wallet whose owner is op1's old key, and which can deny everything. */
async function deployWithWallet() {
  const deployed = await deployStaffedBridge();
  const { bridge, op1 } = deployed;
  const wallet = await ethers.deployContract("FickleWallet", [op1.key.address]);
  await bridge.connect(op1.account).setSigningKey(2, wallet);
  const about = { operator: op1.account.address, height: HEIGHT };
  const [truth, lie] = await equivocate(op1.key, deployed.domain, about, [TRUTH, LIE], 1n);
  return { ...deployed, wallet, operator: op1.account.address, truth, lie };
}

describe("Bridge: operators that sign through a contract (ERC-1271)", () => {
  it("AVS-05: a wallet's statements are relayed and prove its equivocation", async () => {
    const { core, bridge, avs, domain, op1, op2, operator, truth, lie } =
      await networkHelpers.loadFixture(deployWithWallet);
    const votes = await signVotes(voters(op1, op2), domain, { height: HEIGHT, root: TRUTH });
    await expect(bridge.relay(HEIGHT, TRUTH, votes))
      .to.emit(bridge, "StatementRecorded")
      .withArgs(operator, HEIGHT, TRUTH);
    expect(await bridge.recordedRoot(op2.account.address, HEIGHT)).to.equal(ethers.ZeroHash);
    await bridge.proveEquivocation(operator, HEIGHT, truth, lie);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-23: a wallet that denies what it signed is held to the record", async () => {
    const { core, bridge, wallet, alice, avs, op1, operator, truth, lie } =
      await networkHelpers.loadFixture(deployWithWallet);
    await expect(bridge.connect(alice).witness(operator, HEIGHT, lie))
      .to.emit(bridge, "StatementRecorded")
      .withArgs(operator, HEIGHT, LIE);
    await wallet.setDenying(true);
    const recorded = { ...lie, signature: "0x" };
    await expect(bridge.proveEquivocation(operator, HEIGHT, recorded, truth))
      .to.be.revertedWithCustomError(bridge, "InvalidStatement")
      .withArgs(operator, HEIGHT, TRUTH);
    await wallet.setDenying(false);
    await bridge.proveEquivocation(operator, HEIGHT, recorded, truth);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-23: what nobody showed in time is lost when the wallet denies it", async () => {
    const { bridge, wallet, operator, truth, lie } = await networkHelpers.loadFixture(deployWithWallet);
    await wallet.setDenying(true);
    await expect(bridge.proveEquivocation(operator, HEIGHT, truth, lie)).to.be.revertedWithCustomError(
      bridge,
      "InvalidStatement",
    );
    await expect(bridge.witness(operator, HEIGHT, lie)).to.be.revertedWithCustomError(bridge, "InvalidStatement");
  });

  it("AVS-23: the record keeps the first root, refuses the empty one, and votes against it are evidence", async () => {
    const { bridge, domain, op1, op2, operator, truth, lie } = await networkHelpers.loadFixture(deployWithWallet);
    const empty = { ...lie, root: ethers.ZeroHash };
    await expect(bridge.witness(operator, HEIGHT, empty)).to.be.revertedWithCustomError(bridge, "EmptyRoot");
    await bridge.witness(operator, HEIGHT, lie);
    await expect(bridge.witness(operator, HEIGHT, truth))
      .to.be.revertedWithCustomError(bridge, "ContradictsRecord")
      .withArgs(operator, HEIGHT, LIE);
    const votes = await signVotes(voters(op1, op2), domain, { height: HEIGHT, root: TRUTH });
    await expect(bridge.relay(HEIGHT, TRUTH, votes))
      .to.be.revertedWithCustomError(bridge, "ContradictsRecord")
      .withArgs(operator, HEIGHT, LIE);
    const vote = votes.find((candidate) => candidate.operator === operator)!;
    const fromCalldata = { root: TRUTH, keyIndex: 1n, signature: vote.signature };
    await bridge.proveEquivocation(operator, HEIGHT, { ...lie, signature: "0x" }, fromCalldata);
  });

  it("AVS-23: without a signature, only the very root and height on record are evidence", async () => {
    const { bridge, operator, truth, lie } = await networkHelpers.loadFixture(deployWithWallet);
    await bridge.witness(operator, HEIGHT, lie);
    const claimed = { ...truth, signature: "0x" };
    await expect(bridge.proveEquivocation(operator, HEIGHT, { ...lie, signature: "0x" }, claimed))
      .to.be.revertedWithCustomError(bridge, "InvalidStatement")
      .withArgs(operator, HEIGHT, TRUTH);
  });
});
