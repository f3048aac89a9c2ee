import { ArgumentType } from "hardhat/types/arguments";
import type { NewTaskDefinition } from "hardhat/types/tasks";
import { EXAMPLES } from "./examples.ts";

/** The page whose part below the mark is written from the tasks. */
export const COMMANDS_PAGE = "docs/commands.md";

/** The part of the page that is written begins with this heading and ends before the next one of its level. */
const HEADING = "## Tasks\n";

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function shownDefault(value: unknown): string {
  if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return "–";
  return `\`${String(value)}\``;
}

function optionRow({ name, description, type, defaultValue }: NewTaskDefinition["options"][string]): string {
  const isFlag = type === ArgumentType.FLAG;
  return `| \`--${kebab(name)}\` | ${description} | ${isFlag ? "off" : shownDefault(defaultValue)} |`;
}

function taskPart({ id, description, options, positionalArguments }: NewTaskDefinition): string {
  const name = id[0]!;
  const rows = [
    ...positionalArguments.map((one) => `| ${one.name} | ${one.description} | ${shownDefault(one.defaultValue)} |`),
    ...Object.values(options).map(optionRow),
  ];
  const table = rows.length === 0 ? [] : ["| Argument | What it is | Default |", "| --- | --- | --- |", ...rows, ""];
  const examples = (EXAMPLES[name] ?? []).map((line) => `npx hardhat ${name}${line === "" ? "" : ` ${line}`}`);
  return [`### ${name}`, "", `${description}.`, "", ...table, "```", ...examples, "```", ""].join("\n");
}

/** The page with its part on tasks written anew. @throws when it has no such part */
export function withTasks(page: string, tasks: readonly NewTaskDefinition[]): string {
  const start = page.indexOf(HEADING);
  const next = page.indexOf("\n## ", start + HEADING.length);
  if (start < 0 || next < 0)
    throw new Error(`${COMMANDS_PAGE} has no heading "${HEADING.trim()}" with another behind it`);
  const intro =
    "Run as `npx hardhat TASK`. Those that poke a ladder talk to the node of this machine, or to `--network NAME`; say another port once with `export LADDER_LOCALHOST_URL=http://127.0.0.1:PORT`. `--help` behind a task shows the same. Written by `npx node scripts/commands/write-page.ts` from the tasks themselves.\n";
  const sorted = [...tasks].sort((a, b) => (a.id[0]! < b.id[0]! ? -1 : 1));
  return `${page.slice(0, start)}${HEADING}\n${intro}\n${sorted.map(taskPart).join("\n")}${page.slice(next)}`;
}
