import { formatAmount, formatSeconds, formatWad } from "./format.ts";
import type { Moment } from "./playback.ts";
import { WAD } from "../lib/units.ts";

/** Below a millionth of an ETH for one LRT the vault is dead. */
const LEAST_RATE_WAD = 10n ** 12n;
/** What rounding leaves in a batch is not worth a word. */
const DUST_WEI = 10n ** 12n;

function rate({ exitRateWad }: Moment): string {
  return formatWad(exitRateWad, 6, 6);
}

/** In percent, in parentheses; nothing when there was next to nothing to compare with. */
function change(before: Moment, after: Moment): string {
  if (before.exitRateWad < LEAST_RATE_WAD) return "";
  const wad = ((after.exitRateWad - before.exitRateWad) * 100n * WAD) / before.exitRateWad;
  return ` (${wad > 0n ? "+" : ""}${formatWad(wad, 4)} %)`;
}

/** The exit rate, and what has become of it. A vault that nobody holds anything of has none. */
function rates(before: Moment, after: Moment): string {
  if (after.supply === 0n) return before.supply === 0n ? "nobody holds LRT yet" : "nobody holds LRT any more";
  if (before.supply === 0n || before.exitRateWad === after.exitRateWad) return `1 LRT = ${rate(after)} ETH`;
  return `1 LRT: ${rate(before)} → ${rate(after)} ETH${change(before, after)}`;
}

/** What an act has done, in a line of numbers. */
export function outcomeOf(before: Moment, after: Moment): string {
  const parts: string[] = [];
  const passed = after.seconds - before.seconds;
  if (passed >= 3_600n) parts.push(formatSeconds(passed));
  parts.push(rates(before, after));
  parts.push(`vault ${formatAmount(after.totalWei, "ETH", 2)}`);
  for (const { name, stakeWei, queuedWei } of after.operators) {
    const leaving = queuedWei === 0n ? "" : ` (+${formatWad(queuedWei, 2)} leaving)`;
    parts.push(`${name} ${formatWad(stakeWei, 2)}${leaving}`);
  }
  const { openShares, closedShares, lockedWei } = after.queue;
  if (openShares + closedShares > 0n) parts.push(`waiting ${formatAmount(openShares + closedShares, "LRT", 2)}`);
  if (lockedWei >= DUST_WEI) parts.push(`ready to claim ${formatAmount(lockedWei, "ETH", 2)}`);
  return parts.join(" · ");
}
