import { expect } from "chai";
import fc from "fast-check";
import { delayFloorBlocks } from "../../scripts/services/exposure.ts";
import { refusalOf } from "../refusal.ts";
import { DELAY_BLOCKS, deployCore, ethers, networkHelpers, SET_ID, signer, stake } from "./core.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const ALLOCATION_DELAY = 30n;
/** What the core says when an act cannot be: a second pending change, too little left, a stranger to the set, nothing to queue. */
const REFUSALS = [
  ...["InsufficientMagnitude", "ModificationAlreadyPending", "SameMagnitude", "NotMemberOfSet", "OperatorNotSlashable"],
  "SharesAmountTooHigh",
];

/** An operator with an allocation delay, a staker delegated to it, and two services that slash whom they like. */
async function deployWith(stakedWei: bigint) {
  const core = await deployCore();
  const [op1, alice] = [await signer(11), await signer(2)];
  const strategy = core.strategies[0]!;
  const services = [];
  for (let index = 0; index < 2; ++index) {
    const service = await ethers.deployContract("HostileService", [core.allocationManager]);
    await service.createSet(SET_ID, [strategy], ethers.ZeroAddress);
    services.push(service);
  }
  const [service, other] = [services[0]!, services[1]!];
  await core.delegationManager.connect(op1).registerAsOperator(ethers.ZeroAddress, ALLOCATION_DELAY, "");
  await stake(core, alice, stakedWei, op1.address);
  const exposure = await ethers.deployContract("SlashExposure", [core.allocationManager]);
  const avs = await service.getAddress();
  const allocation = await ethers.getContractAt("IAllocationManager", core.allocationManager.target as string);
  const asOperator = core.allocationManager.connect(op1);
  for (const one of services) {
    await asOperator.registerForOperatorSets(op1, { avs: one, operatorSetIds: [SET_ID], data: "0x" });
  }
  const allocate = async (to: { getAddress(): Promise<string> }, magnitude: bigint) => {
    const operatorSet = { avs: await to.getAddress(), id: SET_ID };
    return asOperator.modifyAllocations(op1, [{ operatorSet, strategies: [strategy], newMagnitudes: [magnitude] }]);
  };
  const queue = async (depositShares: bigint) =>
    core.delegationManager
      .connect(alice)
      .queueWithdrawals([
        { strategies: [strategy], depositShares: [depositShares], __deprecated_withdrawer: ethers.ZeroAddress },
      ]);
  /** All that alice has in the strategy: held, and queued and not yet out of reach. */
  const atStake = async () => {
    const [held] = await core.delegationManager.getWithdrawableShares(alice, [strategy]);
    const [, queued] = await core.delegationManager.getQueuedWithdrawals(alice);
    let sum = held[0] ?? 0n;
    for (const shares of queued) for (const part of shares) sum += part;
    return sum;
  };
  const bound = async (horizon: bigint, floor = ALLOCATION_DELAY) => {
    const [strategies, losses] = await exposure.maximumLoss(alice, avs, horizon, floor);
    const index = strategies.indexOf(strategy.target as string);
    return index < 0 ? 0n : losses[index]!;
  };
  const actors = { core, op1, alice, strategy, service, other, exposure, avs, allocation };
  return { ...actors, allocate, queue, atStake, bound };
}

const deployExposed = async () => deployWith(10n * ETH + 7n);
/** So little that every rounding shows. */
const deployTiny = async () => deployWith(7n);

