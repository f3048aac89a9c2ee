import { check } from "../../shared/revert.ts";

/** The least value v such that those at or below it weigh at least half: min { xᵢ : 2·Σ_{xⱼ ≤ xᵢ} wⱼ ≥ Σ wⱼ }. */
export function lowerMedian(values: readonly bigint[], weights: readonly bigint[]): bigint {
  values.forEach((value, nth) => {
    const previous = values[nth - 1];
    check(previous === undefined || value >= previous, "NotSorted", BigInt(nth), previous, value);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  check(total > 0n, "NoWeight");
  let below = 0n;
  const median = values.find((_, nth) => {
    below += weights[nth] as bigint;
    return 2n * below >= total;
  });
  return median as bigint;
}
