import { formatEther } from "ethers";
import { textTable } from "../lib/text-table.ts";
import type { Fault } from "./choice.ts";
import type { Levels } from "./levels.ts";
import type { Fallen } from "./play.ts";

/** One rung, before and after, in wei of ETH. */
export interface Row {
  readonly rung: string;
  readonly before: bigint;
  readonly after: bigint;
}

const numbered = (rung: string, before: readonly bigint[], after: readonly bigint[]): Row[] =>
  before.map((amount, index) => ({ rung: `${rung} ${index + 1}`, before: amount, after: after[index] ?? 0n }));

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/** All rungs of a fault, from the stake up to the holders. */
export function rowsOf({ before, after }: { before: Levels; after: Levels }): Row[] {
  return [
    ...numbered("stake of operator", before.stakeWei, after.stakeWei),
    { rung: "LST in the strategy", before: before.lstWei, after: after.lstWei },
    ...(total(before.nativeWei) === 0n
      ? []
      : [{ rung: "ETH of validators", before: total(before.nativeWei), after: total(after.nativeWei) }]),
    ...numbered("vault at operator", before.vaultAtOperatorWei, after.vaultAtOperatorWei),
    { rung: "vault", before: before.vaultWei, after: after.vaultWei },
    ...(before.lockedProfitWei === 0n
      ? []
      : [{ rung: "not yet dripped", before: before.lockedProfitWei, after: after.lockedProfitWei }]),
    { rung: "LRT rate", before: before.lrtRateWei, after: after.lrtRateWei },
    { rung: "queued exits", before: before.queuedExitsWei, after: after.queuedExitsWei },
    ...Object.entries(before.holdersWei).map(([name, amount]) => ({
      rung: `${name}, not queued`,
      before: amount,
      after: after.holdersWei[name] ?? 0n,
    })),
  ];
}

/** Six decimals, truncated: what is cut off is in `--json`. */
function short(wei: bigint): string {
  const [whole = "0", fraction = ""] = formatEther(wei).split(".");
  return `${whole}.${fraction.padEnd(6, "0").slice(0, 6)}`;
}

/** Relative change in percent, three decimals, truncated towards zero. */
function percent({ before, after }: Row): string {
  if (before === 0n) return "";
  const thousandths = ((after - before) * 100_000n) / before;
  const sign = thousandths < 0n ? "-" : "";
  const size = thousandths < 0n ? -thousandths : thousandths;
  return `${sign}${size / 1_000n}.${(size % 1_000n).toString().padStart(3, "0")} %`;
}

function describe({ operator, service }: Fault, size: bigint): string {
  if (service === "beacon")
    return `the beacon chain takes ${short(size)} ETH of each validator of operator ${operator}`;
  const part = `${Number(size / 10n ** 14n) / 100} %`;
  return `operator ${operator} contradicts itself at service ${service} (${part} of its allocation)`;
}

/** Lines that say how the faults of a block travelled. */
export function linesOf(fallen: Fallen, number: number): string[] {
  const { faults, sizes, told, gasUsed } = fallen;
  const what = faults.map((fault, index) => describe(fault, sizes[index]!)).join(", and in the same block ");
  const beacon = faults.some(({ service }) => service === "beacon");
  const heard = beacon
    ? "a checkpoint proved it and a sync found it"
    : told
      ? "the vault heard of it in the same transaction"
      : "the vault was not told";
  const head = `fault ${number}: ${what}; ${heard}, ${gasUsed} gas`;
  const rows = rowsOf(fallen).map((row) => [row.rung, short(row.before), "→", short(row.after), percent(row)]);
  return [head, ...textTable(rows, { right: [1, 3, 4], indent: "  " })];
}
