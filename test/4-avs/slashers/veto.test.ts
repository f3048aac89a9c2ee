import { expect } from "chai";
import { DELAY_BLOCKS, ethers, magnitudeOf, networkHelpers, SET_ID, signer } from "../core.ts";
import { deployAnnouncing, EXECUTION_SECONDS, SLASH_WAD, VETO_SECONDS } from "./fixture.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const FAULT = ethers.id("a fault");
const { time } = networkHelpers;

/** op1 stands accused of one fault. */
async function deployAccused() {
  const deployed = await deployAnnouncing();
  await deployed.accuse(deployed.op1, FAULT);
  const announcedAt = BigInt(await time.latest());
  const executableAt = announcedAt + VETO_SECONDS;
  return { ...deployed, announcedAt, executableAt, expiresAt: executableAt + EXECUTION_SECONDS };
}

describe("VetoableSlasher", () => {
  it("AVS-30: an announcement says who, how much at most and until when, before anything is slashed", async () => {
    const { core, avs, slasher, accuse, op1, op2 } = await networkHelpers.loadFixture(deployAnnouncing);
    const operator = op1.account.address;
    const accusation = accuse(op1, FAULT);
    await expect(accusation).to.emit(slasher, "SlashAnnounced");
    const announcedAt = BigInt(await time.latest());
    const expiresAt = announcedAt + VETO_SECONDS + EXECUTION_SECONDS;
    await expect(accusation).to.emit(slasher, "SlashAnnounced").withArgs(FAULT, operator, SET_ID, SLASH_WAD, expiresAt);
    expect(await slasher.announcementCount(operator)).to.equal(1n);
    expect(await slasher.announcementCount(op2.account)).to.equal(0n);
    expect(await slasher.announcementAt(operator, 0)).to.deep.equal([
      FAULT,
      operator,
      BigInt(SET_ID),
      SLASH_WAD,
      announcedAt,
      expiresAt,
    ]);
    expect(await slasher.avs()).to.equal(avs);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD);
  });

  it("AVS-31: the committee vetoes through the last second of its window, and not after", async () => {
    const { core, avs, slasher, committee, op1, executableAt } = await networkHelpers.loadFixture(deployAccused);
    const atTheEnd = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(executableAt - 1n);
    const veto = slasher.connect(committee).veto(FAULT);
    await expect(veto).to.emit(slasher, "SlashVetoed").withArgs(FAULT, op1.account.address);
    await expect(veto).to.emit(slasher, "AnnouncementClosed").withArgs(FAULT, op1.account.address, false);
    expect(await slasher.announcementCount(op1.account)).to.equal(0n);
    await time.increaseTo(executableAt);
    await expect(slasher.execute(FAULT)).to.be.revertedWithCustomError(slasher, "NotAnnounced").withArgs(FAULT, 3n);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD);
    await atTheEnd.restore();
    await time.setNextBlockTimestamp(executableAt);
    await expect(slasher.connect(committee).veto(FAULT))
      .to.be.revertedWithCustomError(slasher, "VetoWindowClosed")
      .withArgs(FAULT, executableAt);
  });

  it("AVS-31: nobody but the committee vetoes", async () => {
    const { slasher, admin, op1 } = await networkHelpers.loadFixture(deployAccused);
    for (const caller of [admin, op1.account]) {
      await expect(slasher.connect(caller).veto(FAULT))
        .to.be.revertedWithCustomError(slasher, "OnlyVetoCommittee")
        .withArgs(caller.address);
    }
  });

  it("AVS-32: anyone executes from the end of the veto window to the last second before expiry", async () => {
    const { core, avs, slasher, op1, op2, executableAt, expiresAt } = await networkHelpers.loadFixture(deployAccused);
    const announced = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(executableAt - 1n);
    await expect(slasher.execute(FAULT))
      .to.be.revertedWithCustomError(slasher, "VetoWindowOpen")
      .withArgs(FAULT, executableAt);
    await time.setNextBlockTimestamp(executableAt);
    const execution = slasher.connect(op2.account).execute(FAULT);
    await expect(execution)
      .to.emit(slasher, "SlashExecuted")
      .withArgs(FAULT, op1.account.address, SET_ID, 1n, SLASH_WAD);
    await expect(execution).to.emit(slasher, "AnnouncementClosed").withArgs(FAULT, op1.account.address, true);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
    expect(await slasher.statusOf(FAULT)).to.equal(2n);

    await announced.restore();
    const again = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(expiresAt - 1n);
    await slasher.execute(FAULT);
    await again.restore();
    await time.setNextBlockTimestamp(expiresAt);
    await expect(slasher.execute(FAULT))
      .to.be.revertedWithCustomError(slasher, "AnnouncementExpired")
      .withArgs(FAULT, expiresAt);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD);
  });

  it("AVS-33: a fault is announced once, whatever became of it", async () => {
    const { slasher, committee, accuse, op1, executableAt } = await networkHelpers.loadFixture(deployAccused);
    const refused = async () =>
      expect(accuse(op1, FAULT)).to.be.revertedWithCustomError(slasher, "FaultAlreadyAnnounced").withArgs(FAULT);
    await refused();
    const announced = await networkHelpers.takeSnapshot();
    await slasher.connect(committee).veto(FAULT);
    await refused();
    await announced.restore();
    await time.increaseTo(executableAt);
    await slasher.execute(FAULT);
    await refused();
    await expect(slasher.execute(FAULT)).to.be.revertedWithCustomError(slasher, "NotAnnounced").withArgs(FAULT, 2n);
  });

  it("AVS-33: what lapsed is cleared by anyone, from its expiry on, and frees its place", async () => {
    const { slasher, accuse, op1, op2, expiresAt } = await networkHelpers.loadFixture(deployAccused);
    for (let index = 1; index < 8; ++index) await accuse(op1, ethers.id(`fault ${index}`), 1n);
    await expect(accuse(op1, ethers.id("a ninth"), 1n))
      .to.be.revertedWithCustomError(slasher, "TooManyLive")
      .withArgs(op1.account.address, 8n);
    await accuse(op2, ethers.id("another operator's"));
    await time.setNextBlockTimestamp(expiresAt - 1n);
    await expect(slasher.clear(FAULT))
      .to.be.revertedWithCustomError(slasher, "AnnouncementLive")
      .withArgs(FAULT, expiresAt);
    await time.setNextBlockTimestamp(expiresAt);
    await expect(slasher.clear(FAULT))
      .to.emit(slasher, "AnnouncementClosed")
      .withArgs(FAULT, op1.account.address, false);
    await accuse(op1, ethers.id("a ninth"), 1n);
    await expect(accuse(op1, FAULT)).to.be.revertedWithCustomError(slasher, "FaultAlreadyAnnounced");
    await expect(slasher.clear(FAULT)).to.be.revertedWithCustomError(slasher, "NotAnnounced").withArgs(FAULT, 4n);
  });

  it("AVS-32: a slash beyond the limit stays announced and is executed when the window has moved on", async () => {
    const { core, avs, slasher, accuse, op1, executableAt } = await networkHelpers.loadFixture(deployAccused);
    const others = [ethers.id("second"), ethers.id("third")];
    for (const fault of others) await accuse(op1, fault);
    await time.increaseTo(executableAt + 10n);
    await slasher.execute(FAULT);
    await slasher.execute(others[0]!);
    await expect(slasher.execute(others[1]!)).to.be.revertedWithCustomError(slasher, "SlashLimitExceeded");
    expect(await slasher.statusOf(others[1]!)).to.equal(1n);
    await time.increase(await slasher.limitWindowSeconds());
    await slasher.execute(others[1]!);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal((WAD * 8n ** 3n) / 10n ** 3n);
  });

  it("AVS-34: an operator that leaves when it is accused is still slashed in the announcement's last second", async () => {
    const { core, avs, slasher, op1, expiresAt } = await networkHelpers.loadFixture(deployAccused);
    await core.allocationManager
      .connect(op1.account)
      .deregisterFromOperatorSets({ operator: op1.account, avs, operatorSetIds: [SET_ID] });
    const seconds = expiresAt - 1n - BigInt(await time.latest());
    await networkHelpers.mine(seconds / 12n - 1n, { interval: 12 });
    await time.setNextBlockTimestamp(expiresAt - 1n);
    await slasher.execute(FAULT);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-34: refuses windows in which an operator could get away", async () => {
    const { core, avs, slasher, committee } = await networkHelpers.loadFixture(deployAnnouncing);
    const admin = await signer(0);
    const most = DELAY_BLOCKS * 12n;
    const deploy = async (veto: bigint, execution: bigint) =>
      ethers.deployContract("VetoableSlasher", [
        core.allocationManager,
        avs,
        avs,
        admin,
        0,
        WAD,
        1,
        committee,
        veto,
        execution,
      ]);
    for (const [veto, execution] of [
      [59n, 60n],
      [60n, 59n],
      [most - 59n, 60n],
    ] as const) {
      await expect(deploy(veto, execution))
        .to.be.revertedWithCustomError(slasher, "InvalidWindows")
        .withArgs(veto, execution, most);
    }
    await deploy(most - 60n, 60n);
  });

  it("AVS-11 VLT-32: observers hear of an announcement with their whole stipend, and hostile ones block neither it nor others", async () => {
    const { slasher, prover, avs, op1, accuse } = await networkHelpers.loadFixture(deployAnnouncing);
    const operator = op1.account.address;
    const hostile = [
      await ethers.deployContract("RevertingObserver"),
      await ethers.deployContract("GasEatingObserver"),
      await ethers.deployContract("ReturnBombObserver", [true]),
    ];
    const honest = await ethers.deployContract("RecordingObserver");
    const reentering = await ethers.deployContract("ReenteringObserver");
    for (const observer of [...hostile, honest, reentering]) await slasher.addObserver(observer);
    const call = slasher.interface.encodeFunctionData("clear", [FAULT]);
    await reentering.aim(slasher, call);
    const announced = await accuse(op1, FAULT);
    for (const failing of hostile) {
      await expect(announced).to.emit(slasher, "ObserverFailed").withArgs(failing, SET_ID, 0n);
    }
    await expect(announced)
      .to.emit(honest, "AnnouncementSeen")
      .withArgs(avs, SET_ID, operator, FAULT, (gas: bigint) => gas <= 300_000n && gas > 298_000n);
    expect([await reentering.calls(), await reentering.succeeded()]).to.deep.equal([1n, false]);
    expect(await slasher.openAnnouncements()).to.equal(1n);
    const little = { gasLimit: 600_000n };
    await expect(
      slasher.connect(prover).requestSlash.staticCall(operator, SET_ID, SLASH_WAD, ethers.id("next"), "", little),
    ).to.be.revertedWithCustomError(slasher, "NotEnoughGasForObserver");
  });

  it("AVS-12: nobody but the prover announces", async () => {
    const { slasher, admin, op1 } = await networkHelpers.loadFixture(deployAnnouncing);
    await expect(slasher.connect(admin).requestSlash(op1.account, SET_ID, 1n, FAULT, ""))
      .to.be.revertedWithCustomError(slasher, "OnlyProver")
      .withArgs(admin.address);
  });
});
