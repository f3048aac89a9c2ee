import { expect } from "chai";
import type { PlayedAct, Playback } from "../../../scripts/scenario/playback.ts";
import { storyNames } from "../../../scripts/demo/stories.ts";
import { STORY_TIMEOUT_MS, storyPlayed } from "../played.ts";

/** Steps by which ETH goes between a purse and a position, or by which none moves. */
const OF_POSITIONS = new Set([
  ...[
    "deposit",
    "request",
    "cancel",
    "claim",
    "exit-now",
    "swap",
    "arbitrage",
    "provide-liquidity",
    "withdraw-liquidity",
  ],
  ...[
    "lend",
    "take-back",
    "pledge",
    "borrow",
    "repay",
    "loop",
    "unloop",
    "liquidate",
    "slash",
    "prove",
    "settle",
    "close",
  ],
]);

/** Words of the steps that an actor took. */
function stepsOf(acts: readonly PlayedAct[], actor: string): string[] {
  const mine = new RegExp(`\\b(?:by|from|to|underwriter): ${actor}\\b`);
  return acts.flatMap(({ steps }) =>
    steps.filter(({ text }) => mine.test(text)).map(({ text }) => text.split(" ")[0]!),
  );
}

/** Holders whose purse is filled and emptied by their positions alone. */
function pure({ acts, ledger }: Playback): Playback["ledger"] {
  return ledger.filter(
    ({ actor, role }) => role === "holder" && stepsOf(acts, actor).every((word) => OF_POSITIONS.has(word)),
  );
}

const STORIES = await storyNames();

describe("Attribution of a holder's position", () => {
  let compared = 0;

  for (const name of STORIES)
    it(`DFI-110: ${name}: what everybody gained is the sum of its parts, and what came out of a position is in its owner's purse`, async () => {
      const playback = await storyPlayed(name);
      for (const { actor, parts, gainedWei, valueWei, takenWei } of playback.positions) {
        expect(
          parts.reduce((sum, { wei }) => sum + wei, 0n),
          actor,
        ).to.equal(gainedWei);
        expect(valueWei + takenWei, actor).to.equal(gainedWei);
        const rounding = parts.find(({ cause }) => cause === "rounding")?.wei ?? 0n;
        expect(rounding < 10n ** 12n && rounding > -(10n ** 12n), `${actor}: rounding of ${rounding}`).to.equal(true);
      }
      for (const { actor, resultWei, holdsWei, waitingWei, claimableWei } of pure(playback)) {
        const position = playback.positions.find((one) => one.actor === actor);
        const purseWei = resultWei - holdsWei - waitingWei - claimableWei;
        expect(position?.takenWei ?? 0n, `purse of ${actor}`).to.equal(purseWei);
        ++compared;
      }
    }).timeout(STORY_TIMEOUT_MS);

  it("DFI-110: purses were compared", () => {
    expect(compared).to.be.greaterThan(20);
  });

  it("DFI-110: what a market takes from one it gives to another: stories of rung 6 by their causes", async () => {
    const partOf = async (story: string, actor: string, cause: string): Promise<bigint> => {
      const { positions } = await storyPlayed(story);
      return positions.find((one) => one.actor === actor)!.parts.find((one) => one.cause === cause)?.wei ?? 0n;
    };
    // whoever sells pays the fee and the fall of the price, and who stands in the middle has both
    const fell = await partOf("arbitrage-closes-peg", "dave", "priceImpact");
    expect(fell < 0n).to.equal(true);
    expect((await partOf("arbitrage-closes-peg", "arthur", "peg")) > 0n).to.equal(true);
    expect((await partOf("arbitrage-closes-peg", "paula", "liquidityFees")) > 0n).to.equal(true);
    // the incentive is the liquidator's, and what nobody pays is the lenders'
    const penalty = await partOf("bad-debt", "alice", "liquidation");
    const incentive = await partOf("bad-debt", "wendy", "liquidation");
    expect(penalty + incentive >= 0n && penalty + incentive <= 1n, `${penalty} and ${incentive}`).to.equal(true);
    const left = await partOf("bad-debt", "alice", "badDebt");
    const borne = (await partOf("bad-debt", "lena", "badDebt")) + (await partOf("bad-debt", "luis", "badDebt"));
    expect(left + borne >= -3n && left + borne <= 3n, `${left} and ${borne}`).to.equal(true);
    const paid = await partOf("leverage-loop", "alice", "interestPaid");
    const earned = await partOf("leverage-loop", "lena", "interestEarned");
    expect(paid + earned >= -3n && paid + earned <= 3n, `${paid} and ${earned}`).to.equal(true);
  }).timeout(STORY_TIMEOUT_MS);
});
