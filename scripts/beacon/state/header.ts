import { ssz } from "@lodestar/types";
import { getBytes, hexlify, ZeroHash } from "ethers";

/** A block's header; only the slot and the state's root are known on a chain without beacon blocks. */
export interface BeaconHeader {
  readonly slot: bigint;
  readonly proposerIndex: bigint;
  readonly parentRoot: string;
  readonly stateRoot: string;
  readonly bodyRoot: string;
}

const HEADER = ssz.phase0.BeaconBlockHeader;

/** A header of which nothing but the slot and the state's root is known. */
export function headerOf(slot: bigint, stateRoot: string): BeaconHeader {
  return { slot, proposerIndex: 0n, parentRoot: ZeroHash, stateRoot, bodyRoot: ZeroHash };
}

/** The header as a tree, whose root is the block's. */
export function headerTree(header: BeaconHeader) {
  return HEADER.toView({
    slot: Number(header.slot),
    proposerIndex: Number(header.proposerIndex),
    parentRoot: getBytes(header.parentRoot),
    stateRoot: getBytes(header.stateRoot),
    bodyRoot: getBytes(header.bodyRoot),
  }).node;
}

/** The block's root: what EIP-4788 keeps. */
export function blockRootOf(header: BeaconHeader): string {
  return hexlify(headerTree(header).root);
}
