import fc from "fast-check";
import { REGISTRARS } from "../../../../model/4-avs/service-manager.ts";
import type { AvsState } from "../../../../model/4-avs/state.ts";
import { stepAvs } from "../../../../model/4-avs/step.ts";
import { type Drawn, sequences } from "../../services/draw.ts";
import { BEGIN, FIRST_BLOCKS, modelOf } from "../../services/on-model.ts";
import { preludeOf } from "../../services/prelude.ts";
import { resolve } from "../../services/resolve.ts";
import type { World } from "../world.ts";
import { PEOPLE, SERVICES_CAST } from "./services-cast.ts";

const STEPS = 30;
const CONTRACTS: readonly string[] = [SERVICES_CAST.core.AllocationManager, SERVICES_CAST.bridge];

/** What is announced at the end of a life, since much is closed by then. */
const requests: fc.Arbitrary<readonly Drawn[]> = fc.array(
  fc.record({
    kind: fc.constant("request" as const),
    who: fc.nat(2),
    other: fc.constant(0),
    bps: fc.bigInt({ min: 1n, max: 6_000n }),
    nth: fc.nat(8),
    wait: fc.constantFrom<Drawn["wait"]>([0n, 1n], [0n, 12n]),
  }),
  { maxLength: 4 },
);

/** The services over the restaking core: three operators behind all of them, one behind none. */
export function servicesWorld(): World<AvsState, Drawn> {
  let start = modelOf(SERVICES_CAST, PEOPLE);
  let from = { number: FIRST_BLOCKS, timestamp: BEGIN + 86_400n };
  for (const { wait, action } of preludeOf(SERVICES_CAST)) {
    from = { number: from.number + 1n, timestamp: from.timestamp + wait.seconds };
    const outcome = stepAvs(start, from, action);
    if (!outcome.ok) throw outcome.revert;
    start = outcome.state;
  }
  return {
    sequences: fc.tuple(sequences(STEPS), requests).map((parts) => parts.flat()),
    play(steps, each) {
      let [state, { number, timestamp }] = [start, from];
      for (const drawn of steps) {
        const [blocks, seconds] = drawn.wait;
        const avs = { state: { ...state }, block: { number, timestamp }, events: [], registrars: REGISTRARS };
        const action = resolve(avs, SERVICES_CAST, drawn);
        if (blocks > 0n) [number, timestamp] = [number + blocks, timestamp + seconds];
        const block = { number: number + 1n, timestamp: blocks > 0n ? timestamp : timestamp + seconds };
        // what contracts alone may call, they call themselves
        if (CONTRACTS.includes(action.from)) continue;
        const outcome = stepAvs(state, block, action);
        if (!outcome.ok) continue;
        const { value, events } = outcome;
        each({ before: state, after: outcome.state, block, call: action, value, events });
        ({ state } = outcome);
        ({ number, timestamp } = block);
      }
    },
  };
}
