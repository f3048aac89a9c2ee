import type { Signer } from "ethers";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/** Wraps ETH and lets a contract take it. */
export async function wrapFor(
  { contracts: { weth } }: Ladder,
  by: Signer,
  spender: string,
  wei: bigint,
): Promise<void> {
  await sent(weth.connect(by).deposit({ value: wei }));
  await sent(weth.connect(by).approve(spender, wei));
}

/** Unwraps all WETH that somebody holds. @returns how much, in wei of ETH */
export async function unwrapAll({ contracts: { weth } }: Ladder, by: Signer): Promise<bigint> {
  const wei = await weth.balanceOf(await by.getAddress());
  if (wei > 0n) await sent(weth.connect(by).withdraw(wei));
  return wei;
}
