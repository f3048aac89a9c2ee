import { parseArgs, type ParseArgsConfig } from "node:util";
import { didYouMean, nearest } from "./suggest.ts";
import { EXIT, Refused } from "./refused.ts";

/** A command line that cannot be meant: says what there is instead. */
export class BadOption extends Refused {
  override readonly name = "BadOption";
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Result<T extends Options> = ReturnType<typeof parseArgs<{ options: T; strict: true; allowPositionals: true }>>;

/** What a command says about its arguments, for messages. */
export interface Manual {
  /** What each option takes: `a whole number`. */
  readonly takes?: Readonly<Record<string, string>>;
  /** Options to suggest, where there are more that need no mention. */
  readonly known?: readonly string[];
  /** How many arguments there may be that belong to no option; none when left out. */
  readonly positionals?: number;
  /** Why a stray argument is refused, and what was meant by it. */
  readonly stray?: (text: string) => string | undefined;
}

/**
 * Reads a command line with Node's `parseArgs`, and says in words of ours what is wrong with it. A value may begin with a
 * hyphen (`-3`), so that whoever reads it can say what is wrong with the number.
 *
 * @throws BadOption with the way out
 */
export function readCommandLine<const T extends Options>(
  args: readonly string[],
  options: T,
  { takes = {}, known: suggested, positionals = 0, stray }: Manual = {},
): Result<T> {
  const known = Object.keys(options).map((name) => `--${name}`);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const plain: string[] = [];
  const rest: string[] = [];
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") {
      rest.push(token.value);
      if (rest.length > positionals) throw new BadOption(stray?.(token.value) ?? strayText(token.value, known));
    }
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    const option = Object.hasOwn(options, name) ? options[name]! : undefined;
    if (option === undefined && /^-\d/.test(rawName))
      throw new BadOption(`"${args[token.index]}" is negative and belongs to no option: write what is above nothing.`);
    if (option === undefined)
      throw new BadOption(
        `There is no option ${rawName}: ${didYouMean(rawName, suggested?.length === 0 ? known : (suggested ?? known))}`,
      );
    if (option.multiple !== true && seen.has(name)) throw new BadOption(`${rawName} is there twice: leave one out.`);
    seen.add(name);
    if (option.type === "boolean") {
      if (value !== undefined) throw new BadOption(`${rawName} takes no value: leave "${value}" out.`);
      plain.push(rawName);
      continue;
    }
    const isOption = value?.startsWith("--") === true && known.includes(value.split("=")[0]!);
    if (value === undefined || value === "" || isOption)
      throw new BadOption(`${rawName} needs a value: ${takes[name] ?? "write one behind it"}.`);
    plain.push(`--${name}=${value}`);
  }
  return parseArgs({ args: [...plain, "--", ...rest], options, strict: true, allowPositionals: true }) as Result<T>;
}

function strayText(text: string, known: readonly string[]): string {
  const near = nearest(`--${text}`, known);
  return near === undefined
    ? `"${text}" belongs to no option: there are ${known.join(", ")}.`
    : `"${text}" is no option: did you mean ${near}?`;
}

/** A whole number from `least` up to `most`. @throws BadOption */
export function wholeNumber(text: string, option: string, least: number, most: number): number {
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new BadOption(`--${option} takes a whole number from ${least} to ${most}, not "${text}".`);
}

/** Says why a program does not run, and ends it. */
export function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(EXIT.refused);
}

/** The process's own command line; one that cannot be meant ends it. */
export function commandLineOf<const T extends Options>(options: T): Result<T> {
  return orRefuse(() => readCommandLine(process.argv.slice(2), options));
}

/** As {wholeNumber}, for a program that has no way to say it but its end. */
export function numberOf(text: string, option: string, least: number, most: number): number {
  return orRefuse(() => wholeNumber(text, option, least, most));
}

/** What `read` makes of something that a user wrote; what cannot be meant ends the process. */
export function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadOption) return refuse(error.message);
    throw error;
  }
}
