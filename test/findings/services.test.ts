import { expect } from "chai";
import fc from "fast-check";
import {
  allocate,
  becomeOperator,
  DELAY_BLOCKS,
  deployCore,
  ethers,
  leave,
  networkHelpers,
  SET_ID,
  signer,
  staff,
  stake,
} from "../4-avs/core.ts";
import { deployServices } from "../4-avs/services.ts";
import { deployAnnouncing, EXECUTION_SECONDS, VETO_SECONDS } from "../4-avs/slashers/fixture.ts";
import { sendable } from "../../scripts/lib/ladder/withdrawal.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const GAS_CAP = 16_777_216n;
const NO_RULES = { minimumStake: 0, maximumOperators: 5, lookaheadBlocks: DELAY_BLOCKS, allowlisted: false };

/** A service with as many strategies as a set may have, an instant slasher, and one operator with stake in two. */
async function deployWide() {
  const core = await deployCore();
  const [admin, prover] = [await signer(0), await signer(5)];
  const { allocationManager, rewardsCoordinator, strategyManager } = core;
  const newStrategy = async (name: string) => {
    const token = await ethers.deployContract("RewardToken", [name]);
    return ethers.deployContract("StrategyBase", [strategyManager, token, await core.strategies[0]!.pauserRegistry()]);
  };
  const service = await ethers.deployContract("Bridge", [
    allocationManager,
    rewardsCoordinator,
    admin,
    "",
    6_667,
    WAD / 10n,
  ]);
  const slasher = await ethers.deployContract("InstantSlasher", [
    allocationManager,
    service,
    prover,
    admin,
    1_200_000,
    (WAD * 4n) / 10n,
    86_400,
  ]);
  const most = Number(await service.MAX_STRATEGIES());
  const strategies = [...core.strategies];
  for (let number = 2; number < most; number++) strategies.push(await newStrategy(`T${number}`));
  const weights = strategies.map(({ target }) => ({ strategy: target, multiplier: WAD }));
  const tooMany = [...weights, { strategy: (await newStrategy("one more")).target, multiplier: WAD }];
  await expect(service.createSet(SET_ID, tooMany, slasher, ethers.ZeroAddress, NO_RULES))
    .to.be.revertedWithCustomError(service, "InvalidStrategyCount")
    .withArgs(most + 1);
  await service.createSet(SET_ID, weights, slasher, ethers.ZeroAddress, NO_RULES);
  const avs = await service.getAddress();
  const op1 = await staff(core, avs, 1, 8n * ETH);
  const accuse = async (wad: bigint, fault: string) =>
    slasher.connect(prover).requestSlash(op1.account, SET_ID, wad, ethers.id(fault), "", { gasLimit: GAS_CAP });
  return { core, service, slasher, avs, strategies, op1, accuse };
}

