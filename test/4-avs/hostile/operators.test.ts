import { expect } from "chai";
import { equivocate, registrationData } from "../../../scripts/services/bridge.ts";
import { deployBridge, SLASH_WAD } from "../bridge/fixture.ts";
import { DELAY_BLOCKS, ethers, networkHelpers, SET_ID, signer, stake } from "../core.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const ROOTS = [ethers.id("one"), ethers.id("two")] as const;

/** An operator that is a contract, with everything behind the bridge, alice delegated to it, and evidence against it. */
async function deployColluding() {
  const deployed = await deployBridge();
  const { core, bridge, avs, domain, alice } = deployed;
  const operator = await ethers.deployContract("ColludingOperator");
  const account = await operator.getAddress();
  const key = new ethers.Wallet(ethers.id("colluding key"));
  const { allocationManager, delegationManager } = core;
  const call = <Name extends string>(
    contract: { target: unknown; interface: { encodeFunctionData(name: Name, args: readonly unknown[]): string } },
    name: Name,
    args: readonly unknown[],
  ) => ({ to: contract.target as string, message: contract.interface.encodeFunctionData(name, args) });
  const strategies = core.strategies.map(({ target }) => target);
  const allocation = (magnitude: bigint) =>
    call(allocationManager, "modifyAllocations", [
      account,
      [{ operatorSet: { avs, id: SET_ID }, strategies, newMagnitudes: strategies.map(() => magnitude) }],
    ]);
  const joining = call(allocationManager, "registerForOperatorSets", [
    account,
    { avs, operatorSetIds: [SET_ID], data: registrationData(key.address) },
  ]);
  const leaving = call(allocationManager, "deregisterFromOperatorSets", [
    { operator: account, avs, operatorSetIds: [SET_ID] },
  ]);
  await operator.together([call(delegationManager, "registerAsOperator", [ethers.ZeroAddress, 0, ""])]);
  await stake(core, alice, 10n * ETH, account);
  await operator.together([allocation(WAD), joining]);
  const evidence = await equivocate(key, domain, { operator: account, height: 1n }, ROOTS);
  const proof = call(bridge, "proveEquivocation", [account, 1n, ...evidence]);
  const undelegation = call(delegationManager, "undelegate", [alice.address]);
  const allocated = async () =>
    (await allocationManager.getAllocation(account, { avs, id: SET_ID }, core.strategies[0]!)).currentMagnitude;
  return { ...deployed, operator, account, evidence, proof, undelegation, allocation, joining, leaving, allocated };
}

describe("Hostile operators", () => {
  it("AVS-65: undelegating a staker in the block of the slash, before or after it, costs the staker the same", async () => {
    const { core, operator, alice, proof, undelegation } = await networkHelpers.loadFixture(deployColluding);
    const start = await networkHelpers.takeSnapshot();
    for (const acts of [
      [undelegation, proof],
      [proof, undelegation],
    ]) {
      await operator.together(acts);
      const [, shares] = await core.delegationManager.getQueuedWithdrawals(alice);
      expect(shares.flat()).to.deep.equal([9n * ETH, 9n * ETH]);
      await start.restore();
    }
  });

  it("AVS-65: a withdrawal queued just before the slash is slashed like what stayed", async () => {
    const { core, bridge, account, alice, evidence } = await networkHelpers.loadFixture(deployColluding);
    const [strategy] = core.strategies;
    await core.delegationManager
      .connect(alice)
      .queueWithdrawals([
        { strategies: [strategy!], depositShares: [4n * ETH], __deprecated_withdrawer: ethers.ZeroAddress },
      ]);
    await bridge.proveEquivocation(account, 1n, ...evidence);
    const [, queued] = await core.delegationManager.getQueuedWithdrawals(alice);
    const [kept] = await core.delegationManager.getWithdrawableShares(alice, [strategy!]);
    expect([queued[0]![0], kept[0]]).to.deep.equal([(4n * ETH * 9n) / 10n, (6n * ETH * 9n) / 10n]);
  });

  it("AVS-66: leaving and deallocating in the block before the proof saves nothing", async () => {
    const { bridge, operator, account, allocation, leaving, evidence, allocated } =
      await networkHelpers.loadFixture(deployColluding);
    await operator.together([leaving, allocation(0n)]);
    await bridge.proveEquivocation(account, 1n, ...evidence);
    expect(await allocated()).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-66: nobody leaves and comes back within the window to vote twice or to shed its past", async () => {
    const { core, bridge, operator, account, joining, leaving, evidence, allocated } =
      await networkHelpers.loadFixture(deployColluding);
    await expect(operator.together([leaving, joining])).to.be.revertedWithCustomError(
      core.allocationManager,
      "AlreadyMemberOfSet",
    );
    await operator.together([leaving]);
    expect((await bridge.stakes(SET_ID)).total).to.equal(0n);
    await networkHelpers.mine(DELAY_BLOCKS);
    await operator.together([joining]);
    await bridge.proveEquivocation(account, 1n, ...evidence);
    expect(await allocated()).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-66: an operator in twenty sets of others is slashed as fast as one in a single set", async () => {
    const { core, bridge, operator, account, evidence } = await networkHelpers.loadFixture(deployColluding);
    const { allocationManager } = core;
    const before = await bridge.proveEquivocation.estimateGas(account, 1n, ...evidence);
    const friend = await ethers.deployContract("HostileService", [allocationManager]);
    const avs = await friend.getAddress();
    const ids = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const id of ids)
      await friend.createSet(
        id,
        core.strategies.map(({ target }) => target),
        ethers.ZeroAddress,
      );
    const message = allocationManager.interface.encodeFunctionData("registerForOperatorSets", [
      account,
      { avs, operatorSetIds: ids, data: "0x" },
    ]);
    await operator.together([{ to: await allocationManager.getAddress(), message }]);
    const after = await bridge.proveEquivocation.estimateGas(account, 1n, ...evidence);
    expect(after).to.be.lessThan(before + before / 50n);
    expect((await signer(0)).address).to.not.equal(account);
  });
});
