/** A value since a block, and what it was before; `undefined` where nothing was ever pushed. */
export type Snapshots = { readonly block: bigint; readonly value: bigint; readonly before: Snapshots } | undefined;

/** Values are cut to 224 bits without a check, as in the real core. */
const KEPT = 224;

/** With the value from this block on; a second one in the same block replaces the first. */
export function push(snapshots: Snapshots, block: bigint, value: bigint): Snapshots {
  const before = snapshots?.block === block ? snapshots.before : snapshots;
  return { block, value: BigInt.asUintN(KEPT, value), before };
}

export const latest = (snapshots: Snapshots, initial: bigint): bigint => snapshots?.value ?? initial;

/** The value at the end of a block. */
export function atBlock(snapshots: Snapshots, block: bigint, initial: bigint): bigint {
  let found = snapshots;
  while (found !== undefined && found.block > block) found = found.before;
  return latest(found, initial);
}
