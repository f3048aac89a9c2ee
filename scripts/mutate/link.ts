import { id } from "ethers";
import { SWITCH_SOURCE } from "./schemata.ts";

/** Stands in the code of contracts for the number of the active mutant, until the code is sent to a chain. */
export const SENTINEL = id("the number of the active mutant").slice(2, 42);

/** What the compiler writes where the address of a library is to be linked. */
export const PLACEHOLDER = `__$${id(`${SWITCH_SOURCE}:ActiveMutant`).slice(2, 36)}$__`;
