import type { Ladder } from "../lib/ladder/ladder.ts";
import type { Naming } from "./answer.ts";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";

/** Where a story happens: the ladder on a chain, and what the story has named so far. */
export interface World extends Naming {
  readonly ladder: Ladder;
  /** The account of an actor. */
  signer(actor: string): HardhatEthersSigner;
  /** Gives a name to an account that the story has made. */
  name(address: string, name: string): void;
  /** Tickets of the exit queue by the names that the story gave them. */
  readonly tickets: Map<string, bigint>;
  /** What steps leave for later steps: evidence, roots, proofs. Keys begin with the step's name. */
  readonly notes: Map<string, unknown>;
  /** What causes of a kind have made of the exit rate so far, in ETH for one LRT; of a story that is written down alone. */
  partOf?: (kind: string) => Promise<bigint>;
  /** A step that lasts tells whoever watches that a part of it is over. */
  onPause?: (text: string) => Promise<void>;
}
