import { WAD } from "../lib/units.ts";

/** Numbers for people. Rounding is towards zero and said by an ellipsis-free convention: what is shown never exceeds. */

function grouped(whole: bigint): string {
  return whole.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1,234.5678`: a wad with at most `decimals` digits after the point, trailing zeros dropped but for `atLeast`. */
export function formatWad(wad: bigint, decimals = 4, atLeast = 0): string {
  const sign = wad < 0n ? "-" : "";
  const absolute = wad < 0n ? -wad : wad;
  const fraction = (absolute % WAD).toString().padStart(18, "0").slice(0, decimals);
  let shown = fraction.replace(/0+$/, "");
  if (shown.length < atLeast) shown = fraction.slice(0, atLeast);
  return `${sign}${grouped(absolute / WAD)}${shown === "" ? "" : `.${shown}`}`;
}

/** An amount for a sentence: four decimals, or wei when that would show nothing of a small amount. */
export function formatAmount(wei: bigint, symbol: string, decimals = 4): string {
  const absolute = wei < 0n ? -wei : wei;
  if (absolute !== 0n && absolute < WAD / 10n ** BigInt(decimals)) return `${wei} wei of ${symbol}`;
  return `${formatWad(wei, decimals)} ${symbol}`;
}

/** An amount with every digit, for error messages and comparisons. */
export function formatExact(wei: bigint, symbol: string): string {
  return `${formatWad(wei, 18)} ${symbol}`.trim();
}

/** `12.5%` of a wad. */
export function formatPercent(wad: bigint, decimals = 2): string {
  return `${formatWad(wad * 100n, decimals)}%`;
}

/** A time span in the largest unit that leaves at most one decimal, from seconds. */
export function formatSeconds(seconds: bigint): string {
  const units = [
    [86_400n, "day"],
    [3_600n, "hour"],
    [60n, "minute"],
  ] as const;
  for (const [size, name] of units) {
    if (seconds < size) continue;
    const tenths = (seconds * 10n) / size;
    const text = tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`;
    return `${text} ${name}${text === "1" ? "" : "s"}`;
  }
  return `${seconds} second${seconds === 1n ? "" : "s"}`;
}
