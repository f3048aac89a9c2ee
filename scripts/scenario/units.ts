/**
 * Amounts, shares of a whole and spans of time as people write them, and back. Everything is a bigint: no number that
 * decides something ever passes through floating point.
 */

/** Tokens a story can name. All have 18 decimals. `wei` is accepted for any of them where the token is obvious. */
export const TOKENS = ["ETH", "stETH", "wstETH", "LRT"] as const;
export type Token = (typeof TOKENS)[number];

export interface Amount {
  readonly wei: bigint;
  readonly token: Token;
  /** Digits written after the point: an `about` comparison is made to the last of them. */
  readonly decimals: number;
}

const DECIMALS = 18;
const NUMBER = "\\d+(?:_\\d+)*(?:\\.\\d{1,18})?";

/** The pattern of an amount of one of `tokens`; with `signed`, a `+` or `-` may stand before it. */
export function amountPattern(tokens: readonly Token[], signed = false): string {
  const one = `${signed ? "[+-]?" : ""}${NUMBER} (?:${tokens.join("|")})`;
  const wei = `${signed ? "[+-]?" : ""}\\d+(?:_\\d+)* wei (?:${tokens.join("|")})`;
  return `^(?:${one}|${wei})$`;
}

/**
 * Reads `5 ETH`, `1_000.25 wstETH`, `-3 LRT` or `17 wei stETH`.
 * @returns undefined when the text is no amount; too many decimals are an error of their own, see {@link tooFine}.
 */
export function parseAmount(text: string): Amount | undefined {
  const match = /^([+-]?)(\d+(?:_\d+)*)(?:\.(\d+))? (?:(wei) )?([A-Za-z]+)$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole, fraction = "", inWei, symbol] = match;
  const token = TOKENS.find((known) => known === symbol);
  if (!token || fraction.length > DECIMALS || (inWei && fraction !== "")) return undefined;
  const digits = whole!.replaceAll("_", "") + (inWei ? "" : fraction.padEnd(DECIMALS, "0"));
  const wei = BigInt(digits) * (sign === "-" ? -1n : 1n);
  return { wei, token, decimals: inWei ? DECIMALS : fraction.length };
}

/** Whether an amount names a part of a wei. */
export function tooFine(text: string): boolean {
  return /\.\d{19,}/.test(text);
}

/** Reads a bare decimal such as a rate, `1.0523`, with 18 decimals. */
export function parseDecimal(text: string): { wad: bigint; decimals: number } | undefined {
  const match = /^(\d+(?:_\d+)*)(?:\.(\d{1,18}))?$/.exec(text);
  if (!match) return undefined;
  const [, whole, fraction = ""] = match;
  return { wad: BigInt(whole!.replaceAll("_", "") + fraction.padEnd(DECIMALS, "0")), decimals: fraction.length };
}

/** Reads `10%` or `0.25%` as a wad (10% is 1e17). */
export function parsePercent(text: string): bigint | undefined {
  const match = /^(\d+)(?:\.(\d{1,16}))?%$/.exec(text);
  if (!match) return undefined;
  const [, whole, fraction = ""] = match;
  return BigInt(whole! + fraction.padEnd(16, "0"));
}

/** A span of time in the unit that the story chose: rung 3 counts blocks, rung 1 epochs, rung 5 seconds. */
export interface Span {
  readonly blocks: bigint;
  readonly text: string;
}

export const SECONDS_PER_BLOCK = 12n;
const BLOCKS_PER_EPOCH = 32n;

const BLOCKS_IN: Readonly<Record<string, bigint>> = {
  block: 1n,
  epoch: BLOCKS_PER_EPOCH,
  minute: 60n / SECONDS_PER_BLOCK,
  hour: 3_600n / SECONDS_PER_BLOCK,
  day: 86_400n / SECONDS_PER_BLOCK,
};

/** The longest span that passes at once: ten years, far beyond any delay; more, and a chain may not come back. */
export const MOST_DAYS = 3_650n;

export function tooLong({ blocks }: Span): boolean {
  return blocks > MOST_DAYS * BLOCKS_IN.day!;
}

export const SPAN_PATTERN = "^\\d+ (?:block|epoch|minute|hour|day)s?$";

/** Reads `7 days`, `1 epoch` or `100 blocks`. Every unit is a whole number of 12-second blocks. */
export function parseSpan(text: string): Span | undefined {
  const match = /^(\d+) (block|epoch|minute|hour|day)s?$/.exec(text);
  return match ? { blocks: BigInt(match[1]!) * BLOCKS_IN[match[2]!]!, text } : undefined;
}
