import { draw } from "./chance.ts";
import { ROLES, Unreadable, type Cursor, type Role } from "./cursor.ts";
import { didYouMean } from "../lib/suggest.ts";
import {
  amountPattern,
  MOST_DAYS,
  parseAmount,
  parseDecimal,
  parsePercent,
  parseSpan,
  SPAN_PATTERN,
  tooLong,
  type Amount,
  type Span,
  type Token,
} from "./units.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A kind of value in a scenario: its JSON schema for editors, and how it is read once it has that shape. What `read`
 * objects to is what a schema cannot say (an unknown actor, a range upside down).
 */
export interface Field<T> {
  readonly schema: JsonSchema;
  readonly optional: boolean;
  read(raw: unknown, at: Cursor): T;
}

function field<T>(schema: JsonSchema, read: Field<T>["read"]): Field<T> {
  return { schema, optional: false, read };
}

/** The same, but may be left out. */
export function optional<T>(inner: Field<T>): Field<T | undefined> {
  return {
    schema: inner.schema,
    optional: true,
    read: (raw, at) => (raw === undefined ? undefined : inner.read(raw, at)),
  };
}

/** The name of an actor, of one of `roles` when any are given. */
export function actor(...roles: readonly Role[]): Field<string> {
  const who = roles.length === 0 ? "an actor" : `an actor with the role ${roles.join(" or ")}`;
  return field({ type: "string", description: `the name of ${who}` }, (raw, at) => {
    const name = raw as string;
    const known = at.scope.actors.get(name);
    const fitting = [...at.scope.actors.values()]
      .filter(({ role }) => roles.length === 0 || roles.includes(role))
      .map((one) => one.name);
    const fix =
      fitting.length === 0 ? `add one under \`actors\`, role: ${roles[0] ?? ROLES[0]}` : didYouMean(name, fitting);
    if (!known) return at.fail(`unknown actor \`${name}\``, `the name of ${who}`, fix);
    if (!fitting.includes(name))
      at.fail(`\`${name}\` has the role ${known.role} and cannot do this`, `the name of ${who}`, fix);
    return name;
  });
}

/** An amount of one of `tokens`, or `between A and B`, drawn by the seed. */
export function amount(...tokens: readonly Token[]): Field<Amount> {
  const one = amountPattern(tokens).slice(1, -1);
  const schema = {
    type: "string",
    pattern: `^(?:${one}|between ${one} and ${one})$`,
    description: `an amount of ${tokens.join(" or ")}, or \`between A and B\``,
    examples: [`5 ${tokens[0]}`],
  };
  return field(schema, (raw, at) => {
    const range = /^between (.+) and (.+)$/.exec(raw as string);
    if (!range)
      return (
        parseAmount(raw as string) ??
        at.fail(`\`${String(raw)}\` is no amount`, schema.description, `write \`${schema.examples[0]}\``)
      );
    const [low, high] = [parseAmount(range[1]!)!, parseAmount(range[2]!)!];
    if (low.token !== high.token || low.wei >= high.wei)
      at.fail(
        `\`${String(raw)}\` is no range`,
        "two amounts of one token, the smaller first",
        `write \`between ${range[2]} and ${range[1]}\``,
      );
    // Whole finney, so that a drawn amount reads well.
    const step = low.token === "ETH" || high.wei - low.wei > 10n ** 15n ? 10n ** 15n : 1n;
    const wei = low.wei + draw(at.scope.seed, at.path.join("/"), (high.wei - low.wei) / step + 1n) * step;
    return { wei, token: low.token, decimals: 3 };
  });
}

/** A share of a whole, above nothing and at most all of it, as a wad. */
export function percent(): Field<bigint> {
  const schema = {
    type: "string",
    pattern: "^\\d+(?:\\.\\d{1,16})?%$",
    description: "a part of the whole, above 0% and up to 100%",
    examples: ["10%"],
  };
  return field(schema, (raw, at) => {
    const wad = parsePercent(raw as string)!;
    if (wad === 0n || wad > 10n ** 18n)
      at.fail(`${raw as string} is no part of a whole`, schema.description, "write `10%`");
    return wad;
  });
}

