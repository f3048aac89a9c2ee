import { expect } from "chai";
import fc from "fast-check";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, HOUR, type Ladder, MAX_CHECKPOINT_AGE, standUpLadder } from "./ladder.ts";
import { DAY, type Standing, standUpVault } from "./vault.ts";
import { ETH, GWEI } from "../../scripts/lib/units.ts";

const MAX_AGE = 3n * DAY;

/** Alice's 100 ETH; Bob has asked to leave the cover with half of his 6 ETH. */
async function asking() {
  const s = await standUpVault();
  await s.vault.deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
  await s.cover.connect(s.bob).join(s.bob, 0n, { value: 6n * ETH });
  await s.cover.connect(s.bob).cooldown((await s.cover.sharesOf(s.bob)) / 2n);
  const { opensAt } = await s.cover.leaveOf(1n);
  return { ...s, opensAt };
}

const at = async ({ networkHelpers }: Pick<Standing, "networkHelpers">, moment: bigint) =>
  networkHelpers.time.setNextBlockTimestamp(moment);

/** 96 ETH of the vault's 100 in three validators of slot 0; Bob underwrites 9 ETH and the keeper one. */
async function withValidators() {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
  const keys = await s.stakeValidators(0n, 3);
  await s.cover.connect(s.bob).join(s.bob, 0n, { value: 9n * ETH });
  await s.cover.connect(s.keeper).join(s.keeper, 0n, { value: ETH });
  return { s, keys };
}

/** Rung 1 takes `gwei` from each of the validators; no pod knows. */
async function penalise({ beacon }: Ladder, keys: { pubkey: string }[], gwei: bigint): Promise<void> {
  for (const { pubkey } of keys) await beacon.reportPenalty((await beacon.indexOf(pubkeyHashOf(pubkey))).index, gwei);
}

