import { expect } from "chai";
import fc from "fast-check";
import { ethers, magnitudeOf, networkHelpers, type ServiceOperator, SET_ID } from "../core.ts";
import { deployBehind } from "./fixture.ts";
import { WAD } from "../../../scripts/lib/units.ts";

const LIMIT_WAD = (WAD * 3n) / 10n;
const WINDOW_SECONDS = 1_000n;
const { time } = networkHelpers;

/** An instant slasher that slashes at an account's word, and two operators. */
async function deployLimited() {
  const behind = await deployBehind((common) =>
    ethers.deployContract("InstantSlasher", [...common, LIMIT_WAD, WINDOW_SECONDS]),
  );
  const { slasher, prover } = behind;
  const slash = async ({ account }: ServiceOperator, wad: bigint) =>
    slasher.connect(prover).requestSlash(account, SET_ID, wad, ethers.id(`${wad}`), "");
  return { ...behind, slash };
}

describe("The slashing limit", () => {
  it("AVS-102: lets through the limit to the wad-unit, and again from the second in which the window has passed", async () => {
    const { core, avs, slasher, op1, op2, slash } = await networkHelpers.loadFixture(deployLimited);
    const refused = async (wad: bigint, left: bigint) =>
      expect(slash(op1, wad))
        .to.be.revertedWithCustomError(slasher, "SlashLimitExceeded")
        .withArgs(op1.account.address, SET_ID, wad, left);
    await refused(LIMIT_WAD + 1n, LIMIT_WAD);
    await slash(op1, LIMIT_WAD);
    const slashedAt = BigInt(await time.latest());
    await refused(1n, 0n);
    await slash(op2, LIMIT_WAD);
    await time.setNextBlockTimestamp(slashedAt + WINDOW_SECONDS - 1n);
    await refused(1n, 0n);
    await time.setNextBlockTimestamp(slashedAt + WINDOW_SECONDS);
    await slash(op1, LIMIT_WAD);
    expect(await magnitudeOf(core, op1.account, avs)).to.equal(((WAD - LIMIT_WAD) * (WAD - LIMIT_WAD)) / WAD);
    expect(await magnitudeOf(core, op2.account, avs)).to.equal(WAD - LIMIT_WAD);
  });

  it("AVS-102: takes and refuses as a list of what was slashed would, in any order of times and sizes (fuzzed)", async () => {
    const { slasher, op1, slash } = await networkHelpers.loadFixture(deployLimited);
    const start = await networkHelpers.takeSnapshot();
    const sizes = fc.oneof(
      fc.bigInt(1n, LIMIT_WAD / 3n),
      fc.constantFrom(LIMIT_WAD / 3n, LIMIT_WAD / 2n, LIMIT_WAD, LIMIT_WAD + 1n),
    );
    const waits = fc.oneof(fc.bigInt(1n, 1_200n), fc.constantFrom(1n, WINDOW_SECONDS - 1n, WINDOW_SECONDS));
    const history = fc.array(fc.tuple(waits, sizes), { minLength: 4, maxLength: 14 });
    const seen = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        await start.restore();
        let now = BigInt(await time.latest());
        const taken: { at: bigint; wad: bigint }[] = [];
        for (const [wait, wad] of steps) {
          now += wait;
          await time.setNextBlockTimestamp(now);
          const used = taken
            .filter(({ at }) => at > now - WINDOW_SECONDS)
            .reduce((sum, slashed) => sum + slashed.wad, 0n);
          if (used + wad <= LIMIT_WAD) {
            await slash(op1, wad);
            taken.push({ at: now, wad });
            ++seen.taken;
          } else {
            await expect(slash(op1, wad)).to.be.revertedWithCustomError(slasher, "SlashLimitExceeded");
            ++seen.refused;
          }
        }
      }),
      { numRuns: 15, seed: 102 },
    );
    expect(Math.min(seen.taken, seen.refused)).to.be.greaterThan(20);
  });
});
