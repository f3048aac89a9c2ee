import { CONSERVED } from "./conserved.ts";
import { EQUAL_EXPOSURE } from "./equal-exposure.ts";
import type { Family } from "./family.ts";
import { FINISHED } from "./finished.ts";
import type { Invariant } from "./invariant.ts";
import { ORDER } from "./order.ts";
import type { World } from "./world.ts";
import { beaconWorld } from "./worlds/beacon.ts";
import { coreWorld } from "./worlds/core.ts";
import { defiWorld } from "./worlds/defi.ts";
import { poolWorld } from "./worlds/pool.ts";
import { reserveWorld } from "./worlds/reserve.ts";
import { servicesWorld } from "./worlds/services.ts";
import { vaultWorld } from "./worlds/vault.ts";

export const FAMILIES = { CONSERVED, EQUAL_EXPOSURE, FINISHED, ORDER } satisfies Record<string, Family>;

/** The worlds of the model, each with the part of the families that is held to it. */
export const WORLDS = {
  "beacon electra": { of: "beacon", open: () => beaconWorld("electra") },
  "beacon gloas": { of: "beacon", open: () => beaconWorld("gloas") },
  pool: { of: "pool", open: poolWorld },
  core: { of: "core", open: coreWorld },
  services: { of: "services", open: servicesWorld },
  "vault exposed": { of: "vault", open: () => vaultWorld("exposed") },
  "vault capped": { of: "vault", open: () => vaultWorld("capped") },
  "vault loss-only": { of: "vault", open: () => vaultWorld("loss-only") },
  reserve: { of: "reserve", open: reserveWorld },
  defi: { of: "defi", open: defiWorld },
} as const satisfies Record<string, { of: keyof Family; open: () => unknown }>;

export type WorldName = keyof typeof WORLDS;

/** A world with all that is held to it; of which kind its states are is its own affair. */
export function openWorld(name: WorldName): {
  readonly world: World<unknown, unknown>;
  readonly invariants: readonly Invariant<unknown>[];
} {
  const { of, open } = WORLDS[name];
  const invariants = Object.values(FAMILIES).flatMap((family) => family[of] as readonly unknown[]);
  return { world: open() as World<unknown, unknown>, invariants: invariants as readonly Invariant<unknown>[] };
}
