import { expect } from "chai";
import { DELAY_BLOCKS, deployCore, ethers, leave, networkHelpers, SET_ID, signer } from "./core.ts";
import { deployOracle } from "./oracle/fixture.ts";
import { WAD } from "../../scripts/lib/units.ts";

const WINDOW_SECONDS = DELAY_BLOCKS * 12n;
const REPORT_SECONDS = 300n;
const RESPONSE_SECONDS = 240n;
/** The shortest that there is. */
const EXECUTION_SECONDS = 60n;

/** One of each service, no sets yet, and slashers with terms of one's choice. */
async function deployTerms() {
  const core = await deployCore();
  const admin = await signer(0);
  const common = [core.allocationManager, core.rewardsCoordinator, admin, ""] as const;
  const bridge = await ethers.deployContract("Bridge", [...common, 6_667, WAD / 10n]);
  const oracle = await ethers.deployContract("PriceOracle", [...common, REPORT_SECONDS, 6_667, 500, WAD / 20n]);
  const store = await ethers.deployContract("DataAvailability", [...common, 6_667, WAD / 20n, RESPONSE_SECONDS, 1]);
  type Service = typeof bridge | typeof oracle | typeof store;
  const instant = async (service: Service, limitWad: bigint) =>
    ethers.deployContract("InstantSlasher", [core.allocationManager, service, service, admin, 0, limitWad, 1]);
  const vetoable = async (service: Service, vetoSeconds: bigint) =>
    ethers.deployContract("VetoableSlasher", [
      ...([core.allocationManager, service, service, admin, 0, WAD, 1, admin] as const),
      vetoSeconds,
      EXECUTION_SECONDS,
    ]);
  const weights = core.strategies.map((strategy) => ({ strategy, multiplier: WAD }));
  const create = async (service: Service, slasher: { target: unknown }, lookaheadBlocks: bigint) => {
    const rules = { minimumStake: 0, maximumOperators: 5, lookaheadBlocks, allowlisted: false };
    return service.createSet(SET_ID, weights, slasher.target as string, ethers.ZeroAddress, rules);
  };
  return { bridge, oracle, store, instant, vetoable, create };
}

