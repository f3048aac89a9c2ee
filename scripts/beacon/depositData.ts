import { concat, getBytes, sha256, toBeHex, zeroPadValue } from "ethers";

/**
 * Deposit data as staking tools make it, with keys that stand for BLS keys: rung 1 verifies no BLS signature.
 * Roots are those of `DepositData.sol` and of the real deposit contract.
 */
export type DepositData = {
  pubkey: string;
  credentials: string;
  signature: string;
  amountGwei: bigint;
  root: string;
};

/** A 48-byte public key that depends on `seed` and `number` only. */
export function pubkeyOf(seed: string, number: number): string {
  const bytes = new TextEncoder().encode(`${seed}/${number}`);
  return concat([sha256(bytes), sha256(sha256(bytes))]).slice(0, 2 + 96);
}

/** SSZ root of a public key, by which validators are known. */
export function pubkeyHashOf(pubkey: string): string {
  return sha256(concat([pubkey, zeros(16)]));
}

/** Withdrawal credentials of type 1 (32 ETH) or 2 (compounding up to 2,048 ETH) for `recipient`. */
export function credentialsFor(type: 1 | 2, recipient: string): string {
  return concat([toBeHex(type), zeroPadValue(recipient, 31)]);
}

/** Everything a deposit needs; the signature is 96 bytes that depend on the key. */
export function depositDataFor(pubkey: string, credentials: string, amountGwei: bigint): DepositData {
  const signature = concat([1, 2, 3].map((part) => sha256(concat([pubkey, toBeHex(part)]))));
  return { pubkey, credentials, signature, amountGwei, root: rootOf(pubkey, credentials, signature, amountGwei) };
}

function rootOf(pubkey: string, credentials: string, signature: string, amountGwei: bigint): string {
  const bytes = getBytes(signature);
  const signatureRoot = node(sha256(bytes.slice(0, 64)), sha256(concat([bytes.slice(64), zeros(32)])));
  const left = node(pubkeyHashOf(pubkey), credentials);
  const right = sha256(concat([littleEndian(amountGwei), zeros(24), signatureRoot]));
  return node(left, right);
}

function node(left: string, right: string): string {
  return sha256(concat([left, right]));
}

function littleEndian(value: bigint): Uint8Array {
  return getBytes(toBeHex(value, 8)).reverse();
}

function zeros(length: number): Uint8Array {
  return new Uint8Array(length);
}
