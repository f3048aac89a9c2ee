import type { Entry } from "../lib/ladder/event-log.ts";

export type { Entry };

/** An argument of an event as the type that the caller knows it to have. */
export function arg<T extends bigint | string | boolean | readonly unknown[]>(entry: Entry, name: string): T {
  const found = entry.args.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${entry.contract}.${entry.name} has no ${name}`);
  return found.value as T;
}

/** Addresses are compared as text: one spelling. */
export function key(...parts: readonly string[]): string {
  return parts.join("|").toLowerCase();
}
