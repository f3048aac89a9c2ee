import type { ContractTransactionResponse } from "ethers";
import { type GasRow, must, type RowFacts, type Rung } from "./row.ts";

/** Measures a rung's rows in the order of its facts. */
export async function measure(rung: Rung, onRow: (row: GasRow) => void = () => {}): Promise<GasRow[]> {
  const rows: GasRow[] = [];
  for (const facts of rung.facts) {
    const row = await measureRow(rung, facts);
    onRow(row);
    rows.push(row);
  }
  return rows;
}

async function measureRow({ send }: Rung, { id, operation, circumstances, peers, bar }: RowFacts): Promise<GasRow> {
  try {
    return { id, operation, circumstances, ours: await gasOf(await send(id)), peers, bar };
  } catch (error) {
    throw new Error(`${id}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** The gas of a transaction that succeeded, alone in its block, so that it found all storage cold. */
async function gasOf(transaction: ContractTransactionResponse): Promise<number> {
  const receipt = await transaction.wait();
  if (receipt === null) throw new Error("no receipt");
  must(receipt.status === 1, "the transaction succeeded");
  const block = await receipt.getBlock();
  must(block.length === 1, "the transaction was alone in its block");
  return Number(receipt.gasUsed);
}
