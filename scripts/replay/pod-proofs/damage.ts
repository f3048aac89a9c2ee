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
  inner[key] =
    byte === undefined ? flippedNumber(value as string | number, bit) : flippedByte(value as string, byte, bit);
  return copy;
}

const flippedNumber = (value: string | number, bit: number): string => (BigInt(value) ^ (1n << BigInt(bit))).toString();

function flippedByte(value: string, byte: number, bit: number): string {
  const at = 2 + 2 * byte;
  const flipped = Number.parseInt(value.slice(at, at + 2), 16) ^ (1 << bit);
  return value.slice(0, at) + flipped.toString(16).padStart(2, "0") + value.slice(at + 2);
}
