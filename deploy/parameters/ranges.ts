import { RANGES_BELOW } from "./ranges/below.ts";
import { RANGES_OF_DEFI } from "./ranges/defi.ts";
import { RANGES_OF_SERVICES } from "./ranges/services.ts";
import { RANGES_OF_VAULT } from "./ranges/vault.ts";
import type { Range } from "./types.ts";

/**
 * What each parameter of a deployment may be, module by module, and the promise that a value beyond would break. Relations
 * between parameters stand in `relations.ts`. `refusedBy` names the contract and the error that refuse the same on chain, on one
 * side of the range at least, or says why none does: there, the deployment alone refuses.
 */
export const RANGES: readonly Range[] = [...RANGES_BELOW, ...RANGES_OF_SERVICES, ...RANGES_OF_VAULT, ...RANGES_OF_DEFI];
