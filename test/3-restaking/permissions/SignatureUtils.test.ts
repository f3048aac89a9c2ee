import { expect } from "chai";
import { id, TypedDataEncoder } from "ethers";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();

const TYPES = { Word: [{ name: "word", type: "uint256" }] };
const WORD = { word: 7n };

async function deploy() {
  const [alice, bob] = await ethers.getSigners();
  if (!alice || !bob) throw new Error("too few accounts");
  const registry = await ethers.deployContract("PauserRegistry", [[], alice]);
  const target = await ethers.deployContract("PermissionsHarness", [registry, alice]);
  const wallet = await ethers.deployContract("FickleWallet", [alice]);
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: "EigenLayer", version: "1", chainId, verifyingContract: await target.getAddress() };
  const expiry = (await networkHelpers.time.latest()) + 1_000;
  return { alice, bob, target, wallet, domain, expiry };
}

const structHash = TypedDataEncoder.hashStruct("Word", TYPES, WORD);

describe("Signed messages of the core", () => {
  it("RST-35: the domain is EigenLayer, the major version, this chain and this contract", async () => {
    const { target, domain } = await networkHelpers.loadFixture(deploy);
    expect(await target.domainSeparator()).to.equal(TypedDataEncoder.hashDomain(domain));
    expect(await target.version()).to.equal("1.12.0");
    expect((await target.eip712Domain()).version).to.equal("1");
  });

  it("RST-35: a signature holds for its signer and message, through its last second", async () => {
    const { target, alice, bob, domain, expiry } = await networkHelpers.loadFixture(deploy);
    const signature = await alice.signTypedData(domain, TYPES, WORD);
    await target.checkSignature(alice, structHash, signature, expiry);
    const refused = (call: Promise<unknown>, error: string) =>
      expect(call).to.be.revertedWithCustomError(target, error);
    await refused(target.checkSignature(bob, structHash, signature, expiry), "InvalidSignature");
    await refused(target.checkSignature(alice, id("other"), signature, expiry), "InvalidSignature");
    await refused(target.checkSignature(alice, structHash, "0x", expiry), "InvalidSignature");
    const elsewhere = await alice.signTypedData({ ...domain, chainId: 1n }, TYPES, WORD);
    await refused(target.checkSignature(alice, structHash, elsewhere, expiry), "InvalidSignature");

    await networkHelpers.time.increaseTo(expiry);
    await target.checkSignature(alice, structHash, signature, expiry);
    await networkHelpers.time.increaseTo(expiry + 1);
    await refused(target.checkSignature(alice, structHash, signature, expiry), "SignatureExpired");
    await refused(target.checkSignature(bob, structHash, signature, expiry), "SignatureExpired");
  });

  it("RST-104: an account that runs code by EIP-7702 goes on signing with its key, whatever the code", async () => {
    const { target, alice, bob, wallet, domain, expiry } = await networkHelpers.loadFixture(deploy);
    const signature = await alice.signTypedData(domain, TYPES, WORD);
    const byBob = await bob.signTypedData(domain, TYPES, WORD);
    await wallet.setDenying(true);
    for (const code of [await target.getAddress(), await wallet.getAddress(), `0x${"00".repeat(18)}dead`]) {
      await networkHelpers.setCode(alice.address, `0xef0100${code.slice(2)}`);
      await target.checkSignature(alice, structHash, signature, expiry);
      await expect(target.checkSignature(alice, structHash, byBob, expiry)).to.be.revertedWithCustomError(
        target,
        "InvalidSignature",
      );
    }
  });

  it("RST-35: a contract signs by ERC-1271, and can take it back", async () => {
    const { target, wallet, alice, domain, expiry } = await networkHelpers.loadFixture(deploy);
    const signature = await alice.signTypedData(domain, TYPES, WORD);
    await target.checkSignature(wallet, structHash, signature, expiry);
    await wallet.setDenying(true);
    await expect(target.checkSignature(wallet, structHash, signature, expiry)).to.be.revertedWithCustomError(
      target,
      "InvalidSignature",
    );
  });
});
