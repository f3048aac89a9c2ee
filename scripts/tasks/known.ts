import { ArgumentType } from "hardhat/types/arguments";
import type { NewTaskDefinition } from "hardhat/types/tasks";

/** What a command line of a task may hold. */
export interface KnownTask {
  /** One word or two: `test mocha`. */
  readonly words: readonly string[];
  readonly options: readonly KnownOption[];
  /** What arguments without a name are; the last one may stand for many. */
  readonly positionals: readonly string[];
  readonly most: number;
  /** Whether arguments without a name are files that must be there. */
  readonly takesFiles: boolean;
}

export interface KnownOption {
  readonly name: string;
  readonly kind: "flag" | "text" | "number";
  readonly description: string;
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A task of ours, from its definition. */
export function knownTask({ id, options, positionalArguments }: NewTaskDefinition): KnownTask {
  const kinds: Partial<Record<ArgumentType, KnownOption["kind"]>> = {
    [ArgumentType.FLAG]: "flag",
    [ArgumentType.INT]: "number",
  };
  return {
    words: id,
    options: Object.values(options).map(({ name, type, description }) => ({
      name: kebab(name),
      kind: kinds[type] ?? "text",
      description,
    })),
    positionals: positionalArguments.map(({ description }) => description),
    most: positionalArguments.some(({ isVariadic }) => isVariadic)
      ? Number.POSITIVE_INFINITY
      : positionalArguments.length,
    takesFiles: false,
  };
}

const flag = (name: string): KnownOption => ({ name, kind: "flag", description: "" });
const text = (name: string, description: string): KnownOption => ({ name, kind: "text", description });
const testFilters = [text("grep", "a part of titles"), text("grep-exclude", "a part of titles"), flag("no-compile")];
const files = { positionals: ["files"], most: Number.POSITIVE_INFINITY, takesFiles: true };

/** Tasks of Hardhat that our scripts run, and that answer wrong options with errors of their own. */
export const HARDHAT_TASKS: readonly KnownTask[] = [
  ...["build", "compile"].map((word) => ({
    words: [word],
    options: [
      text("default-build-profile", "a build profile"),
      ...["force", "no-contracts", "no-tests", "quiet"].map(flag),
    ],
    ...files,
  })),
  { words: ["test", "mocha"], options: [flag("bail"), ...testFilters], ...files },
  { words: ["clean"], options: [flag("global")], positionals: [], most: 0, takesFiles: false },
];
