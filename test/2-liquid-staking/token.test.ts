import { expect } from "chai";
import { deployPool } from "./pool.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** A pool whose rate is 4/3 wei a share and a bit: odd enough for every rounding to show. */
async function withRate() {
  const pool = await deployPool();
  const { stEth, alice, networkHelpers, ethers } = pool;
  await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 3n * ETH + 7n });
  await networkHelpers.setBalance(await stEth.getAddress(), 4n * ETH + 11n);
  await stEth.report(0n);
  return pool;
}

describe("2-liquid-staking: the rebasing token", () => {
  it("LST-01: mints shares at the rate, rounded down, and refuses what buys none", async () => {
    const { stEth, bob, ethers } = await withRate();
    const [shares, pooled] = [await stEth.getTotalShares(), await stEth.getTotalPooledEther()];
    const value = 10n ** 17n + 1n;
    const minted = (value * shares) / pooled;
    await expect(stEth.connect(bob).submit(ethers.ZeroAddress, { value }))
      .to.emit(stEth, "Submitted")
      .withArgs(bob.address, value, minted, ethers.ZeroAddress);
    expect(await stEth.sharesOf(bob)).to.equal(minted);
    expect(await stEth.getTotalPooledEther()).to.equal(pooled + value);
    await expect(stEth.connect(bob).submit(ethers.ZeroAddress, { value: 1n }))
      .to.be.revertedWithCustomError(stEth, "ZeroShares")
      .withArgs(1n);
  });

  it("LST-11: a transfer by amount arrives 1 or 2 wei short, by shares exactly", async () => {
    const { stEth, alice, bob } = await withRate();
    const before = await stEth.sharesOf(alice);
    const moved = await stEth.getSharesByPooledEth(ETH);
    await expect(stEth.connect(alice).transfer(bob, ETH))
      .to.emit(stEth, "Transfer")
      .withArgs(alice.address, bob.address, ETH)
      .and.to.emit(stEth, "TransferShares")
      .withArgs(alice.address, bob.address, moved);
    const received = await stEth.balanceOf(bob);
    expect(ETH - received)
      .to.be.greaterThanOrEqual(1n)
      .and.lessThanOrEqual(2n);
    await stEth.connect(alice).transferShares(bob, 5n);
    expect(await stEth.sharesOf(bob)).to.equal(moved + 5n);
    expect(await stEth.sharesOf(alice)).to.equal(before - moved - 5n);
  });

  it("LST-12: allowances are amounts; shares are paid for rounded up; the greatest is never used up", async () => {
    const { ethers, stEth, alice, bob, carol } = await withRate();
    await stEth.connect(alice).approve(bob, 10n);
    await expect(stEth.connect(bob).transferFrom(alice, carol, 11n))
      .to.be.revertedWithCustomError(stEth, "ERC20InsufficientAllowance")
      .withArgs(bob.address, 10n, 11n);
    await stEth.connect(bob).transferFrom(alice, carol, 4n);
    expect(await stEth.allowance(alice, bob)).to.equal(6n);
    // one share is worth 1.33 wei: the amount is 1, the price 2
    await stEth.connect(bob).transferSharesFrom(alice, carol, 1n);
    expect(await stEth.allowance(alice, bob)).to.equal(4n);
    await stEth.connect(alice).approve(bob, ethers.MaxUint256);
    const held = await stEth.sharesOf(carol);
    await expect(stEth.connect(bob).transferSharesFrom(alice, carol, 300n))
      .to.emit(stEth, "TransferShares")
      .withArgs(alice.address, carol.address, 300n);
    expect((await stEth.sharesOf(carol)) - held).to.equal(300n);
    await stEth.connect(bob).transferFrom(alice, carol, 4n);
    expect(await stEth.allowance(alice, bob)).to.equal(ethers.MaxUint256);
    await expect(stEth.connect(alice).approve(ethers.ZeroAddress, 1n)).to.be.revertedWithCustomError(
      stEth,
      "ERC20InvalidSpender",
    );
  });

  it("LST-13: nothing goes to nobody or to the token, and nobody sends more than he has", async () => {
    const { ethers, stEth, alice, bob } = await withRate();
    for (const to of [ethers.ZeroAddress, await stEth.getAddress()]) {
      await expect(stEth.connect(alice).transferShares(to, 1n))
        .to.be.revertedWithCustomError(stEth, "ERC20InvalidReceiver")
        .withArgs(to);
    }
    await expect(stEth.connect(bob).transferShares(alice, 1n))
      .to.be.revertedWithCustomError(stEth, "ERC20InsufficientBalance")
      .withArgs(bob.address, 0n, 1n);
  });

  it("LST-14: a permit is worth one approval, until its deadline, by the owner's key", async () => {
    const { ethers, stEth, alice, bob, networkHelpers } = await withRate();
    const deadline = BigInt(await networkHelpers.time.latest()) + 100n;
    const domain = {
      name: "Staked Ether",
      version: "1",
      chainId: 31_337n,
      verifyingContract: await stEth.getAddress(),
    };
    const types = {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    };
    const message = { owner: alice.address, spender: bob.address, value: 5n, nonce: 0n, deadline };
    const { v, r, s } = ethers.Signature.from(await alice.signTypedData(domain, types, message));
    const before = await networkHelpers.takeSnapshot();
    await networkHelpers.time.setNextBlockTimestamp(deadline + 1n);
    await expect(stEth.permit(alice, bob, 5n, deadline, v, r, s))
      .to.be.revertedWithCustomError(stEth, "ExpiredSignature")
      .withArgs(deadline);
    await before.restore();
    // the deadline is the last second
    await networkHelpers.time.setNextBlockTimestamp(deadline);
    await stEth.permit(alice, bob, 5n, deadline, v, r, s);
    await before.restore();
    await stEth.permit(alice, bob, 5n, deadline, v, r, s);
    expect(await stEth.allowance(alice, bob)).to.equal(5n);
    expect(await stEth.nonces(alice)).to.equal(1n);
    await expect(stEth.permit(alice, bob, 5n, deadline, v, r, s)).to.be.revertedWithCustomError(stEth, "InvalidSigner");
    await expect(stEth.permit(alice, bob, 5n, 0n, v, r, s))
      .to.be.revertedWithCustomError(stEth, "ExpiredSignature")
      .withArgs(0n);
    expect(await stEth.DOMAIN_SEPARATOR()).to.equal(ethers.TypedDataEncoder.hashDomain(domain));
  });

  it("LST-15: supply is the pooled ether, and names are as said", async () => {
    const { stEth } = await withRate();
    expect(await stEth.totalSupply()).to.equal(4n * ETH + 11n);
    expect([await stEth.name(), await stEth.symbol(), await stEth.decimals()]).to.deep.equal([
      "Staked Ether",
      "stETH",
      18n,
    ]);
  });

  it("LST-16: the guardian stops deposits, nobody else, and reports go on", async () => {
    const { ethers, stEth, guardian, alice } = await withRate();
    await expect(stEth.connect(alice).pause())
      .to.be.revertedWithCustomError(stEth, "OnlyGuardian")
      .withArgs(alice.address);
    await stEth.connect(guardian).pause();
    expect(await stEth.isPaused()).to.equal(true);
    await expect(stEth.connect(alice).submit(ethers.ZeroAddress, { value: ETH })).to.be.revertedWithCustomError(
      stEth,
      "CurrentlyPaused",
    );
    await stEth.report(0n);
    await expect(stEth.connect(guardian).unpause()).to.emit(stEth, "Unpaused").withArgs(guardian.address);
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: ETH });
  });

  it("LST-17: what the constructor is sent belongs to nobody and bounds what rounding can take", async () => {
    const { ethers, stEth, args, alice, bob, networkHelpers } = await deployPool();
    await expect(ethers.deployContract("StakedEther", [...args], { value: 10n ** 15n - 1n }))
      .to.be.revertedWithCustomError(stEth, "BootstrapTooSmall")
      .withArgs(10n ** 15n - 1n);
    // the inflation attack: one wei, then a donation of 1,000 ETH; the next depositor loses less than a millionth
    await stEth.connect(alice).submit(ethers.ZeroAddress, { value: 1n });
    await networkHelpers.setBalance(await stEth.getAddress(), 1_000n * ETH);
    await stEth.report(0n);
    await stEth.connect(bob).submit(ethers.ZeroAddress, { value: ETH });
    expect(ETH - (await stEth.balanceOf(bob))).to.be.lessThan(10n ** 12n);
  });

  it("LST-18: a fee above everything, a stranger in the queue's place: refused", async () => {
    const { ethers, stEth, args, alice } = await deployPool();
    const [chain, guardian, curator, treasury, , age, interval] = args;
    await expect(
      ethers.deployContract("StakedEther", [chain, guardian, curator, treasury, 10_001n, age, interval], {
        value: 10n ** 15n,
      }),
    )
      .to.be.revertedWithCustomError(stEth, "FeeTooHigh")
      .withArgs(10_001n);
    await expect(stEth.connect(alice).redeemQueued(1n))
      .to.be.revertedWithCustomError(stEth, "OnlyQueue")
      .withArgs(alice.address);
    await expect(stEth.connect(alice).returnDust({ value: 1n })).to.be.revertedWithCustomError(stEth, "OnlyQueue");
  });
});

