import type { Answer } from "../lib/ladder/answers.ts";
import type { NumberExpectation } from "./expectation.ts";
import { mismatch, type EventExpectation } from "./outcome.ts";
import type { Expectation } from "./scenario.ts";
import type { World } from "./world.ts";

/** What numbers were before a step or an act, for `changes` and `moves`. */
export type Before = ReadonlyMap<NumberExpectation, bigint>;

/** Reads what expectations will be compared with. Expectations that do not look back are not read. */
export async function readBefore(expectations: readonly Expectation[], world: World): Promise<Before> {
  const before = new Map<NumberExpectation, bigint>();
  for (const expectation of expectations) {
    if (expectation.kind !== "number") continue;
    const looksBack = expectation.comparisons.some(
      ({ comparator }) => comparator === "changes" || comparator === "moves",
    );
    if (looksBack) before.set(expectation, await expectation.reading.read(world));
  }
  return before;
}

/** The first thing that is not as expected, or undefined. */
export async function firstObjection(
  expectations: readonly Expectation[],
  world: World,
  before: Before,
  events: readonly Answer[],
): Promise<{ expectation: Expectation; objection: string } | undefined> {
  for (const expectation of expectations) {
    const objection =
      expectation.kind === "event"
        ? eventObjection(expectation, events, world)
        : await numberObjection(expectation, world, before);
    if (objection !== undefined) return { expectation, objection };
  }
  return undefined;
}

async function numberObjection(
  expectation: NumberExpectation,
  world: World,
  before: Before,
): Promise<string | undefined> {
  const now = await expectation.reading.read(world);
  const earlier = before.get(expectation) ?? now;
  for (const comparison of expectation.comparisons) {
    const other = comparison.other === undefined ? now : await comparison.other.read(world);
    const objection = comparison.objection(now, earlier, other);
    if (objection !== undefined) return objection;
  }
  return undefined;
}

function eventObjection(wanted: EventExpectation, events: readonly Answer[], world: World): string | undefined {
  const named = events.filter(({ name }) => name === wanted.name);
  const fitting = named.filter((event) => mismatch(wanted, event, world) === undefined);
  if (wanted.times === undefined ? fitting.length > 0 : fitting.length === wanted.times) return undefined;
  const wish = wanted.times === undefined ? "at least once" : `${wanted.times} times`;
  const near = named.map((event) => mismatch(wanted, event, world)).find((message) => message !== undefined);
  const seen = near ?? (named.length > 0 ? `found ${fitting.length}` : `the step emitted ${listOf(events)}`);
  return `expected ${wanted.name} ${wish}; ${seen}`;
}

function listOf(events: readonly Answer[]): string {
  const names = [...new Set(events.map(({ name }) => name))];
  return names.length === 0 ? "no event" : names.join(", ");
}
