import { expect } from "chai";
import fc from "fast-check";
import { depositDataFor, pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { FOREVER, HOUR, restored, standUpLadder } from "../ladder.ts";
import { ETH, GWEI } from "../../../scripts/lib/units.ts";

const DUST = 2n;
/** His part of what the vault's own validators earn meanwhile, which the checkpoint of his batch finds. */
const EARNED = 10n ** 14n;
const LEFT_BY_ROUNDING = 10n ** 6n;
/** When the LST's own validators lose: before anybody knows it, while it is held, asked for, or in the LST's queue. */
const STAGES = ["before the deposit", "held", "asked for", "in the LST's queue"] as const;

/** Two validators of the LST's pool at work, and 40 ETH of its token in the vault, half of it restaked. */
async function withPool() {
  const s = await standUpLadder();
  const credentials = await s.stEth.withdrawalCredentials();
  const keys = [0, 1].map((number) => depositDataFor(pubkeyOf("pool", number), credentials, 32n * GWEI));
  await s.stEth.connect(s.admin).registerKeys(
    keys.map(({ pubkey }) => pubkey),
    keys.map(({ signature }) => signature),
  );
  await s.giveLst(s.keeper, 40n * ETH);
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  await s.restaker.restakeLst(0n, s.lst);
  await s.stEth.stakeBuffered(2n);
  await s.advanceEpochs(300n);
  await s.stEth.report(100n);
  await s.vault.syncAll();
  return s;
}

/** The same, and 64 ETH in validators of the vault's own beside it. */
async function withOwnValidators() {
  const s = await restored(withPool);
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 64n * ETH + ETH / 100n });
  const keys = await s.registerKeys(0n, 2);
  await s.restaker.restakeEth(0n, 2n);
  await s.advanceEpochs(300n);
  await s.verifyKeys(0n, keys);
  await s.checkpoint(0n, keys);
  await s.stEth.report(100n);
  await s.vault.syncAll();
  // what has been found drips
  await s.networkHelpers.time.increase(25n * HOUR);
  await s.checkpoint(0n, keys);
  await s.vault.syncAll();
  return { ...s, keys };
}

/**
 * Bob deposits LST and asks for it back through the vault's queue; another has the same LST and takes the LST's own exit.
 * At one moment of that the pool's validators lose.
 *
 * @returns what the two are paid, what bob would have had without the loss, and what the vault held of LST and in all.
 */
async function race(
  s: Awaited<ReturnType<typeof withPool>> & { readonly keys?: { pubkey: string }[] },
  { wei, lossGwei, stage }: { wei: bigint; lossGwei: bigint; stage: (typeof STAGES)[number] },
) {
  const lose = async (now: (typeof STAGES)[number]) => {
    if (now !== stage) return;
    const [staying] = await s.stEth.validators();
    for (const index of staying) await s.beacon.connect(s.admin).reportPenalty(index, lossGwei);
  };
  const [amount, twin] = [await s.giveLst(s.bob, wei), await s.giveLst(s.opTwo, wei)];
  await lose("before the deposit");
  const value = await s.lstReserve.toAssetsDown(amount);
  await s.vault.connect(s.bob).depositLst(s.lst, amount, s.bob, 0n, FOREVER);
  const { recognised, idle } = await s.vault.totals();
  const natives = await Promise.all(s.delegators.map(async (one) => (await one.flows()).native));
  const beside = idle + natives.reduce((sum, one) => sum + one, 0n);
  await s.lst.connect(s.opTwo).approve(s.lstQueue, twin);
  const twinId = await s.lstQueue.connect(s.opTwo).requestWrapped.staticCall(twin, s.opTwo);
  await s.lstQueue.connect(s.opTwo).requestWrapped(twin, s.opTwo);
  await lose("held");
  await s.queue.connect(s.bob).request(await s.vault.balanceOf(s.bob), s.bob, 0n, FOREVER);
  await lose("asked for");
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
  if (s.keys !== undefined) await s.checkpoint(0n, s.keys);
  await s.restaker.requestLstExit(s.lst);
  await lose("in the LST's queue");
  await s.fillLstExits();
  const direct = await s.lstQueue.claimable(twinId);
  const takeOut = async () => {
    for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
    await s.queue.settle();
  };
  await takeOut();
  // what the LST's exit did not bring, if bob is owed more, comes with the next
  if ((await s.queue.waitingShares()).closedShares > LEFT_BY_ROUNDING) {
    await s.restaker.requestLstExit(s.lst);
    await s.fillLstExits();
    await takeOut();
  }
  const paid = await s.queue.claimableOf(1n << 64n);
  return { paid, direct, value, beside, whole: recognised };
}

const PLAN = fc.record({
  wei: fc.bigInt({ min: ETH, max: 15n * ETH }),
  lossGwei: fc.oneof(fc.bigInt({ min: 1n, max: 16n * GWEI }), fc.constant(0n)),
  stage: fc.constantFrom(...STAGES),
});

describe("attack: a loss of the LST's own validators, put to the vault", () => {
  it("INV-29: whenever the pool's validators lose, LST that goes through the vault's queue is paid no more than by the LST's own exit", async () => {
    const s = await restored(withPool);
    const start = await s.networkHelpers.takeSnapshot();
    let most = 0n;
    await fc.assert(
      fc.asyncProperty(PLAN, async (plan) => {
        await start.restore();
        const { paid, direct, value } = await race(s, plan);
        expect(paid).to.be.greaterThan(0n);
        expect(paid).to.be.at.most(direct + DUST);
        most = value - paid > most ? value - paid : most;
      }),
      { numRuns: 12, seed: 29, endOnFailure: true },
    );
    expect(most).to.be.greaterThan(ETH / 2n);
  });

  it("INV-29: with other stake beside the LST, bob passes on the part of his loss that the other stake is of the vault, and no more", async () => {
    const s = await restored(withOwnValidators);
    const start = await s.networkHelpers.takeSnapshot();
    let passed = 0n;
    await fc.assert(
      fc.asyncProperty(PLAN, async (plan) => {
        await start.restore();
        const { paid, direct, value, beside, whole } = await race(s, plan);
        expect(beside).to.be.greaterThan(30n * ETH);
        const loss = value > direct ? value - direct : 0n;
        expect(paid).to.be.at.most(direct + (loss * beside) / whole + EARNED);
        passed = paid - direct > passed ? paid - direct : passed;
      }),
      { numRuns: 8, seed: 30, endOnFailure: true },
    );
    expect(passed).to.be.greaterThan(0n);
  });
});
