import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();

describe("CoreFactory", () => {
  const deploy = async () => {
    const [deployer, mallory] = (await ethers.getSigners()) as [HardhatEthersSigner, HardhatEthersSigner];
    const factory = await ethers.deployContract("CoreFactory", deployer);
    const { bytecode } = await ethers.getContractFactory("FactoryProbe");
    return { factory, deployer, mallory, bytecode };
  };

  it("RST-61: creates each contract at the address that it foretold, with its references and numbers", async () => {
    const { factory, bytecode, deployer } = await networkHelpers.loadFixture(deploy);
    for (const nonce of [1n, 2n, 3n]) {
      const next = await factory.addressOf(nonce + 1n);
      const at = await factory.addressOf(nonce);
      await expect(factory.create(bytecode, [next, deployer], [nonce + 41n]))
        .to.emit(factory, "Created")
        .withArgs(at, nonce);
      const probe = await ethers.getContractAt("FactoryProbe", at);
      expect(await probe.first()).to.equal(next);
      expect(await probe.second()).to.equal(deployer.address);
      expect(await probe.number()).to.equal(nonce + 41n);
    }
    expect(await factory.nextNonce()).to.equal(4n);
  });

  it("RST-61: creates for its deployer alone, so nobody can shift the addresses", async () => {
    const { factory, bytecode, mallory } = await networkHelpers.loadFixture(deploy);
    await expect(factory.connect(mallory).create(bytecode, [mallory, mallory], [7n]))
      .to.be.revertedWithCustomError(factory, "OwnableUnauthorizedAccount")
      .withArgs(mallory.address);
  });

  it("RST-61: passes on why a constructor failed and keeps the nonce for the next try", async () => {
    const { factory, bytecode, deployer } = await networkHelpers.loadFixture(deploy);
    const probe = await ethers.getContractFactory("FactoryProbe");
    await expect(factory.create(bytecode, [deployer, deployer], [1n]))
      .to.be.revertedWithCustomError(probe, "Refused")
      .withArgs(1n);
    await expect(factory.create(bytecode, [deployer, deployer], [2n])).to.be.revertedWithCustomError(
      factory,
      "CreationFailed",
    );
    await expect(factory.create(bytecode, [deployer, deployer], [3n])).to.emit(factory, "Created");
    expect(await ethers.provider.getCode(await factory.addressOf(1n))).not.to.equal("0x");
  });

  it("RST-61: foretells nonces of one byte and of two", async () => {
    const { factory } = await networkHelpers.loadFixture(deploy);
    const from = await factory.getAddress();
    for (const nonce of [1, 2, 127, 128, 255, 256])
      expect(await factory.addressOf(nonce)).to.equal(ethers.getCreateAddress({ from, nonce }));
  });
});
