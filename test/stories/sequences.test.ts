import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { Interface } from "ethers";
import hre from "hardhat";
import { idsIn, readRequirements } from "../../scripts/checks/requirements.ts";

const page = (name: string): Promise<string> => readFile(new URL(`../../docs/${name}`, import.meta.url), "utf8");

describe("Diagrams and the table of trust", () => {
  it("SCN-54: every call in docs/sequences.md is a function, with these parameters, of the contract it goes to", async () => {
    const text = await page("sequences.md");
    const participants = [...text.matchAll(/^ +participant (\w+)$/gm)].map(([, name]) => name!);
    const calls = [...text.matchAll(/->>(\w+): (\w+)\(([^)]*)\)$/gm)].map(([, to, name, args]) => ({ to, name, args }));
    expect(calls.length).to.be.greaterThan(30);
    for (const { to, name, args } of calls) {
      expect(participants).to.include(to);
      const { abi } = await hre.artifacts.readArtifact(to!);
      const written = args === "" ? [] : args!.split(", ");
      const found: string[][] = [];
      new Interface(abi).forEachFunction((one) => {
        if (one.name === name) found.push(one.inputs.map((input) => input.name));
      });
      // A parameter that a contract has no use for has no name there.
      const fits = found.some(
        (names) => names.length === written.length && names.every((one, at) => one === "" || one === written[at]),
      );
      expect(
        fits,
        `${to}.${name}(${args}): the build has (${found.map((names) => names.join(", ")).join("), (")})`,
      ).to.equal(true);
    }
  });

  it("SCN-54: every requirement that the table of trust names is there", async () => {
    const known = new Set(readRequirements(await page("requirements.md")).map(({ id }) => id));
    const families = new Set([...known].map((id) => id.slice(0, 3)));
    const rows = (await page("trust.md"))
      .split("\n")
      .filter((line) => /^\| [a-z`w]/.test(line) && !line.startsWith("| who "));
    expect(rows.length).to.be.greaterThan(10);
    for (const row of rows) {
      const ids = idsIn(row.split("|").at(-2)!, families);
      expect(ids.length, row).to.be.greaterThan(0);
      for (const id of ids) expect(known.has(id), id).to.equal(true);
    }
  });
});
