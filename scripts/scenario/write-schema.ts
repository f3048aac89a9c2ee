import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { scenarioSchema } from "./schema.ts";

/** Where editors find the schema. */
export const SCHEMA_FILE = fileURLToPath(new URL("../../scenarios/schema.json", import.meta.url));

/** The schema as it is committed. */
export async function schemaText(): Promise<string> {
  return format(JSON.stringify(scenarioSchema()), { parser: "json", printWidth: 120 });
}

if (import.meta.main) await writeFile(SCHEMA_FILE, await schemaText());
