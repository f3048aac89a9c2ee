import { expect } from "chai";
import { restakingFixture } from "../fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

describe("edge cases: rights, callbacks and casts", () => {
  it("E32: an account that accepts its first admin loses its own rights", async () => {
    const { core, op1, carol, a, operatorIn, allocate } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD / 2n);
    await core.permissions.connect(op1).addPendingAdmin(op1, carol);
    await allocate(op1, set, a, WAD / 4n);
    await core.permissions.connect(carol).acceptAdmin(op1);
    await expect(core.allocation.connect(op1).setAllocationDelay(op1, 7)).to.be.revertedWithCustomError(
      core.allocation,
      "InvalidCaller",
    );
    await expect(core.allocation.connect(carol).setAllocationDelay(op1, 7)).to.emit(
      core.allocation,
      "AllocationDelaySet",
    );
  });

  it("E33: a registrar may call back into the AllocationManager while an operator registers", async () => {
    const { core, ethers, avs, op1, a, createSet, registerOperator, allocate, join } = await restaking();
    await registerOperator(op1);
    const set = await createSet(1n, [a]);
    await allocate(op1, set, a, WAD);
    const registrar = await ethers.deployContract("StubbornRegistrar");
    await core.allocation.connect(avs).setAVSRegistrar(avs, registrar);
    await core.allocation.connect(avs).updateSlasher(set, registrar);
    const [slasher, effectBlock] = await core.allocation.getPendingSlasher(set);
    expect(slasher).to.equal(registrar.target);
    await ethers.provider.send("hardhat_mine", [ethers.toQuantity(BigInt(effectBlock))]);
    const slash = core.allocation.interface.encodeFunctionData("slashOperator", [
      avs.address,
      { operator: op1.address, operatorSetId: set.id, strategies: [a.address], wadsToSlash: [WAD], description: "" },
    ]);
    await registrar.callWhileRegistering(core.allocation, slash);
    await join(op1, set);
    expect(await core.allocation.getMaxMagnitude(op1, a.address)).to.equal(0n);
  });

  it("E34: no allocation can exceed the maximum, however large the number", async () => {
    const { core, op1, a, operatorIn, allocate } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD / 2n);
    for (const magnitude of [WAD + 1n, 2n ** 63n, 2n ** 64n - 1n])
      await expect(allocate(op1, set, a, magnitude)).to.be.revertedWithCustomError(
        core.allocation,
        "InsufficientMagnitude",
      );
    expect(await core.allocation.getEncumberedMagnitude(op1, a.address)).to.equal(WAD / 2n);
  });

  it("E34: shares of beacon chain ETH beyond an int256 are refused, not wrapped", async () => {
    const { core, alice, reportBalance, queueCall } = await restaking();
    await reportBalance(alice, 0n, 32n * ETH);
    for (const shares of [32n * ETH + 1n, 2n ** 255n, 2n ** 256n - 1n])
      await expect(queueCall(alice, [BEACON_CHAIN_ETH_STRATEGY], [shares])).to.be.revertedWithCustomError(
        core.pods,
        "SharesNegative",
      );
    expect(await core.pods.podOwnerDepositShares(alice)).to.equal(32n * ETH);
  });

  it("E35: a snapshot's value is cut to 224 bits without a check", async () => {
    const { ethers } = await restaking();
    const history = await ethers.deployContract("SnapshotsHarness");
    await history.push(10, 2n ** 224n + 5n);
    expect(await history.atBlock(10, 0)).to.equal(5n);
    expect(await history.latest(0)).to.equal(5n);
  });
});
