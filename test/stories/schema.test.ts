import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { READINGS } from "../../scripts/scenario/readings/index.ts";
import { STEPS } from "../../scripts/scenario/steps/index.ts";
import { SCHEMA_FILE, schemaText } from "../../scripts/scenario/write-schema.ts";

describe("Scenario schema", () => {
  it("SCN-07: scenarios/schema.json is what the validator goes by (else: npx node scripts/scenario/write-schema.ts)", async () => {
    expect(await readFile(SCHEMA_FILE, "utf8")).to.equal(await schemaText());
  });

  it("SCN-07: every step and every reading has its own name and says what it does", () => {
    for (const table of [STEPS, READINGS]) expect(new Set(table.map(({ name }) => name)).size).to.equal(table.length);
    for (const { summary } of [...STEPS, ...READINGS]) expect(summary).to.match(/^[a-zA-Z].{10,}/);
  });
});
