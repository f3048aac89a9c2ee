import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { registrationData } from "../../scripts/services/bridge.ts";
import { deployBridge, LOOKAHEAD_BLOCKS } from "./bridge/fixture.ts";
import {
  allocate,
  becomeOperator,
  DELAY_BLOCKS,
  ethers,
  join,
  leave,
  networkHelpers,
  SET_ID,
  signer,
  stake,
} from "./core.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const KEY = new ethers.Wallet(ethers.id("a key")).address;
const OPEN_RULES = { minimumStake: 0, maximumOperators: 2, lookaheadBlocks: 0, allowlisted: false };

async function deployWithOperator() {
  const deployed = await deployBridge();
  const op1 = await signer(10);
  await becomeOperator(deployed.core, op1, ETH);
  const weights = [{ strategy: deployed.core.strategies[0]!, multiplier: WAD }];
  const createSet = async (id: number, rules: Partial<typeof OPEN_RULES> = {}) =>
    deployed.bridge.createSet(id, weights, deployed.slasher, ethers.ZeroAddress, { ...OPEN_RULES, ...rules });
  const register = async (operator: HardhatEthersSigner, ids: number[], data = registrationData(KEY)) =>
    deployed.core.allocationManager
      .connect(operator)
      .registerForOperatorSets(operator, { avs: deployed.avs, operatorSetIds: ids, data });
  return { ...deployed, op1, weights, createSet, register };
}

