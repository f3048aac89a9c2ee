import type { Address } from "../../../shared/machine.ts";
import { check } from "../../../shared/revert.ts";
import type { Restaker } from "./restaker.ts";

/** What only roles may call; all of them are the governor's here, without delays. */
export function onlyGovernor({ state }: Restaker, sender: Address): void {
  check(sender === state.config.governor, "AccessManagedUnauthorized", sender);
}
