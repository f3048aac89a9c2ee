import type { Needs, Right, Rules } from "./rights.ts";

/**
 * The vault's stops as a small machine in whole units of time, for a search of all ways in which a guardian, a listed service
 * and one operator act together against somebody with a right. It is written from the rules, not from the contracts.
 */
interface World {
  /** Span of the last stop of deposits and of the last containment: its length, and units until the next may begin. */
  readonly closed: Span;
  readonly contained: Span;
  /** What is in the bucket of holds, in `period`-ths of a unit. */
  readonly level: number;
  /** Units until what cannot be read counts as zero, and units until it is over and done with. */
  readonly unreadable: number;
  readonly doubt: number;
  readonly failures: number;
  /** Of the right: units that have counted for it. */
  readonly done: number;
}

interface Span {
  readonly length: number;
  readonly rest: number;
}

/** What is so for one unit of time. */
interface Unit {
  readonly isClosed: boolean;
  readonly isContained: boolean;
  readonly isHeld: boolean;
  readonly isUnreadable: boolean;
  readonly isInDoubt: boolean;
}

const NEVER: Span = { length: 0, rest: 0 };
const lasts = ({ length, rest }: Span): boolean => rest > length;
const passed = ({ length, rest }: Span): Span => (rest <= 1 ? NEVER : { length, rest: rest - 1 });
const begin = (length: number): Span => ({ length, rest: 2 * length });

/** What counts for a right in a unit: how far it is then; "used", or "lost" when its time is over. */
type Progress = (done: number, unit: Unit, needs: Needs) => number | "used" | "lost";

const PROGRESS: Readonly<Record<Exclude<Right, "operator">, Progress>> = {
  leaver: (done, unit, { exit }) => {
    if (unit.isContained || unit.isHeld || unit.isUnreadable) return done;
    return done + 1 === exit ? "used" : done + 1;
  },
  depositor: (done, unit) => (unit.isClosed || unit.isInDoubt ? done : "used"),
  underwriter: (done, unit, { lock, door }) => {
    // lock and window stand still in a hold
    if (unit.isHeld) return done;
    if (done >= lock && !unit.isUnreadable) return "used";
    return done + 1 === lock + door ? "lost" : done + 1;
  },
};

/** The most units until the right has been used, whatever the three do in each unit; Infinity where they can keep it away. */
export function longestWait(right: Exclude<Right, "operator">, rules: Rules, needs: Needs): number {
  const known = new Map<string, number>();
  const progress = PROGRESS[right];
  const longest = (world: World): number => {
    const key = JSON.stringify(world);
    const before = known.get(key);
    if (before !== undefined) return before;
    // a state that comes again before the right was used comes again for ever
    known.set(key, Number.POSITIVE_INFINITY);
    let most = 0;
    for (const [acted, isHeld] of choices(world, rules)) {
      const unit: Unit = {
        isHeld,
        isClosed: lasts(acted.closed),
        isContained: lasts(acted.contained),
        isUnreadable: acted.unreadable > 0,
        isInDoubt: acted.unreadable === 0 && acted.doubt > 0,
      };
      const done = progress(world.done, unit, needs);
      if (done === "lost") most = Number.POSITIVE_INFINITY;
      else most = Math.max(most, 1 + (done === "used" ? 0 : longest({ ...later(acted, unit, rules), done })));
      if (most === Number.POSITIVE_INFINITY) break;
    }
    known.set(key, most);
    return most;
  };
  const { failures } = rules;
  return longest({ closed: NEVER, contained: NEVER, level: 0, unreadable: 0, doubt: 0, failures, done: 0 });
}

/** Everything that guardian, operator and service can do at the beginning of a unit. */
function* choices(world: World, rules: Rules): Generator<readonly [World, isHeld: boolean]> {
  const { stop, budget, period, quarantine, grace } = rules;
  for (const paused of [world, ...spans(stop).flatMap((units) => pause(world, units))]) {
    for (const stopped of [paused, ...spans(stop).flatMap((units) => contain(paused, units, stop))]) {
      const canFail = stopped.failures > 0 && stopped.unreadable === 0 && stopped.doubt === 0 && quarantine > 0;
      const failed = { ...stopped, unreadable: quarantine, doubt: grace, failures: stopped.failures - 1 };
      for (const acted of canFail ? [stopped, failed] : [stopped]) {
        yield [acted, false];
        if (acted.level + period <= budget * period) yield [{ ...acted, level: acted.level + period }, true];
      }
    }
  }
}

const spans = (stop: number): number[] => Array.from({ length: stop }, (_, index) => index + 1);

const pause = (world: World, units: number): World[] =>
  world.closed.rest > 0 ? [] : [{ ...world, closed: begin(units) }];

/** A containment stops deposits too; what follows a stop before an equal open time counts with it as one. */
function contain(world: World, units: number, stop: number): World[] {
  if (world.contained.rest > 0) return [];
  const { length, rest } = world.closed;
  const since = 2 * length - rest;
  // a longer one only keeps the guardian from pausing for longer
  const joined = Math.min(4 * stop, since + Math.max(units, rest - length));
  const left = Math.max(units, rest - length);
  const closed = rest > 0 ? { length: joined, rest: joined + left } : begin(units);
  return [{ ...world, closed, contained: begin(units) }];
}

function later(world: World, unit: Unit, { budget }: Rules): World {
  return {
    ...world,
    closed: passed(world.closed),
    contained: passed(world.contained),
    // a budget leaks only while exits are open
    level: unit.isContained ? world.level : Math.max(0, world.level - budget),
    unreadable: Math.max(0, world.unreadable - 1),
    doubt: unit.isInDoubt ? world.doubt - 1 : world.doubt,
  };
}