describe("findings: services and slashers", () => {
  it("KR-H02: whoever joins a service's set can be slashed by it from the next block on, as deployed", async () => {
    const { core, bridge, oracle, availability } = await networkHelpers.loadFixture(deployServices);
    for (const [index, service] of [bridge, oracle, availability].entries()) {
      const avs = await service.getAddress();
      const { account } = await staff(core, avs, index + 1, 8n * ETH);
      const slasher = await core.allocationManager.getSlasher({ avs, id: SET_ID });
      const prover = await ethers.getImpersonatedSigner(avs);
      await networkHelpers.setBalance(avs, ETH);
      const fault = ethers.id(`dry run ${index}`);
      const base = await ethers.getContractAt("VetoableSlasher", slasher);
      await base.connect(prover).requestSlash(account, SET_ID, 1n, fault, "");
      if (service === oracle) {
        await networkHelpers.time.increase(await base.vetoWindowSeconds());
        await base.execute(fault);
      }
      const { currentMagnitude } = await core.allocationManager.getAllocation(
        account,
        { avs, id: SET_ID },
        core.strategies[0]!,
      );
      expect(currentMagnitude).to.equal(WAD - 1n);
    }
  });

  it("KR-R-H8: a slash with every place for strategies and observers taken fits a transaction, whatever they burn", async () => {
    const { core, slasher, avs, strategies, op1, accuse } = await networkHelpers.loadFixture(deployWide);
    // what is refused is as good
    for (let number = 0; number < 16; number++)
      await slasher.addObserver(await ethers.deployContract("GasEatingObserver")).catch(() => undefined);
    await accuse(WAD / 10n, "a fault");
    for (const strategy of strategies.slice(0, 2)) {
      const { currentMagnitude } = await core.allocationManager.getAllocation(
        op1.account,
        { avs, id: SET_ID },
        strategy,
      );
      expect(currentMagnitude).to.equal((WAD * 9n) / 10n);
    }
  });

  it("KR-R-H9: a service that refuses every call keeps nobody's stake, and a slash's observers keep nobody from it", async () => {
    const core = await networkHelpers.loadFixture(deployCore);
    const [op1, alice] = [await signer(11), await signer(2)];
    const [strategy] = core.strategies;
    const service = await ethers.deployContract("HostileService", [core.allocationManager]);
    const avs = await service.getAddress();
    await service.createSet(SET_ID, [strategy!], ethers.ZeroAddress);
    await becomeOperator(core, op1, ETH);
    await stake(core, alice, 9n * ETH, op1.address);
    await allocate(core, op1, avs, WAD);
    const registration = { avs, operatorSetIds: [SET_ID], data: "0x" };
    await core.allocationManager.connect(op1).registerForOperatorSets(op1, registration);
    await service.setTrapping(true);
    await expect(leave(core, op1, avs)).to.be.revertedWithCustomError(service, "YouStay");

    const { delegationManager } = core;
    const zero = ethers.ZeroAddress;
    const params = [{ strategies: [strategy!], depositShares: [9n * ETH], __deprecated_withdrawer: zero }];
    await allocate(core, op1, avs, 0n);
    await delegationManager.connect(alice).queueWithdrawals(params);
    await networkHelpers.mine(DELAY_BLOCKS + 1n);
    await service.slash(op1, SET_ID, strategy!, WAD, 1);
    const { withdrawals } = await delegationManager.getQueuedWithdrawals(alice);
    await delegationManager.connect(alice).completeQueuedWithdrawal(sendable(withdrawals[0]!), [core.tokens[0]!], true);
    expect(await core.tokens[0]!.balanceOf(alice)).to.equal(9n * ETH);
    expect(await delegationManager.operatorShares(op1, strategy!)).to.equal(ETH);
  });

  it("SY-SM-I15: a slash takes what was asked off the limit, however little it found", async () => {
    const { core, slasher, avs, op1, accuse } = await networkHelpers.loadFixture(deployWide);
    const limit = await slasher.limitWad();
    const left = async () => slasher.slashableNowWad(op1.account, SET_ID);
    await allocate(core, op1.account, avs, WAD / 1_000n);
    await networkHelpers.mine(DELAY_BLOCKS + 1n, { interval: 0 });
    const wad = WAD / 8n;
    let asked = 0n;
    for (const fault of ["one", "two", "three"]) {
      await accuse(wad, fault);
      asked += wad;
      // the window leaks a little with each second
      expect((await left()) <= limit - asked + limit / 1_000n, fault).to.equal(true);
    }
    await expect(accuse(wad, "four")).to.be.revertedWithCustomError(slasher, "SlashLimitExceeded");
  });

  it("SY-CAN-2, SY-CS-002: announced slashes take the same of everybody in whatever order they are executed, deposits between them too", async () => {
    const { core, slasher, prover, op1 } = await networkHelpers.loadFixture(deployAnnouncing);
    const [alice, bob] = [await signer(2), await signer(3)];
    const faults = [
      { id: ethers.id("first"), wad: WAD / 10n, newcomer: alice },
      { id: ethers.id("second"), wad: WAD / 4n, newcomer: bob },
    ];
    for (const { id, wad, newcomer } of faults) {
      await slasher.connect(prover).requestSlash(op1.account, SET_ID, wad, id, "");
      await stake(core, newcomer, 8n * ETH, op1.account.address);
    }
    await networkHelpers.time.increase(VETO_SECONDS);
    const announced = await networkHelpers.takeSnapshot();
    for (const order of [faults, faults.toReversed()]) {
      for (const { id } of order) await slasher.execute(id);
      for (const staker of [alice, bob]) {
        const [[shares]] = await core.delegationManager.getWithdrawableShares(staker, [core.strategies[0]!]);
        expect(shares).to.equal((8n * ETH * 9n * 3n) / 40n);
      }
      await announced.restore();
    }
  });

  it("SY-CS-013: an announced slash ends by anybody's hand, at any moment and when the committee is gone", async () => {
    const end = VETO_SECONDS + EXECUTION_SECONDS;
    await fc.assert(
      fc.asyncProperty(fc.bigInt(VETO_SECONDS, end + 50n), async (seconds) => {
        const { slasher, op1, op2, accuse } = await networkHelpers.loadFixture(deployAnnouncing);
        const fault = ethers.id("a fault");
        await accuse(op1, fault);
        await networkHelpers.time.setNextBlockTimestamp(BigInt(await networkHelpers.time.latest()) + seconds);
        const anybody = slasher.connect(op2.account);
        if (seconds < end) await anybody.execute(fault);
        else await anybody.clear(fault);
        expect(await slasher.announcementCount(op1.account)).to.equal(0n);
        expect(await slasher.statusOf(fault)).to.equal(seconds < end ? 2n : 4n);
      }),
      { numRuns: 6, examples: [[VETO_SECONDS], [end - 1n], [end]] },
    );
  });
});
