import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import hre from "hardhat";
import { brokenParameters } from "../../deploy/parameters/check.ts";
import { RANGES } from "../../deploy/parameters/ranges.ts";
import { RELATIONS } from "../../deploy/parameters/relations.ts";
import type { Given, Range } from "../../deploy/parameters/types.ts";
import { deployLadder } from "../../scripts/deploy/deploy.ts";
import { parametersPage } from "../../scripts/deploy/parameters-page.ts";
import { presetNames, readPreset } from "../../scripts/deploy/presets.ts";
import { STEADY_CHAIN } from "../../scripts/lib/ladder/clock.ts";
import { refusedOnChain } from "./on-chain.ts";
import { liveOnce } from "./life.ts";

const presets = Object.fromEntries(
  await Promise.all((await presetNames()).map(async (name) => [name, await readPreset(name)] as const)),
);
const preset = (name: string) => presets[name]!;
/** A preset with some of its parameters changed, on a real chain. */
const given = (name: string, changes: readonly (readonly [Range, bigint])[] = []): Given => {
  const parameters = structuredClone(preset(name));
  for (const [range, value] of changes) parameters[range.module]![range.name] = value;
  return { parameters, withdrawalDelayBlocks: BigInt(parameters.Restaking!.minWithdrawalDelayBlocks as number) };
};
const isReal = (name: string): boolean => name !== "local";

describe("the table of parameters", () => {
  it("DEP-26: has every number of the presets, and no other", () => {
    const listed = RANGES.map(({ module, name }) => `${module}.${name}`);
    for (const [name, modules] of Object.entries(presets)) {
      const numbers = Object.entries(modules).flatMap(([module, values]) =>
        Object.keys(values).map((key) => `${module}.${key}`),
      );
      expect(numbers.toSorted(), name).to.deep.equal(listed.toSorted());
    }
    for (const { module, name } of RELATIONS) expect(listed).to.include(`${module}.${name}`);
  });

  it("DEP-26: refuses no preset, and each parameter one beyond its range, by name and with its promise", () => {
    for (const name of Object.keys(presets)) {
      expect(brokenParameters(given(name), isReal(name)), name).to.deep.equal([]);
      for (const range of RANGES) {
        for (const value of [range.least - 1n, range.most + 1n]) {
          const broken = brokenParameters(given(name, [[range, value]]), isReal(name));
          expect(broken.map(({ cause }) => cause)).to.deep.equal([
            `${range.module}.${range.name} is ${value}; from ${range.least} to ${range.most} ${range.unit}, ${range.promise}.`,
          ]);
        }
      }
    }
  });

  it("DEP-26: refuses each relation one beyond its bound, and takes it on the bound", () => {
    for (const relation of RELATIONS.filter(({ is }) => is !== "a multiple of")) {
      const name = relation.chains === "real" ? "mainnet" : "local";
      const range = RANGES.find((one) => one.module === relation.module && one.name === relation.name)!;
      const bound = relation.of(given(name))!;
      const [within, beyond] =
        relation.is === "at most"
          ? [bound, bound + 1n]
          : relation.is === "at least"
            ? [bound, bound - 1n]
            : [bound + 1n, bound];
      const names = (value: bigint) =>
        brokenParameters(given(name, [[range, value]]), isReal(name)).filter((one) =>
          one.cause.includes(relation.promise),
        );
      expect(names(within), range.name).to.deep.equal([]);
      if (beyond >= range.least && beyond <= range.most) expect(names(beyond), range.name).to.have.length(1);
    }
  });

  it("DEP-26: refuses what is no whole number, and says it once", () => {
    const { parameters, withdrawalDelayBlocks } = given("local");
    parameters.Vault!.dripSeconds = 1.5;
    parameters.Vault!.feeBps = "ten";
    const broken = brokenParameters({ parameters, withdrawalDelayBlocks }, false);
    expect(broken.map(({ name }) => name)).to.deep.equal(["dripSeconds", "feeBps"]);
  });

  it("DEP-27: what the table says is refused on chain is refused there, one beyond the range and beyond the bound", async () => {
    await refusedOnChain();
  });

  it("DEP-28: docs/parameters.md is what the table says (else: npx node scripts/deploy/write-parameters.ts)", async () => {
    const page = await readFile(new URL("../../docs/parameters.md", import.meta.url), "utf8");
    expect(page).to.equal(parametersPage(presets));
  });

  it("DEP-29: at the edges of the table, whatever is not refused deploys and keeps its promises through a life", async () => {
    const runs = Number(process.env.LADDER_FUZZ_RUNS ?? 1);
    const edge = fc.constantFrom<"least" | "most">("least", "most");
    const change = fc.tuple(fc.constantFrom(...RANGES.filter(({ module }) => module === "Vault")), edge);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 4, maxLength: 12 }), async (changes) => {
        // what breaks a relation is given up, one by one, until the rest is taken
        const kept: [Range, bigint][] = [];
        for (const [range, which] of changes) {
          const tried: [Range, bigint][] = [...kept, [range, range[which]]];
          if (brokenParameters(given("local", tried), false).length === 0) kept.push([range, range[which]]);
        }
        const connection = await hre.network.create(STEADY_CHAIN);
        const { parameters } = given("local", kept);
        const folder = await mkdtemp(path.join(tmpdir(), "ladder-preset-"));
        const file = path.join(folder, "edge.json5");
        const asText = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
        await writeFile(file, JSON.stringify(parameters, asText));
        const { addresses } = await deployLadder(hre, connection, { preset: file }).finally(() =>
          rm(folder, { recursive: true }),
        );
        await liveOnce(connection, addresses, parameters.Vault!);
      }),
      { numRuns: runs, endOnFailure: true },
    );
  });
});