describe("cover and news", () => {
  it("COV-20: nobody joins or leaves on what the vault would not price an exit by, to the second", async () => {
    const s = await asking();
    const word = s.opensAt;
    await s.left.setAsOf(word);
    const join = () => s.cover.connect(s.carol).join(s.carol, 0n, { value: ETH });
    const leave = () => s.cover.connect(s.bob).withdraw(1n, s.bob, 0n);
    const snapshot = await s.networkHelpers.takeSnapshot();
    for (const call of [join, leave]) {
      await s.right.setAsOf(word + DAY / 2n);
      await at(s, word + DAY);
      await call();
      await snapshot.restore();
    }
    // the other pod's word is as old as it may be, and then a second older
    for (const call of [join, leave]) {
      const oldest = word + DAY - MAX_AGE;
      await s.right.setAsOf(oldest);
      await at(s, word + DAY + 1n);
      if (call === leave) await s.cover.connect(s.bob).cancelCooldown(1n);
      else await expect(call()).to.be.revertedWithCustomError(s.vault, "CheckpointTooOld").withArgs(oldest, MAX_AGE);
      await snapshot.restore();
      if (call === leave) continue;
      await s.right.setAsOf(oldest);
      await at(s, word + DAY);
      await call();
      await snapshot.restore();
    }
  });

  it("COV-20: whatever is how old, the cover takes somebody in just when the vault does", async () => {
    const s = await asking();
    const now = BigInt(await s.networkHelpers.time.latest()) + 10n;
    const snapshot = await s.networkHelpers.takeSnapshot();
    const age = fc.bigInt(0n, 2n * MAX_AGE);
    const edges = fc.constantFrom(MAX_AGE - 1n, MAX_AGE, MAX_AGE + 1n);
    const anyAge = fc.oneof(age, edges);
    let [taken, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anyAge, anyAge, async (left, right) => {
        await s.left.setAsOf(now - left);
        await s.right.setAsOf(now - right);
        await s.networkHelpers.time.setNextBlockTimestamp(now);
        await s.vault.syncAll();
        const pending = { blockTag: "latest" } as const;
        const may = async (call: Promise<unknown>) =>
          call.then(
            () => true,
            () => false,
          );
        const vaultTakes = await may(s.vault.deposit.staticCall(s.carol, 0n, FOREVER, { value: ETH, ...pending }));
        const coverTakes = await may(s.cover.join.staticCall(s.carol, 0n, { value: ETH, ...pending }));
        await snapshot.restore();
        expect(coverTakes).to.equal(vaultTakes);
        if (coverTakes) ++taken;
        else ++refused;
      }),
      { numRuns: Number(process.env.LADDER_INVARIANT_RUNS ?? 24) },
    );
    expect(Math.min(taken, refused)).to.be.greaterThan(0);
  });

  it("COV-21: whoever leaves needs every pod's word from the end of his lock or later, to the second", async () => {
    const s = await asking();
    const { opensAt } = s;
    const leave = () => s.cover.connect(s.bob).withdraw(1n, s.bob, 0n);
    await at(s, opensAt - 60n);
    await s.left.setAsOf(opensAt);
    await s.right.setAsOf(opensAt - 1n);
    await at(s, opensAt + HOUR);
    await expect(leave())
      .to.be.revertedWithCustomError(s.cover, "CooldownNotSeen")
      .withArgs(opensAt - 1n, opensAt);
    await s.right.setAsOf(opensAt);
    const funds = await s.cover.funds();
    await leave();
    expect(await s.cover.funds()).to.equal(funds - 3n * ETH);
  });

  for (const age of [HOUR, MAX_CHECKPOINT_AGE + 60n])
    it(`COV-20, COV-21: a penalty in the lock that no checkpoint told is paid by who leaves; word ${age} seconds old`, async () => {
      const { s, keys } = await withValidators();
      const { cover, vault, bob } = s;
      await s.networkHelpers.time.increase(age);
      await cover.connect(bob).cooldown(await cover.sharesOf(bob));
      const leave = () => cover.connect(bob).withdraw(1n, bob, 0n);
      await s.networkHelpers.time.increaseTo((await cover.leaveOf(1n)).opensAt + 60n);
      await penalise(s, keys, 2n * GWEI);
      await expect(leave()).to.be.revertedWithCustomError(
        age > MAX_CHECKPOINT_AGE ? vault : cover,
        age > MAX_CHECKPOINT_AGE ? "CheckpointTooOld" : "CooldownNotSeen",
      );
      await s.checkpoint(0n, keys);
      const [funds, shares] = [await cover.funds(), await cover.totalShares()];
      const mine = (await cover.leaveOf(1n)).shares;
      const before = await s.ethers.provider.getBalance(s.treasury);
      const receipt = (await (await cover.connect(bob).withdraw(1n, s.treasury, 0n)).wait())!;
      const [drawn] = await cover.queryFilter(cover.filters.Drawn(), receipt.blockNumber, receipt.blockNumber);
      // 6 ETH less what the validators have earned meanwhile; nine tenths of what is left are his
      expect(drawn!.args.paidAssets).to.be.within((59n * ETH) / 10n - ETH / 2n, 6n * ETH);
      const due = (mine * (funds - drawn!.args.paidAssets + 10n ** 6n)) / (shares + ETH);
      expect((await s.ethers.provider.getBalance(s.treasury)) - before).to.equal(due);
    });

  it("COV-22: nobody joins while a slash is announced, and at its end whoever wants does", async () => {
    const s = await standUpLadder();
    const service = await s.ethers.deployContract("CryingWolf", [s.keeper.address]);
    await s.slashingGuard.list(service, 3_600n, 36_000n);
    const expiresAt = BigInt(await s.networkHelpers.time.latest()) + 1_800n;
    await service.cry(s.opOne, 1n, ETH / 2n, expiresAt, 1n);
    const join = () => s.cover.connect(s.bob).join(s.bob, 0n, { value: ETH });
    await at(s, expiresAt - 1n);
    await expect(join()).to.be.revertedWithCustomError(s.vault, "ExitsHeldBack");
    await at(s, expiresAt);
    await join();
    expect(await s.cover.funds()).to.equal(ETH);
  });
});
