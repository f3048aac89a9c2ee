import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { JsonSchema } from "./fields.ts";
import { READINGS } from "./readings/index.ts";
import { STEPS } from "./steps/index.ts";

/** The page that is written from the modules of steps and readings. */
export const STEPS_PAGE = "docs/steps.md";

const HEAD = `# Steps and readings

Every word that a [story](scenarios.md) can use, with its fields. An example is cut from a story of \`scenarios/\`, all of which \`npm test\` plays; it names the story, where what comes before it stands. A field without a default has to be given; one with "–" may be left out. Written by \`npx node scripts/scenario/write-steps.ts\` from the modules in \`scripts/scenario\`.
`;

interface Word {
  readonly name: string;
  readonly summary: string;
  readonly schema: JsonSchema;
}

interface Used {
  readonly story: string;
  readonly value: unknown;
}

type Properties = Readonly<Record<string, JsonSchema>>;

type Uses = ReadonlyMap<string, Used>;

/** The first use of each word in the stories, in the order of their names; a step and a reading may have one name. */
function usesIn(root: string): { readonly steps: Uses; readonly readings: Uses } {
  const [steps, readings] = [new Map<string, Used>(), new Map<string, Used>()];
  const folder = path.join(root, "scenarios");
  const note = (uses: Map<string, Used>, words: object, story: string): void => {
    for (const [name, value] of Object.entries(words)) if (!uses.has(name)) uses.set(name, { story, value });
  };
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith(".yaml")) continue;
    const { acts } = parse(readFileSync(path.join(folder, file), "utf8")) as {
      acts: { steps: { expect?: object[] }[]; expect?: object[] }[];
    };
    const story = path.basename(file, ".yaml");
    for (const act of acts) {
      for (const step of act.steps) {
        note(steps, step, story);
        for (const expectation of step.expect ?? []) note(readings, expectation, story);
      }
      for (const expectation of act.expect ?? []) note(readings, expectation, story);
    }
  }
  return { steps, readings };
}

/** A value as a story writes it on one line. */
function written(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value !== "object") return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${written(inner)}`)
    .join(", ")} }`;
}

/** What may stand in a field: its description, or its words, and what it looks like. */
function meaning(schema: JsonSchema): string {
  const {
    description,
    enum: words,
    examples,
    items,
    minimum,
    maximum,
  } = schema as {
    description?: string;
    enum?: readonly unknown[];
    examples?: readonly unknown[];
    items?: JsonSchema;
    minimum?: number;
    maximum?: number;
  };
  const what = description ?? (items === undefined ? "" : `a list: ${meaning(items)}`);
  const range = minimum === undefined ? "" : `, from ${minimum}${maximum === undefined ? "" : ` to ${maximum}`}`;
  const choices = words === undefined ? "" : `: ${words.map((word) => `\`${String(word)}\``).join(", ")}`;
  const [example] = examples ?? [];
  const looks = example === undefined || words !== undefined ? "" : `, such as \`${String(example)}\``;
  return `${what}${range}${choices}${looks}`.replaceAll("|", "\\|");
}

function wordPart({ name, summary, schema }: Word, uses: Uses): string {
  const { properties = {}, required = [] } = schema as { properties?: Properties; required?: readonly string[] };
  const rows = Object.entries(properties).map(
    ([field, inner]) => `| \`${field}\` | ${meaning(inner)} | ${required.includes(field) ? "" : "–"} |`,
  );
  const own = `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
  const alone = meaning({ ...schema, description: undefined });
  const scalar =
    schema.type === "string"
      ? [`Takes: ${(schema.description as string).replace(`${summary}: `, "")}${alone}.`, ""]
      : [];
  const table = rows.length === 0 ? scalar : ["| Field | What it is | Default |", "| --- | --- | --- |", ...rows, ""];
  const use = uses.get(name);
  const example =
    use === undefined
      ? []
      : [`In \`${use.story}\`:`, "", "```yaml", `- ${name}: ${written(use.value)}`.trimEnd(), "```", ""];
  return [`### ${name}`, "", own, "", ...table, ...example].join("\n");
}

/** The page, from the modules and the stories of a repository. */
export function stepsPage(root: string): string {
  const { steps, readings } = usesIn(root);
  const part = (title: string, words: readonly Word[], uses: Uses): string =>
    `## ${title}\n\n${[...words]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((word) => wordPart(word, uses))
      .join("\n")}`;
  return `${HEAD}\n${part("Steps", STEPS, steps)}\n${part("Readings", READINGS, readings)}`;
}
