import { expect } from "chai";
import { standUpLadder } from "./ladder.ts";
import { DAY } from "./vault.ts";

const DELAY = 10n * DAY;
const STOP = 5n * DAY;
const WEEK = 7n * DAY;
const [ADMIN_ROLE, GOVERNOR_ROLE] = [0n, 2n];

/** The vault as deployed, with a governor and a second administrator who wait for ten days. */
async function standUp() {
  const s = await standUpLadder();
  const { authority, settings, alice: governor, bob: administrator, treasury, networkHelpers } = s;
  await authority.grantRole(GOVERNOR_ROLE, governor, DELAY);
  await authority.grantRole(ADMIN_ROLE, administrator, DELAY);
  const setFee = settings.interface.encodeFunctionData("setFee", [77n, treasury.address]);
  const grant = authority.interface.encodeFunctionData("grantRole", [GOVERNOR_ROLE, treasury.address, 0n]);
  const now = async () => BigInt(await networkHelpers.time.latest());
  /** Sends the next transaction at a time. */
  const at = async <Answer>(time: bigint, send: () => Answer): Promise<Answer> => {
    await networkHelpers.time.setNextBlockTimestamp(time);
    return send();
  };
  const contain = (seconds: bigint) => settings.connect(s.guardian).contain(seconds);
  const plan = async (when = 0n) => {
    await authority.connect(governor).schedule(settings, setFee, when);
    return (await now()) + DELAY;
  };
  const execute = () => authority.connect(governor).execute(settings, setFee);
  const id = await authority.hashOperation(governor, settings, setFee);
  const readyAt = () => authority.getSchedule(id);
  return { ...s, governor, administrator, grant, now, at, contain, plan, execute, id, readyAt };
}

type Stage = Awaited<ReturnType<typeof standUp>>;

/** The call fails a second before its time, and works in it. */
async function expectReadyAt({ at, execute, authority, id, readyAt, vault, networkHelpers }: Stage, time: bigint) {
  await networkHelpers.time.increaseTo(time - 2n);
  expect(await readyAt()).to.equal(time);
  await expect(at(time - 1n, execute))
    .to.be.revertedWithCustomError(authority, "AccessManagerNotReady")
    .withArgs(id);
  await at(time, execute);
  expect(await vault.feeBps()).to.equal(77n);
}

