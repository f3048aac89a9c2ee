import type { Ladder } from "./ladder.ts";

/** Tokens of the ladder that an account can hold, by the names that stories use. */
export type Held = "ETH" | "stETH" | "wstETH" | "LRT";

/** What an account holds of a token, in its wei. */
export async function balanceOf({ ethers, contracts }: Ladder, account: string, token: Held): Promise<bigint> {
  switch (token) {
    case "ETH":
      return ethers.provider.getBalance(account);
    case "stETH":
      return contracts.stETH.balanceOf(account);
    case "wstETH":
      return contracts.wstETH.balanceOf(account);
    case "LRT":
      return contracts.vault.balanceOf(account);
  }
}
