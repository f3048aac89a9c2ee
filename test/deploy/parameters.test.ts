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
import {
  agreesOnChain,
  aroundBound,
  type Changed,
  refusesBeyondBounds,
  refusesBeyondRanges,
  standsStill,
} from "./on-chain.ts";
import { liveOnce } from "./life.ts";

const presets = Object.fromEntries(
  await Promise.all((await presetNames()).map(async (name) => [name, await readPreset(name)] as const)),
);
const preset = (name: string) => presets[name]!;
/** 2026-02-01. */
const NOW = 1_769_904_000n;
/** A chain on which there is enough for a pool and a reserve of all ether that there is. */
const richChain = async () => {
  const { ethers, networkHelpers } = await hre.network.create();
  const [deployer] = await ethers.getSigners();
  await networkHelpers.setBalance(deployer!.address, 10n ** 30n);
  return ethers;
};
type Place = Pick<Range, "module" | "name">;
/** A preset with some of its parameters changed. */
const given = (name: string, changes: readonly (readonly [Place, bigint])[] = []): Given => {
  const parameters = structuredClone(preset(name));
  for (const [range, value] of changes) parameters[range.module]![range.name] = value;
  const withdrawalDelayBlocks = BigInt(parameters.Restaking!.minWithdrawalDelayBlocks as number);
  return { parameters, withdrawalDelayBlocks, now: NOW };
};
const isReal = (name: string): boolean => name !== "local";

/** As many lives as asked, drawn anew; one that is always the same when nobody asks. */
const LIVES =
  process.env.LADDER_FUZZ_LIVES === undefined
    ? { numRuns: 1, seed: 29 }
    : { numRuns: Number(process.env.LADDER_FUZZ_LIVES) };
/** More wei than a parameter may ask of the deployer. */
const RICH = 2n ** 100n;

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
      const isBound = (name: string) => relation.of(given(name)) !== undefined;
      const name = relation.chains === "real" || !isBound("local") ? "mainnet" : "local";
      const range = RANGES.find((one) => one.module === relation.module && one.name === relation.name)!;
      const [within, beyond] = aroundBound(relation, relation.of(given(name))!);
      const names = (value: bigint) =>
        brokenParameters(given(name, [[range, value]]), isReal(name)).filter((one) =>
          one.cause.includes(relation.promise),
        );
      expect(names(within), range.name).to.deep.equal([]);
      if (beyond >= range.least && beyond <= range.most) expect(names(beyond), range.name).to.have.length(1);
    }
  });

  it("DEP-26: refuses what is no whole number, and says it once", () => {
    const { parameters, ...rest } = given("local");
    parameters.Vault!.dripSeconds = 1.5;
    parameters.Vault!.feeBps = "ten";
    const broken = brokenParameters({ parameters, ...rest }, false);
    expect(broken.map(({ name }) => name)).to.deep.equal(["dripSeconds", "feeBps"]);
  });

  it("DEP-27: what the table says is refused on chain is refused there, one beyond the range and beyond the bound", async () => {
    const ethers = await richChain();
    const changed =
      (name: string): Changed =>
      (...changes) =>
        given(name, changes);
    await refusesBeyondRanges(ethers, changed("local"));
    await refusesBeyondBounds(ethers, [changed("local"), changed("mainnet")]);
  }).timeout(300_000);

  it("DEP-28: docs/parameters.md is what the table says (else: npx node scripts/deploy/write-parameters.ts)", async () => {
    const page = await readFile(new URL("../../docs/parameters.md", import.meta.url), "utf8");
    expect(page).to.equal(parametersPage(presets));
  });

  it("DEP-29: at the edges of every preset, contracts take what the table takes, and refuse what it says they refuse", async () => {
    const ethers = await richChain();
    const edge = fc.tuple(fc.constantFrom(...RANGES), fc.constantFrom<"least" | "most">("least", "most"));
    // or a number that another one bounds, about its bound in the preset
    const bound = fc.tuple(fc.constantFrom(...RELATIONS.filter(standsStill)), fc.bigInt(-1n, 1n));
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(presets)),
        fc.array(edge, { maxLength: 6 }),
        fc.array(bound, { maxLength: 3 }),
        async (name, edges, bounds) => {
          const changes: [Place, bigint][] = edges.map(([range, which]) => [range, range[which]]);
          for (const [relation, off] of bounds) {
            const range = RANGES.find((one) => one.module === relation.module && one.name === relation.name)!;
            const value = (relation.of(given(name, changes)) ?? range.least) + off;
            if (value >= range.least && value <= range.most) changes.push([relation, value]);
          }
          refusals += await agreesOnChain(ethers, given(name, changes));
        },
      ),
      { numRuns: Number(process.env.LADDER_FUZZ_RUNS ?? 25), seed: 29 },
    );
    expect(refusals).to.be.greaterThan(5);
  }).timeout(300_000);

  it("DEP-29: at the edges of the table, whatever is not refused deploys and keeps its promises through a life", async () => {
    const change = fc.tuple(fc.constantFrom(...RANGES), fc.constantFrom<"least" | "most">("least", "most"));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 8, maxLength: 24 }), async (changes) => {
        // what breaks a relation is given up, one by one, until the rest is taken
        const kept: [Range, bigint][] = [];
        for (const [range, which] of changes) {
          const tried: [Range, bigint][] = [...kept, [range, range[which]]];
          if (brokenParameters(given("local", tried), false).length === 0) kept.push([range, range[which]]);
        }
        const connection = await hre.network.create(STEADY_CHAIN);
        // the first share of the LST may be worth more than a development account has
        const [deployer] = await connection.ethers.getSigners();
        await connection.networkHelpers.setBalance(deployer!.address, RICH);
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
      { ...LIVES, endOnFailure: true },
    );
  });
});
