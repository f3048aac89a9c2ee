import { newReserve, type ReserveState } from "../../../../model/5-lrt/operators/reserve.ts";
import { type ReserveAction, stepReserve } from "../../../../model/5-lrt/operators/step.ts";
import { beginningOf } from "../../pool/pair.ts";
import { actionsOf, givenBy, sequences, type Step } from "../../reserve/draw.ts";
import { limitsOf } from "../../reserve/pair.ts";
import type { World } from "../world.ts";
import { CAST, FIRST_BLOCK, freshPool, played } from "./pool.ts";

const at = (number: number): string => `0x${number.toString(16).padStart(40, "0")}`;
const PLACES = { at: at(0x31), vault: at(0x32), restaker: at(0x33), instantExit: at(0x32), governor: at(0x34) };

/** A reserve over its LST, between a vault and a restaker that say what they are told. */
export function reserveWorld(): World<ReserveState, Step> {
  const fresh = newReserve(freshPool(), PLACES);
  const first = played<ReserveState, ReserveAction>(stepReserve, { state: fresh, block: FIRST_BLOCK });
  for (const { action, seconds } of beginningOf({ ...CAST, at: fresh.config })) first.call(action, seconds);
  for (const { action, seconds } of limitsOf(fresh, CAST.people)) first.call(action, seconds);
  return {
    sequences,
    play(steps, each) {
      const { now, call, donate } = played<ReserveState, ReserveAction>(stepReserve, first.now());
      for (const step of steps) {
        donate(givenBy(step), step.kind === "donate" ? undefined : PLACES.at);
        for (const [nth, action] of actionsOf({ ...CAST, pool: now }, step).entries()) {
          // the reserve claims by itself alone
          if (action.from === PLACES.at) continue;
          const moment = call(action, nth === 0 ? step.wait : 0n);
          if (moment !== undefined) each(moment);
        }
      }
    },
  };
}
