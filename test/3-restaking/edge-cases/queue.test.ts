import { expect } from "chai";
import { network } from "hardhat";
import { restakingModule } from "../../../deploy/modules/3-restaking.ts";
import { deployRestaking, restakingFixture, WITHDRAWAL_DELAY } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const MAINNET_DELAY = 100_800n;

const restaking = await restakingFixture();

describe("edge cases: the withdrawal queue", () => {
  /** alice with 10 ETH under op1, all of whose magnitude is slashable. */
  async function delegated() {
    const world = await restaking();
    const { alice, op1, a, deposit, delegate, operatorIn } = world;
    const set = await operatorIn(op1, 1n, a, WAD);
    await deposit(alice, a, 10n * ETH);
    await delegate(alice, op1);
    /** The next transaction falls into `block`. */
    const upTo = async (block: bigint) => {
      const current = BigInt(await world.ethers.provider.getBlockNumber());
      if (block - 1n > current) await world.mine(block - 1n - current);
    };
    return { ...world, set, upTo };
  }

  it("E7: scaledShares is not an amount: it exceeds what was deposited", async () => {
    const { core, alice, op1, a, deposit, slash, queue, set } = await delegated();
    await slash(op1, set, [a], [WAD / 2n]);
    await deposit(alice, a, 10n * ETH);
    const withdrawal = await queue(alice, a, 20n * ETH);
    expect(withdrawal.scaledShares).to.deep.equal([30n * ETH]);
    const [, shares] = await core.delegation.getQueuedWithdrawal(withdrawal.root);
    expect([...shares]).to.deep.equal([15n * ETH]);
  });

  it("E9: a slash in the last block of the delay hits the queue, and the queue cannot be completed there", async () => {
    const { core, alice, op1, a, slash, queue, complete, set, upTo } = await delegated();
    const withdrawal = await queue(alice, a, 4n * ETH);
    const last = withdrawal.startBlock + WITHDRAWAL_DELAY;
    await upTo(last - 1n);
    await expect(complete(withdrawal, true)).to.be.revertedWithCustomError(
      core.delegation,
      "WithdrawalDelayNotElapsed",
    );
    await upTo(last);
    const slashed = await slash(op1, set, [a], [WAD / 2n]);
    expect(BigInt(slashed.blockNumber as number)).to.equal(last);
    await expect(slashed)
      .to.emit(core.delegation, "OperatorSharesSlashed")
      .withArgs(op1.address, a.address, 5n * ETH);
    await upTo(last + 1n);
    await complete(withdrawal, true);
    expect(await a.token.balanceOf(alice)).to.equal(2n * ETH);
  });

  it("E9: completing in the last block of the delay is refused, one block later it works", async () => {
    const { core, alice, a, queue, complete, mine, upTo } = await delegated();
    const withdrawal = await queue(alice, a, 4n * ETH);
    const last = withdrawal.startBlock + WITHDRAWAL_DELAY;
    await upTo(last);
    await expect(complete(withdrawal, true)).to.be.revertedWithCustomError(
      core.delegation,
      "WithdrawalDelayNotElapsed",
    );
    await mine(1);
    const done = await complete(withdrawal, true);
    expect(BigInt(done.blockNumber as number)).to.equal(last + 1n);
  });

  it("E9: a slash one block after the delay leaves the queue alone", async () => {
    const { core, alice, op1, a, slash, queue, complete, set, upTo } = await delegated();
    const withdrawal = await queue(alice, a, 4n * ETH);
    await upTo(withdrawal.startBlock + WITHDRAWAL_DELAY + 1n);
    expect(await core.delegation.getSlashableSharesInQueue(op1, a.address)).to.equal(4n * ETH);
    await expect(slash(op1, set, [a], [WAD / 2n]))
      .to.emit(core.delegation, "OperatorSharesSlashed")
      .withArgs(op1.address, a.address, 3n * ETH);
    await complete(withdrawal, true);
    expect(await a.token.balanceOf(alice)).to.equal(4n * ETH);
  });

  it("E10: on a chain not older than the delay every slash of an allocation underflows", async () => {
    const connection = await network.create();
    const world = await deployRestaking(connection, await restakingModule("ReplayPod"), {
      minWithdrawalDelayBlocks: MAINNET_DELAY,
    });
    const { core, ethers, op1, a, operatorIn, slash, mine } = world;
    const set = await operatorIn(op1, 1n, a, WAD);
    await expect(slash(op1, set, [a], [WAD])).to.be.revertedWithPanic(0x11);
    await expect(core.delegation.getSlashableSharesInQueue(op1, a.address)).to.be.revertedWithPanic(0x11);
    await mine(MAINNET_DELAY - 1n - BigInt(await ethers.provider.getBlockNumber()));
    await expect(slash(op1, set, [a], [WAD])).to.be.revertedWithPanic(0x11);
    await mine(1);
    const slashed = await slash(op1, set, [a], [WAD]);
    expect(BigInt(slashed.blockNumber as number)).to.equal(MAINNET_DELAY + 1n);
    expect(await core.allocation.getMaxMagnitude(op1, a.address)).to.equal(0n);
  });

  it("E11: an operator can undelegate its stakers, one withdrawal a strategy, found by the queue's views", async () => {
    const { core, alice, mallory, op1, a, b, deposit, queuedBy } = await delegated();
    await deposit(alice, b, 3n * ETH);
    await expect(core.delegation.connect(mallory).undelegate(alice)).to.be.revertedWithCustomError(
      core.delegation,
      "CallerCannotUndelegate",
    );
    const forced = await core.delegation.connect(op1).undelegate(alice);
    await expect(forced).to.emit(core.delegation, "StakerForceUndelegated").withArgs(alice.address, op1.address);
    const queued = await queuedBy(forced);
    expect(queued.map(({ strategies }) => strategies)).to.deep.equal([[a.address], [b.address]]);
    expect([...(await core.delegation.getQueuedWithdrawalRoots(alice))]).to.deep.equal(queued.map(({ root }) => root));
    const [withdrawals, shares] = await core.delegation.getQueuedWithdrawals(alice);
    expect(withdrawals.map(({ delegatedTo }) => delegatedTo)).to.deep.equal([op1.address, op1.address]);
    expect(shares.map((one) => [...one])).to.deep.equal([[10n * ETH], [3n * ETH]]);
  });

  it("E11: so can the operator's approver", async () => {
    const { core, bob, carol, op2, registerOperator, delegationApproval } = await delegated();
    await registerOperator(op2, 0n, carol.address);
    await delegationApproval(bob, op2, carol);
    const forced = core.delegation.connect(carol).undelegate(bob);
    await expect(forced).to.emit(core.delegation, "StakerForceUndelegated").withArgs(bob.address, op2.address);
  });

  it("E12: queueing more than one owns underflows, or is refused when the operator has that much", async () => {
    const { core, alice, bob, op1, a, deposit, delegate, queueCall } = await delegated();
    await expect(queueCall(alice, [a], [11n * ETH])).to.be.revertedWithPanic(0x11);
    await deposit(bob, a, 5n * ETH);
    await delegate(bob, op1);
    await expect(queueCall(alice, [a], [11n * ETH])).to.be.revertedWithCustomError(
      core.strategies,
      "SharesAmountTooHigh",
    );
  });

  it("E15: a fully slashed withdrawal completes without a transfer", async () => {
    const { core, alice, op1, a, slash, queue, complete, set, mine } = await delegated();
    const withdrawal = await queue(alice, a, 10n * ETH);
    await slash(op1, set, [a], [WAD]);
    await mine(WITHDRAWAL_DELAY);
    const completed = complete(withdrawal, true);
    await expect(completed).to.emit(core.delegation, "SlashingWithdrawalCompleted").withArgs(withdrawal.root);
    await expect(completed).not.to.emit(a.token, "Transfer");
    await expect(completed).not.to.emit(a.strategy, "ExchangeRateEmitted");
    expect(await core.delegation.pendingWithdrawals(withdrawal.root)).to.equal(false);
  });

  it("E16: completing moves the last withdrawal into the gap: indices are not stable", async () => {
    const { core, alice, a, queue, complete, mine } = await delegated();
    const roots: string[] = [];
    const first = await queue(alice, a, 1n * ETH);
    roots.push(first.root);
    for (const shares of [2n, 3n]) roots.push((await queue(alice, a, shares * ETH)).root);
    expect([...(await core.delegation.getQueuedWithdrawalRoots(alice))]).to.deep.equal(roots);
    await mine(WITHDRAWAL_DELAY);
    await complete(first, true);
    expect([...(await core.delegation.getQueuedWithdrawalRoots(alice))]).to.deep.equal([roots[2], roots[1]]);
  });
});
