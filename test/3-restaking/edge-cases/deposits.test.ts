import { expect } from "chai";
import { BURN_ADDRESS, restakingFixture } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

describe("edge cases: deposits and shares", () => {
  it("E1: a deposit can lower what its staker can withdraw", async () => {
    const { alice, op1, a, deposit, delegate, operatorIn, slash, withdrawable } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await deposit(alice, a, 10n * ETH);
    await delegate(alice, op1);
    await slash(op1, set, [a], [333_333_333_333_333_333n]);
    const path = [await withdrawable(alice, a)];
    for (let i = 0; i < 5; i++) {
      await deposit(alice, a, 1n);
      path.push(await withdrawable(alice, a));
    }
    expect(path).to.deep.equal([
      6_666_666_666_666_666_670n,
      6_666_666_666_666_666_670n,
      6_666_666_666_666_666_657n,
      6_666_666_666_666_666_651n,
      6_666_666_666_666_666_638n,
      6_666_666_666_666_666_632n,
    ]);
  });

  it("E2: the first deposit under a slashed operator can lose a wei too", async () => {
    const { alice, op1, a, deposit, delegate, operatorIn, slash, withdrawable } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await slash(op1, set, [a], [(55n * WAD) / 100n]);
    await deposit(alice, a, ETH);
    await delegate(alice, op1);
    expect(await withdrawable(alice, a)).to.equal(999_999_999_999_999_999n);
  });

  it("E3: under a fully slashed operator nobody can deposit or bring shares, but may join empty", async () => {
    const { core, alice, bob, carol, op1, a, deposit, delegate, operatorIn, slash } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await deposit(alice, a, ETH);
    await delegate(alice, op1);
    await deposit(bob, a, ETH);
    await slash(op1, set, [a], [WAD]);

    await expect(deposit(alice, a, ETH)).to.be.revertedWithCustomError(core.delegation, "FullySlashed");
    await expect(delegate(bob, op1)).to.be.revertedWithCustomError(core.delegation, "FullySlashed");
    await delegate(carol, op1);
    await expect(deposit(carol, a, ETH)).to.be.revertedWithCustomError(core.delegation, "FullySlashed");
  });

  it("E3: leaving the fully slashed operator heals in the same block, which the operator itself cannot do", async () => {
    const { core, ethers, carol, op1, a, deposit, delegate, operatorIn, slash, inOneBlock, withdrawable } =
      await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await slash(op1, set, [a], [WAD]);
    await delegate(carol, op1);
    await a.token.mint(carol, ETH);
    await a.token.connect(carol).approve(core.strategies, ETH);
    const gasLimit = 1_000_000n;
    const [left, deposited] = await inOneBlock([
      () => core.delegation.connect(carol).undelegate(carol, { gasLimit }),
      () => core.strategies.connect(carol).depositIntoStrategy(a.address, a.token, ETH, { gasLimit }),
    ]);
    expect([left?.status, deposited?.status]).to.deep.equal([1, 1]);
    expect(left?.blockNumber).to.equal(deposited?.blockNumber);
    expect(await withdrawable(carol, a)).to.equal(ETH);

    await expect(core.delegation.connect(op1).undelegate(op1)).to.be.revertedWithCustomError(
      core.delegation,
      "OperatorsCannotUndelegate",
    );
    await expect(deposit(op1, a, ETH)).to.be.revertedWithCustomError(core.delegation, "FullySlashed");
    expect(await core.delegation.delegatedTo(op1)).to.equal(ethers.getAddress(op1.address));
  });

  it("E4: at a magnitude of 1 the scaling factor is 1e36, and one wad-unit more takes everything", async () => {
    const { core, alice, op1, a, deposit, delegate, operatorIn, slash, queue, complete, mine } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await slash(op1, set, [a], [WAD - 1n]);
    expect(await core.allocation.getMaxMagnitude(op1, a.address)).to.equal(1n);
    await deposit(alice, a, 4n * ETH);
    await delegate(alice, op1);
    expect(await core.delegation.depositScalingFactor(alice, a.address)).to.equal(10n ** 36n);
    const withdrawal = await queue(alice, a, 4n * ETH);
    expect(withdrawal.scaledShares).to.deep.equal([4n * 10n ** 36n]);

    await expect(slash(op1, set, [a], [1n]))
      .to.emit(core.delegation, "OperatorSharesSlashed")
      .withArgs(op1.address, a.address, 4n * ETH);
    await mine(30);
    await complete(withdrawal, true);
    expect(await a.token.balanceOf(alice)).to.equal(0n);
  });

  it("E6: what a strategy calls a user's underlying ignores slashing", async () => {
    const { alice, op1, a, deposit, delegate, operatorIn, slash, withdrawable } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await deposit(alice, a, 8n * ETH);
    await delegate(alice, op1);
    await slash(op1, set, [a], [WAD / 2n]);
    expect(await a.strategy.shares(alice)).to.equal(8n * ETH);
    expect(await a.strategy.userUnderlyingView(alice)).to.equal(8n * ETH);
    expect(await a.strategy.userUnderlying.staticCall(alice)).to.equal(8n * ETH);
    expect(await withdrawable(alice, a)).to.equal(4n * ETH);
  });

  it("E8: a donation raises the rate of all shares, slashed ones that nobody has cleared too", async () => {
    const { core, alice, op1, a, deposit, delegate, operatorIn, slash } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await deposit(alice, a, 4n * ETH);
    await delegate(alice, op1);
    await slash(op1, set, [a], [WAD / 2n]);
    expect(await a.strategy.sharesToUnderlyingView(WAD)).to.equal(WAD);
    await a.token.mint(a.address, 4n * ETH);
    const burned = ((8n * ETH + 1_000n) * 2n * ETH) / (4n * ETH + 1_000n);
    await core.strategies.clearBurnOrRedistributableShares(set, 1n);
    expect(await a.token.balanceOf(BURN_ADDRESS)).to.equal(burned);
    expect(burned).to.be.greaterThan(3n * ETH);
  });
});
