import { expect } from "chai";
import { restakingFixture, WITHDRAWAL_DELAY } from "../fixture.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();
const MAX_SHARES = 10n ** 38n - 1n;

describe("the core: strategies and deposits", () => {
  it("RST-70: a strategy takes its own token, up to 1e38 - 1 shares", async () => {
    const { core, alice, a, b, deposit } = await restaking();
    await b.token.mint(alice, ETH);
    await b.token.connect(alice).approve(core.strategies, ETH);
    await expect(
      core.strategies.connect(alice).depositIntoStrategy(a.address, b.token, ETH),
    ).to.be.revertedWithCustomError(a.strategy, "OnlyUnderlyingToken");
    await deposit(alice, a, MAX_SHARES);
    expect(await a.strategy.totalShares()).to.equal(MAX_SHARES);
    await expect(deposit(alice, a, 1n)).to.be.revertedWithCustomError(a.strategy, "TotalSharesExceedsMax");
  });

  it("RST-70: a strategy pays its own token, and no more shares than there are", async () => {
    const { core, ethers, networkHelpers, alice, a, b, deposit } = await restaking();
    await deposit(alice, a, ETH);
    const manager = await core.strategies.getAddress();
    await networkHelpers.impersonateAccount(manager);
    await networkHelpers.setBalance(manager, ETH);
    const strategy = a.strategy.connect(await ethers.getSigner(manager));
    await expect(strategy.withdraw(alice, b.token, 1n)).to.be.revertedWithCustomError(strategy, "OnlyUnderlyingToken");
    await expect(strategy.withdraw(alice, a.token, ETH + 1n)).to.be.revertedWithCustomError(
      strategy,
      "WithdrawalAmountExceedsTotalDeposits",
    );
    await expect(strategy.withdraw(alice, a.token, ETH)).to.changeTokenBalance(ethers, a.token, alice, ETH);
  });

  it("RST-70: what a strategy says of tokens, shares and users agrees", async () => {
    const { alice, a, deposit } = await restaking();
    await deposit(alice, a, 3n * ETH);
    await a.token.mint(a.address, 2n * ETH);
    const rate = ((5n * ETH + 1000n) * ETH) / (3n * ETH + 1000n);
    expect(await a.strategy.sharesToUnderlying(ETH)).to.equal(rate);
    expect(await a.strategy.sharesToUnderlyingView(ETH)).to.equal(rate);
    expect(await a.strategy.underlyingToShares(rate)).to.equal(await a.strategy.underlyingToSharesView(rate));
    expect(await a.strategy.underlyingToSharesView(ETH)).to.equal((ETH * (3n * ETH + 1000n)) / (5n * ETH + 1000n));
    expect(await a.strategy.shares(alice)).to.equal(3n * ETH);
    expect(await a.strategy.userUnderlying.staticCall(alice)).to.equal(await a.strategy.userUnderlyingView(alice));
  });

  it("RST-71: limits stop a deposit that is too large, and a balance that would be", async () => {
    const { core, ethers, owner, alice, mallory, newLimitedStrategy, deposit } = await withLimits();
    const { limited, strategy, token, address } = await newLimitedStrategy(5n * ETH, 8n * ETH);
    const both = { address, token };
    await expect(deposit(alice, both, 5n * ETH + 1n)).to.be.revertedWithCustomError(
      strategy,
      "MaxPerDepositExceedsMax",
    );
    await deposit(alice, both, 5n * ETH);
    await expect(deposit(alice, both, 3n * ETH + 1n)).to.be.revertedWithCustomError(
      strategy,
      "BalanceExceedsMaxTotalDeposits",
    );
    await deposit(alice, both, 3n * ETH);
    await expect(limited.connect(mallory).setTVLLimits(1, 2)).to.be.revertedWithCustomError(limited, "OnlyUnpauser");
    await expect(limited.connect(owner).setTVLLimits(2, 1)).to.be.revertedWithCustomError(
      limited,
      "MaxPerDepositExceedsMax",
    );
    await expect(limited.connect(owner).setTVLLimits(ETH, 9n * ETH))
      .to.emit(limited, "MaxTotalDepositsUpdated")
      .withArgs(8n * ETH, 9n * ETH);
    expect([...(await limited.getTVLLimits())]).to.deep.equal([ETH, 9n * ETH]);
    await expect(deposit(alice, both, ETH)).to.changeTokenBalance(ethers, token, strategy, ETH);
    expect(await core.strategies.stakerStrategyListLength(alice)).to.equal(1n);
  });

  it("RST-72: a signed deposit credits its signer with another's tokens, once", async () => {
    const { core, ethers, alice, carol, mallory, a } = await restaking();
    const strategies = await ethers.getContractAt("StrategyManager", await core.strategies.getAddress());
    await a.token.mint(carol, 9n * ETH);
    await a.token.connect(carol).approve(strategies, 9n * ETH);
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: "EigenLayer", version: "1", chainId, verifyingContract: await strategies.getAddress() };
    const fields = "staker address,strategy address,token address,amount uint256,nonce uint256,expiry uint256";
    const types = {
      Deposit: fields.split(",").map((field) => {
        const [name, type] = field.split(" ") as [string, string];
        return { name, type };
      }),
    };
    const expiry = 2n ** 64n;
    const sign = async (signer: typeof alice, nonce: bigint, until = expiry) => {
      const token = await a.token.getAddress();
      const message = { staker: alice.address, strategy: a.address, token, amount: ETH, nonce, expiry: until };
      const digest = strategies.calculateStrategyDepositDigestHash(alice, a.address, token, ETH, nonce, until);
      expect(await digest).to.equal(ethers.TypedDataEncoder.hash(domain, types, message));
      return signer.signTypedData(domain, types, message);
    };
    const send = (signature: string, until = expiry) =>
      strategies.connect(carol).depositIntoStrategyWithSignature(a.address, a.token, ETH, alice, until, signature);
    await expect(send(await sign(alice, 0n, 1n), 1n)).to.be.revertedWithCustomError(strategies, "SignatureExpired");
    await expect(send(await sign(mallory, 0n))).to.be.revertedWithCustomError(strategies, "InvalidSignature");
    const signature = await sign(alice, 0n);
    await expect(send(signature)).to.changeTokenBalance(ethers, a.token, carol, -ETH);
    expect(await strategies.stakerDepositShares(alice, a.address)).to.equal(ETH);
    expect(await strategies.nonces(alice)).to.equal(1n);
    await expect(send(signature)).to.be.revertedWithCustomError(strategies, "InvalidSignature");
  });

  it("RST-73, RST-101: a staker's list loses an emptied strategy, the last one takes its place", async () => {
    const { core, ethers, alice, a, b, newStrategy, deposit, queue, complete, mine } = await restaking();
    const c = await newStrategy();
    for (const strategy of [a, b, c]) await deposit(alice, strategy, ETH);
    expect(await core.strategies.stakerStrategyList(alice, 1)).to.equal(b.address);
    // RST-101: the getter of a mapping of arrays says nothing
    await expect(core.strategies.stakerStrategyList(alice, 3)).to.be.revertedWithoutReason(ethers);
    const withdrawal = await queue(alice, a, ETH);
    expect([...(await core.strategies.getStakerStrategyList(alice))]).to.deep.equal([c.address, b.address]);
    await mine(WITHDRAWAL_DELAY);
    await complete(withdrawal, false);
    const [strategies, shares] = await core.strategies.getDeposits(alice);
    expect([...strategies]).to.deep.equal([c.address, b.address, a.address]);
    expect([...shares]).to.deep.equal([ETH, ETH, ETH]);
  });

  it("RST-73: whitelisting twice, or taking off what is not on, says nothing", async () => {
    const { core, a } = await restaking();
    const { strategies } = core;
    await expect(strategies.addStrategiesToDepositWhitelist([a.address])).not.to.emit(
      strategies,
      "StrategyAddedToDepositWhitelist",
    );
    await strategies.removeStrategiesFromDepositWhitelist([a.address]);
    await expect(strategies.removeStrategiesFromDepositWhitelist([a.address])).not.to.emit(
      strategies,
      "StrategyRemovedFromDepositWhitelist",
    );
  });
});

/** The core with a way to add strategies that have limits. */
async function withLimits() {
  const world = await restaking();
  const { core, ethers } = world;
  const newLimitedStrategy = async (perDeposit: bigint, total: bigint) => {
    const token = await ethers.deployContract("ReplayToken", ["TKN"]);
    const limited = await ethers.deployContract("StrategyBaseTVLLimits", [
      core.strategies,
      token,
      core.pauserRegistry,
      perDeposit,
      total,
    ]);
    await core.strategies.addStrategiesToDepositWhitelist([limited]);
    const address = await limited.getAddress();
    return { token, limited, address, strategy: await ethers.getContractAt("IStrategy", address) };
  };
  return { ...world, newLimitedStrategy };
}
