import type { Range } from "../types.ts";

/** One line of the table. */
export function range(
  module: Range["module"],
  name: string,
  unit: Range["unit"],
  least: bigint,
  most: bigint,
  promise: string,
  refusedBy: Range["refusedBy"],
): Range {
  return { module, name, unit, least, most, promise, refusedBy };
}
