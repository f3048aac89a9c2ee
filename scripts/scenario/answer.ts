import type { Answer } from "../lib/ladder/answers.ts";
import { formatExact } from "./format.ts";

/** Names for addresses: actors and contracts. */
export interface Naming {
  nameOf(address: string): string | undefined;
  /** A number that has a name, by the parameter that holds it: the ticket of an exit. */
  nameOfNumber(parameter: string, value: bigint): string | undefined;
}

/** Parameters that hold an amount by their name: shown with their unit instead of eighteen more digits. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/shares$/i, "shares"],
  [/(assets|amount|value|wei|eth|owed|available|balance|liquidity|fee)$/i, "ETH"],
  [/(rate|wad|factor|magnitude)$/i, ""],
];

function showValue(name: string, value: unknown, naming: Naming): string {
  if (typeof value === "bigint") {
    const named = naming.nameOfNumber(name, value);
    if (named !== undefined) return named;
    const unit = UNITS.find(([pattern]) => pattern.test(name));
    if (!unit || (value !== 0n && value < 10n ** 9n)) return value.toString();
    return formatExact(value, unit[1]);
  }
  if (typeof value === "string") return naming.nameOf(value) ?? value;
  if (Array.isArray(value)) return `[${value.map((one) => showValue(name, one, naming)).join(", ")}]`;
  return String(value);
}

/** `TicketTooEarly(ticket: 3, owner: alice, assets: 4.98 ETH)`. */
export function showAnswer({ name, args }: Answer, naming: Naming): string {
  return `${name}(${args.map((arg) => `${arg.name}: ${showValue(arg.name, arg.value, naming)}`).join(", ")})`;
}
