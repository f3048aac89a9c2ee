import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { hexlify, toUtf8Bytes } from "ethers";
import { blobTree, signPromises, type BlobTree } from "../../services/availability.ts";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/** A blob of the data store with all of its chunks, as its custodians hold it. */
export interface Blob extends BlobTree {
  readonly chunks: readonly string[];
}

/** A question to a custodian. */
export interface Question {
  readonly id: bigint;
  readonly blob: Blob;
  readonly chunk: number;
}

/** A blob whose chunks depend on its name alone. */
export function makeBlob(name: string, chunkCount: number): Blob {
  const chunks = Array.from({ length: chunkCount }, (_, index) => hexlify(toUtf8Bytes(`chunk ${index} of ${name}`)));
  return { ...blobTree(chunks), chunks };
}

/** Custodians promise to show any chunk of a blob for so many seconds, and a keeper stores it. */
export async function storeBlob(
  ladder: Ladder,
  custodians: readonly HardhatEthersSigner[],
  { blobId, chunkCount }: Blob,
  seconds: bigint,
): Promise<void> {
  const { ethers, addresses, contracts, keeper } = ladder;
  const { chainId } = await ethers.provider.getNetwork();
  const { timestamp } = (await ethers.provider.getBlock("latest"))!;
  const keptUntil = BigInt(timestamp) + seconds;
  const signers = custodians.map((key) => ({ operator: key.address, key }));
  const domain = { chainId, availability: addresses.availability };
  const promises = await signPromises(signers, domain, { blobId, chunkCount, keptUntil });
  await sent(contracts.availability.connect(keeper).store(blobId, chunkCount, keptUntil, promises));
}

/** Asks a custodian for a chunk, with the bond of the day. */
export async function challenge(
  { contracts: { availability } }: Ladder,
  by: HardhatEthersSigner,
  operator: string,
  { blob, chunk }: { blob: Blob; chunk: number },
): Promise<Question & { readonly bondWei: bigint }> {
  const bondWei = await availability.nextBond(operator);
  await sent(availability.connect(by).challenge(operator, blob.blobId, chunk, { value: bondWei }));
  return { id: await availability.challengeCount(), blob, chunk, bondWei };
}

/** Shows the chunk and its proof; half of the bond is the caller's. */
export async function answer(
  { contracts: { availability } }: Ladder,
  by: HardhatEthersSigner,
  { id, blob, chunk }: Question,
): Promise<void> {
  await sent(availability.connect(by).answer(id, blob.chunks[chunk]!, blob.proofOf(chunk)));
}

/** Ends a challenge that nobody answered in time; the bond is the challenger's again. */
export async function conclude({ contracts, keeper }: Ladder, { id }: Question): Promise<void> {
  await sent(contracts.availability.connect(keeper).conclude(id));
}

/** Has an operator slashed for its silence. */
export async function punish({ contracts }: Ladder, by: HardhatEthersSigner, { id }: Question): Promise<void> {
  await sent(contracts.availability.connect(by).punish(id));
}

/** Pays out bonds and what answers have earned. @returns wei of ETH */
export async function withdrawBonds({ contracts }: Ladder, by: HardhatEthersSigner): Promise<bigint> {
  const owed = await contracts.availability.balanceOf(by.address);
  await sent(contracts.availability.connect(by).withdraw(by.address));
  return owed;
}
