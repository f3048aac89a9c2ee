import { ACTIONS, type Kind } from "./actions.ts";
import { RecordingError } from "./error.ts";
import type { Recording } from "./types.ts";

/** Everyone and everything that a recording names, each in order of first appearance. */
export interface Cast {
  /** Whose positions every state shows. */
  readonly stakers: readonly string[];
  /** All who could act or be named: stakers, operators, services. */
  readonly people: readonly string[];
  readonly strategies: readonly string[];
  /** Operator sets as `avs:id`. */
  readonly sets: readonly string[];
  /** The services that own those sets. */
  readonly services: readonly string[];
}

/**
 * Collects the cast of a recording.
 * @throws RecordingError when a strategy is named that no state shows.
 */
export function castOf(recording: Recording): Cast {
  const stakers = new Set<string>();
  const people = new Set<string>(recording.config.cast?.people);
  const strategies = new Set<string>();
  const sets = new Set<string>(recording.config.cast?.sets);
  for (const { expect } of recording.steps) {
    for (const strategy of Object.keys(expect.strategies)) strategies.add(strategy);
    for (const staker of Object.keys(expect.stakers)) stakers.add(staker);
    for (const person of [...stakers, ...Object.keys(expect.operators)]) people.add(person);
  }
  recording.steps.forEach(({ action, args, expect }, index) => {
    if (action === "beaconBalanceUpdate") known("BEACON", `$.steps[${index}].action`);
    const kinds: Readonly<Record<string, Kind>> = ACTIONS[action].args;
    for (const [key, value] of Object.entries(args)) {
      const kind = kinds[key];
      // a recording that says who takes part means nobody else: others only call
      if (kind === "name" && !(action === "call" && recording.config.cast !== undefined)) people.add(value as string);
      if (kind === "set") sets.add(value as string);
      if (kind === "strategy") known(value as string, `$.steps[${index}].args.${key}`);
      if (kind === "strategies") for (const name of value as string[]) known(name, `$.steps[${index}].args.${key}`);
    }
    for (const [who, positions] of [...Object.entries(expect.stakers), ...Object.entries(expect.operators)])
      for (const name of Object.keys(positions))
        if (name !== "delegatedTo") known(name, `$.steps[${index}].expect, position of ${who}`);
  });
  const services = new Set([...sets].map((set) => splitSet(set).avs));
  for (const service of services) people.add(service);
  return {
    stakers: [...stakers],
    people: [...people],
    strategies: [...strategies],
    sets: [...sets],
    services: [...services],
  };

  function known(strategy: string, at: string): void {
    if (!strategies.has(strategy)) throw new RecordingError(`${at}: unknown strategy "${strategy}"`);
  }
}

/** `avs:id` apart. */
export function splitSet(set: string): { avs: string; id: bigint } {
  const colon = set.lastIndexOf(":");
  return { avs: set.slice(0, colon), id: BigInt(set.slice(colon + 1)) };
}