describe("Services: every window against those that it depends on", () => {
  it("AVS-145: a set's slasher takes one fault at once, to the wad-unit, and is the service's own", async () => {
    const { bridge, oracle, instant, create } = await networkHelpers.loadFixture(deployTerms);
    await expect(create(bridge, await instant(bridge, WAD / 10n - 1n), 0n))
      .to.be.revertedWithCustomError(bridge, "SlashAboveLimit")
      .withArgs(WAD / 10n, WAD / 10n - 1n);
    await expect(create(bridge, await instant(oracle, WAD), 0n))
      .to.be.revertedWithCustomError(bridge, "SlasherOfOtherService")
      .withArgs((slasher: string) => ethers.isAddress(slasher), oracle);
    await create(bridge, await instant(bridge, WAD / 10n), 0n);
  });

  it("AVS-145: work and notice together end before a leaver is out of reach, to the second", async () => {
    const { oracle, store, bridge, vetoable, create } = await networkHelpers.loadFixture(deployTerms);
    for (const [service, work] of [
      [oracle, REPORT_SECONDS],
      [store, RESPONSE_SECONDS],
      [bridge, 0n],
    ] as const) {
      // windows of the slasher alone are checked by itself
      const most = WINDOW_SECONDS - (work === 0n ? EXECUTION_SECONDS : work + 1n);
      if (work !== 0n) {
        await expect(create(service, await vetoable(service, most + 1n), DELAY_BLOCKS))
          .to.be.revertedWithCustomError(service, "PunishedTooLate")
          .withArgs(work, most + 1n, WINDOW_SECONDS);
      }
      await create(service, await vetoable(service, most), DELAY_BLOCKS);
    }
  });

  it("AVS-145: stake is looked at as far ahead as its fault may be punished, to the block", async () => {
    const { oracle, bridge, vetoable, create } = await networkHelpers.loadFixture(deployTerms);
    for (const [service, veto, needed] of [
      [oracle, 121n, 36n],
      [bridge, 120n, 10n],
    ] as const) {
      const slasher = await vetoable(service, veto);
      await expect(create(service, slasher, needed - 1n))
        .to.be.revertedWithCustomError(service, "LookaheadTooShort")
        .withArgs(needed - 1n, needed);
      await create(service, slasher, needed);
    }
  });

  it("AVS-145: consumers ask for no more than their service can give", async () => {
    const { bridge, oracle, store, vetoable, create } = await networkHelpers.loadFixture(deployTerms);
    const admin = await signer(0);
    const bridged = await ethers.deployContract("BridgeConsumer", [bridge, WINDOW_SECONDS]);
    for (const delay of [0n, WINDOW_SECONDS + 1n]) {
      await expect(ethers.deployContract("BridgeConsumer", [bridge, delay]))
        .to.be.revertedWithCustomError(bridged, "InvalidDelay")
        .withArgs(delay, WINDOW_SECONDS);
    }
    const priced = await ethers.deployContract("PriceConsumer", [oracle, REPORT_SECONDS + 1n]);
    await expect(ethers.deployContract("PriceConsumer", [oracle, REPORT_SECONDS]))
      .to.be.revertedWithCustomError(priced, "AgeBelowRound")
      .withArgs(REPORT_SECONDS, REPORT_SECONDS);
    // without a set, no slasher gives notice
    expect(await oracle.securedSeconds()).to.equal(WINDOW_SECONDS);
    await create(oracle, await vetoable(oracle, 120n), DELAY_BLOCKS);
    const counts = WINDOW_SECONDS - 120n;
    await ethers.deployContract("PriceConsumer", [oracle, counts]);
    for (const age of [counts + 1n, ethers.MaxUint256]) {
      await expect(ethers.deployContract("PriceConsumer", [oracle, age]))
        .to.be.revertedWithCustomError(priced, "AgeOutlastsStake")
        .withArgs(age, counts);
    }
    const secured = WINDOW_SECONDS - RESPONSE_SECONDS;
    const kept = await ethers.deployContract("DataConsumer", [store, admin, secured]);
    await expect(ethers.deployContract("DataConsumer", [store, admin, secured + 1n]))
      .to.be.revertedWithCustomError(kept, "ExitOutlastsStake")
      .withArgs(secured + 1n, secured);
  });

  it("AVS-145: no service is made on a core that lets stake go before it is out of the service's reach, to the block", async () => {
    const at = async (withdrawalDelayBlocks: bigint) => {
      const core = await ethers.deployContract("CoreTermsMock", [DELAY_BLOCKS, withdrawalDelayBlocks]);
      return ethers.deployContract("Bridge", [core, core, await signer(0), "", 6_667, WAD / 10n]);
    };
    const bridge = await at(DELAY_BLOCKS);
    await expect(at(DELAY_BLOCKS - 1n))
      .to.be.revertedWithCustomError(bridge, "StakeLeavesTooEarly")
      .withArgs(DELAY_BLOCKS - 1n, DELAY_BLOCKS);
  });

  it("AVS-145: whoever reports and leaves at once can be punished until the price counts no more, to the block", async () => {
    const { oracle, consumer, slasher, core, avs, op1, op2, op3, op4, report, settle, proveDeviation } =
      await networkHelpers.loadFixture(deployOracle);
    const { time } = networkHelpers;
    const age = await oracle.securedSeconds();
    const longest = await ethers.deployContract("PriceConsumer", [oracle, age]);
    await ethers.provider.send("evm_setAutomine", [false]);
    await oracle.openRound({ gasLimit: 3_000_000n });
    await leave(core, op4.account, avs);
    await ethers.provider.send("evm_mine", []);
    await ethers.provider.send("evm_setAutomine", [true]);
    const [, openedAt] = await oracle.roundAt(1n);
    const openedIn = BigInt(await ethers.provider.getBlockNumber());
    for (const operator of [op1, op2, op3]) await report(operator, 1n, 2_000n * WAD);
    await report(op4, 1n, 3_000n * WAD);
    await time.setNextBlockTimestamp(openedAt + REPORT_SECONDS);
    await settle(1n);
    // block by block of 12 seconds, the last in which the price counts
    const last = openedIn + age / 12n;
    await networkHelpers.mineUpTo(last - 1n);
    await time.setNextBlockTimestamp(openedAt + age);
    await proveDeviation(1n, op4);
    expect(await longest.worthOf(WAD)).to.equal(2_000n * WAD);
    expect(await slasher.announcementCount(op4.account)).to.equal(1n);
    await networkHelpers.mine(1, { interval: 1 });
    await expect(longest.worthOf(WAD)).to.be.revertedWithCustomError(consumer, "PriceTooOld");
  });
});
