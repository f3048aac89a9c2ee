import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

/** Who the accounts of a local network are, by index: the deployment gives the first three their roles. */
export const CAST = ["admin", "guardian", "keeper", "alice", "bob", "carol", "north", "south", "wendy"] as const;
export type CastName = (typeof CAST)[number];

/** Operators of the local network, which `npm run node` signs up. */
export const OPERATORS = ["north", "south"] as const satisfies readonly CastName[];

/** The accounts by name. */
export function castOf(signers: readonly HardhatEthersSigner[]): Map<string, HardhatEthersSigner> {
  return new Map(CAST.flatMap((name, index) => (signers[index] ? [[name, signers[index]] as const] : [])));
}
