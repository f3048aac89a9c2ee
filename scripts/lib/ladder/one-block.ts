import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/**
 * Mines several transactions in one block, in their order, as a bundle of a block builder would be. For a chain whose
 * mining can be switched, as a developer's own. Each needs an explicit gas limit: none can be tried before the others.
 * @returns their receipts
 */
export async function inOneBlock(
  { provider }: Ladder,
  send: () => Promise<readonly ContractTransactionResponse[]>,
): Promise<ContractTransactionReceipt[]> {
  await provider.request({ method: "evm_setAutomine", params: [false] });
  try {
    const transactions = await send();
    await provider.request({ method: "evm_mine", params: [] });
    const receipts: ContractTransactionReceipt[] = [];
    for (const transaction of transactions) receipts.push(await sent(Promise.resolve(transaction)));
    return receipts;
  } finally {
    await provider.request({ method: "evm_setAutomine", params: [true] });
  }
}