describe("ServiceManager: sets and admission", () => {
  it("AVS-08: a set's slasher and strategies are what it was created with, and the service is its registrar", async () => {
    const { core, bridge, slasher, avs, weights } = await networkHelpers.loadFixture(deployWithOperator);
    const { allocationManager } = core;
    const create = bridge.createSet(7, weights, slasher, ethers.ZeroAddress, OPEN_RULES);
    await expect(create).to.emit(bridge, "ServiceSetCreated").withArgs(7, slasher, [core.strategies[0]!.target]);
    const set = { avs, id: 7 };
    expect(await allocationManager.getSlasher(set)).to.equal(slasher.target);
    expect(await allocationManager.getStrategiesInOperatorSet(set)).to.deep.equal([core.strategies[0]!.target]);
    expect(await allocationManager.getAVSRegistrar(avs)).to.equal(avs);
    expect(await bridge.supportsAVS(avs)).to.equal(true);
    expect(await bridge.supportsAVS(slasher)).to.equal(false);
    const names = bridge.interface.fragments.map((fragment) => ("name" in fragment ? String(fragment.name) : ""));
    expect(names.filter((name) => /updateSlasher|Strategies(To|From)|AVSRegistrar/u.test(name))).to.deep.equal([]);
    const rules = await bridge.rulesOf(7);
    expect(rules.maximumOperators).to.equal(2n);
    expect((await bridge.rulesOf(8)).maximumOperators).to.equal(0n);
  });

  it("AVS-08: a redistributing set pays its recipient", async () => {
    const { core, bridge, slasher, avs, alice, weights } = await networkHelpers.loadFixture(deployWithOperator);
    await bridge.createSet(7, weights, slasher, alice, OPEN_RULES);
    expect(await core.allocationManager.getRedistributionRecipient({ avs, id: 7 })).to.equal(alice.address);
    expect(await core.allocationManager.isRedistributingOperatorSet({ avs, id: 7 })).to.equal(true);
  });

  it("AVS-08: only the admin creates sets, within their bounds", async () => {
    const { bridge, slasher, mallory, weights } = await networkHelpers.loadFixture(deployWithOperator);
    const create = async (rules: Partial<typeof OPEN_RULES>, of = weights, id = 7) =>
      bridge.createSet(id, of, slasher, ethers.ZeroAddress, { ...OPEN_RULES, ...rules });
    await expect(
      bridge.connect(mallory).createSet(7, weights, slasher, ethers.ZeroAddress, OPEN_RULES),
    ).to.be.revertedWithCustomError(bridge, "AccessControlUnauthorizedAccount");
    const many = Array.from({ length: 9 }, (_, index) => ({
      strategy: ethers.dataSlice(ethers.id(`strategy ${index}`), 12),
      multiplier: WAD,
    }));
    for (const count of [0, 9]) {
      await expect(bridge.createSet(7, many.slice(0, count), slasher, ethers.ZeroAddress, OPEN_RULES))
        .to.be.revertedWithCustomError(bridge, "InvalidStrategyCount")
        .withArgs(count);
    }
    for (const maximumOperators of [0, 65]) {
      await expect(create({ maximumOperators }))
        .to.be.revertedWithCustomError(bridge, "InvalidMaximumOperators")
        .withArgs(maximumOperators);
    }
    await expect(create({ lookaheadBlocks: Number(DELAY_BLOCKS) + 1 }))
      .to.be.revertedWithCustomError(bridge, "LookaheadTooLong")
      .withArgs(DELAY_BLOCKS + 1n, DELAY_BLOCKS);
    await bridge.createSet(7, many.slice(0, 8), slasher, ethers.ZeroAddress, {
      ...OPEN_RULES,
      maximumOperators: 64,
      lookaheadBlocks: DELAY_BLOCKS,
    });
  });

  it("AVS-01: an operator joins with a key, and later sets with the key it has", async () => {
    const { core, bridge, avs, op1, createSet, register } = await networkHelpers.loadFixture(deployWithOperator);
    await createSet(7);
    await createSet(8);
    await expect(register(op1, [7], "0x"))
      .to.be.revertedWithCustomError(bridge, "NoSigningKey")
      .withArgs(op1.address);
    expect(await bridge.signingKey(op1)).to.deep.equal([0n, ethers.ZeroAddress, 0n]);
    await expect(register(op1, [7]))
      .to.emit(bridge, "SigningKeySet")
      .withArgs(op1.address, 0n, KEY, 1n);
    await register(op1, [8], "0x");
    expect(await core.allocationManager.isMemberOfOperatorSet(op1, { avs, id: 8 })).to.equal(true);
  });

  it("AVS-01: the minimum stake admits, one share less does not", async () => {
    const { core, bridge, avs, op1 } = await networkHelpers.loadFixture(deployWithOperator);
    // 0.5 ETH in each of two strategies make the minimum of 1 ETH.
    await allocate(core, op1, avs, WAD / 2n - 1n);
    await expect(join(core, op1, avs, KEY))
      .to.be.revertedWithCustomError(bridge, "StakeTooLow")
      .withArgs(op1.address, ETH - 2n, ETH);
    await allocate(core, op1, avs, WAD / 2n);
    await join(core, op1, avs, KEY);
    expect(await bridge.stakeOf(SET_ID, op1)).to.equal(ETH);
  });

  it("AVS-01: a set takes as many members as it has places", async () => {
    const { core, bridge, op1, createSet, register } = await networkHelpers.loadFixture(deployWithOperator);
    await createSet(7, { maximumOperators: 1 });
    const op2 = await signer(11);
    await becomeOperator(core, op2, ETH);
    await register(op1, [7]);
    await expect(register(op2, [7]))
      .to.be.revertedWithCustomError(bridge, "SetFull")
      .withArgs(7, 2n, 1n);
  });

  it("AVS-01: an allowlisted set takes whom the admin admits, and a set that is not there nobody", async () => {
    const { bridge, mallory, op1, createSet, register } = await networkHelpers.loadFixture(deployWithOperator);
    await createSet(7, { allowlisted: true });
    await expect(register(op1, [7]))
      .to.be.revertedWithCustomError(bridge, "NotAdmitted")
      .withArgs(op1.address, 7);
    await expect(bridge.connect(mallory).admit(7, op1, true)).to.be.revertedWithCustomError(
      bridge,
      "AccessControlUnauthorizedAccount",
    );
    await bridge.admit(7, op1, true);
    await expect(bridge.admit(7, op1, false))
      .to.emit(bridge, "OperatorAdmitted")
      .withArgs(7, op1.address, false);
    await expect(register(op1, [7])).to.be.revertedWithCustomError(bridge, "NotAdmitted");
    await bridge.admit(7, op1, true);
    await register(op1, [7]);
    await expect(bridge.eject(9, op1)).to.be.revertedWithCustomError(bridge, "UnknownSet").withArgs(9);
  });

  it("AVS-01: only the core registers, and only for this service", async () => {
    const { bridge, core, avs, mallory, op1 } = await networkHelpers.loadFixture(deployWithOperator);
    await expect(bridge.connect(mallory).registerOperator(op1, avs, [SET_ID], registrationData(KEY)))
      .to.be.revertedWithCustomError(bridge, "OnlyAllocationManager")
      .withArgs(mallory.address);
    const asCore = await ethers.getImpersonatedSigner(await core.allocationManager.getAddress());
    await networkHelpers.setBalance(asCore.address, ETH);
    await expect(bridge.connect(asCore).registerOperator(op1, mallory, [SET_ID], registrationData(KEY)))
      .to.be.revertedWithCustomError(bridge, "OtherService")
      .withArgs(mallory.address);
    await expect(bridge.connect(asCore).registerOperator(op1, avs, [99], registrationData(KEY)))
      .to.be.revertedWithCustomError(bridge, "UnknownSet")
      .withArgs(99);
  });

  it("AVS-04: a key of no kind, or no address, is refused", async () => {
    const { bridge, op1 } = await networkHelpers.loadFixture(deployWithOperator);
    await expect(bridge.connect(op1).setSigningKey(1, ethers.ZeroAddress))
      .to.be.revertedWithCustomError(bridge, "InvalidSigningKey")
      .withArgs(ethers.ZeroAddress, 1n);
    await expect(bridge.connect(op1).setSigningKey(0, KEY))
      .to.be.revertedWithCustomError(bridge, "InvalidSigningKey")
      .withArgs(KEY, 0n);
  });

  it("AVS-07: an operator leaves whenever it wants", async () => {
    const { core, bridge, avs, op1 } = await networkHelpers.loadFixture(deployWithOperator);
    await allocate(core, op1, avs, WAD);
    await join(core, op1, avs, KEY);
    await leave(core, op1, avs);
    expect(await core.allocationManager.isMemberOfOperatorSet(op1, { avs, id: SET_ID })).to.equal(false);
    expect(await core.allocationManager.isOperatorSlashable(op1, { avs, id: SET_ID })).to.equal(true);
    expect((await bridge.stakes(SET_ID)).total).to.equal(0n);
  });

  it("AVS-07: whoever falls below the minimum may be ejected by anyone, and nobody else", async () => {
    const { core, bridge, avs, alice, op1 } = await networkHelpers.loadFixture(deployWithOperator);
    await allocate(core, op1, avs, WAD / 2n);
    await join(core, op1, avs, KEY);
    await expect(bridge.connect(alice).eject(SET_ID, op1))
      .to.be.revertedWithCustomError(bridge, "StakeSufficient")
      .withArgs(op1.address, ETH, ETH);
    await allocate(core, op1, avs, WAD / 2n - 1n);
    await networkHelpers.mine(DELAY_BLOCKS - LOOKAHEAD_BLOCKS + 1n);
    await bridge.connect(alice).eject(SET_ID, op1);
    expect(await core.allocationManager.isMemberOfOperatorSet(op1, { avs, id: SET_ID })).to.equal(false);
    await expect(bridge.eject(SET_ID, op1)).to.be.revertedWithCustomError(core.allocationManager, "NotMemberOfSet");
  });

  it("AVS-02: stake is weighed by strategy", async () => {
    const { core, bridge, slasher, avs, op1, register } = await networkHelpers.loadFixture(deployWithOperator);
    const [one, two] = core.strategies;
    const weights = [
      { strategy: one!, multiplier: WAD / 2n },
      { strategy: two!, multiplier: 3n * WAD },
    ];
    await bridge.createSet(7, weights, slasher, ethers.ZeroAddress, OPEN_RULES);
    await register(op1, [7]);
    await core.allocationManager
      .connect(op1)
      .modifyAllocations(op1, [
        { operatorSet: { avs, id: 7 }, strategies: [one!, two!], newMagnitudes: [WAD, WAD / 4n] },
      ]);
    expect(await bridge.stakeOf(7, op1)).to.equal(ETH / 2n + (3n * ETH) / 4n);
    await stake(core, await signer(12), 3n, op1.address);
    // ⌊(1e18 + 3) / 2 + 3 · ⌊(1e18 + 3) / 4⌋⌋: the core floors per strategy, the service once at the end.
    expect(await bridge.stakeOf(7, op1)).to.equal((ETH + 3n + 6n * ((ETH + 3n) / 4n)) / 2n);
  });
});
