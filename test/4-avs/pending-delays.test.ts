import { expect } from "chai";
import { network } from "hardhat";
import { getBytes, toBeHex } from "ethers";

const DELAYS_SLOT = 155n;

type Header = Record<string, string | null | undefined>;
/** The fields of a header in the order in which its hash takes them (Prague and later). */
const FIELDS = [
  "parentHash",
  "sha3Uncles",
  "miner",
  "stateRoot",
  "transactionsRoot",
  "receiptsRoot",
  "logsBloom",
  "difficulty",
  "number",
  "gasLimit",
  "gasUsed",
  "timestamp",
  "extraData",
  "mixHash",
  "nonce",
  "baseFeePerGas",
  "withdrawalsRoot",
  "blobGasUsed",
  "excessBlobGas",
  "parentBeaconBlockRoot",
  "requestsHash",
] as const;
const NUMBERS = new Set<string>([
  "difficulty",
  "number",
  "gasLimit",
  "gasUsed",
  "timestamp",
  "baseFeePerGas",
  "blobGasUsed",
  "excessBlobGas",
]);

async function deploySilent() {
  const { ethers, provider, networkHelpers } = await network.create();
  const core = await ethers.deployContract("SilentAllocations");
  const delays = await ethers.deployContract("PendingDelays", [core]);
  const [, operator, stranger] = await ethers.getSigners();
  /** What proves the core's word of an operator in the state after a block. */
  const proofAt = async (number: number, of = operator!.address) => {
    const header = (await provider.request({
      method: "eth_getBlockByNumber",
      params: [ethers.toQuantity(number), false],
    })) as Header;
    const slot = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [of, DELAYS_SLOT]));
    const found = (await provider.request({
      method: "eth_getProof",
      params: [await core.getAddress(), [slot], ethers.toQuantity(number)],
    })) as { accountProof: string[]; storageProof: { proof: string[] }[] };
    const values = FIELDS.map((field) => {
      const value = header[field] ?? "0x";
      if (!NUMBERS.has(field)) return value;
      return BigInt(value) === 0n ? "0x" : toBeHex(BigInt(value));
    });
    return {
      header: ethers.encodeRlp(values),
      hash: header.hash,
      accountProof: found.accountProof,
      storageProof: found.storageProof[0]!.proof,
    };
  };
  const latest = () => ethers.provider.getBlockNumber();
  return { ethers, networkHelpers, core, delays, operator: operator!, stranger: stranger!, proofAt, latest };
}

describe("Allocation delays that are to come", () => {
  it("OPS-73: where the core does not tell, anyone proves its storage: the newest proof counts, until the delay holds", async () => {
    const { ethers, networkHelpers, core, delays, operator, stranger, proofAt, latest } = await deploySilent();
    expect(await delays.isTold()).to.equal(false);
    const pending = async () => [...(await delays.pendingOf(operator))];
    await core.set(operator, 100, 100, 0);
    const before = await latest();
    const older = await proofAt(before);
    expect(ethers.keccak256(older.header)).to.equal(older.hash);
    const effect = before + 40;
    await core.set(operator, 100, 3, effect);
    const known = await proofAt(await latest());
    await networkHelpers.mine();
    expect(await pending()).to.deep.equal([0n, 0n]);
    const prove = (proof: typeof known, of = operator.address) =>
      delays.connect(stranger).prove(of, proof.header, proof.accountProof, proof.storageProof);
    await expect(prove(known))
      .to.emit(delays, "PendingDelayProven")
      .withArgs(operator, 3n, effect, before + 1);
    expect(await pending()).to.deep.equal([3n, BigInt(effect)]);
    // what was true before it does not undo it
    await expect(prove(older))
      .to.be.revertedWithCustomError(delays, "OlderProof")
      .withArgs(before, before + 1);
    // another operator's word, another state, or a header of no block prove nothing
    await expect(prove(known, stranger.address)).to.be.revertedWithCustomError(delays, "TrieProofTraversalError");
    await expect(prove({ ...known, accountProof: older.accountProof })).to.revert(ethers);
    const forged = getBytes(known.header);
    forged[100]! ^= 1;
    await expect(prove({ ...known, header: ethers.hexlify(forged) }))
      .to.be.revertedWithCustomError(delays, "UnknownBlock")
      .withArgs(before + 1);
    // a later change replaces it
    await core.set(operator, 100, 200, effect + 10);
    const later = await proofAt(await latest());
    await networkHelpers.mine();
    await prove(later);
    expect(await pending()).to.deep.equal([200n, BigInt(effect + 10)]);
    await networkHelpers.mineUpTo(effect + 9);
    expect(await pending()).to.deep.equal([200n, BigInt(effect + 10)]);
    await networkHelpers.mine();
    expect(await pending()).to.deep.equal([0n, 0n]);
  });

  it("OPS-73: a core that tells needs no proof", async () => {
    const { ethers, operator, delays: silent, proofAt, latest, networkHelpers } = await deploySilent();
    const telling = await ethers.deployContract("TellingAllocations");
    const delays = await ethers.deployContract("PendingDelays", [telling]);
    expect(await delays.isTold()).to.equal(true);
    await telling.set(operator, 7, 1_000);
    expect([...(await delays.pendingOf(operator))]).to.deep.equal([7n, 1_000n]);
    const { header, accountProof, storageProof } = await proofAt(await latest());
    await expect(delays.prove(operator, header, accountProof, storageProof)).to.be.revertedWithCustomError(
      delays,
      "CoreTells",
    );
    await networkHelpers.mine(1_000);
    expect([...(await delays.pendingOf(operator))]).to.deep.equal([0n, 0n]);
    expect(await silent.DELAYS_SLOT()).to.equal(DELAYS_SLOT);
  });
});
