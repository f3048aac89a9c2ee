import { expect } from "chai";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** All of the weight in slot 0, and ETH for `count` validators. */
async function withValidators(count: number) {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: BigInt(count) * 32n * ETH });
  const keys = await s.registerKeys(0n, count);
  return { s, keys };
}

async function requestAll(s: Ladder): Promise<void> {
  await s.queue.connect(s.alice).request(await s.vault.balanceOf(s.alice), s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

describe("validators of the vault", () => {
  it("OPS-02: an exit that consensus ignores is refused, as is one of a stranger's validator", async () => {
    const { s, keys } = await withValidators(1);
    await s.restaker.restakeEth(0n, 1n);
    await s.advanceEpochs(20n);
    await s.verifyKeys(0n, keys);
    await requestAll(s);
    const fee = await s.beacon.withdrawalRequestFee();
    const key = keys[0]!.pubkey;
    // too young: consensus takes an exit after 256 epochs of service
    await expect(s.restaker.exitValidators(0n, [key], { value: fee }))
      .to.be.revertedWithCustomError(s.delegators[0], "ExitIgnored")
      .withArgs(key);
    expect(await s.targets.exitDemand()).to.be.greaterThan(30n * ETH);
    const stranger = `0x${"ab".repeat(48)}`;
    await expect(s.restaker.exitValidators(0n, [stranger], { value: fee }))
      .to.be.revertedWithCustomError(s.delegators[0], "NotOurValidator")
      .withArgs(pubkeyHashOf(stranger));
    await s.advanceEpochs(300n);
    await expect(s.restaker.connect(s.keeper).exitValidators(0n, [key], { value: fee + 5n })).to.changeEtherBalance(
      s.ethers,
      s.keeper,
      -fee,
    );
  });

  it("OPS-03: a validator's penalty counts once its pod is checkpointed, which anyone starts", async () => {
    const { s, keys } = await withValidators(1);
    await s.restaker.restakeEth(0n, 1n);
    await s.advanceEpochs(20n);
    await s.verifyKeys(0n, keys);
    await s.vault.syncAll();
    const { index } = await s.beacon.indexOf(pubkeyHashOf(keys[0]!.pubkey));
    await s.beacon.reportPenalty(index, 4n * 10n ** 9n);
    await s.vault.syncAll();
    expect((await s.vault.totals()).recognised).to.equal(32n * ETH);
    await s.checkpoint(0n, keys);
    await s.vault.sync(s.delegators[0]);
    expect((await s.vault.totals()).recognised).to.be.within(28n * ETH - ETH / 10n, 28n * ETH + ETH / 10n);
    await expectBalanced(s);
  });

  /** A slot with as many validators on their way out as it may have; on the way there it is refused more of each kind. */
  async function full(): Promise<Ladder> {
    const { s, keys } = await withValidators(34);
    await s.restaker.restakeEth(0n, 32n);
    await expect(s.restaker.restakeEth(0n, 1n))
      .to.be.revertedWithCustomError(s.unprovenKeys, "TooManyUnverified")
      .withArgs(32n);
    await s.advanceEpochs(20n);
    await s.verifyKeys(0n, keys.slice(0, 32));
    await s.restaker.restakeEth(0n, 1n);
    await s.advanceEpochs(300n);
    await s.verifyKeys(0n, keys.slice(32, 33));
    await requestAll(s);
    const pubkeys = keys.slice(0, 33).map(({ pubkey }) => pubkey);
    const fees = (await s.beacon.withdrawalRequestFee()) * 33n;
    await expect(s.restaker.exitValidators(0n, pubkeys, { value: fees }))
      .to.be.revertedWithCustomError(s.delegators[0], "TooManyExiting")
      .withArgs(32n);
    await s.restaker.exitValidators(0n, pubkeys.slice(0, 32), { value: fees });
    return s;
  }

  it("OPS-07: at most 32 validators wait for their proof, and at most 32 for their exit", async () => {
    const s = await full();
    expect(await s.delegators[0].exitingKeys()).to.have.length(32);
  });

  it("OPS-30: a slot with as many validators as may leave is read with gas to spare [uninstrumented]", async () => {
    const s = await full();
    // the rest is for withdrawals in the core's queue
    expect(await s.delegators[0].flows.estimateGas()).to.be.below(((await s.targets.READ_GAS()) * 3n) / 5n);
  });
});
