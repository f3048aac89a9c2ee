import { expect } from "chai";
import { CONFIGURATION_DELAY, DEALLOCATION_DELAY, restakingFixture } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

/** op1 registered in set 1 with half of its magnitude in both strategies, in set 2 with a quarter; alice behind it. */
async function world() {
  const ready = await restaking();
  const { alice, op1, a, b, createSet, registerOperator, allocate, join, deposit, delegate } = ready;
  await registerOperator(op1);
  const one = await createSet(1n, [a, b]);
  const two = await createSet(2n, [a, b], ready.carol.address);
  for (const strategy of [a, b]) {
    await allocate(op1, one, strategy, WAD / 2n);
    await allocate(op1, two, strategy, WAD / 4n);
    await deposit(alice, strategy, 8n * ETH);
  }
  await join(op1, one);
  await delegate(alice, op1);
  const allocation = await ready.ethers.getContractAt("AllocationManager", await ready.core.allocation.getAddress());
  return { ...ready, one, two, allocation };
}

describe("the core: allocations", () => {
  it("RST-75: only operators have an allocation delay, and a new one waits", async () => {
    const { allocation, ethers, op1, mallory, one, a, mine } = await world();
    await expect(allocation.connect(mallory).setAllocationDelay(mallory, 3)).to.be.revertedWithCustomError(
      allocation,
      "InvalidOperator",
    );
    const change = [{ operatorSet: one, strategies: [a.address], newMagnitudes: [1n] }];
    await expect(allocation.connect(mallory).modifyAllocations(mallory, change)).to.be.revertedWithCustomError(
      allocation,
      "UninitializedAllocationDelay",
    );
    await expect(allocation.connect(mallory).modifyAllocations(op1, change)).to.be.revertedWithCustomError(
      allocation,
      "InvalidPermissions",
    );
    expect([...(await allocation.getAllocationDelay(mallory))]).to.deep.equal([false, 0n]);
    await allocation.connect(op1).setAllocationDelay(op1, 77);
    const second = await allocation.connect(op1).setAllocationDelay(op1, 9);
    const effect = BigInt(second.blockNumber as number) + CONFIGURATION_DELAY + 1n;
    await mine(effect - 1n - BigInt(await ethers.provider.getBlockNumber()));
    expect([...(await allocation.getAllocationDelay(op1))]).to.deep.equal([true, 0n]);
    await mine(1);
    expect([...(await allocation.getAllocationDelay(op1))]).to.deep.equal([true, 9n]);
    await allocation.connect(op1).setAllocationDelay(op1, 11);
    expect([...(await allocation.getAllocationDelay(op1))]).to.deep.equal([true, 9n]);
  });

  it("RST-75: lists of numbers must match, and sets must exist", async () => {
    const { allocation, op1, one, a, b } = await world();
    const asOperator = allocation.connect(op1);
    const uneven = [{ operatorSet: one, strategies: [a.address, b.address], newMagnitudes: [1n] }];
    await expect(asOperator.modifyAllocations(op1, uneven)).to.be.revertedWithCustomError(
      allocation,
      "InputArrayLengthMismatch",
    );
    const nowhere = [{ operatorSet: { ...one, id: 9n }, strategies: [a.address], newMagnitudes: [1n] }];
    await expect(asOperator.modifyAllocations(op1, nowhere)).to.be.revertedWithCustomError(
      allocation,
      "InvalidOperatorSet",
    );
    await expect(allocation.clearDeallocationQueue(op1, [a.address], [])).to.be.revertedWithCustomError(
      allocation,
      "InputArrayLengthMismatch",
    );
  });

  it("RST-75: deallocations are cleared oldest first, as many as asked, and only when due", async () => {
    const { allocation, op1, one, two, a, allocate, join, mine } = await world();
    await join(op1, two);
    await allocate(op1, one, a, 0n);
    await allocate(op1, two, a, WAD / 8n);
    const clear = (most: number) => allocation.clearDeallocationQueue(op1, [a.address], [most]);
    await expect(clear(5)).not.to.emit(allocation, "EncumberedMagnitudeUpdated");
    await mine(DEALLOCATION_DELAY);
    expect(await allocation.getEncumberedMagnitude(op1, a.address)).to.equal(WAD / 8n);
    expect(await allocation.getAllocatableMagnitude(op1, a.address)).to.equal((7n * WAD) / 8n);
    await expect(clear(0)).not.to.emit(allocation, "EncumberedMagnitudeUpdated");
    await expect(clear(1))
      .to.emit(allocation, "EncumberedMagnitudeUpdated")
      .withArgs(op1.address, a.address, WAD / 4n);
    expect((await allocation.getAllocatedStrategies(op1, one)).includes(a.address)).to.equal(false);
    await expect(clear(5))
      .to.emit(allocation, "EncumberedMagnitudeUpdated")
      .withArgs(op1.address, a.address, WAD / 8n);
    expect(await allocation.getEncumberedMagnitude(op1, a.address)).to.equal(WAD / 8n);
  });

  it("RST-75: lists of what is allocated follow the allocations", async () => {
    const { allocation, op1, two, a, b, one, allocate } = await world();
    const sets = async () => (await allocation.getAllocatedSets(op1)).map(({ id }) => id);
    expect(await sets()).to.deep.equal([1n, 2n]);
    const [listed, allocations] = await allocation.getStrategyAllocations(op1, a.address);
    expect(listed.map(({ id }) => id)).to.deep.equal([1n, 2n]);
    expect(allocations.map(({ currentMagnitude }) => currentMagnitude)).to.deep.equal([WAD / 2n, WAD / 4n]);
    await allocate(op1, two, a, 0n);
    expect([...(await allocation.getAllocatedStrategies(op1, two))]).to.deep.equal([b.address]);
    await allocate(op1, two, b, 0n);
    expect(await sets()).to.deep.equal([1n]);
    expect([...(await allocation.getAllocatedStrategies(op1, one))]).to.deep.equal([a.address, b.address]);
    const [many] = await allocation.getAllocations([op1], one, a.address);
    expect(many?.currentMagnitude).to.equal(WAD / 2n);
  });

  it("RST-76: allocated stake is shares in proportion, and the slashable part of it falls when due", async () => {
    const { allocation, ethers, op1, op2, one, two, a, b, allocate, slash, registerOperator } = await world();
    await registerOperator(op2);
    const stake = async (set: typeof one, future?: number) => {
      const operators = [op1.address, op2.address];
      const strategies = [a.address, b.address];
      const rows =
        future === undefined
          ? await allocation.getAllocatedStake(set, operators, strategies)
          : await allocation.getMinimumSlashableStake(set, operators, strategies, future);
      return rows.map((row) => [...row]);
    };
    const now = await ethers.provider.getBlockNumber();
    expect(await stake(one)).to.deep.equal([
      [4n * ETH, 4n * ETH],
      [0n, 0n],
    ]);
    expect(await stake(two, now)).to.deep.equal([
      [0n, 0n],
      [0n, 0n],
    ]);
    await allocate(op1, one, a, WAD / 8n);
    const { effectBlock } = await allocation.getAllocation(op1, one, a.address);
    expect((await stake(one, Number(effectBlock) - 1))[0]).to.deep.equal([4n * ETH, 4n * ETH]);
    expect((await stake(one, Number(effectBlock)))[0]).to.deep.equal([ETH, 4n * ETH]);
    await slash(op1, one, [b], [WAD]);
    expect((await stake(one, now))[0]?.[1]).to.equal(0n);
    expect((await stake(two))[0]?.[1]).to.equal(2n * ETH);
  });

  it("RST-76: nothing left of an operator is no stake, not an error", async () => {
    const { allocation, op2, a, operatorIn, slash, core } = await world();
    const set = await operatorIn(op2, 3n, a, WAD);
    await slash(op2, set, [a], [WAD]);
    expect(await allocation.getMaxMagnitude(op2, a.address)).to.equal(0n);
    const rows = await allocation.getAllocatedStake(set, [op2], [a.address]);
    expect(rows.map((row) => [...row])).to.deep.equal([[0n]]);
    expect(await core.delegation.getSlashableSharesInQueue(op2, a.address)).to.equal(0n);
  });

  it("RST-76: maximum magnitudes are known of every block", async () => {
    const { allocation, op1, op2, a, b, one, slash } = await world();
    const first = (await slash(op1, one, [a], [WAD / 2n])).blockNumber as number;
    const second = (await slash(op1, one, [a], [WAD])).blockNumber as number;
    const at = async (block: number) => [
      ...(await allocation.getMaxMagnitudesAtBlock(op1, [a.address, b.address], block)),
    ];
    expect(await at(first - 1)).to.deep.equal([WAD, WAD]);
    expect(await at(first)).to.deep.equal([(3n * WAD) / 4n, WAD]);
    expect(await at(second - 1)).to.deep.equal([(3n * WAD) / 4n, WAD]);
    expect(await at(second)).to.deep.equal([WAD / 2n, WAD]);
    const byStrategies = allocation["getMaxMagnitudes(address,address[])"];
    const byOperators = allocation["getMaxMagnitudes(address[],address)"];
    expect([...(await byStrategies(op1, [a.address, b.address]))]).to.deep.equal([WAD / 2n, WAD]);
    expect([...(await byOperators([op1, op2], a.address))]).to.deep.equal([WAD / 2n, WAD]);
    expect(await allocation.getSlashCount(one)).to.equal(2n);
  });

  it("RST-76: an operator is redistributable when a redistributing set can slash it", async () => {
    const { allocation, op1, two, join, leave, mine } = await world();
    expect(await allocation.isOperatorRedistributable(op1)).to.equal(false);
    await join(op1, two);
    expect(await allocation.isOperatorRedistributable(op1)).to.equal(true);
    await leave(op1, two);
    expect(await allocation.isOperatorRedistributable(op1)).to.equal(true);
    await mine(DEALLOCATION_DELAY + 1n);
    expect(await allocation.isOperatorRedistributable(op1)).to.equal(false);
  });

  it("RST-77: a slash is refused for the first reason in the real core's order", async () => {
    const { allocation, avs, mallory, op1, op2, one, a, b, newStrategy, slash } = await world();
    const c = await newStrategy();
    const by = allocation.connect(mallory);
    const params = {
      operator: op2.address,
      operatorSetId: 9n,
      strategies: [b.address],
      wadsToSlash: [] as bigint[],
      description: "",
    };
    const refused = (change: Partial<typeof params>, error: string) =>
      expect(by.slashOperator(avs, { ...params, ...change })).to.be.revertedWithCustomError(allocation, error);
    await refused({}, "InputArrayLengthMismatch");
    await refused({ wadsToSlash: [0n] }, "InvalidOperatorSet");
    await refused({ wadsToSlash: [0n], operatorSetId: 1n }, "OperatorNotSlashable");
    await refused({ wadsToSlash: [0n], operatorSetId: 1n, operator: op1.address }, "InvalidCaller");
    const own = async (strategies: (typeof a)[], wads: bigint[], error: string) =>
      expect(slash(op1, one, strategies, wads)).to.be.revertedWithCustomError(allocation, error);
    await own([b, a], [WAD, 0n], "StrategiesMustBeInAscendingOrder");
    await own([a, a], [WAD, WAD], "StrategiesMustBeInAscendingOrder");
    await own([a], [0n], "InvalidWadToSlash");
    await own([a], [WAD + 1n], "InvalidWadToSlash");
    await own([c], [0n], "InvalidWadToSlash");
    await own([c], [WAD], "StrategyNotInOperatorSet");
  });
});
