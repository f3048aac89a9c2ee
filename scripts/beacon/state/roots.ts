import { toBeHex } from "ethers";

/** Where EIP-4788's own code stands, on a Hardhat chain as on mainnet; there no block writes a root into it. */
export const BEACON_ROOTS = "0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02";
const BUFFER_LENGTH = 8191n;

interface Requests {
  request(args: { method: string; params: unknown[] }): Promise<unknown>;
}

/** Writes the root that the contract answers for a block's timestamp, as that block's first system call does on mainnet. */
export async function writeRoot(provider: Requests, timestamp: bigint, root: string): Promise<void> {
  const place = timestamp % BUFFER_LENGTH;
  await write(provider, place, toBeHex(timestamp, 32));
  await write(provider, place + BUFFER_LENGTH, root);
}

async function write(provider: Requests, slot: bigint, word: string): Promise<void> {
  await provider.request({ method: "hardhat_setStorageAt", params: [BEACON_ROOTS, `0x${slot.toString(16)}`, word] });
}
