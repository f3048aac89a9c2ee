import { expect } from "chai";
import { DAY, FOREVER, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const ticket = (batch: bigint, index: bigint) => (batch << 64n) | index;

/** Alice has `parts` tickets of one ETH each in a batch that is filled. */
async function filled(parts: number): Promise<Standing> {
  const s = await standUpVault();
  await s.vault.deposit(s.alice, 0n, FOREVER, { value: 20n * ETH });
  await s.queue.connect(s.alice).requestMany(Array(parts).fill(ETH), s.alice, BigInt(parts) * ETH, FOREVER);
  await s.networkHelpers.time.increase(DAY);
  await s.queue.close();
  await s.queue.settle();
  return s;
}

describe("several tickets at once", () => {
  it("QUE-01: several requests make one escrow, a ticket each, and one quote for all", async () => {
    const { queue, vault, alice, bob, tickets } = await standUpVault();
    await vault.deposit(alice, 0n, FOREVER, { value: 10n * ETH });
    const me = queue.connect(alice);
    await expect(me.requestMany([ETH, ETH], bob, 2n * ETH + 1n, FOREVER))
      .to.be.revertedWithCustomError(queue, "QuoteTooLow")
      .withArgs(2n * ETH, 2n * ETH + 1n);
    await expect(me.requestMany([ETH, 0n], bob, 0n, FOREVER)).to.be.revertedWithCustomError(queue, "TooFewShares");
    await me.requestMany([ETH, 3n * ETH], bob, 4n * ETH, FOREVER);
    expect(await tickets.balanceOf(bob)).to.equal(2n);
    expect((await queue.ticketOf(ticket(1n, 1n))).shares).to.equal(3n * ETH);
    expect(await vault.balanceOf(queue)).to.equal(4n * ETH);
  });

  it("QUE-08: one call claims several tickets of a holder", async () => {
    const s = await filled(3);
    const ids = [0n, 1n, 2n].map((index) => ticket(1n, index));
    await expect(s.queue.connect(s.alice).claimMany(ids, s.bob)).to.changeEtherBalance(s.ethers, s.bob, 3n * ETH);
    expect(await s.tickets.balanceOf(s.alice)).to.equal(0n);
    await expectBalanced(s);
  });

  it("QUE-13: others claim for an owner without code, or who agreed, and skip who cannot be paid", async () => {
    const s = await filled(4);
    const ids = [0n, 1n, 2n, 3n].map((index) => ticket(1n, index));
    const receivers = [];
    for (const appetite of [0n, 90_000n, 5_000_000n]) {
      receivers.push(await s.ethers.deployContract("GreedyReceiver", [s.queue, appetite]));
    }
    for (const [i, receiver] of receivers.entries()) {
      await s.tickets.connect(s.alice).transferFrom(s.alice, receiver, ids[i + 1]!);
    }
    await s.queue.connect(s.keeper).claimFor(ids);
    // only alice was paid: the others have code and did not agree
    expect(await s.queue.lockedAssets()).to.equal(3n * ETH);
    for (const receiver of receivers) await receiver.allow();
    await expect(s.queue.connect(s.keeper).claimFor([...ids, 77n]))
      .to.emit(s.queue, "ClaimSkipped")
      .withArgs(ids[3]!);
    expect(await s.ethers.provider.getBalance(receivers[0]!)).to.equal(ETH);
    expect(await s.ethers.provider.getBalance(receivers[1]!)).to.equal(ETH);
    // the greedy one keeps its ticket, as it was
    expect(await s.queue.claimableOf(ids[3]!)).to.equal(ETH);
    expect(await s.tickets.ownerOf(ids[3]!)).to.equal(receivers[2]!.target);
    await expect(s.queue.connect(s.keeper).claimForOwner(ids[3]!)).to.be.revertedWithCustomError(
      s.queue,
      "NotTicketOwner",
    );
  });

  it("QUE-13: a caller cannot make a payment fail by giving little gas", async () => {
    const s = await filled(1);
    await expect(s.queue.claimFor([ticket(1n, 0n)], { gasLimit: 300_000n })).to.be.revertedWithCustomError(
      s.queue,
      "NotEnoughGas",
    );
  });
});
