import fc from "fast-check";
import { ACTIONS, type Step } from "./actions.ts";

/** Some matter more than others for what can go wrong. */
const WEIGHTS: Partial<Record<Step["action"], number>> = {
  request: 3,
  settle: 3,
  unwind: 3,
  complete: 3,
  claim: 2,
  close: 2,
  lstExits: 2,
  requestLstExit: 2,
  pass: 3,
  cooldown: 2,
  leaveCover: 3,
  slashOften: 2,
  slashWithObservers: 2,
};
/** One step of a random sequence. */
export const ANY_STEP = fc.record({
  action: fc.oneof(
    ...(Object.keys(ACTIONS) as Step["action"][]).map((action) => ({
      weight: WEIGHTS[action] ?? 1,
      arbitrary: fc.constant(action),
    })),
  ),
  a: fc.nat(11),
  b: fc.nat(11),
  share: fc.integer({ min: 1, max: 1_000 }),
});
