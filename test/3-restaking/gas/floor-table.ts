import { getBytes } from "ethers";
import { gasOf } from "../../../scripts/bench/measure.ts";
import type { RowFacts, Rung, Sending } from "../../../scripts/bench/row.ts";

/** A row of the rung with the least that its calldata may cost. */
export interface FlooredRow extends RowFacts {
  readonly ours: number;
  readonly floor: number;
}

/** Measures a rung's rows, each with EIP-7623's floor of its calldata; of a difference, the difference of the floors. */
export async function measureFloors(rung: Rung): Promise<FlooredRow[]> {
  const rows: FlooredRow[] = [];
  for (const facts of rung.facts) {
    const sending = await rung.send(facts.id);
    rows.push({ ...facts, ours: await gasOf(sending), floor: floorOf(sending) });
  }
  return rows;
}

/** 21,000 and ten a token; a byte is four tokens, a zero byte one. */
function floorOf(sending: Sending): number {
  if ("more" in sending) return Math.round((floorOf(sending.more) - floorOf(sending.less)) / sending.count);
  const { data } = "after" in sending ? sending.transaction : sending;
  const bytes = getBytes(data);
  return 21_000 + 10 * bytes.reduce((tokens, byte) => tokens + (byte === 0 ? 1 : 4), 0);
}

/** The rows as the page has them. */
export function floorTable(rows: readonly FlooredRow[]): string {
  const head = ["call", "in these circumstances", "ours", "real pod", "floor", "ours / real", "ours / floor"];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const body = rows.map(({ operation, circumstances, ours, peers, floor }) => {
    const theirs = peers.EigenLayer as number;
    const gas = [ours, theirs, floor].map((value) => value.toLocaleString("en-US"));
    return [`\`${operation}\``, circumstances, ...gas, (ours / theirs).toFixed(2), (ours / floor).toFixed(2)];
  });
  return `\n${[head, head.map(() => "---"), ...body].map(line).join("\n")}\n\n`;
}
