import { expect } from "chai";
import { DAY, FOREVER, type Standing, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const VIRTUAL = 10n ** 6n;

/** A vault of 20 ETH, 16 of it out, that has gained 1 ETH which has not dripped yet. */
async function withPendingGain(): Promise<Standing> {
  const s = await standUpVault();
  await s.vault.connect(s.alice).deposit(s.alice.address, 0n, FOREVER, { value: 20n * ETH });
  await s.restaker.restake(s.left.target, 16n * ETH);
  await s.left.setAssets(17n * ETH);
  await s.vault.syncAll();
  return s;
}

describe("deposits of ETH", () => {
  it("VLT-02: the first deposit mints one share a wei, rounded down later on", async () => {
    const { vault, alice, bob, left, restaker } = await standUpVault();
    await vault.connect(alice).deposit(alice.address, ETH, FOREVER, { value: ETH });
    expect(await vault.balanceOf(alice)).to.equal(ETH);
    await restaker.restake(left.target, ETH);
    await left.setAssets(3n * ETH);
    await vault.syncAll();
    const { recognised, lockedProfit, supply } = await vault.totals();
    const shares = (ETH * (supply + VIRTUAL)) / (recognised + lockedProfit + VIRTUAL);
    expect(await vault.toSharesDown(ETH)).to.equal(shares);
    await vault.connect(bob).deposit(bob.address, shares, FOREVER, { value: ETH });
    expect(await vault.balanceOf(bob)).to.equal(shares);
    await expectBalanced({ vault });
  });

  it("VLT-02: refuses what the caller would not accept", async () => {
    const { vault, alice, ethers } = await standUpVault();
    await expect(vault.deposit(alice.address, ETH + 1n, FOREVER, { value: ETH }))
      .to.be.revertedWithCustomError(vault, "TooFewShares")
      .withArgs(ETH, ETH + 1n);
    await expect(vault.deposit(alice.address, 0n, 1n, { value: ETH })).to.be.revertedWithCustomError(
      vault,
      "DeadlinePassed",
    );
    await expect(vault.deposit(ethers.ZeroAddress, 0n, FOREVER, { value: ETH })).to.be.revertedWithCustomError(
      vault,
      "ReceiverZero",
    );
    await expect(vault.deposit(alice.address, 0n, FOREVER, { value: 0n })).to.be.revertedWithCustomError(
      vault,
      "ZeroShares",
    );
  });

  it("VLT-03: moves neither price, and leaves the drip where it was", async () => {
    const { vault, bob } = await withPendingGain();
    const [rate, depositRate, before] = [await vault.rate(), await vault.depositRate(), await vault.totals()];
    await vault.connect(bob).deposit(bob.address, 0n, FOREVER, { value: 100n * ETH });
    const after = await vault.totals();
    expect((await vault.depositRate()) - depositRate).to.be.within(0n, 1n);
    // the drip of the block in between lifts the exit rate a little
    expect((await vault.rate()) - rate).to.be.within(0n, 10n ** 13n);
    expect(after.dripEnd).to.equal(before.dripEnd);
    expect(after.lockedProfit).to.be.greaterThan(before.lockedProfit * 5n);
    await expectBalanced({ vault });
  });

  it("VLT-04: a gain that has been made cannot be bought: in and out again loses its share of U", async () => {
    const { vault, bob } = await withPendingGain();
    await vault.connect(bob).deposit(bob.address, 0n, FOREVER, { value: 20n * ETH });
    const worth = await vault.toAssetsDown(await vault.balanceOf(bob));
    expect(worth).to.be.lessThan(20n * ETH);
  });

  it("VLT-04: a gain that nobody has synced cannot be bought either: none of it drips to who came before the sync", async () => {
    const { vault, alice, bob, left, restaker, networkHelpers } = await standUpVault();
    await vault.connect(alice).deposit(alice.address, 0n, FOREVER, { value: 20n * ETH });
    await restaker.restake(left.target, 20n * ETH);
    await networkHelpers.time.increase(DAY - 60n);
    await left.setAssets(22n * ETH);
    await networkHelpers.mine();
    // both in one block: the deposit, then the sync that finds the gain
    await vault.connect(bob).deposit(bob.address, 0n, FOREVER, { value: 20n * ETH });
    await vault.syncAll();
    const gained = (await vault.toAssetsDown(await vault.balanceOf(bob))) - 20n * ETH;
    // one second of 86,400, of his half of 2 ETH
    expect(gained).to.be.at.most((2n * ETH) / DAY);
  });

  it("VLT-09: is refused while the last full sync is older than the drip, and open at its very end", async () => {
    const { vault, alice, networkHelpers } = await standUpVault();
    const synced = await vault.updatedAt();
    await networkHelpers.time.setNextBlockTimestamp(synced + DAY);
    await vault.deposit(alice.address, 0n, FOREVER, { value: ETH });
    await networkHelpers.time.setNextBlockTimestamp(synced + DAY + 1n);
    await expect(vault.deposit(alice.address, 0n, FOREVER, { value: ETH }))
      .to.be.revertedWithCustomError(vault, "SyncTooOld")
      .withArgs(synced, DAY);
    await networkHelpers.mine();
    expect(await vault.isStale()).to.equal(true);
    await vault.syncAll();
    expect(await vault.isStale()).to.equal(false);
    await vault.deposit(alice.address, 0n, FOREVER, { value: ETH });
  });

  it("VLT-14: stops at the cap, to the wei", async () => {
    const { vault, settings, alice } = await standUpVault();
    await settings.setDepositCap(3n * ETH);
    await vault.deposit(alice.address, 0n, FOREVER, { value: 2n * ETH });
    await expect(vault.deposit(alice.address, 0n, FOREVER, { value: ETH + 1n }))
      .to.be.revertedWithCustomError(vault, "DepositCapExceeded")
      .withArgs(ETH + 1n, ETH);
    await vault.deposit(alice.address, 0n, FOREVER, { value: ETH });
  });

  it("VLT-15: the share gives nobody an allowance, and signs permits", async () => {
    const { vault, alice, bob, ethers } = await standUpVault();
    const permit2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
    expect(await vault.allowance(alice, permit2)).to.equal(0n);
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: await vault.name(), version: "1", chainId, verifyingContract: String(vault.target) };
    const types = {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    };
    const message = { owner: alice.address, spender: bob.address, value: ETH, nonce: 0n, deadline: FOREVER };
    const { v, r, s } = ethers.Signature.from(await alice.signTypedData(domain, types, message));
    await vault.permit(alice, bob, ETH, FOREVER, v, r, s);
    expect(await vault.allowance(alice, bob)).to.equal(ETH);
    await vault.connect(alice).deposit(alice.address, 0n, FOREVER, { value: ETH });
    await vault.connect(bob).transferFrom(alice, bob, ETH);
    expect(await vault.balanceOf(bob)).to.equal(ETH);
    await vault.connect(alice).approve(bob, 5n);
    expect(await vault.allowance(alice, bob)).to.equal(5n);
  });

  it("VLT-16: ETH that is forced upon the vault moves nothing", async () => {
    const { vault, alice, ethers, networkHelpers } = await withPendingGain();
    const before = await vault.totals();
    await networkHelpers.setBalance(String(vault.target), 100n * ETH);
    const after = await vault.totals();
    expect(after.idle).to.equal(before.idle);
    expect(after.recognised + after.lockedProfit).to.equal(before.recognised + before.lockedProfit);
    await expect(alice.sendTransaction({ to: vault.target, value: ETH })).to.revert(ethers);
  });
});
