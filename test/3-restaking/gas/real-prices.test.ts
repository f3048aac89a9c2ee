import { expect } from "chai";
import { network } from "hardhat";
import type { Interface } from "ethers";
import { restakingModule } from "../../../deploy/modules/3-restaking.ts";
import { chargeRealPrices } from "../../../scripts/bench/real-prices.ts";
import { deployRestaking, WITHDRAWAL_DELAY } from "../fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../../scripts/lib/units.ts";

/**
 * What these reads cost on the real core (v1.12.0, its proxies, strategies and pods behind beacons), as `eth_estimateGas`
 * says; 21,000 and calldata included.
 */
const MEASURED = {
  "queued withdrawals: none": 32_420n,
  "queued withdrawals: 1": 77_376n,
  "queued withdrawals: 16": 545_418n,
  "withdrawable shares: a token": 69_551n,
  "withdrawable shares: native and a token": 94_759n,
  "maximum magnitude": 36_977n,
  "allocation delay": 31_792n,
  "shares in underlying": 41_811n,
  "owner of a pod": 33_460n,
  "allocated sets: 8": 59_626n,
  "allocated sets: 40": 157_882n,
  "allocations: 8": 107_761n,
  "allocations: 40": 371_239n,
} as const;
type Read = keyof typeof MEASURED;

/** How much more than the real price is tolerated, in hundredths. */
const TOO_MUCH = 115n;

describe("The real core's prices", () => {
  it("RST-100: reads through RealPrices cost what they cost on the real core, at most 15 % more, and answer the same [uninstrumented]", async () => {
    const connection = await network.create({
      network: "default",
      override: { transactionGasCap: false, blockGasLimit: 1_000_000_000n },
    });
    const s = await deployRestaking(connection, await restakingModule("ReplayPod"));
    await s.mine(WITHDRAWAL_DELAY);
    const { delegation, allocation, pods } = s.core;
    await s.registerOperator(s.op1);
    for (const staker of [s.alice, s.bob, s.carol]) {
      await s.deposit(staker, s.a, 100n * ETH);
      if (staker === s.bob) await s.reportBalance(staker, 0n, 32n * ETH);
      await s.delegate(staker, s.op1);
    }
    const queueOne = () => s.queue(s.bob, s.a, ETH / 10n);
    const sets = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ operatorSetId: i + 1, strategies: [s.a.address], slasher: s.avs }));
    await allocation
      .connect(s.avs)
      ["createOperatorSets(address,(uint32,address[],address)[])"](s.avs, sets(40), { gasLimit: 100_000_000n });
    const allocated = (from: number, to: number) =>
      allocation.connect(s.op1).modifyAllocations(
        s.op1,
        sets(to)
          .slice(from)
          .map(({ operatorSetId }) => {
            const operatorSet = { avs: s.avs.address, id: operatorSetId };
            return { operatorSet, strategies: [s.a.address], newMagnitudes: [10n ** 12n] };
          }),
        { gasLimit: 100_000_000n },
      );
    await chargeRealPrices(connection, {
      delegation: await delegation.getAddress(),
      allocation: await allocation.getAddress(),
      strategyManager: await s.core.strategies.getAddress(),
      eigenPodManager: await pods.getAddress(),
      strategies: [s.a.address],
      pods: [await pods.getPod(s.bob)],
    });

    const off: string[] = [];
    const read = async (
      name: Read,
      { interface: abi, target }: { interface: Interface; target: unknown },
      f: string,
      args: unknown[],
    ) => {
      const call = { to: target as string, data: abi.encodeFunctionData(f, args) };
      const gas = await s.ethers.provider.estimateGas(call);
      const real = MEASURED[name];
      if (gas < real || gas * 100n > real * TOO_MUCH) off.push(`${name}: ${gas}, real ${real}`);
    };
    const strategy = await s.ethers.getContractAt("IStrategy", s.a.address);
    const pod = await s.ethers.getContractAt("IEigenPod", await pods.getPod(s.bob));
    await read("queued withdrawals: none", delegation, "getQueuedWithdrawals", [s.bob.address]);
    await queueOne();
    await read("queued withdrawals: 1", delegation, "getQueuedWithdrawals", [s.bob.address]);
    for (let i = 1; i < 16; i++) await queueOne();
    await read("queued withdrawals: 16", delegation, "getQueuedWithdrawals", [s.bob.address]);
    await read("withdrawable shares: a token", delegation, "getWithdrawableShares", [s.bob.address, [s.a.address]]);
    await read("withdrawable shares: native and a token", delegation, "getWithdrawableShares", [
      s.bob.address,
      [BEACON_CHAIN_ETH_STRATEGY, s.a.address],
    ]);
    await read("maximum magnitude", allocation, "getMaxMagnitudes(address,address[])", [s.op1.address, [s.a.address]]);
    await read("allocation delay", allocation, "getAllocationDelay", [s.op1.address]);
    await read("shares in underlying", strategy, "sharesToUnderlyingView", [ETH]);
    await read("owner of a pod", pod, "podOwner", []);
    await allocated(0, 8);
    await read("allocated sets: 8", allocation, "getAllocatedSets", [s.op1.address]);
    await read("allocations: 8", allocation, "getStrategyAllocations", [s.op1.address, s.a.address]);
    await allocated(8, 40);
    await read("allocated sets: 40", allocation, "getAllocatedSets", [s.op1.address]);
    await read("allocations: 40", allocation, "getStrategyAllocations", [s.op1.address, s.a.address]);
    expect(off).to.deep.equal([]);

    // it is the same core: what was queued is there, and can be taken out
    const [withdrawals, shares] = await delegation.getQueuedWithdrawals(s.bob);
    expect(withdrawals.length).to.equal(16);
    expect(shares.flat()).to.deep.equal(Array.from({ length: 16 }, () => ETH / 10n));
    await expect(delegation.connect(s.bob).undelegate(s.op1)).to.be.revertedWithCustomError(
      delegation,
      "OperatorsCannotUndelegate",
    );
  });
});
