import { formatEther } from "ethers";
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

/** All rungs of a fault, from the stake up to the holders. */
export function rowsOf({ before, after }: { before: Levels; after: Levels }): Row[] {
  return [
    ...numbered("stake of operator", before.stakeWei, after.stakeWei),
    { rung: "LST in the strategy", before: before.lstWei, after: after.lstWei },
    ...numbered("vault at operator", before.vaultAtOperatorWei, after.vaultAtOperatorWei),
    { rung: "vault", before: before.vaultWei, after: after.vaultWei },
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

/** Lines that say how a fault travelled. */
export function linesOf(fallen: Fallen, number: number): string[] {
  const size = `${Number(fallen.sizeWad / 10n ** 14n) / 100} %`;
  const told = fallen.told ? "the vault heard of it in the same transaction" : "the vault was not told";
  const head = `fault ${number}: operator ${fallen.operator} contradicts itself at service ${fallen.service} (${size} of its allocation); ${told}, ${fallen.gasUsed} gas`;
  const rows = rowsOf(fallen).map((row) => {
    const [before, after] = [short(row.before).padStart(12), short(row.after).padStart(12)];
    return `  ${row.rung.padEnd(20)} ${before}  →${after}  ${percent(row).padStart(10)}`;
  });
  return [head, ...rows];
}