describe("SlashExposure", () => {
  it("AVS-91: reach is what is allocated, and what comes in time; everything, once a new allocation fits", async () => {
    const { op1, strategy, service, other, exposure, avs, allocate } = await networkHelpers.loadFixture(deployExposed);
    const reach = async (horizon: bigint, floor = ALLOCATION_DELAY) =>
      (await exposure.reachOf(op1, avs, strategy, horizon, floor)).reach;
    await allocate(other, WAD / 2n);
    expect(await reach(ALLOCATION_DELAY - 1n)).to.equal(0n);
    expect(await reach(ALLOCATION_DELAY)).to.equal(WAD);
    await allocate(service, WAD / 4n);
    expect(await reach(ALLOCATION_DELAY - 1n)).to.equal(0n);
    await networkHelpers.mine(1);
    expect(await reach(ALLOCATION_DELAY - 1n)).to.equal(WAD / 4n);
    expect(await reach(ALLOCATION_DELAY - 2n)).to.equal(0n);
    await networkHelpers.mine(ALLOCATION_DELAY);
    expect(await reach(0n)).to.equal(WAD / 4n);
    await allocate(service, 0n);
    expect(await reach(0n)).to.equal(WAD / 4n);
    expect(await reach(5n, 5n)).to.equal(WAD);
    expect(await reach(4n, 5n)).to.equal(WAD / 4n);
    await networkHelpers.mine(DELAY_BLOCKS + 1n);
    expect(await reach(ALLOCATION_DELAY - 1n)).to.equal(0n);
  });

  it("AVS-90: slashing all that is allocated takes the bound, to a few wei, held and queued", async () => {
    const { op1, strategy, service, allocate, queue, atStake, bound } = await networkHelpers.loadFixture(deployExposed);
    await allocate(service, WAD / 3n);
    await networkHelpers.mine(ALLOCATION_DELAY);
    await queue(4n * ETH + 1n);
    const [before, most] = [await atStake(), await bound(1n)];
    await service.slash(op1, SET_ID, strategy, WAD, 1);
    const lost = before - (await atStake());
    expect(lost).to.be.greaterThan(before / 3n - 5n);
    expect(most - lost).to.be.within(0n, 6n);
  });

  it("AVS-90: a strategy that is held and queued is told once, and each service has a loss for each strategy", async () => {
    const { alice, service, other, exposure, allocate, queue } = await networkHelpers.loadFixture(deployExposed);
    await allocate(service, WAD / 3n);
    await networkHelpers.mine(ALLOCATION_DELAY);
    for (const shares of [ETH, 2n * ETH]) await queue(shares);
    const [strategies, losses] = await exposure.maximumLosses(alice, [service, other], 1n, ALLOCATION_DELAY);
    expect(new Set(strategies).size).to.equal(strategies.length);
    expect(losses.map((row) => row.length)).to.deep.equal([strategies.length, strategies.length]);
  });

  it("AVS-90: what was queued counts through the last slashable block, and not after", async () => {
    const { core, alice, strategy, service, allocate, queue, bound } = await networkHelpers.loadFixture(deployExposed);
    await allocate(service, WAD);
    await networkHelpers.mine(ALLOCATION_DELAY);
    const [held] = await core.delegationManager.getWithdrawableShares(alice, [strategy]);
    await queue(held[0]!);
    await networkHelpers.mine(DELAY_BLOCKS);
    expect(await bound(0n)).to.equal(held[0]!);
    await networkHelpers.mine(1);
    expect(await bound(0n)).to.equal(0n);
  });

  it("AVS-90: nothing that service, operator and others do within the horizon takes more (fuzzed) [uninstrumented]", async () => {
    const act = fc.record({
      kind: fc.constantFrom("allocate", "allocate other", "slash", "slash", "slash other", "queue", "wait", "leave"),
      size: fc.bigInt(1n, WAD),
      blocks: fc.integer({ min: 0, max: 12 }),
    });
    const stakes = fc.constantFrom(deployExposed, deployTiny);
    const plan = fc.tuple(
      stakes,
      fc.array(act, { minLength: 2, maxLength: 6 }),
      fc.nat(60),
      fc.array(act, { minLength: 3, maxLength: 10 }),
    );
    let losses = 0;
    await fc.assert(
      fc.asyncProperty(plan, async ([deploy, before, horizon, during]) => {
        const { op1, avs, core, strategy, service, other, allocate, queue, atStake, bound } =
          await networkHelpers.loadFixture(deploy);
        let taken = 0n;
        let slashes = 0n;
        const perform = async ({ kind, size, blocks }: (typeof during)[number]) => {
          const held = await atStake();
          const done = async () => {
            if (kind === "allocate") await allocate(service, size);
            if (kind === "allocate other") await allocate(other, size);
            if (kind === "slash") await service.slash(op1, SET_ID, strategy, size, 1);
            if (kind === "slash other") await other.slash(op1, SET_ID, strategy, size / 2n + 1n, 1);
            if (kind === "queue") await queue(deploy === deployTiny ? (size % 3n) + 1n : size);
            if (kind === "leave") {
              await core.allocationManager
                .connect(op1)
                .deregisterFromOperatorSets({ operator: op1, avs, operatorSetIds: [SET_ID] });
            }
          };
          // What the core refuses (a second pending change, too little left, a non-member) happens to nobody.
          await done().catch((thrown: unknown) => expect(REFUSALS).to.include(refusalOf(thrown)));
          const lost = kind === "slash" ? held - (await atStake()) : 0n;
          if (lost > 0n) ++slashes;
          taken += lost;
          if (blocks > 0) await networkHelpers.mine(blocks);
        };
        await allocate(service, WAD / 3n);
        await networkHelpers.mine(ALLOCATION_DELAY);
        for (const one of before) await perform(one);
        const [from, most] = [await ethers.provider.getBlockNumber(), await bound(BigInt(horizon))];
        [taken, slashes] = [0n, 0n];
        for (const one of during) {
          if ((await ethers.provider.getBlockNumber()) >= from + horizon) break;
          await perform({ ...one, blocks: Math.min(one.blocks, 3) });
        }
        if (taken > 0n) ++losses;
        const further = slashes > 1n ? slashes - 1n : 0n;
        expect(taken <= most + further, `${taken} taken of at most ${most} within ${horizon} blocks`).to.equal(true);
      }),
      { numRuns: 40, seed: 90 },
    );
    expect(losses).to.be.greaterThan(10);
  });

  it("AVS-91: a shorter delay that was announced counts from the horizon in which it comes", async () => {
    const { core, op1, allocation } = await networkHelpers.loadFixture(deployExposed);
    expect(await delayFloorBlocks(allocation, op1.address, 10n)).to.equal(ALLOCATION_DELAY);
    await core.allocationManager.connect(op1).setAllocationDelay(op1, 3);
    const configuration = await allocation.ALLOCATION_CONFIGURATION_DELAY();
    expect(await delayFloorBlocks(allocation, op1.address, configuration)).to.equal(ALLOCATION_DELAY);
    await networkHelpers.mine(1);
    expect(await delayFloorBlocks(allocation, op1.address, configuration)).to.equal(3n);
    expect(await delayFloorBlocks(allocation, op1.address, configuration - 1n)).to.equal(ALLOCATION_DELAY);
    expect(await delayFloorBlocks(allocation, op1.address, configuration + 1n)).to.equal(0n);
    await networkHelpers.mine(configuration);
    expect(await delayFloorBlocks(allocation, op1.address, 0n)).to.equal(3n);
  });

  it("AVS-90: an undelegated staker is exposed to nobody", async () => {
    const { exposure, avs, core } = await networkHelpers.loadFixture(deployExposed);
    const bob = await signer(3);
    await stake(core, bob, ETH);
    const [, losses] = await exposure.maximumLoss(bob, avs, 100, 0);
    expect(losses).to.deep.equal([0n, 0n]);
  });
});
