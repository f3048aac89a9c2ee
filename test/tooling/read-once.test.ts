import { expect } from "chai";
import hre from "hardhat";

const [HERE, THERE] = [`0x${"11".repeat(20)}`, `0x${"22".repeat(20)}`];

describe("Contracts by their names", () => {
  it("TLS-72: an ABI is read once for a connection, and a contract has the first account behind it", async () => {
    const { ethers } = await hre.network.create();
    const here = await ethers.getContractAt("Vault", HERE);
    const there = await ethers.getContractAt("Vault", THERE);
    expect(there.interface).to.equal(here.interface);
    expect([here.target, there.target]).to.deep.equal([HERE, THERE]);
    const [first, second] = await ethers.getSigners();
    expect(here.runner).to.have.property("address", first!.address);
    expect((await ethers.getContractAt("Vault", HERE, second)).runner).to.equal(second);
    const whole = await ethers.getContractAt("contracts/5-lrt/Vault.sol:Vault", HERE);
    expect(whole.interface.format()).to.deep.equal(here.interface.format());
  });

  it("TLS-72: a name that no contract has is refused in Hardhat's words", async () => {
    const { ethers } = await hre.network.create();
    const refused = await ethers.getContractAt("Vualt", HERE).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(refused).to.match(/Vualt/);
  });
});
