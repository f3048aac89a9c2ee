import { approve } from "../shared/erc20.ts";
import { type Address, type Hash, keyOf } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { recover, type Signature } from "../shared/signature.ts";
import type { Pool } from "./pool.ts";
import { approve as approveStaked } from "./rebasing-shares.ts";

/** Allowances by signature (ERC-2612): one for each number of its owner, in order, until its deadline. */

export const nonceOf = ({ state }: Pool, token: Address, owner: Address): bigint =>
  state.nonces.get(keyOf(token, owner)) ?? 0n;

/** Stands for what an owner signs. */
export const permitDigest = (
  token: Address,
  owner: Address,
  spender: Address,
  value: bigint,
  nonce: bigint,
  deadline: bigint,
): Hash => ["permit of", token, owner, spender, value, nonce, deadline].join(" ");

export function permit(
  pool: Pool,
  _sender: Address,
  owner: Address,
  spender: Address,
  value: bigint,
  deadline: bigint,
  signature: Signature,
): void {
  const { stEth } = pool.state.config;
  check(pool.block.timestamp <= deadline, "ExpiredSignature", deadline);
  const signer = signerOf(pool, stEth, owner, spender, value, deadline, signature);
  check(signer === owner, "InvalidSigner", signer, owner);
  approveStaked(pool, owner, spender, value);
}

/** The wrapper's, whose errors are OpenZeppelin's. */
export function permitWrapped(
  pool: Pool,
  _sender: Address,
  owner: Address,
  spender: Address,
  value: bigint,
  deadline: bigint,
  signature: Signature,
): void {
  const { wstEth } = pool.state.config;
  check(pool.block.timestamp <= deadline, "ERC2612ExpiredSignature", deadline);
  const signer = signerOf(pool, wstEth, owner, spender, value, deadline, signature);
  check(signer === owner, "ERC2612InvalidSigner", signer, owner);
  approve(pool, owner, wstEth, spender, value);
}

/** Who has signed; the owner's number is used up by it. */
function signerOf(
  pool: Pool,
  token: Address,
  owner: Address,
  spender: Address,
  value: bigint,
  deadline: bigint,
  signature: Signature,
): Address {
  const nonce = nonceOf(pool, token, owner);
  pool.state.nonces = pool.state.nonces.set(keyOf(token, owner), nonce + 1n);
  return recover(permitDigest(token, owner, spender, value, nonce, deadline), signature);
}
