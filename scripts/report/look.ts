import { formatAmount, formatPercent, formatSeconds, formatWad } from "../scenario/format.ts";
import type { Playback } from "../scenario/playback.ts";
import { WAD } from "../lib/units.ts";
import { whenOf } from "./charts/when.ts";

/** Below a millionth of an ETH nothing has happened. */
const DUST_WEI = 10n ** 12n;

const size = (wei: bigint): bigint => (wei < 0n ? -wei : wei);
const signed = (wei: bigint, text: string): string => `${wei < 0n ? "" : "+"}${text}`;

/** The few numbers of a story that are worth a look in its charts: made of what was played, not of what was meant. */
export function whatToLookAt(playback: Playback): readonly string[] {
  return [...rateLine(playback), ...lossLines(playback), ...queueLine(playback), ...resultLines(playback)];
}

function rateLine({ waterfall: { startRateWad, endRateWad, parts, endsWithLastHolder } }: Playback): string[] {
  const change = endRateWad - startRateWad;
  if (size(change) < DUST_WEI) return [`The exit rate: 1 LRT is ${formatWad(endRateWad, 6, 6)} ETH, as at the start.`];
  const [first] = [...parts].sort((a, b) => Number(size(b.wad) - size(a.wad)));
  const percent = signed(change, formatPercent((change * WAD) / startRateWad, 4));
  const until = endsWithLastHolder ? " when the last holder leaves" : "";
  const most = first
    ? ` Most of it: ${first.label}, ${signed(first.wad, formatWad(first.wad, 6))} ETH for one LRT.`
    : "";
  return [
    `The exit rate: 1 LRT goes from ${formatWad(startRateWad, 6, 6)} to ${formatWad(endRateWad, 6, 6)} ETH${until} (${percent}).${most}`,
  ];
}

function lossLines(playback: Playback): string[] {
  const { losses } = whenOf(playback);
  return losses.length === 0 ? [] : [`Losses: ${losses.map(({ text }) => text).join("; ")}.`];
}

function queueLine({ moments }: Playback): string[] {
  const waiting = moments.map(({ queue }) => queue.openShares + queue.closedShares);
  const most = waiting.reduce((greatest, shares) => (shares > greatest ? shares : greatest), 0n);
  if (most < DUST_WEI) return [];
  const spans = moments
    .slice(1)
    .map(({ seconds }, index) => (waiting[index]! < DUST_WEI ? 0n : seconds - moments[index]!.seconds));
  const waited = spans.reduce((sum, span) => sum + span, 0n);
  return [`The exit queue: ${formatAmount(most, "LRT", 2)} wait at most; somebody waits for ${formatSeconds(waited)}.`];
}

function resultLines({ ledger }: Playback): string[] {
  const moved = [...ledger].filter(({ resultWei }) => size(resultWei) >= DUST_WEI);
  const name = (line: Playback["ledger"][number]): string =>
    `${line.actor} ${signed(line.resultWei, formatAmount(line.resultWei, "ETH"))}`;
  const order = moved.sort((a, b) => (a.resultWei < b.resultWei ? -1 : a.resultWei > b.resultWei ? 1 : 0));
  const [worst, best] = [order[0], order.at(-1)];
  if (!worst || !best) return ["Nobody gains or loses anything."];
  const said = [
    ...(worst.resultWei < 0n ? [`loses most: ${name(worst)}`] : []),
    ...(best.resultWei > 0n ? [`gains most: ${name(best)}`] : []),
  ];
  return [`Who ${said.join("; who ")}.`];
}
