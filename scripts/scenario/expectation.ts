import type { Cursor } from "./cursor.ts";
import { attempt } from "./cursor.ts";
import { formatExact } from "./format.ts";
import type { Position } from "./problem.ts";
import type { BoundReading, Unit } from "./reading.ts";
import { parseAmount, parseDecimal, parsePercent } from "./units.ts";
import { WAD } from "../lib/units.ts";

/** How a number is compared with what was expected. `changes` and `moves` look at the step (or act) it belongs to. */
export const COMPARATORS = ["is", "about", "atLeast", "atMost", "changes", "moves", "sameAs"] as const;
export type Comparator = (typeof COMPARATORS)[number];
export const MOVES = ["up", "down", "not"] as const;

export interface Comparison {
  readonly comparator: Comparator;
  readonly at: Position;
  /** Another number to compare with, read at the same moment. */
  readonly other?: BoundReading;
  /** Says what is wrong with `now` (and `before`, or the other number), or undefined. */
  objection(now: bigint, before: bigint, other: bigint): string | undefined;
}

/** An expectation on a number. */
export interface NumberExpectation {
  readonly kind: "number";
  readonly at: Position;
  readonly what: string;
  readonly reading: BoundReading;
  readonly comparisons: readonly Comparison[];
}

const TRILLION = 10n ** 12n;

/** A value as its unit has it. */
function showValue(value: bigint, unit: Unit): string {
  if (unit === "count") return value.toString();
  return formatExact(value, unit === "rate" ? "" : unit);
}

interface Written {
  readonly value: bigint;
  /** One unit of the last digit written. */
  readonly grain: bigint;
}

function readWritten(unit: Unit, at: Cursor): Written {
  const text = at.written;
  const signless = text.replace(/^[+-]/, "");
  const sign = text.startsWith("-") ? -1n : 1n;
  if (unit === "count") {
    if (/^\d+$/.test(signless)) return { value: sign * BigInt(signless), grain: 1n };
    return at.fail(`\`${text}\` is no whole number`, "a whole number", "write `1`");
  }
  if (unit === "rate") {
    const parsed = parseDecimal(signless);
    if (parsed) return { value: sign * parsed.wad, grain: 10n ** BigInt(18 - parsed.decimals) };
    return at.fail(`\`${text}\` is no rate`, "a decimal with at most 18 digits after the point", "write `1.05`");
  }
  const parsed = parseAmount(signless);
  if (parsed && parsed.token === unit) return { value: sign * parsed.wei, grain: 10n ** BigInt(18 - parsed.decimals) };
  const fix = `write \`5 ${unit}\` or \`17 wei ${unit}\``;
  return at.fail(
    `\`${text}\` is no amount of ${unit}`,
    `an amount of ${unit}, since that is what is counted here`,
    fix,
  );
}

const HOLDS: Readonly<Record<Exclude<Comparator, "moves" | "sameAs">, (value: bigint, wanted: Written) => boolean>> = {
  is: (value, wanted) => value === wanted.value,
  // To the last digit written: 5.03 takes everything from 5.03 up to, not including, 5.04.
  about: (value, { value: low, grain }) => value >= low && value < low + grain,
  atLeast: (value, wanted) => value >= wanted.value,
  atMost: (value, wanted) => value <= wanted.value,
  changes: (value, wanted) => value === wanted.value,
};

/** `sameAs: { claimable: carol-1 }`: equal to another number, to the wei. */
export function sameAs(what: string, other: BoundReading, unit: Unit, at: Cursor): Comparison {
  if (other.unit !== unit)
    at.fail(`${what} counts ${other.unit}, this counts ${unit}`, `a number of ${unit}`, "compare with another");
  return {
    comparator: "sameAs",
    at: at.position,
    other,
    objection: (now, _before, wanted) =>
      now === wanted
        ? undefined
        : `expected the same as ${what}, ${showValue(wanted, unit)}, found ${showValue(now, unit)}`,
  };
}

/** Reads one comparison, such as `atLeast: 5 ETH`. */
export function readComparison(
  comparator: Exclude<Comparator, "sameAs">,
  raw: unknown,
  unit: Unit,
  at: Cursor,
): Comparison | undefined {
  return attempt(() => {
    if (comparator === "moves") return movement(raw as (typeof MOVES)[number], unit, at);
    if (comparator === "changes" && at.written.endsWith("%")) return proportion(unit, at);
    const wanted = readWritten(unit, at);
    const holds = HOLDS[comparator];
    return {
      comparator,
      at: at.position,
      objection: (now: bigint, before: bigint) => {
        const value = comparator === "changes" ? now - before : now;
        if (holds(value, wanted)) return undefined;
        return `expected ${comparator} ${at.written}, found ${showValue(value, unit)}`;
      },
    };
  });
}

/** `changes: -2.5%`: by this part of what it was, to a trillionth of that. Floors and virtual shares cost less. */
function proportion(unit: Unit, at: Cursor): Comparison {
  const text = at.written;
  const part =
    parsePercent(text.replace(/^[+-]/, "")) ??
    at.fail(`\`${text}\` is no percentage`, "a signed percentage", "write `-2.5%`");
  const signed = text.startsWith("-") ? -part : part;
  return {
    comparator: "changes",
    at: at.position,
    objection: (now, before) => {
      const off = now - before - (before * signed) / WAD;
      if ((off < 0n ? -off : off) <= before / TRILLION + 1n) return undefined;
      return `expected changes ${text}, but went from ${showValue(before, unit)} to ${showValue(now, unit)}`;
    },
  };
}

function movement(wanted: (typeof MOVES)[number], unit: Unit, at: Cursor): Comparison {
  return {
    comparator: "moves",
    at: at.position,
    objection: (now, before) => {
      const moved = now > before ? "up" : now < before ? "down" : "not";
      if (moved === wanted) return undefined;
      return `expected to move ${wanted}, but went from ${showValue(before, unit)} to ${showValue(now, unit)}`;
    },
  };
}
