import { RecordingError } from "../format/error.ts";
import type { Damage, PodProofs } from "./file.ts";

type Branch = Record<string | number, unknown>;

/** The file with one bit flipped; the original stays as it is. */
export function damagedBy(file: PodProofs, { what, path, byte, bit }: Damage): PodProofs {
  const copy = structuredClone(file);
  const inner = path.slice(0, -1).reduce<Branch>((at, key) => (at?.[key] ?? {}) as Branch, copy as unknown as Branch);
  const key = path.at(-1) as string | number;
  const value = inner[key];
  if (value === undefined) throw new RecordingError(`damage "${what}": there is nothing at ${path.join(".")}`);
  const flipped = byte === undefined ? flippedNumber(value, bit) : flippedByte(value, byte, bit);
  if (flipped === undefined) {
    const where = byte === undefined ? `bit ${bit}` : `bit ${bit} of byte ${byte}`;
    throw new RecordingError(`damage "${what}": there is no ${where} at ${path.join(".")}`);
  }
  inner[key] = flipped;
  return copy;
}

/** Numbers are of 64 bits at most. */
function flippedNumber(value: unknown, bit: number): string | undefined {
  if (bit > 63 || !/^\d+$/.test(String(value))) return undefined;
  return (BigInt(value as string | number) ^ (1n << BigInt(bit))).toString();
}

function flippedByte(value: unknown, byte: number, bit: number): string | undefined {
  const at = 2 + 2 * byte;
  if (bit > 7 || typeof value !== "string" || !value.startsWith("0x") || at >= value.length) return undefined;
  const flipped = Number.parseInt(value.slice(at, at + 2), 16) ^ (1 << bit);
  return value.slice(0, at) + flipped.toString(16).padStart(2, "0") + value.slice(at + 2);
}
