import { expect } from "chai";
import {
  allocate,
  becomeOperator,
  DELAY_BLOCKS,
  deployCore,
  ethers,
  leave,
  magnitudeOf,
  networkHelpers,
  SET_ID,
  signer,
  stake,
} from "../core.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

/** A service that is its own slasher, op1 with everything allocated to it, and alice delegated to op1. */
async function deployHostile(recipientIsTheService = false) {
  const core = await deployCore();
  const [op1, alice] = [await signer(11), await signer(2)];
  const service = await ethers.deployContract("HostileService", [core.allocationManager]);
  const avs = await service.getAddress();
  const [strategy, other] = core.strategies;
  await service.createSet(SET_ID, [strategy!], recipientIsTheService ? avs : ethers.ZeroAddress);
  await becomeOperator(core, op1, ETH);
  await stake(core, alice, 9n * ETH, op1.address);
  await allocate(core, op1, avs, WAD);
  await core.allocationManager.connect(op1).registerForOperatorSets(op1, { avs, operatorSetIds: [SET_ID], data: "0x" });
  const sharesOf = async (staker: string) =>
    (await core.delegationManager.getWithdrawableShares(staker, [strategy!]))[0][0]!;
  return { core, service, avs, op1, alice, strategy: strategy!, other: other!, sharesOf };
}
const deployBurning = async () => deployHostile(false);
const deployRedistributing = async () => deployHostile(true);

