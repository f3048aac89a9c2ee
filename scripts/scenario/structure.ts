import { Ajv, type ErrorObject } from "ajv";
import type { Problem } from "./problem.ts";
import { scenarioSchema } from "./schema.ts";
import type { Path, Source } from "./source.ts";
import { didYouMean, nearest } from "../lib/suggest.ts";
import { tooFine } from "./units.ts";

let compiled: ReturnType<Ajv["compile"]> | undefined;

/** What of a file does not have the shape of a scenario: unknown keys, missing keys, amounts without a unit. */
export function structureProblems(source: Source): Problem[] {
  compiled ??= new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(scenarioSchema());
  if (compiled(source.value)) return [];
  const problems = (compiled.errors ?? []).flatMap((error) => translate(error, source));
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Words that are too many to be read twice in one message. */
const MANY = 12;
const LISTED = "docs/steps.md has each of them with its fields and an example";

interface Described {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly items?: Described;
}

/** What may stand in a field, in brackets where it takes a list. */
function exampleOf(schema: Described | undefined): string {
  if (schema?.items !== undefined) return `[${exampleOf(schema.items)}]`;
  return String(schema?.examples?.[0] ?? "…");
}

function translate(error: ErrorObject, source: Source): Problem[] {
  const path = pathOf(error.instancePath, source.value);
  const schema = (error.parentSchema ?? {}) as { description?: string; examples?: unknown[]; properties?: object };
  const params = error.params as Record<string, unknown>;
  const expected = schema.description ?? `another value (${error.message})`;
  const here = source.at(path);
  switch (error.keyword) {
    case "additionalProperties": {
      const key = String(params.additionalProperty);
      const known = Object.keys(schema.properties ?? {});
      const place = source.atKey(path, key);
      return [
        {
          ...place,
          message: `unknown key \`${key}\``,
          expected: `one of: ${known.join(", ")}`,
          fix: known.length > MANY && nearest(key, known) === undefined ? LISTED : didYouMean(key, known),
        },
      ];
    }
    case "required": {
      const key = String(params.missingProperty);
      const missing = (schema.properties as Record<string, Described> | undefined)?.[key];
      return [
        {
          ...here,
          message: `\`${key}\` is missing`,
          expected: missing?.description ?? missing?.items?.description ?? `the key \`${key}\``,
          fix: `add \`${key}: ${exampleOf(missing)}\``,
        },
      ];
    }
    case "enum":
    case "const": {
      const allowed = (params.allowedValues ?? [params.allowedValue]) as unknown[];
      const list = allowed.map(String);
      return [
        {
          ...here,
          message: `${quote(error.data)} is not known here`,
          expected: `${expected} (${list.join(", ")})`,
          fix: didYouMean(String(error.data), list),
        },
      ];
    }
    case "propertyNames":
      return [
        {
          ...source.atKey(path, String(params.propertyName)),
          message: `\`${String(params.propertyName)}\` cannot be a name`,
          expected: "small letters, digits and hyphens, a letter first",
          fix: "rename it",
        },
      ];
    case "pattern":
      if (error.propertyName !== undefined) return [];
      return [
        {
          ...here,
          message: `${quote(error.data)} ${patternFault(String(error.data))}`,
          expected,
          fix: example(schema),
        },
      ];
    default:
      return [
        {
          ...here,
          message: typeFault(error),
          expected: schema.description ?? shapeOf(error, schema),
          fix: error.data === null ? `${example(schema)}; what belongs to a key is indented below it` : example(schema),
        },
      ];
  }
}

/** What stands in a place that has no description of its own: the keys of it. */
function shapeOf({ message }: ErrorObject, { properties }: { properties?: object }): string {
  return properties === undefined ? `another value (${message})` : `keys: ${Object.keys(properties).join(", ")}`;
}

function example(schema: { examples?: unknown[] }): string {
  const first = schema.examples?.[0];
  return first === undefined ? "see docs/scenarios.md" : `write for instance \`${String(first)}\``;
}

function patternFault(text: string): string {
  if (/^-\d/.test(text)) return "is negative";
  if (tooFine(text)) return "is finer than a wei (18 decimals)";
  if (/^\d[\d_.]*$/.test(text)) return "has no unit";
  return "cannot be read";
}

function typeFault({ keyword, data, message, schema }: ErrorObject): string {
  if (keyword === "type" && (data === null || data === undefined)) return "nothing is written here";
  if (keyword === "type" && schema === "object") return `${quote(data)} stands where keys should`;
  if (keyword === "type" && schema === "string" && typeof data === "number") return `${quote(data)} has no unit`;
  return `${quote(data)} does not fit here: it ${message}`;
}

function quote(value: unknown): string {
  return typeof value === "object" && value !== null
    ? Array.isArray(value)
      ? "a list"
      : "a group of keys"
    : `\`${String(value)}\``;
}

/** ajv names places as JSON pointers, in which list indices and keys look alike. */
function pathOf(pointer: string, root: unknown): Path {
  const path: (string | number)[] = [];
  let value = root;
  for (const part of pointer.split("/").slice(1)) {
    const key = Array.isArray(value) ? Number(part) : part.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(key);
    value = (value as Record<string | number, unknown>)[key];
  }
  return path;
}
