import { expect } from "chai";
import { restakingFixture, WITHDRAWAL_DELAY } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

describe("edge cases: completing as shares, and hooks", () => {
  it("E13: completing as shares scales them under the current operator and may lose a wei", async () => {
    const { alice, op1, a, deposit, delegate, operatorIn, slash, queue, complete, mine, ...world } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await deposit(alice, a, 10n * ETH);
    await delegate(alice, op1);
    await slash(op1, set, [a], [WAD / 10n]);
    await deposit(alice, a, 5n * ETH);
    await slash(op1, set, [a], [333_333_333_333_333_333n]);
    await slash(op1, set, [a], [WAD / 4n]);
    await slash(op1, set, [a], [WAD / 10n]);
    await slash(op1, set, [a], [WAD / 2n]);
    const withdrawal = await queue(alice, a, (75n * ETH) / 10n);
    expect(withdrawal.scaledShares).to.deep.equal([7_777_777_777_777_777_770n]);
    const [, before] = await world.core.delegation.getQueuedWithdrawal(withdrawal.root);
    expect([...before]).to.deep.equal([1_574_999_999_999_999_998n]);
    const rest = await queue(alice, a, (75n * ETH) / 10n);

    await mine(WITHDRAWAL_DELAY);
    await slash(op1, set, [a], [WAD / 2n]);
    await complete(withdrawal, false);
    expect(await world.depositShares(alice, a)).to.equal(1_574_999_999_999_999_998n);
    expect(await world.withdrawable(alice, a)).to.equal(1_574_999_999_999_999_997n);
    expect(rest.scaledShares).to.deep.equal([7_777_777_777_777_777_770n]);
  });

  it("E13: it is refused when the operator has nothing left", async () => {
    const { core, alice, op1, op2, a, deposit, delegate, redelegate, operatorIn, slash, queuedBy, complete, mine } =
      await restaking();
    await operatorIn(op1, 1n, a, WAD);
    const gone = await operatorIn(op2, 2n, a, WAD);
    await slash(op2, gone, [a], [WAD]);
    await deposit(alice, a, ETH);
    await delegate(alice, op1);
    const [withdrawal] = await queuedBy(await redelegate(alice, op2));
    await mine(WITHDRAWAL_DELAY);
    await expect(complete(withdrawal as NonNullable<typeof withdrawal>, false)).to.be.revertedWithCustomError(
      core.delegation,
      "FullySlashed",
    );
    await complete(withdrawal as NonNullable<typeof withdrawal>, true);
    expect(await a.token.balanceOf(alice)).to.equal(ETH);
  });

  it("E13: it is refused when the staker already has 32 strategies", async () => {
    const { core, alice, a, newStrategy, deposit, queue, complete, mine } = await restaking();
    await deposit(alice, a, ETH);
    const withdrawal = await queue(alice, a, ETH);
    for (let i = 0; i < 32; i++) await deposit(alice, await newStrategy(), 1n);
    await mine(WITHDRAWAL_DELAY);
    await expect(complete(withdrawal, false)).to.be.revertedWithCustomError(core.strategies, "MaxStrategiesExceeded");
    await complete(withdrawal, true);
    expect(await a.token.balanceOf(alice)).to.equal(ETH);
  });

  it("E13: a withdrawal of several strategies is completed whole or not at all", async () => {
    const { alice, a, newVetoingStrategy, deposit, queueCall, queuedBy, complete, mine, depositShares } =
      await restaking();
    const vetoing = await newVetoingStrategy();
    await deposit(alice, a, ETH);
    await deposit(alice, vetoing, ETH);
    const [withdrawal] = await queuedBy(await queueCall(alice, [a, vetoing], [ETH, ETH]));
    const queued = withdrawal as NonNullable<typeof withdrawal>;
    await mine(WITHDRAWAL_DELAY);
    await vetoing.veto.refuse(true, false);
    await expect(complete(queued, false)).to.be.revertedWithCustomError(vetoing.veto, "Vetoed");
    expect(await depositShares(alice, a)).to.equal(0n);
    await complete(queued, true);
    expect(await a.token.balanceOf(alice)).to.equal(ETH);
    expect(await vetoing.token.balanceOf(alice)).to.equal(ETH);
  });

  it("E14: completing as shares re-enters a strategy that takes no deposits any more", async () => {
    const { core, owner, alice, a, deposit, queue, complete, mine, depositShares } = await restaking();
    await deposit(alice, a, ETH);
    const withdrawal = await queue(alice, a, ETH);
    await core.strategies.connect(owner).removeStrategiesFromDepositWhitelist([a.address]);
    await expect(deposit(alice, a, ETH)).to.be.revertedWithCustomError(core.strategies, "StrategyNotWhitelisted");
    await mine(WITHDRAWAL_DELAY);
    await complete(withdrawal, false);
    expect(await depositShares(alice, a)).to.equal(ETH);
  });

  it("E17: a strategy's hook can stop queueing, for all strategies of the call", async () => {
    const { alice, a, newVetoingStrategy, deposit, queueCall, queue, depositShares } = await restaking();
    const vetoing = await newVetoingStrategy();
    await deposit(alice, a, ETH);
    await deposit(alice, vetoing, ETH);
    await vetoing.veto.refuse(false, true);
    await expect(queueCall(alice, [a, vetoing], [ETH, ETH]))
      .to.be.revertedWithCustomError(vetoing.veto, "Vetoed")
      .withArgs(alice.address);
    expect(await depositShares(alice, a)).to.equal(ETH);
    expect((await queue(alice, a, ETH)).scaledShares).to.deep.equal([ETH]);
  });

  it("E17: another hook can stop shares from coming back", async () => {
    const { alice, newVetoingStrategy, deposit, queue, complete, mine } = await restaking();
    const vetoing = await newVetoingStrategy();
    await deposit(alice, vetoing, ETH);
    const withdrawal = await queue(alice, vetoing, ETH);
    await mine(WITHDRAWAL_DELAY);
    await vetoing.veto.refuse(true, false);
    await expect(complete(withdrawal, false))
      .to.be.revertedWithCustomError(vetoing.veto, "Vetoed")
      .withArgs(alice.address);
    await complete(withdrawal, true);
    expect(await vetoing.token.balanceOf(alice)).to.equal(ETH);
  });
});
