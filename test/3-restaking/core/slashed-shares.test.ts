import { expect } from "chai";
import { BURN_ADDRESS, restakingFixture } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

/** Two sets of one operator, each with half of it in both strategies, and 10 ETH of alice in each. */
async function world() {
  const ready = await restaking();
  const { alice, op1, a, b, createSet, registerOperator, allocate, join, deposit, delegate } = ready;
  await registerOperator(op1);
  const sets = [await createSet(1n, [a, b]), await createSet(2n, [a, b])] as const;
  for (const set of sets) {
    for (const strategy of [a, b]) await allocate(op1, set, strategy, WAD / 2n);
    await join(op1, set);
  }
  for (const strategy of [a, b]) await deposit(alice, strategy, 10n * ETH);
  await delegate(alice, op1);
  return { ...ready, sets, strategies: ready.core.strategies };
}

describe("the core: slashed shares until they are cleared", () => {
  it("RST-74: sets and slashes are listed while something of them waits, the last one into each gap", async () => {
    const { strategies, op1, a, b, sets, slash } = await world();
    const [one, two] = sets;
    const pendingSets = async () => (await strategies.getPendingOperatorSets()).map(({ id }) => id);
    const pendingIds = async (set: typeof one) => [...(await strategies.getPendingSlashIds(set))];
    for (let i = 0; i < 3; i++) await slash(op1, one, [a, b], [WAD / 10n, WAD / 10n]);
    await slash(op1, two, [a], [WAD / 10n]);
    expect(await pendingSets()).to.deep.equal([1n, 2n]);
    expect(await pendingIds(one)).to.deep.equal([1n, 2n, 3n]);

    await strategies.clearBurnOrRedistributableShares(one, 1);
    expect(await pendingIds(one)).to.deep.equal([3n, 2n]);
    await strategies.clearBurnOrRedistributableShares(one, 3);
    await strategies.clearBurnOrRedistributableSharesByStrategy(one, 2, a.address);
    expect(await pendingIds(one)).to.deep.equal([2n]);
    expect(await strategies.getBurnOrRedistributableCount(one, 2)).to.equal(1n);
    await strategies.clearBurnOrRedistributableSharesByStrategy(one, 2, b.address);
    expect(await pendingIds(one)).to.deep.equal([]);
    expect(await pendingSets()).to.deep.equal([2n]);

    await slash(op1, one, [a], [WAD / 10n]);
    expect(await pendingSets()).to.deep.equal([2n, 1n]);
    expect(await pendingIds(one)).to.deep.equal([4n]);
  });

  it("RST-74: a slash of several strategies is read and cleared in the order of its strategies", async () => {
    const { strategies, op1, a, b, sets, slash } = await world();
    await slash(op1, sets[0], [a, b], [WAD / 5n, WAD / 10n]);
    const read = strategies["getBurnOrRedistributableShares((address,uint32),uint256)"];
    const readOne = strategies["getBurnOrRedistributableShares((address,uint32),uint256,address)"];
    const [listed, shares] = await read(sets[0], 1);
    expect([...listed]).to.deep.equal([a.address, b.address]);
    expect([...shares]).to.deep.equal([ETH, ETH / 2n]);
    expect(await readOne(sets[0], 1, b.address)).to.equal(ETH / 2n);
    const paid = await strategies.clearBurnOrRedistributableShares.staticCall(sets[0], 1);
    expect([...paid]).to.deep.equal([ETH, ETH / 2n]);
    await strategies.clearBurnOrRedistributableSharesByStrategy(sets[0], 1, a.address);
    expect(await a.token.balanceOf(BURN_ADDRESS)).to.equal(ETH);
    const [left] = await read(sets[0], 1);
    expect([...left]).to.deep.equal([b.address]);
    expect(await readOne(sets[0], 1, a.address)).to.equal(0n);
  });

  it("RST-74: a slash that nobody knows pays nothing, and so does one that took nothing", async () => {
    const { strategies, op2, a, sets, operatorIn, slash } = await world();
    expect([...(await strategies.clearBurnOrRedistributableShares.staticCall(sets[0], 77))]).to.deep.equal([]);
    const clearOne = strategies.clearBurnOrRedistributableSharesByStrategy;
    expect(await clearOne.staticCall(sets[0], 77, a.address)).to.equal(0n);
    const set = await operatorIn(op2, 3n, a, WAD);
    await slash(op2, set, [a], [WAD / 2n]);
    expect(await strategies.getBurnOrRedistributableCount(set, 1)).to.equal(1n);
    await expect(strategies.clearBurnOrRedistributableShares(set, 1)).not.to.emit(a.token, "Transfer");
    expect(await strategies.getBurnOrRedistributableCount(set, 1)).to.equal(0n);
    await slash(op2, set, [a], [WAD]);
    await slash(op2, set, [a], [WAD]);
    expect(await strategies.getBurnOrRedistributableCount(set, 3)).to.equal(0n);
    expect([...(await strategies.getPendingSlashIds(set))]).to.deep.equal([2n]);
  });

  it("RST-74: one slash books a strategy once", async () => {
    const { core, ethers, networkHelpers, a, sets } = await world();
    const delegation = await core.delegation.getAddress();
    await networkHelpers.impersonateAccount(delegation);
    await networkHelpers.setBalance(delegation, ETH);
    const strategies = core.strategies.connect(await ethers.getSigner(delegation));
    await strategies.increaseBurnOrRedistributableShares(sets[0], 5, a.address, 10n ** 30n);
    await expect(
      strategies.increaseBurnOrRedistributableShares(sets[0], 5, a.address, 1),
    ).to.be.revertedWithCustomError(strategies, "StrategyAlreadyInSlash");
    const read = strategies["getBurnOrRedistributableShares((address,uint32),uint256,address)"];
    expect(await read(sets[0], 5, a.address)).to.equal(10n ** 30n);
    expect(await strategies.DEFAULT_BURN_ADDRESS()).to.equal(BURN_ADDRESS);
  });
});
