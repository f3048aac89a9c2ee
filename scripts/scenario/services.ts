import type { Ladder } from "../lib/ladder/ladder.ts";

/** Services that a story can name. */
export const SERVICES = ["bridge"] as const;
export type Service = (typeof SERVICES)[number];

/** The service's account in the core. */
export function serviceAddress({ addresses }: Ladder, service: Service): string {
  return addresses[service];
}