describe("The governor's clock", () => {
  it("VLT-35: without stops a call is ready after its delay, to the second", async () => {
    const s = await standUp();
    await expectReadyAt(s, await s.plan());
  });

  it("VLT-35: it stands still while containment stops exits, for the whole of every stop since the call was scheduled", async () => {
    const s = await standUp();
    const ready = await s.plan();
    await s.networkHelpers.time.increase(DAY);
    await s.contain(STOP);
    const began = await s.now();
    await s.networkHelpers.time.increase(DAY);
    // while it lasts, the end moves away as time passes
    expect(await s.readyAt()).to.equal(ready + (await s.now()) - began);
    await s.at(began + 2n * STOP, () => s.contain(DAY));
    await expectReadyAt(s, ready + STOP + DAY);
  });

  it("VLT-35: of a stop that began before, only the rest counts; one that is over counts nothing", async () => {
    const s = await standUp();
    await s.contain(DAY);
    await s.networkHelpers.time.increase(2n * DAY);
    await s.contain(STOP);
    const ends = (await s.now()) + STOP;
    await s.networkHelpers.time.increase(2n * DAY);
    const ready = await s.plan();
    await expectReadyAt(s, ready + ends - (ready - DELAY));
  });

  it("VLT-35: a call whose delay has passed with exits open stays ready in a stop, and lapses a week of open exits later", async () => {
    const s = await standUp();
    const ready = await s.plan();
    await s.networkHelpers.time.increaseTo(ready);
    await s.contain(STOP);
    const kept = await s.networkHelpers.takeSnapshot();
    await s.execute();
    await kept.restore();
    // between the delay's end and the stop some seconds had passed with exits open
    const lapses = ready + STOP + WEEK;
    await s.at(lapses - 1n, s.execute);
    await kept.restore();
    await expect(s.at(lapses, s.execute))
      .to.be.revertedWithCustomError(s.authority, "AccessManagerExpired")
      .withArgs(s.id);
    await s.networkHelpers.time.increaseTo(lapses);
    expect(await s.readyAt()).to.equal(0n);
    // what has lapsed can be scheduled anew, and waits again
    const again = await s.plan();
    await expectReadyAt(s, again);
  });

  it("VLT-35: a call can be scheduled for later than its delay, is scheduled once, and can be taken back", async () => {
    const s = await standUp();
    const me = s.authority.connect(s.governor);
    const later = (await s.now()) + 2n * DELAY;
    const data = s.settings.interface.encodeFunctionData("setFee", [77n, s.treasury.address]);
    await s.plan(later);
    await expect(s.plan()).to.be.revertedWithCustomError(s.authority, "AccessManagerAlreadyScheduled").withArgs(s.id);
    await me.cancel(s.governor, s.settings, data);
    await s.networkHelpers.time.increaseTo(later);
    await expect(s.execute()).to.be.revertedWithCustomError(s.authority, "AccessManagerNotScheduled").withArgs(s.id);
    const when = (await s.now()) + 2n * DELAY;
    await s.plan(when);
    await s.contain(DAY);
    await expectReadyAt(s, when + DAY);
  });

  it("VLT-35: a time that nobody can wait for is refused, and the latest one can be read, tried and taken back", async () => {
    const s = await standUp();
    const never = 2n ** 48n - 1n;
    const longest = await s.authority.LONGEST_SCHEDULE_SECONDS();
    await expect(s.plan(never))
      .to.be.revertedWithCustomError(s.authority, "ScheduledTooFar")
      .withArgs(never, (latest: bigint) => latest > longest && latest < 2n * longest);
    const when = (await s.now()) + longest;
    await s.plan(when);
    expect(await s.readyAt()).to.equal(when);
    await expect(s.execute()).to.be.revertedWithCustomError(s.authority, "AccessManagerNotReady").withArgs(s.id);
  });

  it("VLT-35: an administrator's change of roles waits by the same clock", async () => {
    const s = await standUp();
    const me = s.authority.connect(s.administrator);
    await expect(me.grantRole(GOVERNOR_ROLE, s.treasury, 0n)).to.be.revertedWithCustomError(
      s.authority,
      "AccessManagerNotScheduled",
    );
    await me.schedule(s.authority, s.grant, 0n);
    const ready = (await s.now()) + DELAY;
    await s.contain(STOP);
    const grant = () => me.grantRole(GOVERNOR_ROLE, s.treasury, 0n);
    await expect(s.at(ready + STOP - 1n, grant)).to.be.revertedWithCustomError(s.authority, "AccessManagerNotReady");
    await s.at(ready + STOP, grant);
    expect((await s.authority.hasRole(GOVERNOR_ROLE, s.treasury)).isMember).to.equal(true);
  });

  it("VLT-35: seconds of stops are counted as they pass", async () => {
    const { settings, contain, now, networkHelpers } = await standUp();
    expect(await settings.stoppedSeconds()).to.equal(0n);
    await contain(DAY);
    const began = await now();
    await networkHelpers.time.increaseTo(began + 100n);
    expect(await settings.stoppedSeconds()).to.equal(100n);
    await networkHelpers.time.increaseTo(began + 2n * DAY);
    expect(await settings.stoppedSeconds()).to.equal(DAY);
    await contain(2n * DAY);
    const again = await now();
    await networkHelpers.time.increaseTo(again + 50n);
    expect(await settings.stoppedSeconds()).to.equal(DAY + 50n);
  });
});
