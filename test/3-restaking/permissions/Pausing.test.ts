import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();

async function deploy() {
  const [guardian, unpauser, alice] = await ethers.getSigners();
  if (!guardian || !unpauser || !alice) throw new Error("too few accounts");
  const registry = await ethers.deployContract("PauserRegistry", [[guardian], unpauser]);
  const target = await ethers.deployContract("PermissionsHarness", [registry, alice]);
  return { guardian, unpauser, alice, registry, target };
}

describe("Pausing", () => {
  it("RST-33: pausers set bits, the unpauser clears them, and neither does the other's work", async () => {
    const { guardian, unpauser, target } = await networkHelpers.loadFixture(deploy);
    const refused = (sent: Promise<unknown>, error: string) =>
      expect(sent).to.be.revertedWithCustomError(target, error);
    const [pauses, unpauses] = [target.connect(guardian), target.connect(unpauser)];
    await expect(pauses.pause(0b1010n)).to.emit(target, "Paused").withArgs(guardian, 0b1010n);
    await refused(pauses.pause(0b0010n), "InvalidNewPausedStatus");
    await pauses.pause(0b1011n);
    await refused(unpauses.unpause(0b1111n), "InvalidNewPausedStatus");
    await refused(unpauses.unpause(0b0100n), "InvalidNewPausedStatus");
    await expect(unpauses.unpause(0b0001n)).to.emit(target, "Unpaused").withArgs(unpauser, 0b0001n);
    await refused(unpauses.pause(0b0011n), "OnlyPauser");
    await refused(unpauses.pauseAll(), "OnlyPauser");
    await refused(pauses.unpause(0n), "OnlyUnpauser");
    await expect(pauses.pauseAll()).to.emit(target, "Paused").withArgs(guardian, MaxUint256);
    expect(await target["paused()"]()).to.equal(MaxUint256);
  });

  it("RST-33: any word can be paused to, and lifted to any part of it", async () => {
    const { guardian, unpauser, target } = await networkHelpers.loadFixture(deploy);
    const word = fc.bigInt({ min: 0n, max: MaxUint256 });
    await fc.assert(
      fc.asyncProperty(word, word, async (first, second) => {
        await target.connect(guardian).pause(first);
        await target.connect(guardian).pause(first | second);
        await target.connect(unpauser).unpause(second);
        expect(await target["paused()"]()).to.equal(second);
        await target.connect(unpauser).unpause(0n);
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  it("RST-34: a bit stops what stands behind it and nothing else", async () => {
    const { guardian, target } = await networkHelpers.loadFixture(deploy);
    await target.connect(guardian).pause(MaxUint256 ^ (1n << 3n));
    expect(await target.actWhenNotPaused3()).to.equal(true);
    expect(await target["paused(uint8)"](3)).to.equal(false);
    expect(await target["paused(uint8)"](255)).to.equal(true);
    await target.connect(guardian).pauseAll();
    expect(await target["paused(uint8)"](3)).to.equal(true);
    await expect(target.actWhenNotPaused3()).to.be.revertedWithCustomError(target, "CurrentlyPaused");
  });

  it("RST-33: the unpauser alone names pausers and its own successor, never the zero address", async () => {
    const { guardian, unpauser, alice, registry, target } = await networkHelpers.loadFixture(deploy);
    const byUnpauser = registry.connect(unpauser);
    await expect(byUnpauser.setIsPauser(alice, true)).to.emit(registry, "PauserStatusChanged").withArgs(alice, true);
    await target.connect(alice).pause(1n);
    await byUnpauser.setIsPauser(guardian, false);
    await expect(target.connect(guardian).pauseAll()).to.be.revertedWithCustomError(target, "OnlyPauser");
    await expect(byUnpauser.setUnpauser(alice)).to.emit(registry, "UnpauserChanged").withArgs(unpauser, alice);
    await target.connect(alice).unpause(0n);
    for (const sent of [byUnpauser.setIsPauser(alice, false), byUnpauser.setUnpauser(unpauser)]) {
      await expect(sent).to.be.revertedWithCustomError(registry, "OnlyUnpauser");
    }
    const bySuccessor = registry.connect(alice);
    for (const sent of [bySuccessor.setIsPauser(ZeroAddress, true), bySuccessor.setUnpauser(ZeroAddress)]) {
      await expect(sent).to.be.revertedWithCustomError(registry, "InputAddressZero");
    }
  });

  it("RST-33: a contract without a registry cannot be deployed", async () => {
    const { alice, target } = await networkHelpers.loadFixture(deploy);
    await expect(ethers.deployContract("PermissionsHarness", [ZeroAddress, alice])).to.be.revertedWithCustomError(
      target,
      "InputAddressZero",
    );
  });
});
