import { expect } from "chai";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { DELAY_BLOCKS, FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, GWEI } from "../../scripts/lib/units.ts";

const GRACE = 48n * HOUR;
const VIRTUAL = 10n ** 6n;
/** Epochs in which a validator has left the chain and can be swept. */
const EXIT_EPOCHS = 300n;
/** Epochs in which a slashed one has. */
const SLASHED_EPOCHS = 8_400n;

/** Slot 0 holds the stake of Alice (64 ETH) and Bob (32 ETH) as three validators; Bob's ticket waits in a closed batch. */
async function threeValidators(proven: number) {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 64n * ETH });
  await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 32n * ETH });
  const keys = await s.registerKeys(0n, 3);
  await s.restaker.restakeEth(0n, 3n);
  await s.advanceEpochs(EXIT_EPOCHS);
  await s.verifyKeys(0n, keys.slice(0, proven));
  await s.vault.syncAll();
  await s.queue.connect(s.bob).request(await s.vault.balanceOf(s.bob), s.bob, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
  const indexOf = async (key: number) => (await s.beacon.indexOf(pubkeyHashOf(keys[key]!.pubkey))).index;
  return { s, keys, indexOf };
}

/** Dead for as long as the grace, and ended by somebody. */
async function windUp(s: Ladder): Promise<void> {
  await s.vault.syncAll();
  expect(await s.vault.isDead()).to.equal(true);
  await s.networkHelpers.time.increase(GRACE);
  await s.runOff.connect(s.keeper).windUp();
}

/** Takes all native stake of the slot out of the core, to the vault's idle ETH. */
async function takeOut(s: Ladder): Promise<void> {
  await s.restaker.unwind(0n, BEACON_CHAIN_ETH_STRATEGY);
  await s.networkHelpers.mine(DELAY_BLOCKS + 1);
  await s.completeAll(0n);
  // what came in was gained before, and drips
  await s.networkHelpers.time.increase(25n * HOUR);
  await s.vault.syncAll();
}

