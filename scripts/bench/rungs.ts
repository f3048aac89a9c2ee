import { coreRung } from "./core/rung.ts";
import { defiRung } from "./defi/rung.ts";
import { podsRung } from "./pods/rung.ts";
import type { Rung } from "./row.ts";
import { servicesRung } from "./services/rung.ts";
import { vaultRung } from "./vault/rung.ts";

/** Every rung that the benchmark measures, lowest first. */
export const rungs: readonly (() => Promise<Rung>)[] = [coreRung, podsRung, servicesRung, vaultRung, defiRung];
