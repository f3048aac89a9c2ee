import type { Address, Hash } from "../../shared/machine.ts";
import type { Core } from "../core.ts";
import { check } from "../errors.ts";
import type { Signature } from "../types.ts";

/** What stands for the signature of an account under a digest; any other text is a signature of nobody. */
export const signatureOf = (signer: Address, digest: Hash): Signature => `signed by ${signer}: ${digest}`;

/**
 * Reverts unless the signer signed the digest and its last second has not passed. Accounts sign with their keys, with or
 * without code; contracts that answer for themselves (ERC-1271) are outside of the model.
 */
export function checkSignature(
  { block }: Core,
  signer: Address,
  digest: Hash,
  signature: Signature,
  expirySeconds: bigint,
): void {
  check(block.timestamp <= expirySeconds, "SignatureExpired");
  check(signature === signatureOf(signer, digest), "InvalidSignature");
}
