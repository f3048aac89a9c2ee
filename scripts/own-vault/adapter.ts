import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

/**
 * What the properties of a liquid restaking token ask of a vault: the ten functions of
 * contracts/testing/own-vault/ILrtAdapter.sol, for a vault on a chain. Amounts are wei of ETH and shares as the vault counts
 * them; what the vault refuses rejects.
 */
export interface LrtAdapter {
  /** A holder puts ETH in, by the entrance that the vault recommends. @returns the shares that he has got */
  deposit(holder: HardhatEthersSigner, wei: bigint): Promise<bigint>;
  /** A holder asks out. @returns a ticket by which `claim` finds it again */
  request(holder: HardhatEthersSigner, shares: bigint): Promise<bigint>;
  /** Keepers do whatever makes every request claimable, and the time passes that this takes, no more. */
  finish(): Promise<void>;
  /** A holder takes what his ticket is paid. */
  claim(holder: HardhatEthersSigner, ticket: bigint): Promise<void>;
  /** The stake earns ETH; nobody tells the vault. */
  gain(wei: bigint): Promise<void>;
  /** The stake, and idle ETH with it, loses so many of ten thousand parts; nobody tells the vault. */
  lose(bips: bigint): Promise<void>;
  /** Whoever tells the vault what has happened to its stake does. */
  report(): Promise<void>;
  /** Time passes in which nothing happens, until known gains are in the price whole. */
  rest(): Promise<void>;
  /** A stranger sends ETH to the vault, by the way that can move its price the most. */
  gift(wei: bigint): Promise<void>;
  /** Shares of a holder that he has not asked out with. */
  sharesOf(holder: HardhatEthersSigner): Promise<bigint>;
}

/** The functions of an adapter, by name. */
const FUNCTIONS = [
  "deposit",
  "request",
  "finish",
  "claim",
  "gain",
  "lose",
  "report",
  "rest",
  "gift",
  "sharesOf",
] as const satisfies readonly (keyof LrtAdapter)[];

/** An adapter that lacks a function. */
class IncompleteAdapter extends Error {}

/** @throws IncompleteAdapter naming what is missing */
export function assertComplete(adapter: object): asserts adapter is LrtAdapter {
  const missing = FUNCTIONS.filter((name) => typeof (adapter as Record<string, unknown>)[name] !== "function");
  if (missing.length > 0)
    throw new IncompleteAdapter(
      `The adapter lacks ${missing.map((name) => `\`${name}\``).join(", ")}: scripts/own-vault/adapter.ts says what each is to do.`,
    );
}
