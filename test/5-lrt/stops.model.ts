/**
 * The stops of exits and the governor's clock as a small machine in whole time units, for a search of all ways in which a
 * guardian and a listed service can act together. It is written from the rules, not from the contracts: a containment
 * lasts `stop` units at most and begins again after an equal open time; a hold grows by the service's budget, which leaks
 * evenly over its period; what is scheduled is ready when `delay` units without containment have passed.
 */
export interface StopsModel {
  /** Longest containment. */
  readonly stop: number;
  readonly budget: number;
  readonly period: number;
  /** Of the governor, in units without containment. */
  readonly delay: number;
  /** Whether budgets leak while exits are contained: the rule that was wrong. */
  readonly leaksWhileContained: boolean;
}

/**
 * The fewest units in which an exit could be paid between the schedule and its execution, whatever guardian and service do
 * in each unit: every choice of theirs is tried.
 */
export function fewestOpenUnits(model: StopsModel): number {
  const { stop, budget, period, delay, leaksWhileContained } = model;
  const known = new Map<string, number>();
  /**
   * @param level what is in the bucket, in `period`-ths of a unit
   * @param contained units of containment still to go
   * @param shut units until the guardian may contain again
   * @param length of the containment that runs, for the open time after it
   */
  const fewest = (clock: number, level: number, contained: number, shut: number, length: number): number => {
    if (clock >= delay) return 0;
    const key = `${clock} ${level} ${contained} ${shut} ${length}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let least = Number.POSITIVE_INFINITY;
    if (contained > 0) {
      const leaked = leaksWhileContained ? Math.max(0, level - budget) : level;
      const left = contained - 1;
      least = fewest(clock, leaked, left, left === 0 ? length : shut, length);
    } else {
      const leaked = Math.max(0, level - budget);
      const rest = Math.max(0, shut - 1);
      const mayHold = level + period <= budget * period;
      if (mayHold) least = Math.min(least, fewest(clock + 1, Math.max(0, level + period - budget), 0, rest, 0));
      least = Math.min(least, 1 + fewest(clock + 1, leaked, 0, rest, 0));
      if (shut === 0)
        for (let units = 1; units <= stop; ++units) least = Math.min(least, fewest(clock, level, units, 0, units));
    }
    known.set(key, least);
    return least;
  };
  return fewest(0, 0, 0, 0, 0);
}
