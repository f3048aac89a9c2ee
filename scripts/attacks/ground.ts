import type { BaseContract } from "ethers";
import type { Ladder } from "../lib/ladder/ladder.ts";

/** Who is there besides the attacker. `wallet` is Alice's: a contract that uses some gas when it is paid. */
export type Who = "alice" | "bob" | "carol" | "wallet";

/**
 * What stories ask of a vault with its queue, whoever has written it: the naive twin or the ladder. What is refused
 * there rejects.
 */
export interface Ground {
  readonly ladder: Ladder;
  /** The vault, its queue and its instant exit; one contract on a naive twin. */
  readonly vault: BaseContract;
  readonly queue: BaseContract;
  readonly exits: BaseContract;
  /** Which contract lets an operator undelegate a staker, and which one knows the stakers. */
  readonly core: BaseContract;
  readonly restaker: BaseContract;
  addressOf(who: Who): Promise<string>;
  /** Puts ETH in that goes to work with the operator at once. */
  stake(who: Who, wei: bigint): Promise<unknown>;
  /** Puts ETH in that will go to work, and lies idle in a form in which it cannot be paid out. */
  stakeLater(who: Who, wei: bigint): Promise<unknown>;
  /** Puts ETH in that stays idle. */
  deposit(who: Who, wei: bigint): Promise<unknown>;
  /** Shares for an account of nobody's name. */
  depositFor(account: string, wei: bigint): Promise<unknown>;
  /** Asks out with shares, for a ticket of `owner`. */
  request(who: Who, shares: bigint, owner?: Who): Promise<unknown>;
  /** Signs a permit for a request and sends both: for everybody to see, and mined by {mine}. */
  sign(who: Exclude<Who, "wallet">, shares: bigint): Promise<unknown>;
  /** What was signed is mined. */
  mine(): Promise<unknown>;
  /** Where everybody sees what is signed. */
  mempool(): Promise<BaseContract>;
  /** An hour passes, and the open batch closes. */
  close(): Promise<unknown>;
  settle(): Promise<unknown>;
  claim(who: Who): Promise<unknown>;
  /** Leaves at once with all shares. */
  leave(who: Who): Promise<unknown>;
  /** Lets an account take all of his shares. */
  offer(who: Who, to: string): Promise<unknown>;
  /** The stake earns ETH, and whoever reports that does. */
  gain(wei: bigint): Promise<unknown>;
  /** The stake loses so much of a hundred, and nobody has told the vault. */
  slash(percent: bigint): Promise<unknown>;
  /** A service announces such a slash. */
  announce(percent: bigint): Promise<unknown>;
  /** Whoever tells the vault what has happened does. */
  report(): Promise<unknown>;
  /** Alice asks out with so much that the vault calls this part of its stake back. */
  callBack(shares: bigint, stake: bigint): Promise<unknown>;
  /** All that waits is called back, arrives and is settled. */
  finish(): Promise<unknown>;
  /** The withdrawals of the core that are on their way are completed. */
  complete(): Promise<unknown>;
  /** The vault takes an operator on and puts so much that was not at work with him. */
  takeOn(operator: string, wei: bigint): Promise<unknown>;
  /** The vault is told of a validator's key, which everybody sees. */
  registerKey(): Promise<unknown>;
  /** Where everybody sees it. */
  keyBoard(): Promise<BaseContract>;
  /** The vault stakes 32 ETH with it. */
  stakeKey(): Promise<unknown>;
  epochs(count: bigint): Promise<unknown>;
  /** The beacon chain pays out what it owes the validator of that key. */
  sweep(): Promise<unknown>;
  pass(seconds: bigint): Promise<unknown>;
  /** What an account has, in wei of ETH: ETH, and shares at the exit price. A ticket that nobody has claimed is nothing. */
  worth(account: string): Promise<bigint>;
}
