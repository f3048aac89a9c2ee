import type { ContractTransactionResponse } from "ethers";
import { type GasRow, type Measurement, must, type RowFacts, type Rung } from "./row.ts";

/** Measures a rung's rows, each on a chain of its own, in the order of its facts. */
export async function measure<World>(rung: Rung<World>, onRow: (row: GasRow) => void = () => {}): Promise<GasRow[]> {
  const rows: GasRow[] = [];
  for (const facts of rung.facts) {
    const row = await measureRow(facts, rung.measurements[facts.id], rung.open);
    onRow(row);
    rows.push(row);
  }
  return rows;
}

async function measureRow<World>(
  facts: RowFacts,
  measurement: Measurement<World> | undefined,
  open: () => Promise<World>,
): Promise<GasRow> {
  if (measurement === undefined) throw new Error(`nothing measures ${facts.id}`);
  try {
    const transaction = await measurement(await open());
    return { ...facts, ours: await gasOf(transaction) };
  } catch (error) {
    throw new Error(`${facts.id}: ${error instanceof Error ? error.message : error}`, { cause: error });
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
