import { expect } from "chai";
import hre from "hardhat";
import { openField } from "../../scripts/attacks/field.ts";
import { assertComplete } from "../../scripts/own-vault/adapter.ts";
import type { Holders } from "../../scripts/own-vault/life.ts";
import { type Broken, brokenBy, PROPERTIES } from "../../scripts/own-vault/properties.ts";
import { FLAWS, openEpochs } from "./epoch-adapter.ts";
import { openLadderVault } from "./ladder-adapter.ts";

const idsOf = (broken: readonly Broken[]): string[] => broken.map(({ id }) => id);
const SEEDS = [1n, 2n ** 200n + 7n];

/** What each planted flaw breaks. */
const BREAKS: Readonly<Record<(typeof FLAWS)[number], readonly string[]>> = {
  none: [],
  "price at request": ["OWN-03"],
  "spot balance": ["OWN-10"],
  "stored rate": ["OWN-04", "OWN-05"],
  "pays twice": ["OWN-12"],
  "gain at once": ["OWN-02"],
};

describe("what must be true of any vault, by an adapter [uninstrumented]", () => {
  for (const flaw of FLAWS) {
    it(`OWN-20: a vault of epochs with ${flaw === "none" ? "no flaw" : `the flaw "${flaw}"`} breaks ${BREAKS[flaw].join(", ") || "nothing"}`, async () => {
      const { ethers, provider } = await hre.network.create();
      const [, alice, bob, carol, twin] = await ethers.getSigners();
      const holders = { alice, bob, carol, twin } as Holders;
      expect(idsOf(await brokenBy(() => openEpochs({ ethers, provider }, flaw), holders, SEEDS))).to.deep.equal(
        BREAKS[flaw],
      );
    });
  }

  // a life on the core is long: those that the Solidity suite cannot show on a vault without one
  it("OWN-03, OWN-04, OWN-05: the ladder over its core breaks nothing that a slash could break", async () => {
    const field = await openField(hre);
    const { alice, bob, carol } = field.people;
    const holders = { alice, bob, carol, twin: field.attacker };
    const slashes = PROPERTIES.filter(({ id }) => ["OWN-03", "OWN-04", "OWN-05"].includes(id));
    expect(await brokenBy(() => openLadderVault(field), holders, SEEDS.slice(1), slashes)).to.deep.equal([]);
  }).timeout(900_000);

  it("OWN-21: an adapter that lacks a function is refused with its name", () => {
    expect(() => assertComplete({ deposit: () => 0n })).to.throw("The adapter lacks `request`, `finish`, `claim`");
  });
});
