import { expect } from "chai";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const CAP = 10n ** 6n * ETH;

/** Slot 0 holds proven validators that are old enough to leave, and LST stake. */
async function withValidators(count: number, lstWei = 0n) {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, CAP);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: BigInt(count) * 32n * ETH });
  const keys = await s.registerKeys(0n, count);
  await s.restaker.restakeEth(0n, BigInt(count));
  if (lstWei > 0n) {
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, lstWei), s.alice, 0n, FOREVER);
    await s.restaker.restakeLst(0n, s.lst);
  }
  await s.advanceEpochs(300n);
  await s.verifyKeys(0n, keys);
  await s.vault.syncAll();
  const pubkeys = keys.map(({ pubkey }) => pubkey);
  const exit = async (...indices: number[]) =>
    s.restaker.connect(s.keeper).exitValidators(
      0n,
      indices.map((index) => pubkeys[index]!),
      { value: (await s.beacon.withdrawalRequestFee()) * BigInt(indices.length) },
    );
  const indexOf = async (key: number) => (await s.beacon.indexOf(pubkeyHashOf(pubkeys[key]!))).index;
  return { s, pubkeys, exit, indexOf };
}

async function closeFor(s: Ladder, assets: bigint): Promise<void> {
  await s.queue.connect(s.alice).request(await s.vault.toSharesDown(assets), s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

describe("exits of validators", () => {
  it("OPS-15: while token stake can serve the batch, a validator leaves only when more than half of it is needed", async () => {
    const { s, exit } = await withValidators(3, 60n * ETH);
    await closeFor(s, 16n * ETH);
    expect(await s.targets.exitDemand()).to.be.within(15n * ETH, 16n * ETH);
    expect(await s.targets.validatorsNeeded(0n)).to.equal(0n);
    await expect(exit(0)).to.be.revertedWithCustomError(s.restaker, "TooManyValidators").withArgs(1n, 0n);
    await closeFor(s, ETH);
    // 17 ETH: more than half of one, and not of two
    expect(await s.targets.validatorsNeeded(0n)).to.equal(1n);
    await expect(exit(0, 1)).to.be.revertedWithCustomError(s.restaker, "TooManyValidators").withArgs(2n, 1n);
    await exit(0);
    // what one brings is more than what is needed: no second leaves
    expect(await s.targets.exitDemand()).to.equal(0n);
    await expect(exit(1)).to.be.revertedWithCustomError(s.restaker, "TooManyValidators").withArgs(1n, 0n);
  });

  it("OPS-15: what no token stake serves frees a validator, however little it fills, but for what rounding leaves", async () => {
    const { s, exit } = await withValidators(2, 4n * ETH);
    await closeFor(s, 3n * ETH);
    expect(await s.targets.validatorsNeeded(0n)).to.equal(0n);
    await s.restaker.unwind(0n, s.strategy);
    await closeFor(s, ETH + ETH / 200n);
    expect(await s.targets.validatorsNeeded(0n)).to.equal(0n);
    await closeFor(s, ETH / 2n);
    expect(await s.targets.validatorsNeeded(0n)).to.equal(1n);
    await exit(0);
  });

  it("OPS-15: a validator slashed on its way out covers nothing any more, and one slashed before is no exit", async () => {
    const { s, exit, indexOf, pubkeys } = await withValidators(3);
    await closeFor(s, 30n * ETH);
    await exit(0);
    expect(await s.targets.exitDemand()).to.equal(0n);
    await s.beacon.reportSlashing(await indexOf(0));
    // it pays in 8,192 epochs: the batch does not wait that long
    expect(await s.targets.exitDemand()).to.be.within(29n * ETH, 30n * ETH);
    await s.beacon.reportSlashing(await indexOf(1));
    await expect(exit(1))
      .to.be.revertedWithCustomError(s.delegators[0], "ValidatorSlashed")
      .withArgs(pubkeyHashOf(pubkeys[1]!));
    await exit(2);
    expect(await s.targets.exitDemand()).to.equal(0n);
  });

  it("OPS-15: native stake that its operator forced into the queue covers no batch: it comes back as shares", async () => {
    const { s, exit } = await withValidators(2);
    await s.delegation.connect(s.opOne).undelegate(s.delegators[0]);
    await closeFor(s, 20n * ETH);
    expect(await s.delegators[0].queuedAssets()).to.equal(64n * ETH);
    expect(await s.targets.exitDemand()).to.be.within(19n * ETH, 20n * ETH);
    await exit(0);
    expect(await s.targets.exitDemand()).to.equal(0n);
  });
});
