import type { Cursor } from "./cursor.ts";
import { attempt } from "./cursor.ts";
import { formatExact } from "./format.ts";
import type { Position } from "./problem.ts";
import type { BoundReading, Unit } from "./reading.ts";
import { parseAmount, parseDecimal } from "./units.ts";

/** How a number is compared with what was expected. `changes` and `moves` look at the step (or act) it belongs to. */
export const COMPARATORS = ["is", "about", "atLeast", "atMost", "changes", "moves"] as const;
export type Comparator = (typeof COMPARATORS)[number];
export const MOVES = ["up", "down", "not"] as const;

export interface Comparison {
  readonly comparator: Comparator;
  readonly at: Position;
  /** Says what is wrong with `now` (and `before`), or undefined. */
  objection(now: bigint, before: bigint): string | undefined;
}

/** An expectation on a number. */
export interface NumberExpectation {
  readonly kind: "number";
  readonly at: Position;
  readonly what: string;
  readonly reading: BoundReading;
  readonly comparisons: readonly Comparison[];
}

/** A value as its unit has it. */
export function showValue(value: bigint, unit: Unit): string {
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

const HOLDS: Readonly<Record<Exclude<Comparator, "moves">, (value: bigint, wanted: Written) => boolean>> = {
  is: (value, wanted) => value === wanted.value,
  // To the last digit written: 5.03 takes everything from 5.03 up to, not including, 5.04.
  about: (value, { value: low, grain }) => value >= low && value < low + grain,
  atLeast: (value, wanted) => value >= wanted.value,
  atMost: (value, wanted) => value <= wanted.value,
  changes: (value, wanted) => value === wanted.value,
};

/** Reads one comparison, such as `atLeast: 5 ETH`. */
export function readComparison(comparator: Comparator, raw: unknown, unit: Unit, at: Cursor): Comparison | undefined {
  return attempt(() => {
    if (comparator === "moves") return movement(raw as (typeof MOVES)[number], unit, at);
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