/** Pays Bob's ticket, then Alice's, who asks now. @returns what each was paid */
async function payAll(s: Ladder): Promise<{ bob: bigint; alice: bigint }> {
  const bobs = 1n << 64n;
  const { recognised, supply } = await s.vault.totals();
  const shares = (await s.tickets.info(bobs, s.bob)).shares;
  await s.queue.settle();
  const bob = await s.queue.claimableOf(bobs);
  const worth = (shares * (recognised + VIRTUAL)) / (supply + VIRTUAL);
  expect(bob, "what Bob's shares are worth, to the wei").to.equal(worth < recognised ? worth : recognised);
  await expect(s.queue.connect(s.bob).claim(bobs, s.bob)).to.changeEtherBalance(s.ethers, s.bob, bob);
  await s.queue.connect(s.alice).request(await s.vault.balanceOf(s.alice), s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
  const { recognised: rest } = await s.vault.totals();
  await s.queue.settle();
  const alice = await s.queue.claimableOf(2n << 64n);
  expect(alice, "the rest is Alice's").to.equal(rest);
  await expect(s.queue.connect(s.alice).claim(2n << 64n, s.alice)).to.changeEtherBalance(s.ethers, s.alice, alice);
  expect(await s.vault.totalSupply()).to.equal(0n);
  await expectBalanced(s);
  return { bob, alice };
}

describe("a run-off with validators", () => {
  it("VLT-72: validators of a vault that penalties killed leave, one that was never proven among them, and what comes late is the old holders', to the wei", async () => {
    const { s, keys, indexOf } = await threeValidators(2);
    // the third was slashed before anybody proved it; all three lose all but a hundred gwei
    await s.beacon.reportSlashing(await indexOf(2));
    for (const key of [0, 1, 2]) {
      const balance = (await s.beacon.validator(await indexOf(key))).balanceGwei;
      await s.beacon.reportPenalty(await indexOf(key), balance - 100n);
    }
    await s.proveKeys(0n, keys.slice(2));
    await s.checkpoint(0n, keys.slice(0, 2));
    await windUp(s);
    expect((await s.vault.totals()).recognised).to.be.below(ETH / 10n ** 5n);
    await expect(s.vault.deposit(s.keeper, 0n, FOREVER, { value: ETH })).to.be.revertedWithCustomError(
      s.vault,
      "WoundUp",
    );
    // nobody waits for Alice's part, and yet both validators may leave
    const fee = await s.beacon.withdrawalRequestFee();
    await s.restaker.connect(s.keeper).exitValidators(
      0n,
      keys.slice(0, 2).map(({ pubkey }) => pubkey),
      { value: 2n * fee },
    );
    await s.advanceEpochs(EXIT_EPOCHS);
    for (const key of [0, 1]) await s.beacon.sweep(await indexOf(key));
    await s.checkpoint(0n, keys.slice(0, 2));
    await s.vault.syncAll();
    const crumbs = await s.vault.recordOf(s.delegators[0]);
    expect(crumbs).to.be.within(200n * GWEI - VIRTUAL, ETH / 10n ** 4n);

    // 36 days after its slash the third may leave with nothing, and somebody makes good for it
    await s.advanceEpochs(SLASHED_EPOCHS);
    await s.beacon.sweep(await indexOf(2));
    await s.keeper.sendTransaction({ to: await s.delegators[0].pod(), value: 31n * ETH + 500n * GWEI });
    await s.checkpoint(0n, []);
    await s.proveKeys(0n, keys.slice(2), "checkpoint");
    expect(await s.unprovenKeys.keysOf(s.delegators[0])).to.have.length(0);
    await s.vault.syncAll();
    const late = (await s.vault.recordOf(s.delegators[0])) - crumbs;
    expect(late).to.be.within(31n * ETH, 32n * ETH);
    await takeOut(s);
    const { idle, feesOwed } = await s.vault.totals();
    expect(feesOwed).to.equal(0n);
    // the core pays whole gwei
    expect(idle).to.be.within(crumbs + late - GWEI, crumbs + late);
    const paid = await payAll(s);
    expect(paid.bob + paid.alice).to.equal(idle);
    expect(paid.bob).to.be.within(idle / 3n, idle / 3n + VIRTUAL);
  });

  it("VLT-72: a slash leaves a ten millionth of the stake; what validators earn after it comes whole, and all is paid to the wei", async () => {
    const { s, keys, indexOf } = await threeValidators(3);
    await s.secure(s.keeper, s.opOne, [BEACON_CHAIN_ETH_STRATEGY]);
    await s.checkpoint(0n, keys);
    await s.slash(s.keeper, s.opOne, [BEACON_CHAIN_ETH_STRATEGY], ETH - ETH / 10n ** 7n);
    await windUp(s);
    const stake = await s.vault.recordOf(s.delegators[0]);
    expect(stake).to.be.within((96n * ETH) / 10n ** 7n, (97n * ETH) / 10n ** 7n);
    await s.restaker.exitValidators(
      0n,
      keys.map(({ pubkey }) => pubkey),
      {
        value: 3n * (await s.beacon.withdrawalRequestFee()),
      },
    );
    await s.advanceEpochs(EXIT_EPOCHS);
    for (const key of [0, 1, 2]) await s.beacon.sweep(await indexOf(key));
    await s.checkpoint(0n, keys);
    await s.vault.syncAll();
    const left = await s.vault.recordOf(s.delegators[0]);
    const earned = left - stake;
    expect(earned).to.be.within(ETH / 10_000n, ETH);
    await takeOut(s);
    const { idle } = await s.vault.totals();
    // the core pays whole gwei
    expect(idle).to.be.within(left - 3n * GWEI, left);
    const paid = await payAll(s);
    expect(paid.bob + paid.alice).to.equal(idle);
  });

  it("VLT-72: of an operator at nothing nothing comes, until anybody leaves it: then what validators earn late does", async () => {
    const { s, keys, indexOf } = await threeValidators(3);
    await s.secure(s.keeper, s.opOne, [BEACON_CHAIN_ETH_STRATEGY]);
    await s.checkpoint(0n, keys);
    await s.slash(s.keeper, s.opOne, [BEACON_CHAIN_ETH_STRATEGY], ETH);
    await windUp(s);
    expect(await s.vault.recordOf(s.delegators[0])).to.equal(0n);
    const start = await s.networkHelpers.takeSnapshot();
    // as it is, tickets of which a checkpoint told end at zero, and later ones wait for the next
    await s.queue.settle();
    expect(await s.queue.claimableOf(1n << 64n)).to.equal(0n);
    await s.queue.connect(s.alice).request(await s.vault.balanceOf(s.alice), s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close();
    await expect(s.queue.settle()).to.be.revertedWithCustomError(s.queue, "NewsBeforeClose");
    await start.restore();
    // the core adds no shares to an operator at nothing
    await s.delegators[0].startCheckpoint();
    await expect(s.proveCheckpoint(0n, keys)).to.be.revertedWithCustomError(s.delegation, "FullySlashed");
    await s.restaker.connect(s.keeper).leaveIneligible(0n);
    await s.proveCheckpoint(0n, keys);
    await s.restaker.exitValidators(
      0n,
      keys.map(({ pubkey }) => pubkey),
      { value: 3n * (await s.beacon.withdrawalRequestFee()) },
    );
    await s.advanceEpochs(EXIT_EPOCHS);
    for (const key of [0, 1, 2]) await s.beacon.sweep(await indexOf(key));
    await s.checkpoint(0n, keys);
    await s.vault.syncAll();
    const earned = await s.vault.recordOf(s.delegators[0]);
    expect(earned).to.be.within(ETH / 10_000n, ETH);
    await takeOut(s);
    const { idle } = await s.vault.totals();
    expect(idle).to.be.within(earned - 3n * GWEI, earned);
    const paid = await payAll(s);
    expect(paid.bob + paid.alice).to.equal(idle);
  });
});
