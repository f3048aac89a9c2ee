import { currentEpoch, standingNow } from "../../../model/1-staking/validators.ts";
import type { Twin } from "../shared/drawn.ts";
import { note } from "../shared/met.ts";
import { actionOf, BEGINNINGS, sequences, type Step } from "./draw.ts";
import { type ChainPair, type openChainPairs, START } from "./pair.ts";

/** What the validators of a pair are, in the words in which it is counted. */
function statesOf(pair: ChainPair): string[] {
  const chain = pair.chain();
  return chain.state.validators.map((validator, index) => {
    const { exitEpoch, withdrawableEpoch, slashed, activationEpoch, isSource, movedGwei } = standingNow(chain, index);
    const epoch = currentEpoch(chain);
    if (movedGwei > 0n) return "moved";
    if (isSource) return slashed ? "slashed on its way into another" : "on its way into another";
    if (slashed) return withdrawableEpoch <= epoch ? "slashed and withdrawable" : "slashed";
    if (exitEpoch <= epoch) return withdrawableEpoch <= epoch ? "withdrawable" : "exited";
    if (exitEpoch < 2n ** 64n - 1n) return "exiting";
    if (validator.partialsPendingGwei > 0n) return "with partial withdrawals on their way";
    return activationEpoch <= epoch ? "active" : "waiting";
  });
}

/** The beacon chain on both sides. */
export const beaconTwin = ({ begin, ...cast }: Awaited<ReturnType<typeof openChainPairs>>): Twin<Step> => ({
  sequences,
  beginnings: BEGINNINGS.slice(1),
  async play(steps, met) {
    const pair = await begin();
    let now = START;
    for (const one of steps) {
      const told = await pair.play(actionOf(one, cast, pair.chain().state.validators.length), now + one.wait);
      met.steps++;
      note(met, told.ok ? one.kind : (told.said.split("(")[0] as string));
      if (!told.ok) continue;
      now += one.wait;
      for (const log of told.events) {
        if (log.includes("WithdrawalRequestIgnored(")) note(met, `ignored ${log.at(-2)}`);
        if (log.includes("ConsolidationRequestIgnored(")) note(met, `not consolidated ${log.at(-2)}`);
        if (log.includes("SwitchedToCompounding(")) note(met, "switched");
      }
      for (const state of statesOf(pair)) note(met, state);
    }
  },
});
