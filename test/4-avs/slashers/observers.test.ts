import { expect } from "chai";
import { equivocate, registrationData } from "../../../scripts/services/bridge.ts";
import { becomeOperator, ethers, magnitudeOf, networkHelpers, SET_ID, signer } from "../core.ts";
import { deployStaffedBridge, LIMIT_WAD, LIMIT_WINDOW_SECONDS, OBSERVER_GAS, SLASH_WAD } from "../bridge/fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const ROOTS = [ethers.id("one"), ethers.id("two")] as const;

/** A staffed bridge, one honest observer, and evidence against op1 at heights 1 and 2. */
async function deployObserved() {
  const deployed = await deployStaffedBridge();
  const { domain, op1 } = deployed;
  const operator = op1.account.address;
  const honest = await ethers.deployContract("RecordingObserver");
  const [first, second] = await equivocate(op1.key, domain, { operator, height: 1n }, ROOTS);
  const again = await equivocate(op1.key, domain, { operator, height: 2n }, ROOTS);
  return { ...deployed, operator, honest, first, second, again };
}

describe("Slash observers", () => {
  it("AVS-11: an observer is told once per slash, after it, with the whole stipend", async () => {
    const { bridge, slasher, honest, avs, operator, first, second } = await networkHelpers.loadFixture(deployObserved);
    await slasher.addObserver(honest);
    await expect(bridge.proveEquivocation(operator, 1n, first, second))
      .to.emit(honest, "SlashSeen")
      .withArgs(avs, SET_ID, operator, 1n, (gas: bigint) => gas <= OBSERVER_GAS && gas > OBSERVER_GAS - 2_000n);
    expect(await honest.seen()).to.equal(1n);
  });

  it("AVS-11: hostile observers block neither the slash nor the observers after them", async () => {
    const { core, bridge, slasher, honest, avs, operator, first, second, op1 } =
      await networkHelpers.loadFixture(deployObserved);
    const hostile = [
      await ethers.deployContract("RevertingObserver"),
      await ethers.deployContract("GasEatingObserver"),
      await ethers.deployContract("ReturnBombObserver", [false]),
      await ethers.deployContract("ReturnBombObserver", [true]),
    ];
    for (const observer of hostile) await slasher.addObserver(observer);
    await slasher.addObserver(honest);
    const slash = await bridge.proveEquivocation(operator, 1n, first, second);
    for (const failing of [hostile[0]!, hostile[1]!, hostile[3]!]) {
      await expect(slash).to.emit(slasher, "ObserverFailed").withArgs(failing, SET_ID, 1n);
    }
    expect(await honest.seen()).to.equal(1n);
    expect(await honest.gasGiven()).to.be.greaterThan(OBSERVER_GAS - 2_000n);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-11: what an observer returns is not paid for twice", async () => {
    const { bridge, slasher, operator, first, second } = await networkHelpers.loadFixture(deployObserved);
    const bomb = await ethers.deployContract("ReturnBombObserver", [false]);
    const without = await bridge.proveEquivocation.estimateGas(operator, 1n, first, second);
    await slasher.addObserver(bomb);
    const slash = await bridge.proveEquivocation(operator, 1n, first, second, { gasLimit: 2_000_000n });
    const { gasUsed } = (await slash.wait())!;
    const answering = await ethers.provider.estimateGas({
      to: await bomb.getAddress(),
      data: bomb.interface.encodeFunctionData("onSlash", [ethers.ZeroAddress, 1, ethers.ZeroAddress, 1n]),
    });
    expect(gasUsed).to.be.lessThan(without + answering + 20_000n);
  });

  it("AVS-11: with too little gas the whole slash reverts; no amount of gas slashes and starves an observer", async () => {
    const { bridge, slasher, honest, operator, first, second } = await networkHelpers.loadFixture(deployObserved);
    await slasher.addObserver(honest);
    const enough = await bridge.proveEquivocation.estimateGas(operator, 1n, first, second);
    let slashed = 0;
    let refused = 0;
    for (let gasLimit = enough - 320_000n; gasLimit <= enough + 40_000n; gasLimit += 12_345n) {
      const before = await networkHelpers.takeSnapshot();
      const sent = bridge.proveEquivocation(operator, 1n, first, second, { gasLimit });
      const receipt = await sent.then(async (transaction) => transaction.wait()).catch(() => null);
      if (receipt?.status === 1) {
        ++slashed;
        expect(await honest.seen(), `observer told at ${gasLimit} gas`).to.equal(1n);
      } else {
        ++refused;
        expect(await bridge.equivocated(operator, 1n), `nothing happened at ${gasLimit} gas`).to.equal(false);
      }
      await before.restore();
    }
    expect(slashed).to.be.greaterThan(0);
    expect(refused).to.be.greaterThan(0);
  });

  it("AVS-11: the refusal for too little gas names the observer", async () => {
    const { bridge, slasher, honest, operator, first, second } = await networkHelpers.loadFixture(deployObserved);
    await slasher.addObserver(honest);
    const enough = await bridge.proveEquivocation.estimateGas(operator, 1n, first, second);
    await expect(bridge.proveEquivocation.staticCall(operator, 1n, first, second, { gasLimit: enough - 60_000n }))
      .to.be.revertedWithCustomError(slasher, "NotEnoughGasForObserver")
      .withArgs(honest, OBSERVER_GAS + OBSERVER_GAS / 63n + 10_001n, (left: bigint) => left < 315_000n);
  });

  it("AVS-11 AVS-143: what an observer proves in the middle of a slash stands, and is punished after it", async () => {
    const { core, bridge, slasher, avs, operator, first, second, again, op1 } =
      await networkHelpers.loadFixture(deployObserved);
    const reentering = await ethers.deployContract("ReenteringObserver");
    await slasher.addObserver(reentering);
    const call = bridge.interface.encodeFunctionData("proveEquivocation", [operator, 2n, ...again]);
    await reentering.aim(bridge, call);
    await bridge.proveEquivocation(operator, 1n, first, second);
    expect(await reentering.calls()).to.equal(1n);
    expect(await reentering.succeeded()).to.equal(true);
    const [waits] = await bridge.queryFilter(bridge.filters.PunishmentWaits());
    expect(waits!.args.reason).to.equal(slasher.interface.getError("ReentrancyGuardReentrantCall")!.selector);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);

    await reentering.aim(reentering, "0x");
    await bridge.punish(operator, 2n);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal((WAD * 81n) / 100n);
  });

  it("AVS-11: an observer that brings the same proof again finds it used", async () => {
    const { bridge, slasher, operator, first, second } = await networkHelpers.loadFixture(deployObserved);
    const reentering = await ethers.deployContract("ReenteringObserver");
    await slasher.addObserver(reentering);
    const call = bridge.interface.encodeFunctionData("proveEquivocation", [operator, 1n, first, second]);
    await reentering.aim(bridge, call);
    await bridge.proveEquivocation(operator, 1n, first, second);
    expect(await reentering.answer()).to.equal(bridge.interface.encodeErrorResult("AlreadyProven", [operator, 1n]));
  });

  it("AVS-13: the owner alone keeps the list, of ten at most", async () => {
    const { slasher, honest, mallory } = await networkHelpers.loadFixture(deployObserved);
    await expect(slasher.connect(mallory).addObserver(honest)).to.be.revertedWithCustomError(
      slasher,
      "OwnableUnauthorizedAccount",
    );
    await expect(slasher.addObserver(honest)).to.emit(slasher, "ObserverAdded").withArgs(honest);
    await expect(slasher.addObserver(honest)).to.be.revertedWithCustomError(slasher, "AlreadyObserver");
    for (let index = 1; index < 10; ++index) {
      await slasher.addObserver(ethers.dataSlice(ethers.id(`observer ${index}`), 12));
    }
    await expect(slasher.addObserver(mallory)).to.be.revertedWithCustomError(slasher, "TooManyObservers").withArgs(10n);
    await expect(slasher.connect(mallory).removeObserver(honest)).to.be.revertedWithCustomError(
      slasher,
      "OwnableUnauthorizedAccount",
    );
    await expect(slasher.removeObserver(honest)).to.emit(slasher, "ObserverRemoved").withArgs(honest);
    await expect(slasher.removeObserver(honest)).to.be.revertedWithCustomError(slasher, "NotObserver");
    expect(await slasher.observers()).to.have.length(9);
  });

  it("AVS-11: ten observers that eat all their gas still fit in one transaction", async () => {
    const { core, admin, bridge, avs, operator, first, second } = await networkHelpers.loadFixture(deployObserved);
    const most = 1_200_000n;
    const terms = [core.allocationManager, avs, admin, admin] as const;
    const slasher = await ethers.deployContract("InstantSlasher", [...terms, most, WAD, 1]);
    await expect(ethers.deployContract("InstantSlasher", [...terms, most + 1n, WAD, 1]))
      .to.be.revertedWithCustomError(slasher, "ObserverGasTooHigh")
      .withArgs(most + 1n, most);
    await bridge.createSet(2, [{ strategy: core.strategies[0]!, multiplier: WAD }], slasher, ethers.ZeroAddress, {
      minimumStake: 0,
      maximumOperators: 1,
      lookaheadBlocks: 0,
      allowlisted: false,
    });
    const account = await signer(18);
    await becomeOperator(core, account, ETH);
    await core.allocationManager
      .connect(account)
      .modifyAllocations(account, [
        { operatorSet: { avs, id: 2 }, strategies: [core.strategies[0]!], newMagnitudes: [WAD] },
      ]);
    const data = registrationData(account.address);
    await core.allocationManager.connect(account).registerForOperatorSets(account, { avs, operatorSetIds: [2], data });
    for (let index = 0; index < 10; ++index) {
      await slasher.addObserver(await ethers.deployContract("GasEatingObserver"));
    }
    const slash = await slasher.requestSlash(account, 2, WAD / 2n, ethers.id("fault"), "ten observers", {
      gasLimit: 16_777_216n,
    });
    expect((await slash.wait())!.gasUsed).to.be.lessThan(16_777_216n);
    await bridge.proveEquivocation(operator, 1n, first, second);
  });

  it("AVS-12: nobody but the prover asks for a slash, the service's admin included", async () => {
    const { slasher, admin, mallory, operator, avs } = await networkHelpers.loadFixture(deployObserved);
    for (const caller of [admin, mallory]) {
      await expect(slasher.connect(caller).requestSlash(operator, SET_ID, 1n, ethers.ZeroHash, ""))
        .to.be.revertedWithCustomError(slasher, "OnlyProver")
        .withArgs(caller.address);
    }
    expect(await slasher.prover()).to.equal(avs);
    expect(await slasher.avs()).to.equal(avs);
  });

  it("AVS-10: refuses a limit that is none", async () => {
    const { core, admin, slasher, avs } = await networkHelpers.loadFixture(deployObserved);
    const deploy = async (limitWad: bigint, windowSeconds: number) =>
      ethers.deployContract("InstantSlasher", [core.allocationManager, avs, avs, admin, 0, limitWad, windowSeconds]);
    for (const [limit, window] of [
      [0n, 1],
      [WAD + 1n, 1],
      [WAD, 0],
    ] as const) {
      await expect(deploy(limit, window))
        .to.be.revertedWithCustomError(slasher, "InvalidLimit")
        .withArgs(limit, window);
    }
    await deploy(WAD, 1);
    expect(await slasher.limitWad()).to.equal(LIMIT_WAD);
    expect(await slasher.limitWindowSeconds()).to.equal(LIMIT_WINDOW_SECONDS);
  });
});
