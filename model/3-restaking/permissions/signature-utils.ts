import type { Address, Hash } from "../../shared/machine.ts";
import { type Signature, signatureOf } from "../../shared/signature.ts";
import type { Core } from "../core.ts";
import { check } from "../errors.ts";

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
