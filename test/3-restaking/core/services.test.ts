import { expect } from "chai";
import { BURN_ADDRESS, CONFIGURATION_DELAY, DEALLOCATION_DELAY, restakingFixture } from "../fixture.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();
const V1 = "createOperatorSets(address,(uint32,address[])[])";
const V2 = "createOperatorSets(address,(uint32,address[],address)[])";
const REDISTRIBUTING_V1 = "createRedistributingOperatorSets(address,(uint32,address[])[],address[])";
const REDISTRIBUTING_V2 = "createRedistributingOperatorSets(address,(uint32,address[],address)[],address[])";

/** The core with the AllocationManager's whole ABI: errors of its parts too. */
async function world() {
  const ready = await restaking();
  const at = await ready.core.allocation.getAddress();
  return { ...ready, allocation: await ready.ethers.getContractAt("AllocationManager", at) };
}

describe("the core: services, sets and slashers", () => {
  it("RST-26: a service announces itself, then creates numbered sets, each once", async () => {
    const { allocation, avs, mallory, a, b } = await world();
    const set = { operatorSetId: 4, strategies: [a.address, b.address] };
    const asMallory = allocation.connect(mallory);
    await expect(asMallory[V1](mallory, [set])).to.be.revertedWithCustomError(allocation, "NonexistentAVSMetadata");
    await expect(asMallory[V1](avs, [set])).to.be.revertedWithCustomError(allocation, "InvalidPermissions");
    const service = allocation.connect(avs);
    await service[V1](avs, [set]);
    expect(await allocation.getSlasher({ avs, id: 4 })).to.equal(avs.address);
    expect(await allocation.isOperatorSet({ avs, id: 4 })).to.equal(true);
    expect(await allocation.isOperatorSet({ avs, id: 5 })).to.equal(false);
    expect(await allocation.getOperatorSetCount(avs)).to.equal(1n);
    await expect(service[V1](avs, [set])).to.be.revertedWithCustomError(allocation, "InvalidOperatorSet");
    const twice = { operatorSetId: 5, strategies: [a.address, a.address] };
    await expect(service[V1](avs, [twice])).to.be.revertedWithCustomError(allocation, "StrategyAlreadyInOperatorSet");
  });

  it("RST-26: a set has a slasher, and a redistributing one a recipient that is not the burn address", async () => {
    const { allocation, ethers, avs, mallory, carol, a } = await world();
    const service = allocation.connect(avs);
    const zero = ethers.ZeroAddress;
    const set = { operatorSetId: 1, strategies: [a.address], slasher: carol.address };
    const slasherless = { ...set, slasher: zero };
    await expect(service[V2](avs, [slasherless])).to.be.revertedWithCustomError(allocation, "InputAddressZero");
    await expect(service[REDISTRIBUTING_V2](avs, [set], [zero])).to.be.revertedWithCustomError(
      allocation,
      "InputAddressZero",
    );
    await expect(service[REDISTRIBUTING_V2](avs, [set], [BURN_ADDRESS])).to.be.revertedWithCustomError(
      allocation,
      "InvalidRedistributionRecipient",
    );
    for (const create of [
      () => service[REDISTRIBUTING_V2](avs, [set], []),
      () => service[REDISTRIBUTING_V1](avs, [{ operatorSetId: 1, strategies: [] }], []),
      // also of a service that was never announced
      () => allocation.connect(mallory)[REDISTRIBUTING_V2](mallory, [set], []),
      () => allocation.connect(mallory)[REDISTRIBUTING_V1](mallory, [{ operatorSetId: 1, strategies: [] }], []),
    ])
      await expect(create()).to.be.revertedWithCustomError(allocation, "InputArrayLengthMismatch");
    await service[REDISTRIBUTING_V1](avs, [{ operatorSetId: 2, strategies: [a.address] }], [carol]);
    expect(await allocation.getRedistributionRecipient({ avs, id: 2 })).to.equal(carol.address);
    expect(await allocation.getRedistributionRecipient({ avs, id: 9 })).to.equal(BURN_ADDRESS);
    expect(await allocation.isRedistributingOperatorSet({ avs, id: 2 })).to.equal(true);
    expect(await allocation.isRedistributingOperatorSet({ avs, id: 9 })).to.equal(false);
  });

  it("RST-26: beacon chain ETH cannot be redistributed, added later or at once", async () => {
    const { allocation, core, avs, carol, a } = await world();
    const service = allocation.connect(avs);
    const beacon = await core.delegation.beaconChainETHStrategy();
    const set = { operatorSetId: 1, strategies: [beacon] };
    await expect(service[REDISTRIBUTING_V1](avs, [set], [carol])).to.be.revertedWithCustomError(
      allocation,
      "InvalidStrategy",
    );
    await service[REDISTRIBUTING_V1](avs, [{ ...set, strategies: [a.address] }], [carol]);
    await expect(service.addStrategiesToOperatorSet(avs, 1, [beacon])).to.be.revertedWithCustomError(
      allocation,
      "InvalidStrategy",
    );
    await service[V1](avs, [{ ...set, operatorSetId: 2 }]);
    expect([...(await allocation.getStrategiesInOperatorSet({ avs, id: 2 }))]).to.deep.equal([beacon]);
  });

  it("RST-26: strategies come and go, the last one into the gap", async () => {
    const { allocation, avs, a, b, newStrategy } = await world();
    const c = await newStrategy();
    const service = allocation.connect(avs);
    await service[V1](avs, [{ operatorSetId: 1, strategies: [a.address, b.address, c.address] }]);
    await service.removeStrategiesFromOperatorSet(avs, 1, [a.address]);
    const left = await allocation.getStrategiesInOperatorSet({ avs, id: 1 });
    expect([...left]).to.deep.equal([c.address, b.address]);
    await expect(service.removeStrategiesFromOperatorSet(avs, 1, [a.address])).to.be.revertedWithCustomError(
      allocation,
      "StrategyNotInOperatorSet",
    );
    await service.addStrategiesToOperatorSet(avs, 1, [a.address]);
    await expect(service.addStrategiesToOperatorSet(avs, 7, [a.address])).to.be.revertedWithCustomError(
      allocation,
      "InvalidOperatorSet",
    );
  });

  it("RST-27: a new slasher waits, a second proposal replaces the first, the same one changes nothing", async () => {
    const { allocation, core, ethers, avs, bob, carol, mallory, a, createSet, mine } = await world();
    const set = await createSet(1n, [a]);
    const service = allocation.connect(avs);
    await expect(service.updateSlasher(set, ethers.ZeroAddress)).to.be.revertedWithCustomError(
      allocation,
      "InputAddressZero",
    );
    await expect(service.updateSlasher({ avs, id: 8 }, bob)).to.be.revertedWithCustomError(
      allocation,
      "InvalidOperatorSet",
    );
    // RST-103: the one in force is proposed like any other, and ends another's waiting
    await service.updateSlasher(set, carol);
    await expect(service.updateSlasher(set, avs)).to.emit(allocation, "SlasherUpdated");
    expect((await allocation.getPendingSlasher(set)).pendingSlasher).to.equal(avs.address);
    const proposed = BigInt((await service.updateSlasher(set, bob)).blockNumber as number);
    const effect = proposed + CONFIGURATION_DELAY + 1n;
    expect([...(await allocation.getPendingSlasher(set))]).to.deep.equal([bob.address, effect]);
    await mine(5);
    await expect(service.updateSlasher(set, bob)).not.to.emit(allocation, "SlasherUpdated");
    const now = BigInt(await ethers.provider.getBlockNumber());
    await mine(effect - 1n - now);
    expect(await allocation.getSlasher(set)).to.equal(avs.address);
    await mine(1);
    expect(await allocation.getSlasher(set)).to.equal(bob.address);
    expect([...(await allocation.getPendingSlasher(set))]).to.deep.equal([ethers.ZeroAddress, 0n]);
    await service.updateSlasher(set, carol);
    expect(await allocation.getSlasher(set)).to.equal(bob.address);
    expect(await allocation.SLASHER_CONFIGURATION_DELAY()).to.equal(CONFIGURATION_DELAY);
    expect(await core.allocation.connect(mallory).ALLOCATION_CONFIGURATION_DELAY()).to.equal(CONFIGURATION_DELAY);
  });

  it("RST-27, RST-103: no set is old enough to have its slasher migrated, and unknown ones are passed over (E30)", async () => {
    const { allocation, avs, mallory, a, createSet } = await world();
    const set = await createSet(1n, [a]);
    const migrating = allocation.connect(mallory).migrateSlashers([{ avs, id: 3 }, set, { avs: mallory, id: 0 }]);
    for (const event of ["SlasherUpdated", "SlasherMigrated"]) await expect(migrating).not.to.emit(allocation, event);
    expect(await allocation.getSlasher(set)).to.equal(avs.address);
  });

  it("RST-28: a registrar must say that it is the service's", async () => {
    const { allocation, ethers, avs, carol } = await world();
    const registrar = await ethers.deployContract("PickyRegistrar", [carol]);
    await expect(allocation.connect(avs).setAVSRegistrar(avs, registrar)).to.be.revertedWithCustomError(
      allocation,
      "InvalidAVSRegistrar",
    );
    await allocation.connect(carol).setAVSRegistrar(carol, registrar);
    expect(await allocation.getAVSRegistrar(carol)).to.equal(registrar.target);
    expect(await allocation.getAVSRegistrar(ethers.ZeroAddress)).to.equal(ethers.ZeroAddress);
  });

  it("RST-28: operators join sets that exist, once, and leave by their own or the service's hand", async () => {
    const { allocation, avs, alice, mallory, op1, op2, a, createSet, registerOperator, join, leave } = await world();
    const set = await createSet(1n, [a]);
    await expect(join(alice, set)).to.be.revertedWithCustomError(allocation, "InvalidOperator");
    await registerOperator(op1);
    await registerOperator(op2);
    await expect(join(op1, { ...set, id: 2n })).to.be.revertedWithCustomError(allocation, "InvalidOperatorSet");
    await expect(leave(op1, set)).to.be.revertedWithCustomError(allocation, "NotMemberOfSet");
    await expect(leave(op1, { ...set, id: 2n })).to.be.revertedWithCustomError(allocation, "InvalidOperatorSet");
    await join(op1, set);
    await join(op2, set);
    expect([...(await allocation.getMembers(set))]).to.deep.equal([op1.address, op2.address]);
    expect(await allocation.isMemberOfOperatorSet(op1, set)).to.equal(true);
    const eviction = { operator: op1, avs: set.avs, operatorSetIds: [1] };
    await expect(allocation.connect(mallory).deregisterFromOperatorSets(eviction)).to.be.revertedWithCustomError(
      allocation,
      "InvalidCaller",
    );
    const evicted = await allocation.connect(avs).deregisterFromOperatorSets(eviction);
    expect([...(await allocation.getMembers(set))]).to.deep.equal([op2.address]);
    expect(await allocation.getMemberCount(set)).to.equal(1n);
    expect([...(await allocation.getRegisteredSets(op1))]).to.deep.equal([]);
    expect(await allocation.isOperatorSlashable(op1, set)).to.equal(true);
    const last = BigInt(evicted.blockNumber as number) + DEALLOCATION_DELAY;
    expect(await allocation.isOperatorSlashable(op1, set, { blockTag: "latest" })).to.equal(true);
    expect(last).to.be.greaterThan(0n);
  });

  it("RST-28: an operator in many sets leaves one, and the others stay what they were", async () => {
    const { allocation, op1, op2, a, createSet, registerOperator, join, leave } = await world();
    const sets = [await createSet(1n, [a]), await createSet(2n, [a]), await createSet(3n, [a])] as const;
    await registerOperator(op1);
    await registerOperator(op2);
    for (const set of sets) for (const operator of [op1, op2]) await join(operator, set);
    await leave(op1, sets[0]);
    expect((await allocation.getRegisteredSets(op1)).map(({ id }) => id)).to.deep.equal([3n, 2n]);
    await leave(op1, sets[2]);
    expect((await allocation.getRegisteredSets(op1)).map(({ id }) => id)).to.deep.equal([2n]);
    expect([...(await allocation.getMembers(sets[1]))]).to.deep.equal([op1.address, op2.address]);
    expect(await allocation.getMaxMagnitude(op1, a.address)).to.equal(WAD);
  });
});
