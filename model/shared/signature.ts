import type { Address, Hash } from "./machine.ts";

/** Text that stands for the bytes of a signature. */
export type Signature = string;

/** What stands for the signature of an account under a digest; any other text is a signature of nobody. */
export const signatureOf = (signer: Address, digest: Hash): Signature => `signed by ${signer}: ${digest}`;

/** Stands for whatever address is recovered from a signature under another digest. */
export const SOMEBODY_ELSE: Address = "somebody else";

/** Who is recovered from a signature under a digest. */
export function recover(digest: Hash, signature: Signature): Address {
  const signer = /^signed by (0x[0-9a-f]{40}): /.exec(signature)?.[1];
  return signer !== undefined && signature === signatureOf(signer, digest) ? signer : SOMEBODY_ELSE;
}