describe("Hostile services", () => {
  it("AVS-60: a thousand slashes of one wad-unit take a thousand wad-units, no more", async () => {
    const { core, service, avs, op1, alice, strategy, sharesOf } = await networkHelpers.loadFixture(deployBurning);
    const before = await sharesOf(alice.address);
    for (let round = 0; round < 10; ++round) {
      await service.slash(op1, SET_ID, strategy, 1n, 100, { gasLimit: 16_777_216n });
    }
    expect(await magnitudeOf(core, op1, avs)).to.equal(WAD - 1_000n);
    const lost = before - (await sharesOf(alice.address));
    expect(lost).to.equal((before * 1_000n) / WAD);
    expect(await core.allocationManager.getSlashCount({ avs, id: SET_ID })).to.equal(1_000n);
  });

  it("AVS-61: a slash in the last slashable block hits a queued exit, and one block later it does not", async () => {
    const { core, service, avs, op1, alice, strategy } = await networkHelpers.loadFixture(deployBurning);
    await core.delegationManager
      .connect(alice)
      .queueWithdrawals([
        { strategies: [strategy], depositShares: [9n * ETH], __deprecated_withdrawer: ethers.ZeroAddress },
      ]);
    const queued = BigInt(await ethers.provider.getBlockNumber());
    await networkHelpers.mineUpTo(queued + DELAY_BLOCKS - 1n);
    const last = await networkHelpers.takeSnapshot();
    await service.slash(op1, SET_ID, strategy, WAD / 2n, 1);
    await networkHelpers.mine(1);
    const [, hit] = await core.delegationManager.getQueuedWithdrawals(alice);
    expect(hit[0]![0]).to.equal((9n * ETH) / 2n);
    await last.restore();
    await networkHelpers.mine(1);
    await service.slash(op1, SET_ID, strategy, WAD / 2n, 1);
    const [, missed] = await core.delegationManager.getQueuedWithdrawals(alice);
    expect(missed[0]![0]).to.equal(9n * ETH);
    expect(await magnitudeOf(core, op1, avs)).to.equal(WAD / 2n);
  });

  it("AVS-62: a service that redistributes to itself takes exactly what its members lose", async () => {
    const { core, service, avs, op1, alice, strategy, sharesOf } =
      await networkHelpers.loadFixture(deployRedistributing);
    await service.slash(op1, SET_ID, strategy, WAD / 4n, 1);
    await core.strategyManager.connect(alice).clearBurnOrRedistributableShares({ avs, id: SET_ID }, 1n);
    expect(await core.tokens[0]!.balanceOf(avs)).to.equal((10n * ETH) / 4n);
    expect((await sharesOf(alice.address)) + (await sharesOf(op1.address))).to.equal((10n * ETH * 3n) / 4n);
  });

  it("AVS-63: a strategy added in the block of the slash reaches what was allocated to it, and nothing else", async () => {
    const { core, service, avs, op1, other } = await networkHelpers.loadFixture(deployBurning);
    const magnitude = async () =>
      (await core.allocationManager.getAllocation(op1, { avs, id: SET_ID }, other)).currentMagnitude;
    expect(await magnitude()).to.equal(WAD);
    await service.reachAndSlash(op1, SET_ID, other, WAD / 10n);
    expect(await magnitude()).to.equal((WAD * 9n) / 10n);
    expect(await magnitudeOf(core, op1, avs)).to.equal(WAD);
  });

  it("AVS-64: a service that lets nobody leave keeps members slashable only until they have deallocated", async () => {
    const { core, service, avs, op1, strategy } = await networkHelpers.loadFixture(deployBurning);
    await service.setTrapping(true);
    await expect(leave(core, op1, avs))
      .to.be.revertedWithCustomError(service, "YouStay")
      .withArgs(op1.address);
    await allocate(core, op1, avs, 0n);
    await networkHelpers.mine(DELAY_BLOCKS + 1n);
    const before = await core.delegationManager.operatorShares(op1, strategy);
    await service.slash(op1, SET_ID, strategy, WAD, 1);
    expect(await core.delegationManager.operatorShares(op1, strategy)).to.equal(before);
    await service.setTrapping(false);
    await leave(core, op1, avs);
  });

  it("AVS-103: a recipient whose token calls back is paid each slash once, and what members keep stays whole", async () => {
    const { core, service, avs, op1, alice, strategy, sharesOf } =
      await networkHelpers.loadFixture(deployRedistributing);
    const { strategyManager } = core;
    const token = core.tokens[0]!;
    const set = { avs, id: SET_ID };
    const clear = (id: bigint) =>
      strategyManager.interface.encodeFunctionData("clearBurnOrRedistributableShares", [set, id]);
    const clearOne = strategyManager.interface.encodeFunctionData("clearBurnOrRedistributableSharesByStrategy", [
      set,
      1n,
      strategy.target as string,
    ]);
    const slashAgain = service.interface.encodeFunctionData("slash", [
      op1.address,
      SET_ID,
      strategy.target as string,
      WAD / 3n,
      1n,
    ]);
    for (let round = 0; round < 2; ++round) await service.slash(op1, SET_ID, strategy, WAD / 4n, 1);
    const hostile = [
      [strategyManager, clear(1n)],
      [strategyManager, clear(2n)],
      [strategyManager, clearOne],
      [service, slashAgain],
    ] as const;
    for (const [target, callback] of hostile) {
      await token.callBack(target, callback);
      await expect(strategyManager.clearBurnOrRedistributableShares(set, 1n)).to.be.revertedWithCustomError(
        strategyManager,
        "ReentrancyGuardReentrantCall",
      );
    }
    await token.callBack(ethers.ZeroAddress, "0x");
    for (const id of [1n, 2n, 1n, 2n]) await strategyManager.clearBurnOrRedistributableShares(set, id);
    const kept = (await sharesOf(alice.address)) + (await sharesOf(op1.address));
    const taken = await token.balanceOf(avs);
    expect(taken).to.equal((10n * ETH * 7n) / 16n);
    expect(await token.balanceOf(strategy)).to.equal(10n * ETH - taken);
    expect(kept).to.be.within(10n * ETH - taken - 2n, 10n * ETH - taken);
  });

  it("AVS-103: a token that refuses to be paid out keeps no other strategy's slash from its recipient, nor a slash from happening", async () => {
    const { core, service, avs, op1, strategy, other } = await networkHelpers.loadFixture(deployRedistributing);
    const [{ strategyManager }, set] = [core, { avs, id: SET_ID }];
    await core.tokens[0]!.refuse(true);
    await service.slash(op1, SET_ID, strategy, WAD / 4n, 1);
    await service.reachAndSlash(op1, SET_ID, other, WAD / 2n);
    await expect(strategyManager.clearBurnOrRedistributableShares(set, 1n)).to.be.revertedWithCustomError(
      core.tokens[0]!,
      "Refused",
    );
    await strategyManager.clearBurnOrRedistributableShares(set, 2n);
    expect(await core.tokens[1]!.balanceOf(avs)).to.equal(5n * ETH);
    await core.tokens[0]!.refuse(false);
    await strategyManager.clearBurnOrRedistributableShares(set, 1n);
    expect(await core.tokens[0]!.balanceOf(avs)).to.equal((10n * ETH) / 4n);
  });
});
