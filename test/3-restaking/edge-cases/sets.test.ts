import { expect } from "chai";
import { DEALLOCATION_DELAY, restakingFixture } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const GAS = { gasLimit: 2_000_000n };

const restaking = await restakingFixture();

describe("edge cases: sets, registration and allocation delays", () => {
  it("E23: a service can add a strategy and slash what lay allocated to it in one block", async () => {
    const { core, avs, op1, a, b, createSet, registerOperator, allocate, join, inOneBlock } = await restaking();
    await registerOperator(op1);
    const set = await createSet(1n, [a]);
    await allocate(op1, set, b, WAD);
    await join(op1, set);
    const [added, slashed] = await inOneBlock([
      () => core.allocation.connect(avs).addStrategiesToOperatorSet(avs, set.id, [b.address], GAS),
      () =>
        core.allocation.connect(avs).slashOperator(
          avs,
          {
            operator: op1.address,
            operatorSetId: set.id,
            strategies: [b.address],
            wadsToSlash: [WAD],
            description: "",
          },
          GAS,
        ),
    ]);
    expect([added?.status, slashed?.status]).to.deep.equal([1, 1]);
    expect(added?.blockNumber).to.equal(slashed?.blockNumber);
    expect(await core.allocation.getMaxMagnitude(op1, b.address)).to.equal(0n);
  });

  it("E23: removing a strategy frees allocations at once, adding it back exposes them again", async () => {
    const { core, avs, op1, a, operatorIn, allocate, slash } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await core.allocation.connect(avs).removeStrategiesFromOperatorSet(avs, set.id, [a.address]);
    await expect(slash(op1, set, [a], [WAD])).to.be.revertedWithCustomError(
      core.allocation,
      "StrategyNotInOperatorSet",
    );
    await allocate(op1, set, a, WAD / 4n);
    expect(await core.allocation.getAllocatableMagnitude(op1, a.address)).to.equal((WAD * 3n) / 4n);
    await core.allocation.connect(avs).addStrategiesToOperatorSet(avs, set.id, [a.address]);
    await slash(op1, set, [a], [WAD]);
    expect(await core.allocation.getMaxMagnitude(op1, a.address)).to.equal((WAD * 3n) / 4n);
  });

  it("E24: registering exposes what was allocated before, in the same block", async () => {
    const { core, avs, op1, a, createSet, registerOperator, inOneBlock } = await restaking();
    await registerOperator(op1, 0n);
    const set = await createSet(1n, [a]);
    const operatorSet = { avs: set.avs, id: set.id };
    const receipts = await inOneBlock([
      () =>
        core.allocation
          .connect(op1)
          .modifyAllocations(op1, [{ operatorSet, strategies: [a.address], newMagnitudes: [WAD] }], GAS),
      () =>
        core.allocation
          .connect(op1)
          .registerForOperatorSets(op1, { avs: set.avs, operatorSetIds: [set.id], data: "0x" }, GAS),
      () =>
        core.allocation.connect(avs).slashOperator(
          avs,
          {
            operator: op1.address,
            operatorSetId: set.id,
            strategies: [a.address],
            wadsToSlash: [WAD],
            description: "",
          },
          GAS,
        ),
    ]);
    expect(receipts.map((receipt) => receipt?.status)).to.deep.equal([1, 1, 1]);
    expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).to.equal(1);
    expect(await core.allocation.getMaxMagnitude(op1, a.address)).to.equal(0n);
  });

  it("E25: a registrar that reverts keeps the operator in", async () => {
    const { core, ethers, avs, op1, a, operatorIn, leave } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    const registrar = await ethers.deployContract("StubbornRegistrar");
    await core.allocation.connect(avs).setAVSRegistrar(avs, registrar);
    await expect(leave(op1, set)).to.be.revertedWithCustomError(registrar, "NobodyLeaves").withArgs(op1.address);
    expect(await core.allocation.isMemberOfOperatorSet(op1, set)).to.equal(true);
  });

  it("E26: leaving frees nothing: it takes the delay while slashable, and is instant afterwards", async () => {
    const { core, ethers, op1, op2, a, operatorIn, registerOperator, allocate, join, leave, mine } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD / 2n);
    await registerOperator(op2);
    await allocate(op2, set, a, WAD / 2n);
    await join(op2, set);
    await leave(op1, set);
    const left = await leave(op2, set);
    expect(await core.allocation.getEncumberedMagnitude(op1, a.address)).to.equal(WAD / 2n);
    await allocate(op1, set, a, 0n);
    expect(await core.allocation.getEncumberedMagnitude(op1, a.address)).to.equal(WAD / 2n);
    await expect(join(op1, set)).to.be.revertedWithCustomError(core.allocation, "AlreadyMemberOfSet");

    const slashableUntil = BigInt(left.blockNumber as number) + DEALLOCATION_DELAY;
    await mine(slashableUntil - BigInt(await ethers.provider.getBlockNumber()));
    expect(await core.allocation.isOperatorSlashable(op2, set)).to.equal(true);
    await mine(1);
    expect(await core.allocation.isOperatorSlashable(op2, set)).to.equal(false);
    await allocate(op2, set, a, 0n);
    expect(await core.allocation.getEncumberedMagnitude(op2, a.address)).to.equal(0n);
    await join(op2, set);
  });

  it("E27: a huge allocation delay makes every allocation overflow", async () => {
    const { op1, a, createSet, registerOperator, allocate } = await restaking();
    await registerOperator(op1, 2n ** 32n - 1n);
    const set = await createSet(1n, [a]);
    await expect(allocate(op1, set, a, WAD)).to.be.revertedWithPanic(0x11);
  });

  it("E28: the minimum slashable stake counts a strategy that has left the set", async () => {
    const { core, avs, alice, op1, a, operatorIn, deposit, delegate, ethers } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD / 2n);
    await deposit(alice, a, 8n * ETH);
    await delegate(alice, op1);
    await core.allocation.connect(avs).removeStrategiesFromOperatorSet(avs, set.id, [a.address]);
    const now = await ethers.provider.getBlockNumber();
    const stake = await core.allocation.getMinimumSlashableStake(set, [op1], [a.address], now);
    expect(stake.map((row) => [...row])).to.deep.equal([[4n * ETH]]);
  });

  it("E30: nothing is left to migrate: anybody may call, but every set has had its slasher from the start", async () => {
    const { core, avs, mallory, a, createSet } = await restaking();
    const set = await createSet(1n, [a]);
    await expect(core.allocation.connect(mallory).migrateSlashers([set])).not.to.emit(
      core.allocation,
      "SlasherUpdated",
    );
    expect(await core.allocation.getSlasher(set)).to.equal(avs.address);
  });

  it("E31: a new operator's allocations count at once, so anybody can flood a set", async () => {
    const { core, others, a, createSet, registerOperator, allocate, join } = await restaking();
    const set = await createSet(1n, [a]);
    for (const operator of others.slice(0, 5)) {
      await registerOperator(operator, 0n);
      await allocate(operator, set, a, WAD);
      await join(operator, set);
    }
    expect(await core.allocation.getMemberCount(set)).to.equal(5n);
    const allocations = await core.allocation.getAllocations(others.slice(0, 5), set, a.address);
    expect(allocations.map(({ currentMagnitude }) => currentMagnitude)).to.deep.equal(Array(5).fill(WAD));
  });
});
