import { attempt, type Cursor } from "./cursor.ts";
import { COMPARATORS, readComparison, sameAs, type Comparison, type NumberExpectation } from "./expectation.ts";
import { readWanted, type EventExpectation, type Wanted } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import type { Unit } from "./reading.ts";
import { READINGS } from "./readings/index.ts";
import type { Act, Expectation, PlayedStep } from "./scenario.ts";
import { STEPS } from "./steps/index.ts";

type Raw = Readonly<Record<string, unknown>>;

/** Reads all acts, playing them on the plan as it goes. Problems are noted in the cursor. */
export function readActs(raw: readonly unknown[], at: Cursor, plan: Plan): Act[] {
  return raw.map((one, index) => {
    const act = one as { title: string; text: string; steps: Raw[]; expect?: Raw[] };
    const here = at.child(index);
    const steps = act.steps.flatMap((step, place) => readStep(step, here.child("steps").child(place), plan) ?? []);
    const expectations = (act.expect ?? []).flatMap((expect, place) => {
      const read = readExpectation(expect, here.child("expect").child(place), plan);
      return read?.kind === "number" ? [read] : [];
    });
    return { title: act.title, text: act.text.trim().replace(/\s+/g, " "), at: here.position, steps, expectations };
  });
}

function readStep(raw: Raw, at: Cursor, plan: Plan): PlayedStep | undefined {
  const names = STEPS.filter(({ name }) => name in raw);
  const [definition] = names;
  if (!definition || names.length > 1) {
    const found =
      names.length === 0 ? "no step stands here" : `two steps in one: ${names.map(({ name }) => name).join(" and ")}`;
    const known = STEPS.map(({ name }) => name).join(", ");
    at.problems.push({
      ...at.position,
      message: found,
      expected: `exactly one of: ${known}`,
      fix: "begin each step with its own hyphen",
    });
    return undefined;
  }
  const here = at.child(definition.name);
  const action = definition.bind(raw[definition.name], here);
  const fails = readFailure(raw.fails as { error: string; with?: Raw } | undefined, at.child("fails"));
  // A step that is meant to fail changes nothing and may well be impossible: the chain is asked.
  if (fails === undefined) action?.plan(plan);
  const expectations = ((raw.expect as Raw[] | undefined) ?? []).flatMap(
    (one, index) => readExpectation(one, at.child("expect").child(index), plan) ?? [],
  );
  if (!action) return undefined;
  const args = raw[definition.name];
  return {
    name: definition.name,
    at: at.source.atKey(at.path, definition.name),
    text: `${definition.name} ${showArguments(args)}`.trim(),
    by: typeof args === "object" && args !== null ? ((args as Raw).by as string | undefined) : undefined,
    action,
    expectations,
    fails,
  };
}

function showArguments(args: unknown): string {
  if (args === null) return "";
  if (typeof args !== "object") return String(args);
  return Object.entries(args)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.join(", ")}]` : String(value)}`)
    .join(", ");
}

function readFailure(raw: { error: string; with?: Raw } | undefined, at: Cursor): Wanted | undefined {
  return raw && readWanted("error", raw.error, raw.with, { name: at.child("error"), args: at.child("with") });
}

function readExpectation(raw: Raw, at: Cursor, plan: Plan): Expectation | undefined {
  const subjects = [...READINGS.map(({ name }) => name), "event"].filter((name) => name in raw);
  if (subjects.length !== 1) {
    const message =
      subjects.length === 0 ? "nothing is expected here" : `two things at once: ${subjects.join(" and ")}`;
    const expected = `exactly one of: ${READINGS.map(({ name }) => name).join(", ")}, event`;
    at.problems.push({ ...at.position, message, expected, fix: "begin each expectation with its own hyphen" });
    return undefined;
  }
  return subjects[0] === "event" ? readEvent(raw, at) : readNumber(raw, subjects[0]!, at, plan);
}

function readEvent(raw: Raw, at: Cursor): EventExpectation | undefined {
  const stray = COMPARATORS.find((comparator) => comparator in raw);
  if (stray) {
    const fix = "say `with` for its arguments and `times` for how often";
    at.problems.push({
      ...at.source.atKey(at.path, stray),
      message: `\`${stray}\` says nothing about an event`,
      expected: "event, with, times",
      fix,
    });
  }
  const wanted = readWanted("event", raw.event as string, raw.with as Raw | undefined, {
    name: at.child("event"),
    args: at.child("with"),
  });
  return wanted && { ...wanted, kind: "event", times: raw.times as number | undefined };
}

function readNumber(raw: Raw, subject: string, at: Cursor, plan: Plan): NumberExpectation | undefined {
  const reading = READINGS.find(({ name }) => name === subject)!.bind(raw[subject], at.child(subject), plan);
  const asked = COMPARATORS.filter((comparator) => comparator in raw);
  if (asked.length === 0) {
    at.problems.push({
      ...at.position,
      message: `nothing is said about ${subject}`,
      expected: `one of: ${COMPARATORS.join(", ")}`,
      fix: "add for instance `moves: up`",
    });
  }
  if (!reading) return undefined;
  const comparisons = asked.flatMap((comparator) => {
    const here = at.child(comparator);
    if (comparator === "sameAs") return readSameAs(raw[comparator] as Raw, reading.unit, here, plan) ?? [];
    return readComparison(comparator, raw[comparator], reading.unit, here) ?? [];
  });
  return { kind: "number", at: at.position, what: `${subject} ${showArguments(raw[subject])}`, reading, comparisons };
}

function readSameAs(raw: Raw, unit: Unit, at: Cursor, plan: Plan): Comparison | undefined {
  const [subject] = Object.keys(raw);
  const definition = READINGS.find(({ name }) => name === subject)!;
  const other = definition.bind(raw[definition.name], at.child(definition.name), plan);
  return other && attempt(() => sameAs(`${definition.name} ${showArguments(raw[definition.name])}`, other, unit, at));
}
