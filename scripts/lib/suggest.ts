import { distance } from "fastest-levenshtein";

/** A shorter part of a word may stand in many of them. */
const LEAST_PART = 3;

/** The known word that begins with, or has in it, what was written; or the nearest, if it is near enough for a slip. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  const part = lower.replace(/^-+/, "");
  if (part.length >= LEAST_PART) {
    const [only, ...more] = known.filter((word) => word.toLowerCase().replace(/^-+/, "").startsWith(part));
    if (only !== undefined && more.length === 0) return only;
    const [inside, ...others] = known.filter((word) => word.toLowerCase().includes(part));
    if (inside !== undefined && others.length === 0) return inside;
  }
  const ranked = known
    .map((word) => ({ word, away: distance(lower, word.toLowerCase()) }))
    .sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best && best.away <= Math.max(2, Math.floor(written.length / 3)) ? best.word : undefined;
}

/** "did you mean `alice`?", or the list to choose from. */
export function didYouMean(written: string, known: readonly string[]): string {
  const near = nearest(written, known);
  return near === undefined
    ? `choose one of ${known.map((word) => `\`${word}\``).join(", ")}`
    : `did you mean \`${near}\`?`;
}
