import { expect } from "chai";
import { DELAY_BLOCKS, deployCore, ethers, networkHelpers, SET_ID, signer } from "./core.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const WINDOW_SECONDS = DELAY_BLOCKS * 12n;
const REPORT_SECONDS = 300n;
const RESPONSE_SECONDS = 240n;

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
      1,
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
      const most = WINDOW_SECONDS - work - 1n;
      // windows of the slasher alone are checked by itself
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
    const { bridge, oracle, store } = await networkHelpers.loadFixture(deployTerms);
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
    // an age beyond all sums is an age
    const never = await ethers.deployContract("PriceConsumer", [oracle, ethers.MaxUint256]);
    expect(await never.worthOf(ETH)).to.equal(0n);
    const secured = WINDOW_SECONDS - RESPONSE_SECONDS;
    const kept = await ethers.deployContract("DataConsumer", [store, admin, secured]);
    await expect(ethers.deployContract("DataConsumer", [store, admin, secured + 1n]))
      .to.be.revertedWithCustomError(kept, "ExitOutlastsStake")
      .withArgs(secured + 1n, secured);
  });
});
