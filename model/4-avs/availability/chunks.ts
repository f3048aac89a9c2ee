import type { Address, Hash } from "../../shared/machine.ts";

/** What a chunk says, in place of its bytes: an account and what it may take out, or so many bytes that mean nothing. */
export type Chunk = { readonly account: Address; readonly entitlementWei: bigint } | { readonly length: bigint };

/** An account and an amount are two words. */
const ENTITLEMENT_BYTES = 64n;

export const lengthOf = (chunk: Chunk): bigint => ("length" in chunk ? chunk.length : ENTITLEMENT_BYTES);

/** The leaf of a chunk binds it to its place. */
export const chunkLeafOf = (index: bigint, chunk: Chunk): Hash =>
  "length" in chunk
    ? `chunk(${index},${chunk.length} bytes)`
    : `chunk(${index},${chunk.account},${chunk.entitlementWei})`;
