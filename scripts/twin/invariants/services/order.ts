import { magnitudesOf } from "../../../../model/3-restaking/allocation/magnitudes.ts";
import type { Action } from "../../../../model/3-restaking/step.ts";
import type { AvsState } from "../../../../model/4-avs/state.ts";
import { stepAvs } from "../../../../model/4-avs/step.ts";
import { min } from "../../../../model/shared/uint.ts";
import { machine } from "../family.ts";
import { all, type Invariant, type Moment, near, type Verdict } from "../invariant.ts";
import { Keepers } from "../keepers.ts";
import { SERVICES_CAST } from "../worlds/services-cast.ts";
import { announcedIn } from "./finished.ts";

/** What was announced comes to the same in any order. */
export const SERVICES_ORDER: readonly Invariant<AvsState>[] = [
  { id: "INV-128", atEnd: true, holds: (moment) => announcedInAnyOrder(moment) },
];

/** Announced slashes that one block executes leave the same the other way round, to a unit of magnitude each. */
function announcedInAnyOrder(moment: Moment<AvsState>): Verdict {
  const { timestamp: now } = moment.block;
  const announced = announcedIn(moment.after).filter(([, { announcement }]) => announcement.expiresAt > now);
  if (announced.length < 2) return false;
  const lastSecond = announced.map(([, { announcement }]) => announcement.expiresAt - 1n).reduce(min);
  const play = (faults: readonly (readonly [slasher: string, faultId: string])[]) => {
    const keepers = new Keepers<AvsState, Action>(moment, stepAvs);
    keepers.wait(lastSecond - now, 1n);
    const done = faults.filter(([to, faultId]) =>
      keepers.call({ from: SERVICES_CAST.alice, to, function: "execute", args: [faultId] }),
    );
    return { done, state: keepers.state };
  };
  const first = play(announced.map(([slasher, { announcement }]) => [slasher, announcement.faultId]));
  if (first.done.length < 2) return false;
  const second = play([...first.done].reverse());
  if (second.done.length < first.done.length) return "the other way round, one is refused";
  const [one, other] = [machine(first.state, moment), machine(second.state, moment)];
  return all(
    SERVICES_CAST.operators.flatMap((operator) =>
      SERVICES_CAST.strategies.map((strategy) =>
        near(
          `maximum of ${operator}`,
          magnitudesOf(one, operator, strategy).max,
          magnitudesOf(other, operator, strategy).max,
          BigInt(first.done.length),
        ),
      ),
    ),
  );
}
