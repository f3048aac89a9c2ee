import { expect } from "chai";
import { blobTree, signCustody } from "../../../scripts/services/availability.ts";
import { ethers, leave, networkHelpers, stake } from "../core.ts";
import { BOND_WEI, deployAvailability, QUORUM_BIPS, RESPONSE_SECONDS, SLASH_WAD } from "./fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const { time } = networkHelpers;
const OTHER = blobTree([ethers.toUtf8Bytes("other")]);

describe("DataAvailability: custody", () => {
  it("AVS-50: a blob is kept once custodians with 65 % of the stake have promised it", async () => {
    const { core, service, alice, tree, keptUntil, promise, op1, op2, op3 } =
      await networkHelpers.loadFixture(deployAvailability);
    expect(await service.custodyOf(tree.blobId)).to.deep.equal([5n, keptUntil]);
    expect(await service.promiseOf(tree.blobId, op1.account)).to.deep.equal([keptUntil, false]);
    expect(await service.promiseOf(tree.blobId, op3.account)).to.deep.equal([0n, false]);
    const { blobId, chunkCount } = OTHER;
    await expect(service.store(blobId, chunkCount, keptUntil, await promise([op1], OTHER)))
      .to.be.revertedWithCustomError(service, "CustodyTooThin")
      .withArgs(90n * ETH, 200n * ETH, QUORUM_BIPS);
    expect(await service.custodyOf(blobId)).to.deep.equal([0n, 0n]);
    const exactly = await promise([op1, op3], OTHER);
    await service.store.staticCall(blobId, chunkCount, keptUntil, exactly);
    await stake(core, alice, 1n, op2.account.address);
    await expect(service.store(blobId, chunkCount, keptUntil, exactly))
      .to.be.revertedWithCustomError(service, "CustodyTooThin")
      .withArgs(130n * ETH, 200n * ETH + 2n, QUORUM_BIPS);
    const promises = await promise([op1, op2, op3], OTHER);
    const custodians = promises.map(({ operator }) => operator);
    await expect(service.store(blobId, chunkCount, keptUntil, promises))
      .to.emit(service, "BlobStored")
      .withArgs(blobId, chunkCount, keptUntil, custodians);
  });

  it("AVS-50: a promise binds one operator to one blob, its length and its end", async () => {
    const { service, domain, keptUntil, op1, op2 } = await networkHelpers.loadFixture(deployAvailability);
    const operator = op1.account.address;
    const { blobId, chunkCount } = OTHER;
    const honest = { operator, blobId, chunkCount, keptUntil };
    const forged = [
      await signCustody(op2.key, domain, honest),
      await signCustody(op1.key, domain, { ...honest, operator: op2.account.address }),
      await signCustody(op1.key, domain, { ...honest, blobId: ethers.id("x") }),
      await signCustody(op1.key, domain, { ...honest, chunkCount: 2 }),
      await signCustody(op1.key, domain, { ...honest, keptUntil: keptUntil + 1n }),
      await signCustody(op1.key, { ...domain, chainId: 1n }, honest),
    ];
    for (const signature of forged) {
      await expect(service.store(blobId, chunkCount, keptUntil, [{ operator, signature }]))
        .to.be.revertedWithCustomError(service, "InvalidPromise")
        .withArgs(operator, blobId);
    }
  });

  it("AVS-50: custodians are members, each once; blobs are stored once, with chunks and an end ahead", async () => {
    const { core, service, avs, tree, keptUntil, promise, op1, op2, op3 } =
      await networkHelpers.loadFixture(deployAvailability);
    const { blobId, chunkCount } = OTHER;
    const promises = await promise([op1, op2], OTHER);
    const [first, second] = promises;
    for (const given of [
      [second!, first!],
      [first!, first!, second!],
    ])
      await expect(service.store(blobId, chunkCount, keptUntil, given)).to.be.revertedWithCustomError(
        service,
        "CustodiansNotAscending",
      );
    await expect(service.store(tree.blobId, tree.chunkCount, keptUntil, []))
      .to.be.revertedWithCustomError(service, "BlobExists")
      .withArgs(tree.blobId);
    await expect(service.store(tree.blobId, tree.chunkCount + 1, keptUntil, []))
      .to.be.revertedWithCustomError(service, "OtherChunkCount")
      .withArgs(tree.blobId, tree.chunkCount);
    const now = BigInt(await time.latest());
    const malformed = [
      [ethers.ZeroHash, 1, keptUntil],
      [blobId, 0, keptUntil],
      [blobId, 1, now],
    ] as const;
    for (const terms of malformed) {
      await expect(service.store(...terms, []))
        .to.be.revertedWithCustomError(service, "InvalidBlob")
        .withArgs(...terms);
    }
    await leave(core, op3.account, avs);
    await expect(service.store(blobId, chunkCount, keptUntil, await promise([op3], OTHER)))
      .to.be.revertedWithCustomError(service, "NotSetMember")
      .withArgs(op3.account.address);
  });

  it("AVS-50: refuses terms that make no custody, or let an operator outrun its challenge", async () => {
    const { core, service, admin } = await networkHelpers.loadFixture(deployAvailability);
    const deploy = async (quorum: bigint, slash: bigint, response: bigint, bond: bigint) =>
      ethers.deployContract("DataAvailability", [
        core.allocationManager,
        core.rewardsCoordinator,
        admin,
        "",
        quorum,
        slash,
        response,
        bond,
      ]);
    for (const [quorum, slash] of [
      [5_000n, 1n],
      [10_001n, 1n],
      [6_000n, 0n],
      [6_000n, WAD + 1n],
    ] as const) {
      await expect(deploy(quorum, slash, RESPONSE_SECONDS, BOND_WEI))
        .to.be.revertedWithCustomError(service, quorum === 6_000n ? "InvalidSlash" : "InvalidQuorum")
        .withArgs(quorum === 6_000n ? slash : quorum);
    }
    const most = 2n ** 128n - 1n;
    for (const bond of [0n, most + 1n]) {
      await expect(deploy(QUORUM_BIPS, SLASH_WAD, RESPONSE_SECONDS, bond))
        .to.be.revertedWithCustomError(service, "InvalidBond")
        .withArgs(bond, most);
    }
    for (const response of [11n, 600n]) {
      await expect(deploy(QUORUM_BIPS, SLASH_WAD, response, 1n))
        .to.be.revertedWithCustomError(service, "InvalidWorkTime")
        .withArgs(response, 600n);
    }
    await deploy(QUORUM_BIPS, SLASH_WAD, 599n, most);
  });
});
