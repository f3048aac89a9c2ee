import { readFileSync } from "node:fs";
import { expect } from "chai";
import { artifacts } from "hardhat";
import { type Additions, differences, keyOf } from "./compare.ts";
import { compiledEntries, type Entry } from "./entries.ts";
import { publishedAbi } from "./published.ts";

interface AdditionsFile {
  reasons: { contracts: string[]; reason: string; entries: string[] }[];
}

const published = publishedAbi(new URL("./eigenlayer-v1.12.md", import.meta.url));
const { reasons } = JSON.parse(readFileSync(new URL("./additions.json", import.meta.url), "utf8")) as AdditionsFile;

function additionsOf(contract: string): Additions {
  const own = reasons.filter(({ contracts }) => contracts.includes(contract));
  return new Map(own.flatMap(({ entries, reason }) => entries.map((entry) => [entry, reason] as const)));
}

async function compiled(contract: string): Promise<Entry[]> {
  return compiledEntries((await artifacts.readArtifact(contract)).abi);
}

describe("The ABI of the restaking core", () => {
  for (const [contract, entries] of published) {
    it(`RST-55: ${contract} shows all that the real one does, unchanged, and nothing more without a reason`, async () => {
      expect(differences(entries, await compiled(contract), additionsOf(contract))).to.deep.equal([]);
    });
  }

  it("RST-55: every documented addition is there, and has a reason", async () => {
    for (const { contracts, reason, entries } of reasons) {
      expect(reason).not.to.equal("");
      for (const contract of contracts) {
        const keys = (await compiled(contract)).map(keyOf);
        expect(keys, contract).to.include.members(entries);
      }
    }
  });

  it("RST-55: a renamed function, a changed result and an unindexed argument are each noticed", () => {
    const rename = (text: string) => (entry: Entry) => ({ ...entry, signature: entry.signature.replace(text, "x") });
    const loosen = (text: string) => (entry: Entry) => ({ ...entry, detail: entry.detail.replace(text, "") });
    const entries = published.get("RewardsCoordinator") as Entry[];
    const none: Additions = new Map();
    expect(differences(entries, entries, none)).to.deep.equal([]);
    expect(differences(entries, entries.map(rename("submitRoot")), none)).to.deep.equal([
      "missing function submitRoot(bytes32,uint32)",
      "added function x(bytes32,uint32)",
    ]);
    expect(differences(entries, entries.map(loosen("uint32")), none)[0]).to.match(/^changed function activationDelay/);
    expect(differences(entries, entries.map(loosen("indexed rootIndex")), none)).to.have.lengthOf(2);
    expect(differences(entries, [], none)).to.have.lengthOf(entries.length);
  });

  it("RST-55: the list is whole: its selectors are those of its signatures", () => {
    expect([...published.keys()]).to.have.members([
      "DelegationManager",
      "StrategyManager",
      "AllocationManager",
      "EigenPodManager",
      "RewardsCoordinator",
      "PermissionController",
      "StrategyBase",
      "IAVSRegistrar",
    ]);
    const count = [...published.values()].reduce((sum, entries) => sum + entries.length, 0);
    expect(count).to.equal(408);
  });
});
