import { expect } from "chai";
import { FOREVER, HOUR, type Ladder, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { depositDataFor, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { ETH, GWEI } from "../../scripts/lib/units.ts";

async function depositLst(s: Ladder, wei: bigint): Promise<unknown> {
  const amount = await s.giveLst(s.alice, wei);
  return s.vault.connect(s.alice).depositLst(s.lst, amount, s.alice, 0n, FOREVER);
}

describe("an LST in the vault", () => {
  it("VLT-24: counts at its own redemption rate, and drips what it earns", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 10n * ETH });
    await s.stEth.connect(s.bob).submit(s.ethers.ZeroAddress, { value: 10n * ETH });
    await depositLst(s, 20n * ETH);
    const value = await s.lstReserve.value();
    // a gift to the pool is a gain of the LST: the report recognises it
    await s.networkHelpers.setBalance(String(s.stEth.target), (await s.ethers.provider.getBalance(s.stEth)) + 3n * ETH);
    await s.stEth.report(100n);
    const gained = (await s.lstReserve.value()) - value;
    expect(gained).to.be.greaterThan(ETH);
    const before = await s.vault.totals();
    await s.vault.syncAll();
    const after = await s.vault.totals();
    expect(after.recognised + after.lockedProfit + after.feesOwed).to.equal(
      before.recognised + before.lockedProfit + before.feesOwed + gained,
    );
    const preview = await s.vault.previewDepositLst(s.lst, ETH);
    expect(preview).to.equal(await s.vault.toSharesDown(await s.lstReserve.toAssetsDown(ETH)));
    await expectBalanced(s);
  });

  it("VLT-24: is refused beyond its cap, beyond its inflow, and while it cannot be redeemed", async () => {
    const s = await standUpLadder();
    await s.lstReserve.setLimits(30n * ETH, 20n * ETH, 24n * HOUR);
    await depositLst(s, 19n * ETH);
    await expect(depositLst(s, 2n * ETH)).to.be.revertedWithCustomError(s.lstReserve, "InflowExceeded");
    await s.networkHelpers.time.increase(12n * HOUR);
    await expect(depositLst(s, 12n * ETH)).to.be.revertedWithCustomError(s.lstReserve, "InflowExceeded");
    const room = await s.lst.balanceOf(s.alice);
    await s.vault.connect(s.alice).depositLst(s.lst, room < 9n * ETH ? room : 9n * ETH, s.alice, 0n, FOREVER);
    await s.stEth.connect(s.guardian).pause();
    await expect(s.vault.connect(s.alice).depositLst(s.lst, 1n, s.alice, 0n, FOREVER)).to.be.revertedWithCustomError(
      s.lstReserve,
      "NotDepositable",
    );
  });

  it("VLT-24: one that has lost everything is read all the same, and the next sync books the loss", async () => {
    const s = await standUpLadder();
    await s.vault.connect(s.bob).deposit(s.bob, 0n, FOREVER, { value: 10n * ETH });
    await depositLst(s, 20n * ETH);
    // no wei of the pool's is left in its buffer
    await s.giveLst(s.keeper, 32n * ETH - ((await s.stEth.bufferedEther()) % (32n * ETH)));
    const count = Number((await s.stEth.bufferedEther()) / (32n * ETH));
    const credentials = await s.stEth.withdrawalCredentials();
    const keys = Array.from({ length: count }, (_, number) =>
      depositDataFor(pubkeyOf("pool", number), credentials, 32n * GWEI),
    );
    await s.stEth.connect(s.admin).registerKeys(
      keys.map(({ pubkey }) => pubkey),
      keys.map(({ signature }) => signature),
    );
    await s.stEth.stakeBuffered(BigInt(count));
    await s.advanceEpochs(300n);
    for (let index = 0; index < count; ++index) await s.beacon.connect(s.admin).reportPenalty(index, 10n ** 13n);
    await s.stEth.report(100n);
    expect(await s.stEth.getTotalPooledEther()).to.equal(0n);
    const [[idle, exiting]] = await s.lstReserve.positions();
    expect([idle!.assets, exiting!.assets, exiting!.quantity]).to.deep.equal([0n, 0n, 0n]);
    expect(await s.lstReserve.toLstDown(ETH)).to.equal(0n);
    await s.vault.syncAll();
    const { recognised, lockedProfit, feesOwed } = await s.vault.totals();
    expect(recognised + lockedProfit + feesOwed).to.equal(10n * ETH);
    await expectBalanced(s);
  });

  it("VLT-16: LST and ETH that are just sent to the reserve count for nothing", async () => {
    const s = await standUpLadder();
    await depositLst(s, 5n * ETH);
    const value = await s.lstReserve.value();
    await s.giveLst(s.bob, ETH);
    await s.lst.connect(s.bob).transfer(s.lstReserve, ETH / 2n);
    expect(await s.lstReserve.value()).to.equal(value);
    for (const place of [s.lstReserve, s.delegators[0], s.claimer]) {
      await expect(s.bob.sendTransaction({ to: place, value: 1n })).to.be.revertedWithCustomError(
        place,
        "UnexpectedEther",
      );
    }
  });

  it("OPS-09: only the vault and the restaker work with a reserve, and for what has arrived", async () => {
    const s = await standUpLadder();
    await depositLst(s, 5n * ETH);
    const reserve = s.lstReserve.connect(s.bob);
    await expect(reserve.receiveLst(1n, false)).to.be.revertedWithCustomError(s.lstReserve, "OnlyVault");
    for (const call of [() => reserve.send(s.bob, 1n), () => reserve.requestExit(1n), () => reserve.claimExit(1n)]) {
      await expect(call()).to.be.revertedWithCustomError(s.lstReserve, "OnlyRestaker");
    }
    const LstReserve = await s.ethers.getContractFactory("LstReserve");
    const mock = await s.ethers.deployContract("RestakerMock", [s.bob]);
    const mine = await LstReserve.deploy(s.authority, s.bob, mock, s.instantExit, s.lst);
    const asRestaker = (data: string) => mock.callAll([mine], [data]);
    await expect(mine.connect(s.bob).receiveLst(1n, false))
      .to.be.revertedWithCustomError(mine, "NotReceived")
      .withArgs(1n, 0n);
    await expect(asRestaker(mine.interface.encodeFunctionData("claimExit", [7n])))
      .to.be.revertedWithCustomError(mine, "UnknownExit")
      .withArgs(7n);
    await s.giveLst(s.bob, 2n * ETH);
    await s.lst.connect(s.bob).transfer(mine, ETH);
    await mine.connect(s.bob).receiveLst(ETH, false);
    const requestExit = () => asRestaker(mine.interface.encodeFunctionData("requestExit", [ETH / 100n]));
    for (let i = 0; i < 12; ++i) await requestExit();
    await expect(requestExit()).to.be.revertedWithCustomError(mine, "TooManyExits").withArgs(12n);
    const [[idle, exiting]] = await mine.positions();
    expect(idle!.assets + exiting!.assets).to.equal(await mine.value());
  });
});
