import { expect } from "chai";
import { blobTree } from "../../../scripts/services/availability.ts";
import { ethers, magnitudeOf, networkHelpers } from "../core.ts";
import { deployAvailability, KEPT_SECONDS, RESPONSE_SECONDS, SLASH_WAD } from "./fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const EXIT_SECONDS = 300n;

/** A ledger of three accounts' entitlements, posted as a blob that op1 and op2 keep; 6 ETH are in the pot. */
async function deployLedger() {
  const deployed = await deployAvailability();
  const { service, alice, bob, mallory, admin, keptUntil, promise, op1, op2 } = deployed;
  const consumer = await ethers.deployContract("DataConsumer", [service, admin, EXIT_SECONDS]);
  const ledgerOf = (entitlements: readonly (readonly [string, bigint])[]) => {
    const chunks = entitlements.map((entry) => ethers.AbiCoder.defaultAbiCoder().encode(["address", "uint256"], entry));
    return { ...blobTree(chunks), chunks };
  };
  const ledger = ledgerOf([
    [alice.address, ETH],
    [bob.address, 2n * ETH],
    [mallory.address, 3n * ETH],
  ]);
  await consumer.connect(alice).deposit({ value: 6n * ETH });
  await service.store(ledger.blobId, 3, keptUntil, await promise([op1, op2], ledger));
  return { ...deployed, consumer, ledger, ledgerOf };
}

describe("DataAvailability: what a consumer does with it", () => {
  it("AVS-56: who has a chunk of a kept blob takes out what it says, less what it had", async () => {
    const { service, consumer, ledger, ledgerOf, alice, bob, keptUntil, promise, op1, op2 } =
      await networkHelpers.loadFixture(deployLedger);
    await expect(consumer.post(ledger.blobId)).to.emit(consumer, "LedgerPosted").withArgs(ledger.blobId);
    await expect(consumer.takeOut(1, ledger.chunks[1]!, ledger.proofOf(1))).to.changeEtherBalance(
      ethers,
      bob,
      2n * ETH,
    );
    await expect(consumer.takeOut(1, ledger.chunks[1]!, ledger.proofOf(1))).to.changeEtherBalance(ethers, bob, 0n);
    const next = ledgerOf([
      [bob.address, 3n * ETH],
      [alice.address, 1n],
    ]);
    await service.store(next.blobId, 2, keptUntil, await promise([op1, op2], next));
    await consumer.post(next.blobId);
    const paid = consumer.takeOut(0, next.chunks[0]!, next.proofOf(0));
    await expect(paid).to.emit(consumer, "TakenOut").withArgs(bob.address, ETH);
    await expect(consumer.takeOut(0, ledger.chunks[0]!, ledger.proofOf(0)))
      .to.be.revertedWithCustomError(consumer, "NotInLedger")
      .withArgs(next.blobId, 0n);
  });

  it("AVS-56: a blob that is not kept, or not for long enough, is no ledger; nor is one by another", async () => {
    const { consumer, ledger, mallory, keptUntil } = await networkHelpers.loadFixture(deployLedger);
    await expect(consumer.connect(mallory).post(ledger.blobId))
      .to.be.revertedWithCustomError(consumer, "OnlySequencer")
      .withArgs(mallory.address);
    const unknown = ethers.id("unknown");
    await expect(consumer.post(unknown)).to.be.revertedWithCustomError(consumer, "NotKeptLongEnough");
    const last = await networkHelpers.takeSnapshot();
    await networkHelpers.time.setNextBlockTimestamp(keptUntil - EXIT_SECONDS);
    await consumer.post(ledger.blobId);
    await last.restore();
    await networkHelpers.time.setNextBlockTimestamp(keptUntil - EXIT_SECONDS + 1n);
    await expect(consumer.post(ledger.blobId))
      .to.be.revertedWithCustomError(consumer, "NotKeptLongEnough")
      .withArgs(ledger.blobId, keptUntil, keptUntil + 1n);
    expect(KEPT_SECONDS).to.be.greaterThan(EXIT_SECONDS);
  });

  it("AVS-57: custodians that show nothing strand the deposits, and each of them pays for it", async () => {
    const { core, service, consumer, ledger, alice, bob, avs, op1, op2 } =
      await networkHelpers.loadFixture(deployLedger);
    await consumer.post(ledger.blobId);
    for (const { account } of [op1, op2]) {
      const value = await service.nextBond(account);
      await service.connect(bob).challenge(account, ledger.blobId, 1, { value });
    }
    await networkHelpers.time.increase(RESPONSE_SECONDS);
    const count = await service.challengeCount();
    for (const id of [count - 1n, count]) {
      await service.conclude(id);
      await service.punish(id);
    }
    for (const { account } of [op1, op2]) expect(await magnitudeOf(core, account, avs)).to.equal(WAD - SLASH_WAD);
    // Without the chunk, bob knows neither its bytes nor its proof; his neighbours' data does not help.
    await expect(consumer.takeOut(1, ledger.chunks[0]!, ledger.proofOf(0))).to.be.revertedWithCustomError(
      consumer,
      "NotInLedger",
    );
    expect(await ethers.provider.getBalance(consumer)).to.equal(6n * ETH);
    // Whoever answers a challenge publishes the chunk for all.
    await service
      .connect(alice)
      .challenge(op1.account, ledger.blobId, 1, { value: await service.nextBond(op1.account) });
    await service.answer(count + 1n, ledger.chunks[1]!, ledger.proofOf(1));
    await expect(consumer.takeOut(1, ledger.chunks[1]!, ledger.proofOf(1))).to.changeEtherBalance(
      ethers,
      bob,
      2n * ETH,
    );
  });
});