/** A span of time. */
export function span(): Field<Span> {
  const schema = {
    type: "string",
    pattern: SPAN_PATTERN,
    description: "a span of time in blocks, epochs, minutes, hours or days",
    examples: ["7 days"],
  };
  return field(schema, (raw, at) => {
    const parsed = parseSpan(raw as string)!;
    if (parsed.blocks === 0n) at.fail("no time passes", schema.description, "write `1 block` or more");
    if (tooLong(parsed))
      at.fail(`${parsed.text} are too long for one step`, `at most ${MOST_DAYS} days`, "say it in several steps");
    return parsed;
  });
}

/** A whole number within limits. */
export function integer(minimum: number, maximum: number, description: string): Field<number> {
  return field({ type: "integer", minimum, maximum, description, examples: [minimum] }, (raw) => raw as number);
}

/** One word of a list. */
export function choice<const Word extends string>(words: readonly Word[], description: string): Field<Word> {
  return field({ enum: words, description, examples: [words[0]] }, (raw) => raw as Word);
}

/** A name of something that is there, or that the story has made. */
export function word(what: string, example: string): Field<string> {
  const schema = { type: "string", pattern: "^[a-z][a-z0-9-]*$", description: what, examples: [example] };
  return field(schema, (raw) => raw as string);
}

/** `north@bridge`: an operator at fault at a service. */
export function fault(): Field<{ operator: string; service: string }> {
  const schema = {
    type: "string",
    pattern: "^[a-z][a-z0-9-]*@[a-z][a-z0-9-]*$",
    description: "OPERATOR@SERVICE",
    examples: ["north@bridge"],
  };
  return field(schema, (raw, at) => {
    const [operator, service] = (raw as string).split("@") as [string, string];
    return { operator: actor("operator").read(operator, at), service };
  });
}

/** A name that the story gives to something it makes (a ticket), to speak of it later. */
export function label(what: string): Field<string> {
  const schema = {
    type: "string",
    pattern: "^[a-z][a-z0-9-]*$",
    description: `a name for ${what}: small letters, digits and hyphens`,
    examples: ["alice-1"],
  };
  return field(schema, (raw) => raw as string);
}

/** A bare decimal, such as a rate. */
export function decimal(description: string): Field<{ wad: bigint; decimals: number }> {
  const schema = {
    type: ["string", "number"],
    pattern: "^\\d+(?:_\\d+)*(?:\\.\\d{1,18})?$",
    description,
    examples: ["1.05"],
  };
  return field(
    schema,
    (_raw, at) => parseDecimal(at.written) ?? at.fail(`\`${at.written}\` is no decimal`, description, "write `1.05`"),
  );
}

type Fields<T> = { readonly [Key in keyof T]: Field<T[Key]> };

/** Several named values; keys that are left out must be optional. */
export function object<T extends object>(fields: Fields<T>): Field<T> {
  const entries = Object.entries(fields) as [string, Field<unknown>][];
  const required = entries.filter(([, inner]) => !inner.optional).map(([key]) => key);
  const schema = {
    // `- settle:` alone is enough where nothing has to be said.
    type: required.length === 0 ? ["object", "null"] : "object",
    properties: Object.fromEntries(entries.map(([key, { schema }]) => [key, schema])),
    required,
    additionalProperties: false,
  };
  return field(schema, (raw, at) => {
    const values: Record<string, unknown> = {};
    let broken = false;
    for (const [key, inner] of entries) {
      try {
        values[key] = inner.read((raw as Record<string, unknown> | null)?.[key], at.child(key));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        broken = true;
      }
    }
    if (broken) throw new Unreadable();
    return values as T;
  });
}

/** A list of values of one kind. */
export function listOf<T>(inner: Field<T>): Field<T[]> {
  const schema = { type: "array", items: inner.schema, minItems: 1 };
  return field(schema, (raw, at) => (raw as unknown[]).map((one, index) => inner.read(one, at.child(index))));
}
