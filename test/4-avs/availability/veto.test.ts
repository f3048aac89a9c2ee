import { expect } from "chai";
import { blobTree } from "../../../scripts/services/availability.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";
import { DELAY_BLOCKS, deployCore, ethers, leave, networkHelpers, pass, SET_ID, signer, staff } from "../core.ts";
import { BOND_WEI, CHUNKS } from "./fixture.ts";

const { time } = networkHelpers;
const RESPONSE_SECONDS = 240n;
const VETO_SECONDS = 240n;
const BLOCK_SECONDS = 12n;

/** A data store whose slasher can be vetoed, and one custodian of one blob. */
async function deployVetoable() {
  const core = await deployCore();
  const [admin, alice] = [await signer(0), await signer(2)];
  const service = await ethers.deployContract("DataAvailability", [
    core.allocationManager,
    core.rewardsCoordinator,
    admin,
    "",
    6_500n,
    WAD / 4n,
    RESPONSE_SECONDS,
    BOND_WEI,
  ]);
  const windowSeconds = DELAY_BLOCKS * BLOCK_SECONDS;
  expect(await service.securedSeconds(), "no slasher yet").to.equal(windowSeconds - RESPONSE_SECONDS);
  const avs = await service.getAddress();
  const limits = [300_000, WAD, 604_800] as const;
  const windows = [admin, VETO_SECONDS, VETO_SECONDS] as const;
  const slasher = await ethers.deployContract("VetoableSlasher", [
    core.allocationManager,
    avs,
    avs,
    admin,
    ...limits,
    ...windows,
  ]);
  const weights = core.strategies.map((strategy) => ({ strategy, multiplier: WAD }));
  const rules = { minimumStake: 0, maximumOperators: 5, lookaheadBlocks: DELAY_BLOCKS, allowlisted: false };
  await service.createSet(SET_ID, weights, slasher, ethers.ZeroAddress, rules);
  expect(await service.securedSeconds()).to.equal(windowSeconds - RESPONSE_SECONDS - VETO_SECONDS);
  const op = await staff(core, avs, 1, 10n * ETH);
  const { blobId } = blobTree(CHUNKS);
  const keptUntil = BigInt(await time.latest()) + 86_400n;
  const digest = await service.digestOf(op.account, blobId, CHUNKS.length, keptUntil);
  const signature = op.key.signingKey.sign(digest).serialized;
  await service.store(blobId, CHUNKS.length, keptUntil, [{ operator: op.account.address, signature }]);
  const challenge = async () => {
    await time.setNextBlockTimestamp(BigInt(await time.latest()) + BLOCK_SECONDS);
    return service.connect(alice).challenge(op.account, blobId, 0, { value: BOND_WEI });
  };
  /** Silence until the deadline; then the bond goes back, and the custodian is accused. */
  const conclude = async () => {
    const { deadline } = await service.challengeAt(1n);
    while (BigInt(await time.latest()) + BLOCK_SECONDS < deadline) await pass(1n);
    await time.setNextBlockTimestamp(deadline);
    await service.conclude(1n);
  };
  return { core, service, avs, slasher, op, challenge, conclude };
}

describe("a data store whose slasher can be vetoed", () => {
  const needed = (RESPONSE_SECONDS + VETO_SECONDS) / BLOCK_SECONDS;

  it("AVS-156: challenges a leaver while response and notice together end within its reach, and then it is punished", async () => {
    const { core, service, avs, slasher, op, challenge, conclude } = await deployVetoable();
    await leave(core, op.account, avs);
    // one block for the challenge, and one between the conclusion and the punishment
    await pass(DELAY_BLOCKS - needed - 2n);
    await challenge();
    await conclude();
    await expect(service.punish(1n)).to.emit(slasher, "SlashAnnounced");
  });

  it("AVS-156: challenges nobody who is out of reach before the slash can be executed", async () => {
    const { core, service, avs, op, challenge } = await deployVetoable();
    await leave(core, op.account, avs);
    await pass(DELAY_BLOCKS - needed);
    await expect(challenge()).to.be.revertedWithCustomError(service, "OutOfReach");
  });
});
