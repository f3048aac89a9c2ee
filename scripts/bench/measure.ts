import type { ContractTransactionResponse } from "ethers";
import { type GasRow, must, type RowFacts, type Rung, type Sending } from "./row.ts";

/** Measures a rung's rows in the order of its facts. @param onBegin told which row is next */
export async function measure(
  rung: Rung,
  onRow: (row: GasRow) => void = () => {},
  onBegin: (id: string) => void = () => {},
): Promise<GasRow[]> {
  const rows: GasRow[] = [];
  for (const facts of rung.facts) {
    onBegin(facts.id);
    const row = await measureRow(rung, facts);
    onRow(row);
    rows.push(row);
  }
  return rows;
}

async function measureRow({ send }: Rung, facts: RowFacts): Promise<GasRow> {
  try {
    return { ...facts, ours: await gasOf(await send(facts.id)) };
  } catch (error) {
    throw new Error(`${facts.id}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** Gas as receipts say, base cost and calldata included, after refunds; all storage was cold. */
export async function gasOf(sending: Sending): Promise<number> {
  if ("more" in sending) {
    const [more, less] = [await gasOf(sending.more), await gasOf(sending.less)];
    return Math.round((more - less) / sending.count);
  }
  return "after" in sending ? gasInBlock([...sending.after, sending.transaction]) : gasInBlock([sending]);
}

/** The gas of the last of these transactions, which succeeded and are all that their block holds. */
async function gasInBlock(transactions: readonly ContractTransactionResponse[]): Promise<number> {
  const receipts = await Promise.all(transactions.map((transaction) => transaction.wait()));
  const last = receipts.at(-1);
  if (last === null || last === undefined) throw new Error("no receipt");
  must(last.status === 1, "the transaction succeeded");
  const block = await last.getBlock();
  const hashes = transactions.map(({ hash }) => hash);
  const isAlone = hashes.length === block.length && hashes.every((hash, index) => block.transactions[index] === hash);
  must(isAlone, hashes.length === 1 ? "the transaction was alone in its block" : "the block holds these and no others");
  return Number(last.gasUsed);
}
