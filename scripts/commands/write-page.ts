import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { TASKS } from "../tasks/all.ts";
import { COMMANDS_PAGE, withTasks } from "./page.ts";

/** Writes the part of docs/commands.md that says what each task takes. */
const file = path.resolve(import.meta.dirname, "../..", COMMANDS_PAGE);
await writeFile(file, withTasks(await readFile(file, "utf8"), TASKS));
