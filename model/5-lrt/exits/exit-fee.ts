import { pouredAt, roomAt } from "../../shared/leaky-bucket.ts";
import { check } from "../../shared/revert.ts";
import { ceilDiv, mulDivUp } from "../../shared/uint.ts";
import type { Vault } from "../state.ts";

/** The fee of an instant exit: from the least to the greatest in a straight line, by the level of the bucket after it. */

const BPS = 10_000n;

/** The fee for so much, which the bucket takes. */
export function charge(vault: Vault, value: bigint, asOf: bigint): bigint {
  const { controls, config } = vault.state;
  const { timestamp } = vault.block;
  const { maxNewsAgeSeconds } = config;
  check(timestamp <= asOf + maxNewsAgeSeconds, "NewsTooOld", asOf, maxNewsAgeSeconds);
  const bucket = pouredAt(controls.bucket, value, timestamp);
  check(bucket !== undefined, "InstantExitExceeded", value, roomAt(controls.bucket, timestamp));
  controls.bucket = bucket;
  return mulDivUp(value, feeBpsNow(vault), BPS);
}

export function feeBpsNow({ state: { controls }, block }: Vault): bigint {
  const { bucket, leastFeeBps, greatestFeeBps } = controls;
  if (bucket.capacity === 0n) return greatestFeeBps;
  const used = bucket.capacity - roomAt(bucket, block.timestamp);
  return leastFeeBps + ceilDiv((greatestFeeBps - leastFeeBps) * used, bucket.capacity);
}
