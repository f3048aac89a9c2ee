import { expect } from "chai";
import { deployPodsOnCore } from "../pods/podOnCore.ts";
import { restakingFixture, WITHDRAWAL_DELAY } from "../fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, ETH_IN_GWEI, GWEI, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

describe("edge cases: beacon chain ETH", () => {
  it("E5: with a tiny magnitude the product of both factors rounds to nothing, and the staker loses all", async () => {
    const {
      core,
      ethers,
      alice,
      op1,
      operatorIn,
      delegate,
      slash,
      reportBalance,
      withdrawable,
      queue,
      complete,
      mine,
    } = await restaking();
    const set = await operatorIn(op1, 1n, BEACON_CHAIN_ETH_STRATEGY, WAD);
    await slash(op1, set, [BEACON_CHAIN_ETH_STRATEGY], [WAD - 1n]);
    await reportBalance(alice, 0n, 32n * ETH);
    await delegate(alice, op1);
    expect(await withdrawable(alice, BEACON_CHAIN_ETH_STRATEGY)).to.equal(32n * ETH);

    await reportBalance(alice, 32n * ETH, -GWEI);
    expect(await core.allocation.getMaxMagnitude(op1, BEACON_CHAIN_ETH_STRATEGY)).to.equal(1n);
    expect(await core.pods.beaconChainSlashingFactor(alice)).to.equal(WAD - WAD / 32n / GWEI);
    expect(await withdrawable(alice, BEACON_CHAIN_ETH_STRATEGY)).to.equal(0n);
    const withdrawal = await queue(alice, BEACON_CHAIN_ETH_STRATEGY, 32n * ETH);
    await mine(WITHDRAWAL_DELAY);
    const pod = await core.pods.getPod(alice);
    const before = await ethers.provider.getBalance(pod);
    await complete(withdrawal, true);
    expect(await ethers.provider.getBalance(pod)).to.equal(before);
  });

  it("E36: slashing by a service and by the beacon chain multiply: 12 of 32 ETH are left, in either order", async () => {
    const { alice, bob, op1, op2, operatorIn, delegate, slash, reportBalance, withdrawable } = await restaking();
    const first = await operatorIn(op1, 1n, BEACON_CHAIN_ETH_STRATEGY, WAD);
    const second = await operatorIn(op2, 2n, BEACON_CHAIN_ETH_STRATEGY, WAD);
    for (const [staker, operator] of [
      [alice, op1],
      [bob, op2],
    ] as const) {
      await reportBalance(staker, 0n, 32n * ETH);
      await delegate(staker, operator);
    }
    await slash(op1, first, [BEACON_CHAIN_ETH_STRATEGY], [WAD / 2n]);
    await reportBalance(alice, 32n * ETH, -8n * ETH);
    await reportBalance(bob, 32n * ETH, -8n * ETH);
    await slash(op2, second, [BEACON_CHAIN_ETH_STRATEGY], [WAD / 2n]);
    expect(await withdrawable(alice, BEACON_CHAIN_ETH_STRATEGY)).to.equal(12n * ETH);
    expect(await withdrawable(bob, BEACON_CHAIN_ETH_STRATEGY)).to.equal(12n * ETH);
  });

  it("E37: slashable ETH in the queue ignores the beacon factor, and what is slashed is only counted", async () => {
    const { core, alice, bob, op1, operatorIn, delegate, slash, reportBalance, queue } = await restaking();
    const set = await operatorIn(op1, 1n, BEACON_CHAIN_ETH_STRATEGY, WAD);
    await reportBalance(alice, 0n, 32n * ETH);
    await reportBalance(bob, 0n, 64n * ETH);
    await delegate(alice, op1);
    await slash(op1, set, [BEACON_CHAIN_ETH_STRATEGY], [WAD / 2n]);
    await reportBalance(alice, 32n * ETH, -8n * ETH);
    await reportBalance(bob, 64n * ETH, -GWEI);
    await delegate(bob, op1);
    await reportBalance(alice, 24n * ETH, 32n * ETH);
    await reportBalance(bob, 63_999_999_999_000_000_000n, -GWEI);
    await slash(op1, set, [BEACON_CHAIN_ETH_STRATEGY], [333_333_333_333_333_333n]);
    const withdrawal = await queue(alice, BEACON_CHAIN_ETH_STRATEGY, 32n * ETH);

    const [, current] = await core.delegation.getQueuedWithdrawal(withdrawal.root);
    expect([...current]).to.deep.equal([14_666_666_666_666_666_605n]);
    expect(await core.delegation.getSlashableSharesInQueue(op1, BEACON_CHAIN_ETH_STRATEGY)).to.equal(
      19_555_555_555_555_555_532n,
    );
    expect(await core.pods.burnableETHShares()).to.equal(51_999_999_999_333_333_405n);
    expect([...(await core.strategies.getPendingOperatorSets())]).to.deep.equal([]);
  });

  it("E38: ether in a pod that no checkpoint has proven takes part in slashes before it, when losses come with it", async () => {
    const { alice, bob, op1, avs1, delegation, allocation, delegate, slash, podOf } = await deployPodsOnCore();
    const operatorSet = { avs: avs1.address, id: 0n };
    await allocation
      .connect(op1)
      .modifyAllocations(op1, [{ operatorSet, strategies: [BEACON_CHAIN_ETH_STRATEGY], newMagnitudes: [WAD] }]);
    await allocation.connect(op1).registerForOperatorSets(op1, { avs: avs1, operatorSetIds: [0n], data: "0x" });
    const together = await podOf(alice, [1]);
    const apart = await podOf(bob, [2]);
    for (const [staker, { pod, verify, indices }] of [
      [alice, together],
      [bob, apart],
    ] as const) {
      await verify(...indices);
      await delegate(staker);
      await staker.sendTransaction({ to: pod, value: 4n * ETH });
    }
    await slash(WAD / 2n);
    await together.checkpointAt(24n * ETH_IN_GWEI);
    await apart.checkpointAt(32n * ETH_IN_GWEI);
    await apart.checkpointAt(24n * ETH_IN_GWEI);

    const of = async (staker: typeof alice) =>
      (await delegation.getWithdrawableShares(staker, [BEACON_CHAIN_ETH_STRATEGY])).withdrawableShares[0];
    expect(await of(alice)).to.equal(14n * ETH);
    expect(await of(bob)).to.equal(15_555_555_555_555_555_504n);
  });
});
