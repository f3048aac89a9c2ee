import type { DeploymentParameters } from "@nomicfoundation/ignition-core";
import { longestExitSeconds } from "../../deploy/lib/exit-time.ts";

/** Of `VaultSettings`. */
const MAX_STOP_SECONDS = 14 * 86_400;

/** What stops people of the vault, in any unit of time: whole units in the model, seconds on a chain. */
export interface Rules {
  /** The longest stop of a guardian. */
  readonly stop: number;
  /** Of the listed services together. */
  readonly budget: number;
  readonly period: number;
  /** For how long a part that an operator makes unreadable can stop everybody. */
  readonly quarantine: number;
  /** For how long such a part may come back, and deposits are refused. */
  readonly grace: number;
  /** How often the operator does it: each time takes another of its validators. */
  readonly failures: number;
}

/** What each right takes where nobody is in its way. */
export interface Needs {
  /** From the request of an exit to its payment. */
  readonly exit: number;
  /** An underwriter's cooldown, and how long its unstake window is open. */
  readonly lock: number;
  readonly door: number;
  /** The core's delay, in which an operator's stake gets free. */
  readonly deallocation: number;
}

/** For how long exits must be free of everything but holds, so that `units` of them are: what a budget takes is in it. */
const withHolds = (units: number, { budget, period }: Rules): number =>
  Math.ceil(((units + budget) * period) / (period - budget));

/**
 * The time within which everybody with a right has used it, whatever guardian, listed services and one operator do together:
 *
 *     leaver       2 · (exit + failures · quarantine, with holds) + stop, for containment ends and stays away as long
 *     depositor    (failures + 1) · 2 · stop + failures · grace, and a moment; an announcement is accepted at the entrance
 *     underwriter  lock + quarantine and a moment, with holds; never, if the window is no longer than a quarantine
 *     operator     deallocation: nobody is asked
 */
export function longestWaits(rules: Rules, needs: Needs): Readonly<Record<Right, number>> {
  const { stop, quarantine, grace, failures } = rules;
  const broken = failures * quarantine;
  return {
    leaver: 2 * withHolds(needs.exit + broken, rules) + stop,
    depositor: (failures + 1) * 2 * stop + failures * grace + 1,
    underwriter:
      failures > 0 && needs.door <= quarantine
        ? Number.POSITIVE_INFINITY
        : withHolds(needs.lock + Math.min(quarantine, broken) + 1, rules),
    operator: needs.deallocation,
  };
}

/** The rules and needs of a preset, in seconds, with one operator who makes a part unreadable once. */
export function ofPreset(parameters: DeploymentParameters): readonly [Rules, Needs] {
  const of = (module: string, name: string) => Number(parameters[module]?.[name]);
  const vault = (name: string) => of("Vault", name);
  const delayBlocks = BigInt(of("Restaking", "minWithdrawalDelayBlocks"));
  return [
    {
      stop: MAX_STOP_SECONDS,
      budget: vault("holdBudgetSeconds"),
      period: vault("holdPeriodSeconds"),
      quarantine: vault("quarantineSeconds"),
      grace: vault("deadGraceSeconds"),
      failures: 1,
    },
    {
      exit: Number(longestExitSeconds(parameters, delayBlocks)),
      lock: vault("coverCooldownSeconds"),
      door: vault("coverUnstakeWindowSeconds"),
      deallocation: of("Restaking", "deallocationDelayBlocks") * 12,
    },
  ];
}

export type Right = "leaver" | "depositor" | "underwriter" | "operator";
