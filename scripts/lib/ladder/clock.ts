import type { NetworkHooks } from "hardhat/types/hooks";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { EthereumProvider } from "hardhat/types/providers";

/** Seconds between two blocks. */
export const BLOCK_SECONDS = 12;

/** Every chain of ours begins here, so that no number depends on the day it is computed. */
const GENESIS = "2026-01-01T00:00:00Z";

/** How to open a chain whose every block can be told beforehand and on which gas is free. */
export const STEADY_CHAIN = {
  network: "default",
  override: { initialDate: GENESIS, initialBaseFeePerGas: 0n },
} as const;

const steady = new WeakSet<object>();
const watched = new WeakSet<object>();

/**
 * Makes a simulated chain steady: each transaction's block comes 12 seconds after the one before, whatever the wall
 * clock says, and pays nothing for gas, so that balances are the protocol's doing alone.
 */
export function keepSteady(hre: HardhatRuntimeEnvironment, connection: { readonly provider: object }): void {
  steady.add(connection).add(connection.provider);
  if (watched.has(hre)) return;
  watched.add(hre);
  hre.hooks.registerHandlers("network", { onRequest });
}

/** Whether a chain's next block comes a slot after the latest one, whatever the wall clock says. */
export const isSteady = (provider: object): boolean => steady.has(provider);

const onRequest: NetworkHooks["onRequest"] = async (context, connection, request, next) => {
  if (request.method !== "eth_sendTransaction" || !steady.has(connection)) return next(context, connection, request);
  const ask = (method: string, params: unknown[]) => next(context, connection, { ...request, method, params });
  const answer = await ask("eth_getBlockByNumber", ["latest", false]);
  if ("result" in answer) {
    const { timestamp } = answer.result as { timestamp: string };
    await ask("evm_setNextBlockTimestamp", [Number(timestamp) + BLOCK_SECONDS]);
  }
  const [transaction] = request.params as [Record<string, string>];
  const { maxFeePerGas: _cap, maxPriorityFeePerGas: _tip, ...rest } = transaction;
  return next(context, connection, { ...request, params: [{ ...rest, gasPrice: "0x0" }] });
};

/** Lets `blocks` blocks pass. */
export async function advanceBlocks(provider: EthereumProvider, blocks: bigint): Promise<void> {
  if (blocks === 0n) return;
  const { timestamp } = (await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
    timestamp: string;
  };
  await provider.request({ method: "evm_setNextBlockTimestamp", params: [Number(timestamp) + BLOCK_SECONDS] });
  await provider.request({
    method: "hardhat_mine",
    params: [`0x${blocks.toString(16)}`, `0x${BLOCK_SECONDS.toString(16)}`],
  });
}

/** Seconds of an epoch of rung 1. */
const EPOCH_SECONDS = 32 * BLOCK_SECONDS;

/** Blocks until the next epoch begins, at least one. @param timestamp of the latest block */
export function blocksToNextEpoch(timestamp: bigint, genesisTime: bigint): bigint {
  const into = (timestamp - genesisTime) % BigInt(EPOCH_SECONDS);
  return (BigInt(EPOCH_SECONDS) - into + BigInt(BLOCK_SECONDS) - 1n) / BigInt(BLOCK_SECONDS);
}
