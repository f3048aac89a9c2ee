/** Numbers that stand in files: constants, parameters, what a test or a story sets up. */
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const UNITS: Record<string, number> = { ether: 1e18, minutes: 60, hours: 3_600, days: 86_400, weeks: 604_800 };

export const textOf = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");
export const isThere = (file: string): boolean => existsSync(path.join(ROOT, file));

/** The files of a pattern, from the root. */
export const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: ROOT }).map((file) => file.replaceAll("\\", "/"));

/** A number as code writes it: 10_000n, 0.25e9, 14 days, products and powers of such. */
function amountOf(expression: string): number {
  return expression.split(" * ").reduce((product, factor) => {
    const [, number = "", exponent, unit] =
      /^([\d_.]+(?:e\d+)?)n?(?: ?\*\* ?(\d+)n?)?(?: (\w+))?$/.exec(factor.trim()) ?? [];
    const value = Number(number.replaceAll("_", "")) ** Number(exponent ?? 1) * (unit === undefined ? 1 : UNITS[unit]!);
    if (number === "" || Number.isNaN(value)) throw new Error(`no number: ${expression}`);
    return product * value;
  }, 1);
}

/** The numbers that a file has where the group of a pattern stands. */
export function numbersIn(file: string, pattern: RegExp): number[] {
  const found = [...textOf(file).matchAll(new RegExp(pattern, "g"))].map(([, number = ""]) => amountOf(number));
  if (found.length === 0) throw new Error(`${file} has nothing like ${pattern}`);
  return found;
}

/** The one that it has there, however often. */
export function numberIn(file: string, pattern: RegExp): number {
  const found = numbersIn(file, pattern);
  if (new Set(found).size > 1) throw new Error(`${file} has several numbers like ${pattern}: ${found.join(", ")}`);
  return found[0]!;
}

/** A constant of a contract or a module, or a parameter of a preset, by its name. */
export const constant = (file: string, name: string): number =>
  numberIn(file, new RegExp(String.raw`\b${name}(?:: \w+)? ?[=:] "?([^;,"\n]+?)n?[";,]`));
