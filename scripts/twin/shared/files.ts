import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Refused } from "../../lib/refused.ts";

/** Files of sequences: JSON in which a whole number is text that ends in n. */

export const SCHEMA_VERSION = 1;

/** Writes a sequence into a folder, beside what is there under its name. @returns the file */
export function save<T extends { readonly name: string }>(saved: T, folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (let nth = 1; ; nth++) {
    const file = path.join(folder, `${saved.name}${nth === 1 ? "" : `-${nth}`}.json`);
    if (existsSync(file)) continue;
    writeFileSync(file, `${JSON.stringify(saved, asText, 1)}\n`);
    return file;
  }
}

/**
 * Reads a sequence of this version of the format.
 *
 * @throws Refused with the cause and the way out
 */
export function read<T extends { readonly schemaVersion: number }>(file: string): Partial<T> {
  if (!existsSync(file)) throw new Refused(`There is no file ${file}: name one that a run of sequences has saved.`);
  const saved = parse<T>(readFileSync(file, "utf8"), file);
  if (saved.schemaVersion !== SCHEMA_VERSION)
    throw new Refused(
      `${file} has version ${String(saved.schemaVersion)} of the format, and this is version ${SCHEMA_VERSION}: save it anew with the seed that found it.`,
    );
  return saved;
}

function parse<T>(text: string, file: string): Partial<T> {
  try {
    return JSON.parse(text, asNumber) as Partial<T>;
  } catch (error) {
    throw new Refused(`${file} is no JSON (${(error as Error).message}): name a sequence that was saved.`);
  }
}

const asText = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);

const asNumber = (_: string, value: unknown): unknown =>
  typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
