import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";

/** Waits for a transaction to be mined. */
export async function sent(transaction: Promise<ContractTransactionResponse>): Promise<ContractTransactionReceipt> {
  const receipt = await (await transaction).wait();
  if (receipt === null) throw new Error("the transaction was replaced by another");
  return receipt;
}
