import type { Address } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import type { Vault } from "../state.ts";

/** What only roles may call; all of them are the governor's here, without delays. */
export function onlyGovernor({ state: { config } }: Vault, sender: Address): void {
  check(sender === config.governor, "AccessManagedUnauthorized", sender);
}

/** The number itself, where it is within its bounds. */
export function within(value: bigint, least: bigint, most: bigint): bigint {
  check(value >= least && value <= most, "OutOfRange", value, least, most);
  return value;
}