describe("2-liquid-staking: the wrapper", () => {
  it("LST-30: wraps shares one to one and does not rebase", async () => {
    const { stEth, wstEth, alice, networkHelpers } = await withRate();
    await stEth.connect(alice).approve(wstEth, ETH);
    const shares = await stEth.getSharesByPooledEth(ETH);
    await wstEth.connect(alice).wrap(ETH);
    expect(await wstEth.balanceOf(alice)).to.equal(shares);
    expect(await stEth.sharesOf(wstEth)).to.equal(shares);
    await networkHelpers.setBalance(await stEth.getAddress(), 8n * ETH);
    await stEth.report(0n);
    expect(await wstEth.balanceOf(alice)).to.equal(shares);
    expect(await wstEth.stEthPerToken()).to.equal(await stEth.getPooledEthByShares(ETH));
    expect(await wstEth.tokensPerStEth()).to.equal(await stEth.getSharesByPooledEth(ETH));
    expect(await wstEth.getStETHByWstETH(7n)).to.equal(await stEth.getPooledEthByShares(7n));
    expect(await wstEth.getWstETHByStETH(7n)).to.equal(await stEth.getSharesByPooledEth(7n));
    expect(await wstEth.stETH()).to.equal(await stEth.getAddress());
  });

  it("LST-31: unwrapping pays the amount rounded down and leaves at most a share behind", async () => {
    const { stEth, wstEth, alice } = await withRate();
    await stEth.connect(alice).approve(wstEth, ETH);
    await wstEth.connect(alice).wrap(ETH);
    const shares = await wstEth.balanceOf(alice);
    const amount = await stEth.getPooledEthByShares(shares);
    expect(await wstEth.connect(alice).unwrap.staticCall(shares)).to.equal(amount);
    await wstEth.connect(alice).unwrap(shares);
    expect(await wstEth.totalSupply()).to.equal(0n);
    expect(await stEth.sharesOf(wstEth)).to.be.lessThanOrEqual(1n);
  });

  it("LST-32: nothing can be converted into nothing", async () => {
    const { wstEth, alice } = await withRate();
    await expect(wstEth.connect(alice).wrap(1n)).to.be.revertedWithCustomError(wstEth, "NothingToConvert").withArgs(1n);
    await expect(wstEth.connect(alice).unwrap(0n)).to.be.revertedWithCustomError(wstEth, "NothingToConvert");
  });

  it("LST-33: ether sent to the wrapper is staked and wrapped", async () => {
    const { stEth, wstEth, bob } = await withRate();
    const shares = await stEth.getSharesByPooledEth(ETH);
    await bob.sendTransaction({ to: wstEth, value: ETH });
    expect(await wstEth.balanceOf(bob)).to.equal(shares);
  });
});
