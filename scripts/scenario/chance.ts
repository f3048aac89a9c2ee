import { keccak256, solidityPacked } from "ethers";

/**
 * Chance for a story: a draw depends on the seed and on what it is for, never on the order of draws, so that a line
 * added to a story changes no other line's draw.
 * @param most Upper bound, exclusive.
 * @returns A number in [0, most).
 */
export function draw(seed: bigint, purpose: string, most: bigint): bigint {
  if (most <= 0n) throw new RangeError(`a draw needs at least one choice, not ${most}`);
  // 256 bits against amounts below 2^128: the bias of the remainder is below 2^-128.
  return BigInt(keccak256(solidityPacked(["uint256", "string"], [seed, purpose]))) % most;
}
