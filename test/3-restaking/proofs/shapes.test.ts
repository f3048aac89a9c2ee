import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { ssz } from "@lodestar/types";
import fc from "fast-check";
import { network } from "hardhat";
import {
  balanceInList,
  balancesInHeader,
  type ForkName,
  SHAPES,
  STATE_ROOT_IN_HEADER,
  validatorInState,
} from "../../../scripts/beacon/proofs/forks.ts";
import { concatGindices, depthOf } from "../../../scripts/beacon/proofs/gindex.ts";
import { forkTable } from "./fork-table.ts";

const PAGE = new URL("../../../docs/beacon-proofs.md", import.meta.url);
const MARKS = /(<!-- forks -->\n)[\s\S]*(<!-- end of forks -->)/;

/** The client's own types, fork by fork. */
const CLIENT = { electra: [ssz.electra, ssz.fulu], gloas: [ssz.gloas, ssz.heze] } as const;
const FORKS = Object.keys(CLIENT) as ForkName[];

const gindexOf = (type: { getPathInfo(path: (string | number)[]): { gindex: bigint } }, ...path: (string | number)[]) =>
  type.getPathInfo(path).gindex;

describe("3-restaking: shapes of beacon states", () => {
  const index = fc.oneof(fc.nat(100).map(BigInt), fc.bigInt({ min: 0n, max: 2n ** 40n - 1n }));

  it("RST-121: the client's types have validators and balances where the table has them", () => {
    expect(gindexOf(ssz.phase0.BeaconBlockHeader, "stateRoot")).to.equal(STATE_ROOT_IN_HEADER);
    for (const fork of FORKS) {
      for (const { BeaconState } of CLIENT[fork]) {
        expect(gindexOf(BeaconState, "validators")).to.equal(SHAPES[fork].validators);
        expect(gindexOf(BeaconState, "balances")).to.equal(SHAPES[fork].balances);
      }
    }
  });

  it("RST-121: any index up to 2^40 has the client's place in TypeScript and in Solidity", async () => {
    const { ethers } = await network.create();
    const harness = await ethers.deployContract("BeaconProofsHarness");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FORKS), index, async (fork, i) => {
        const [{ BeaconState }] = CLIENT[fork];
        const inState = gindexOf(BeaconState, "validators", Number(i));
        const inList = balanceInList(fork, i);
        expect(validatorInState(fork, i)).to.equal(inState);
        expect(concatGindices(SHAPES[fork].balances, inList)).to.equal(gindexOf(BeaconState, "balances", Number(i)));
        expect([...(await harness.places(SHAPES[fork].number, i))]).to.deep.equal([
          inState,
          balancesInHeader(fork),
          inList,
        ]);
      }),
      { numRuns: 200 },
    );
  });

  it("RST-121: no index of Gloas has a proof as long as Electra's: 47 hashes for a validator, 39 for a balance", () => {
    fc.assert(
      fc.property(index, (i) => {
        expect(depthOf(validatorInState("electra", i))).to.equal(47);
        expect(depthOf(balanceInList("electra", i))).to.equal(39);
        expect(depthOf(validatorInState("gloas", i)) % 3).to.equal(1);
        expect(depthOf(balanceInList("gloas", i)) % 3).to.equal(2);
      }),
    );
    expect(47 % 3).not.to.equal(1);
    expect(39 % 3).not.to.equal(2);
  });

  it("RST-127: where one shape has its lists the other has a number, below which nothing is", () => {
    const leaf = (gindex: bigint, of: bigint) => gindex >> BigInt(depthOf(gindex) - depthOf(of));
    for (const { BeaconState } of CLIENT.gloas) {
      const genesisTime = gindexOf(BeaconState, "genesisTime");
      for (const place of [SHAPES.electra.validators, SHAPES.electra.balances])
        expect(leaf(place, genesisTime)).to.equal(genesisTime);
    }
    for (const { BeaconState } of CLIENT.electra) {
      const nextWithdrawalIndex = gindexOf(BeaconState, "nextWithdrawalIndex");
      for (const place of [SHAPES.gloas.validators, SHAPES.gloas.balances])
        expect(leaf(place, nextWithdrawalIndex)).to.equal(nextWithdrawalIndex);
    }
  });

  it("RST-121: docs/beacon-proofs.md has the table of forks (else: LADDER_WRITE_PAGES=1 with this test)", async () => {
    const table = await forkTable();
    const page = await readFile(PAGE, "utf8");
    const wanted = page.replace(MARKS, `$1${table}$2`);
    expect(page).to.match(MARKS);
    if (process.env.LADDER_WRITE_PAGES === "1") await writeFile(PAGE, wanted);
    expect(await readFile(PAGE, "utf8")).to.equal(wanted);
  });
});
