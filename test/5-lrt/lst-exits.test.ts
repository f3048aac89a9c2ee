import { expect } from "chai";
import { depositDataFor, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, HOUR, type Ladder, restored, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const LEAST_LEG = ETH / 10n;

/** 20 ETH of LST in the vault, restaked to half with each operator, at a rate that divides nothing; the pool has no ETH to spare. */
async function restakedLst(): Promise<Ladder> {
  const s = await standUpLadder();
  const credentials = await s.stEth.withdrawalCredentials();
  const keys = Array.from({ length: 7 }, (_, n) => depositDataFor(pubkeyOf("pool", n), credentials, 32n * 10n ** 9n));
  await s.stEth.registerKeys(
    keys.map(({ pubkey }) => pubkey),
    keys.map(({ signature }) => signature),
  );
  const amount = await s.giveLst(s.alice, 20n * ETH);
  await s.stEth.connect(s.bob).submit(s.ethers.ZeroAddress, { value: 205n * ETH });
  const uneven = 777_777_777_777_777_777n;
  await s.networkHelpers.setBalance(String(s.stEth.target), (await s.ethers.provider.getBalance(s.stEth)) + uneven);
  await s.stEth.report(100n);
  await s.vault.connect(s.alice).depositLst(s.lst, amount, s.alice, 0n, FOREVER);
  await s.stEth.stakeBuffered(7n);
  return s;
}

/** A batch of the vault over `shares`, closed. */
async function closeOver(s: Ladder, shares: bigint): Promise<void> {
  await s.queue.connect(s.alice).request(shares, s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
}

const fill = (s: Ladder) =>
  s.inOneBlock(
    () => s.stEth.report(100n, { gasLimit: 5_000_000n }),
    () => s.lstQueue.fill(10n, { gasLimit: 2_000_000n }),
  );

describe("an LST's own exits", () => {
  it("LST-70: a stranger who fills the batch of an exit in two parts keeps its place no longer than the batch", async () => {
    const s = await restored(restakedLst);
    await closeOver(s, ETH / 4n);
    await s.restaker.requestLstExit(s.lst);
    const [id = 0n] = await s.lstReserve.exitIds();
    const request = await s.lstQueue.getRequest(id);
    // bob joins with seven times as much, and tops the buffer up so that all but one share of the batch is paid
    const joined = await s.stEth.getPooledEthByShares(7n * request.shares);
    await s.stEth.connect(s.bob).approve(s.lstQueue, joined);
    await s.lstQueue.connect(s.bob).request(joined, s.bob);
    await s.networkHelpers.time.increase(HOUR);
    await s.lstQueue.close();
    // what the pool has must not grow between this report and the one of the fill, however slow the machine is
    await s.advanceEpochs(1n);
    await s.stEth.report(100n);
    const { shares } = await s.lstQueue.getBatch(request.batch);
    const [pooled, total] = [await s.stEth.getTotalPooledEther(), await s.stEth.getTotalShares()];
    const wanted = ((shares - 1n) * pooled + total - 1n) / total - (await s.stEth.bufferedEther());
    await s.stEth.connect(s.bob).submit(s.ethers.ZeroAddress, { value: wanted });
    await fill(s);
    expect((await s.lstQueue.getBatch(request.batch)).unfilledShares).to.equal(1n);
    await s.restaker.claimLstExit(s.lst, id);
    await s.stEth.connect(s.bob).submit(s.ethers.ZeroAddress, { value: 3n });
    await fill(s);
    expect((await s.lstQueue.getBatch(request.batch)).unfilledShares).to.equal(0n);
    expect(await s.lstQueue.claimable(id)).to.equal(0n);
    await expect(s.restaker.claimLstExit(s.lst, id)).to.emit(s.lstReserve, "ExitClaimed").withArgs(id, 0n, true);
    expect(await s.lstReserve.exitIds()).to.deep.equal([]);
    await s.lstQueue.connect(s.bob).claim(id + 1n, s.bob);
    expect(await s.lstQueue.lockedWei()).to.equal(0n);
    await s.vault.syncAll();
    await expectBalanced(s);
  });

  it("OPS-42: exits of less than a leg take at most half of the places, and each place comes free again", async () => {
    const s = await restored(restakedLst);
    for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
    await closeOver(s, 15n * ETH);
    await s.giveLst(s.keeper, 3n * ETH);
    const depositAndExit = async (assets: bigint) => {
      await s.vault.connect(s.keeper).depositLst(s.lst, await s.lst.getWstETHByStETH(assets), s.keeper, 0n, FOREVER);
      return s.restaker.connect(s.keeper).requestLstExit(s.lst);
    };
    for (let n = 0; n < 6; ++n) await depositAndExit(LEAST_LEG / 100n);
    await expect(depositAndExit(LEAST_LEG / 100n))
      .to.be.revertedWithCustomError(s.lstReserve, "TooManyExits")
      .withArgs(6n);
    for (let n = 0; n < 6; ++n) await depositAndExit(2n * LEAST_LEG);
    await expect(depositAndExit(2n * LEAST_LEG))
      .to.be.revertedWithCustomError(s.lstReserve, "TooManyExits")
      .withArgs(12n);
    await s.stEth.connect(s.bob).submit(s.ethers.ZeroAddress, { value: 3n * ETH });
    await s.fillLstExits();
    for (const id of [...(await s.lstReserve.exitIds())]) await s.restaker.claimLstExit(s.lst, id);
    expect(await s.lstReserve.exitIds()).to.deep.equal([]);
    await depositAndExit(2n * LEAST_LEG);
  });
});
