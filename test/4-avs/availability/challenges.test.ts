import { expect } from "chai";
import fc from "fast-check";
import { DELAY_BLOCKS, ethers, leave, magnitudeOf, networkHelpers, SET_ID } from "../core.ts";
import { BOND_WEI, CHUNKS, deployAvailability, RESPONSE_SECONDS, SLASH_WAD } from "./fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const { time } = networkHelpers;
const DEAD = "0x000000000000000000000000000000000000dEaD";
const hex = (index: number): string => ethers.hexlify(CHUNKS[index]!);

describe("DataAvailability: challenges", () => {
  it("AVS-52: every chunk answers its challenge, to anyone, in time", async () => {
    const { service, bob, tree, challenge, op1 } = await networkHelpers.loadFixture(deployAvailability);
    for (const index of CHUNKS.keys()) {
      const id = await challenge(op1, index);
      await expect(service.connect(bob).answer(id, hex(index), tree.proofOf(index)))
        .to.emit(service, "ChallengeAnswered")
        .withArgs(id, bob.address);
    }
    expect(await service.openAgainst(op1.account)).to.equal(0n);
    expect(await service.balanceOf(bob)).to.equal((5n * BOND_WEI) / 2n);
    await expect(service.withdraw(bob)).to.changeEtherBalance(ethers, bob, (5n * BOND_WEI) / 2n);
    await expect(service.withdraw(bob)).to.changeEtherBalance(ethers, bob, 0n);
    await expect(service.withdraw(DEAD)).to.changeEtherBalance(ethers, DEAD, (5n * BOND_WEI) / 2n);
    expect(await ethers.provider.getBalance(service)).to.equal(0n);
  });

  it("AVS-52: no other chunk, index or proof answers it (fuzzed)", async () => {
    const { service, tree, challenge, op1 } = await networkHelpers.loadFixture(deployAvailability);
    const ids: bigint[] = [];
    for (const index of CHUNKS.keys()) ids.push(await challenge(op1, index));
    const attempt = fc.record({
      asked: fc.nat(CHUNKS.length - 1),
      shown: fc.nat(CHUNKS.length - 1),
      part: fc.constantFrom("chunk", "proof", "another chunk"),
      bit: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(attempt, async ({ asked, shown, part, bit }) => {
        const id = ids[asked]!;
        let chunk = hex(asked);
        let proof = tree.proofOf(asked);
        if (part === "chunk") {
          const bytes = ethers.getBytes(chunk);
          if (bytes.length === 0) return;
          bytes[bit % bytes.length]! ^= 1 << (bit % 8);
          chunk = ethers.hexlify(bytes);
        } else if (part === "proof") {
          const at = bit % proof.length;
          proof = proof.with(at, ethers.toBeHex(BigInt(proof[at]!) ^ (1n << BigInt(bit % 256)), 32));
        } else {
          if (asked === shown) return;
          [chunk, proof] = [hex(shown), tree.proofOf(shown)];
        }
        await expect(service.answer.staticCall(id, chunk, proof))
          .to.be.revertedWithCustomError(service, "WrongChunk")
          .withArgs(id);
      }),
      { numRuns: 100, seed: 52 },
    );
  });

  it("AVS-54: an answer counts through the last second, and the challenge is lost from the deadline on", async () => {
    const { service, tree, challenge, op1 } = await networkHelpers.loadFixture(deployAvailability);
    const id = await challenge(op1, 0);
    const deadline = BigInt(await time.latest()) + RESPONSE_SECONDS;
    const open = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(deadline - 1n);
    await expect(service.conclude(id)).to.be.revertedWithCustomError(service, "TooEarly").withArgs(id, deadline);
    await open.restore();
    const again = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(deadline - 1n);
    await service.answer(id, hex(0), tree.proofOf(0));
    await again.restore();
    await time.setNextBlockTimestamp(deadline);
    await expect(service.answer(id, hex(0), tree.proofOf(0)))
      .to.be.revertedWithCustomError(service, "TooLate")
      .withArgs(id, deadline);
    await expect(service.conclude(id)).to.emit(service, "ChallengeUnanswered").withArgs(id, op1.account.address);
  });

  it("AVS-55: silence gives the bond back and costs the custodian the set's fraction, once", async () => {
    const { core, service, slasher, alice, bob, avs, tree, challenge, op1 } =
      await networkHelpers.loadFixture(deployAvailability);
    const id = await challenge(op1, 2);
    await expect(service.punish(id)).to.be.revertedWithCustomError(service, "WrongState").withArgs(id, 1n);
    await time.increase(RESPONSE_SECONDS);
    await service.connect(bob).conclude(id);
    expect(await service.balanceOf(alice)).to.equal(BOND_WEI);
    await expect(service.answer(id, hex(2), tree.proofOf(2)))
      .to.be.revertedWithCustomError(service, "WrongState")
      .withArgs(id, 3n);
    const punishment = service.connect(bob).punish(id);
    const faultId = await service.faultIdOf(id);
    await expect(punishment).to.emit(service, "SilencePunished").withArgs(id, op1.account.address, faultId);
    await expect(punishment)
      .to.emit(slasher, "SlashExecuted")
      .withArgs(faultId, op1.account.address, SET_ID, 1n, SLASH_WAD);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
    await expect(service.punish(id)).to.be.revertedWithCustomError(service, "WrongState").withArgs(id, 4n);
    await expect(service.conclude(id)).to.be.revertedWithCustomError(service, "WrongState").withArgs(id, 4n);
  });

  it("AVS-55: a slash beyond the limit keeps nobody's bond, and comes when the window has moved on", async () => {
    const { core, service, slasher, alice, avs, challenge, op1 } = await networkHelpers.loadFixture(deployAvailability);
    const ids = [await challenge(op1, 0), await challenge(op1, 1), await challenge(op1, 2)];
    await time.increase(RESPONSE_SECONDS);
    for (const id of ids) await service.conclude(id);
    expect(await service.balanceOf(alice)).to.equal(7n * BOND_WEI);
    await service.punish(ids[0]!);
    await service.punish(ids[1]!);
    await expect(service.punish(ids[2]!)).to.be.revertedWithCustomError(slasher, "SlashLimitExceeded");
    await time.increase(604_800);
    await service.punish(ids[2]!);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal((WAD * 27n) / 64n);
  });

  it("AVS-53: the bond doubles with every open challenge, eight at most, and the same question is open once", async () => {
    const { service, alice, tree, op1, op2, challenge, promise, keptUntil } =
      await networkHelpers.loadFixture(deployAvailability);
    const { account } = op1;
    await challenge(op1, 0);
    await expect(service.challenge(account, tree.blobId, 0, { value: 2n * BOND_WEI }))
      .to.be.revertedWithCustomError(service, "AlreadyAsked")
      .withArgs(account.address, tree.blobId, 0);
    for (const value of [BOND_WEI, 2n * BOND_WEI + 1n]) {
      await expect(service.challenge(account, tree.blobId, 1, { value }))
        .to.be.revertedWithCustomError(service, "WrongBond")
        .withArgs(value, 2n * BOND_WEI);
    }
    for (const index of [1, 2, 3, 4]) await challenge(op1, index);
    const more = { ...tree, blobId: ethers.id("unchecked"), chunkCount: 9 };
    await service.store(more.blobId, 9, keptUntil, await promise([op1, op2], more));
    for (const index of [0, 1, 2]) {
      const value = await service.nextBond(account);
      await service.connect(alice).challenge(account, more.blobId, index, { value });
    }
    expect(await service.openAgainst(account)).to.equal(8n);
    expect(await ethers.provider.getBalance(service)).to.equal(255n * BOND_WEI);
    await expect(service.challenge(account, more.blobId, 3, { value: 256n * BOND_WEI }))
      .to.be.revertedWithCustomError(service, "TooManyOpen")
      .withArgs(account.address, 8n);
    await challenge(op2, 0);
    await service.answer(1n, hex(0), tree.proofOf(0));
    await service.connect(alice).challenge(account, tree.blobId, 0, { value: 128n * BOND_WEI });
    expect((await service.challengeAt(10n)).bondWei).to.equal(128n * BOND_WEI);
  });

  it("AVS-51: only a custodian is asked, for a chunk that is there, while it has time and can pay", async () => {
    const { core, service, avs, tree, keptUntil, challenge, op1, op3 } =
      await networkHelpers.loadFixture(deployAvailability);
    const value = BOND_WEI;
    await expect(service.challenge(op3.account, tree.blobId, 0, { value }))
      .to.be.revertedWithCustomError(service, "NotCustodian")
      .withArgs(op3.account.address, tree.blobId);
    await expect(service.challenge(op1.account, tree.blobId, 5, { value }))
      .to.be.revertedWithCustomError(service, "NoSuchChunk")
      .withArgs(tree.blobId, 5, 5);
    const inTime = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(keptUntil - RESPONSE_SECONDS);
    await challenge(op1, 0);
    await inTime.restore();
    const leaving = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(keptUntil - RESPONSE_SECONDS + 1n);
    await expect(service.challenge(op1.account, tree.blobId, 0, { value }))
      .to.be.revertedWithCustomError(service, "PromiseEnds")
      .withArgs(tree.blobId, keptUntil);
    await leaving.restore();
    await leave(core, op1.account, avs);
    const reach = BigInt(await ethers.provider.getBlockNumber()) + DELAY_BLOCKS;
    const responseBlocks = RESPONSE_SECONDS / 12n;
    await networkHelpers.mineUpTo(reach - responseBlocks - 1n);
    await service.challenge.staticCall(op1.account, tree.blobId, 0, { value });
    await networkHelpers.mine(1);
    await expect(service.challenge(op1.account, tree.blobId, 0, { value }))
      .to.be.revertedWithCustomError(service, "OutOfReach")
      .withArgs(op1.account.address, reach, reach + 1n);
  });

  it("AVS-55: an operator that leaves when it is asked is still slashed for its silence", async () => {
    const { core, service, avs, challenge, op1 } = await networkHelpers.loadFixture(deployAvailability);
    const id = await challenge(op1, 0);
    await leave(core, op1.account, avs);
    await networkHelpers.mine(RESPONSE_SECONDS / 12n + 1n, { interval: 12 });
    await service.conclude(id);
    await service.punish(id);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-52: a chunk above 4,096 bytes is not looked at", async () => {
    const { service, challenge, op1 } = await networkHelpers.loadFixture(deployAvailability);
    const id = await challenge(op1, 0);
    await expect(service.answer(id, `0x${"00".repeat(4097)}`, []))
      .to.be.revertedWithCustomError(service, "ChunkTooLong")
      .withArgs(4097n, 4096n);
    expect(await ethers.provider.getBalance(service)).to.equal(ETH / 100n);
  });
});
