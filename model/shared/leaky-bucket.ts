import { max, mulDivDown, saturatingSub } from "./uint.ts";

/** Limits a flow: what is poured in leaks out evenly, all of a full bucket in a period. Amounts are wei, or seconds. */
export interface Bucket {
  readonly level: bigint;
  readonly capacity: bigint;
  readonly periodSeconds: bigint;
  readonly updatedAt: bigint;
}

export const NO_BUCKET: Bucket = { level: 0n, capacity: 0n, periodSeconds: 0n, updatedAt: 0n };

/** Level at a time not before the last change, rounded up. */
export function levelAt({ level, capacity, periodSeconds, updatedAt }: Bucket, timestamp: bigint): bigint {
  const elapsed = timestamp - updatedAt;
  if (elapsed >= periodSeconds) return 0n;
  return max(0n, level - mulDivDown(capacity, elapsed, periodSeconds));
}

/** How much can be poured in. */
export const roomAt = (bucket: Bucket, timestamp: bigint): bigint =>
  saturatingSub(bucket.capacity, levelAt(bucket, timestamp));

/** The bucket with so much more in it, or nothing where there is no room for all of it. */
export function pouredAt(bucket: Bucket, amount: bigint, timestamp: bigint): Bucket | undefined {
  const level = levelAt(bucket, timestamp) + amount;
  return level > bucket.capacity ? undefined : { ...bucket, level, updatedAt: timestamp };
}

/** The bucket with another size and speed; what is in it stays in it. */
export function configuredAt(bucket: Bucket, capacity: bigint, periodSeconds: bigint, timestamp: bigint): Bucket {
  const level = bucket.updatedAt === 0n ? 0n : levelAt(bucket, timestamp);
  return { level, capacity, periodSeconds, updatedAt: timestamp };
}
