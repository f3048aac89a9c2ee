import { expect } from "chai";
import { DEALLOCATION_DELAY, restakingFixture } from "../fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();

describe("edge cases: slashing magnitudes", () => {
  it("E18: magnitude is slashed rounded up and shares rounded down: one wad-unit may burn nothing", async () => {
    const { core, alice, op1, a, deposit, delegate, operatorIn, slash } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await deposit(alice, a, ETH / 10n);
    await delegate(alice, op1);
    const slashed = await slash(op1, set, [a], [1n]);
    await expect(slashed).to.emit(core.delegation, "OperatorSharesSlashed").withArgs(op1.address, a.address, 0n);
    expect(await core.allocation.getMaxMagnitude(op1, a.address)).to.equal(WAD - 1n);
    expect(await core.delegation.operatorShares(op1, a.address)).to.equal(ETH / 10n);
  });

  it("E18: no slash can be dodged by allocating little: of 3 units, a hundredth takes one", async () => {
    const { core, op1, a, operatorIn, slash } = await restaking();
    const set = await operatorIn(op1, 1n, a, 3n);
    await slash(op1, set, [a], [WAD / 100n]);
    const { currentMagnitude } = await core.allocation.getAllocation(op1, set, a.address);
    expect(currentMagnitude).to.equal(2n);
  });

  it("E19: a pending deallocation is slashed too; at nothing left it still blocks until its block", async () => {
    const { core, ethers, op1, a, operatorIn, allocate, slash, mine } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    const started = await allocate(op1, set, a, WAD - 3n);
    const effect = BigInt(started.blockNumber as number) + DEALLOCATION_DELAY + 1n;
    await slash(op1, set, [a], [(WAD * 2n) / 5n]);
    const slashedOnce = await core.allocation.getAllocation(op1, set, a.address);
    expect([...slashedOnce]).to.deep.equal([(WAD * 3n) / 5n, -1n, effect]);

    await slash(op1, set, [a], [1n]);
    const slashedTwice = await core.allocation.getAllocation(op1, set, a.address);
    expect([...slashedTwice]).to.deep.equal([(WAD * 3n) / 5n - 1n, 0n, effect]);
    await expect(allocate(op1, set, a, 5n)).to.be.revertedWithCustomError(
      core.allocation,
      "ModificationAlreadyPending",
    );
    await mine(effect - 1n - BigInt(await ethers.provider.getBlockNumber()));
    await expect(allocate(op1, set, a, 5n)).to.emit(core.allocation, "AllocationUpdated");
  });

  it("E20: a pending allocation is not slashed and keeps what it encumbers", async () => {
    const { core, op1, a, createSet, registerOperator, allocate, join, slash, mine } = await restaking();
    await registerOperator(op1, 5n);
    const set = await createSet(1n, [a]);
    await allocate(op1, set, a, WAD / 2n);
    await join(op1, set);
    await mine(5);
    const pending = await allocate(op1, set, a, (WAD * 8n) / 10n);
    await slash(op1, set, [a], [WAD / 2n]);
    const effect = BigInt(pending.blockNumber as number) + 5n;
    const allocation = await core.allocation.getAllocation(op1, set, a.address);
    expect([...allocation]).to.deep.equal([WAD / 4n, (WAD * 3n) / 10n, effect]);
    expect(await core.allocation.getEncumberedMagnitude(op1, a.address)).to.equal((WAD * 55n) / 100n);
    expect(await core.allocation.getMaxMagnitude(op1, a.address)).to.equal((WAD * 3n) / 4n);
    await mine(5);
    const after = await core.allocation.getAllocation(op1, set, a.address);
    expect(after.currentMagnitude).to.equal((WAD * 55n) / 100n);
  });

  it("E21: after a slash to nothing a planned deallocation becomes an allocation", async () => {
    const { core, op1, a, operatorIn, allocate, slash } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD / 2n);
    await slash(op1, set, [a], [WAD]);
    const modified = await allocate(op1, set, a, WAD / 5n);
    const effect = BigInt(modified.blockNumber as number);
    await expect(modified)
      .to.emit(core.allocation, "AllocationUpdated")
      .withArgs(op1.address, [set.avs, set.id], a.address, WAD / 5n, effect);
    expect(await core.allocation.getEncumberedMagnitude(op1, a.address)).to.equal(WAD / 5n);
  });

  it("E22: a slash that finds nothing takes a slash id and says zeros", async () => {
    const { core, op1, a, createSet, registerOperator, join, slash } = await restaking();
    await registerOperator(op1);
    const set = await createSet(1n, [a]);
    await join(op1, set);
    const slashed = await slash(op1, set, [a], [WAD]);
    await expect(slashed)
      .to.emit(core.allocation, "OperatorSlashed")
      .withArgs(op1.address, [set.avs, set.id], [a.address], [0n], "");
    await expect(slashed).not.to.emit(core.allocation, "AllocationUpdated");
    expect(await core.allocation.getSlashCount(set)).to.equal(1n);
    expect(await core.strategies.getBurnOrRedistributableCount(set, 1n)).to.equal(0n);
  });

  it("E29: a redistributing set pays its slash at once, on anybody's call", async () => {
    const { core, avs, alice, mallory, op1, a, createSet, registerOperator, deposit, delegate, allocate, join, slash } =
      await restaking();
    await registerOperator(op1);
    const set = await createSet(1n, [a], avs.address);
    await allocate(op1, set, a, WAD);
    await join(op1, set);
    await deposit(alice, a, 4n * ETH);
    await delegate(alice, op1);
    await slash(op1, set, [a], [WAD / 4n]);
    await core.strategies.connect(mallory).clearBurnOrRedistributableShares(set, 1n);
    expect(await a.token.balanceOf(avs)).to.equal(ETH);
  });
});
