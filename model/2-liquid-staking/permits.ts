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

/** Of stETH, whose errors are its own. */
export function permit(
  pool: Pool,
  _sender: Address,
  owner: Address,
  spender: Address,
  value: bigint,
  deadline: bigint,
  signature: Signature,
): void {
  useSignature(pool, pool.state.config.stEth, { owner, spender, value, deadline }, signature, "");
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
  useSignature(pool, wstEth, { owner, spender, value, deadline }, signature, "ERC2612");
  approve(pool, owner, wstEth, spender, value);
}

interface Permit {
  readonly owner: Address;
  readonly spender: Address;
  readonly value: bigint;
  readonly deadline: bigint;
}

/** Refuses what is late or not the owner's, by errors with a prefix; the owner's number is used up. */
function useSignature(
  pool: Pool,
  token: Address,
  { owner, spender, value, deadline }: Permit,
  signature: Signature,
  prefix: "" | "ERC2612",
): void {
  check(pool.block.timestamp <= deadline, `${prefix}ExpiredSignature`, deadline);
  const nonce = nonceOf(pool, token, owner);
  pool.state.nonces = pool.state.nonces.set(keyOf(token, owner), nonce + 1n);
  const signer = recover(permitDigest(token, owner, spender, value, nonce, deadline), signature);
  check(signer === owner, `${prefix}InvalidSigner`, signer, owner);
}
