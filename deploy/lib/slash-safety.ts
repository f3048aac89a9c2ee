/**
 * When slashing becomes safe on a young chain.
 *
 * A slash counts the shares queued since `block.number - minWithdrawalDelayBlocks - 1`, in checked arithmetic: up to
 * and including block `minWithdrawalDelayBlocks`, every slash of a non-zero allocation reverts with Panic(0x11). The
 * real core does so too. A fresh development chain can be mined past it; any other chain has to be waited for.
 */

/** A chain as far as this module needs it: ethers' provider with raw requests. */
export interface YoungChain {
  send(method: string, params: unknown[]): Promise<unknown>;
}

/** The chain is too young to slash on, and it is not ours to mine. */
export class SlashingUnsafe extends Error {
  override readonly name = "SlashingUnsafe";
  readonly currentBlock: bigint;
  readonly safeFromBlock: bigint;

  constructor(currentBlock: bigint, safeFromBlock: bigint) {
    super(
      `the chain is at block ${currentBlock}; slashing reverts with Panic(0x11) before block ${safeFromBlock}: ` +
        `deploy once it is there, or choose a shorter minWithdrawalDelayBlocks`,
    );
    this.currentBlock = currentBlock;
    this.safeFromBlock = safeFromBlock;
  }
}

/** The first block in which a slash cannot underflow. */
export const firstSafeBlock = (minWithdrawalDelayBlocks: bigint): bigint => minWithdrawalDelayBlocks + 1n;

/**
 * Sees to it that a slash in the next block works. A Hardhat node is mined forward, 12 seconds a block.
 * @returns how many blocks were mined.
 * @throws SlashingUnsafe with the block to wait for, on any other chain; nothing is sent to it.
 */
export async function makeSlashingSafe(chain: YoungChain, minWithdrawalDelayBlocks: bigint): Promise<bigint> {
  const current = BigInt((await chain.send("eth_blockNumber", [])) as string);
  const missing = firstSafeBlock(minWithdrawalDelayBlocks) - 1n - current;
  if (missing <= 0n) return 0n;
  if (!(await isDevelopmentChain(chain))) throw new SlashingUnsafe(current, firstSafeBlock(minWithdrawalDelayBlocks));
  await chain.send("hardhat_mine", [`0x${missing.toString(16)}`, "0xc"]);
  return missing;
}

/** A node that says it is Hardhat: its blocks are ours to make. */
export async function isDevelopmentChain(chain: YoungChain): Promise<boolean> {
  try {
    await chain.send("hardhat_metadata", []);
    return true;
  } catch {
    return false;
  }
}
