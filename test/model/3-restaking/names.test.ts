import { readFileSync } from "node:fs";
import { expect } from "chai";
import { Interface } from "ethers";
import { artifacts } from "hardhat";
import { CALLS, STRATEGY_CALLS, STRATEGY_VIEWS, VIEWS } from "../../../model/3-restaking/functions.ts";
import { SELECTORS } from "../../../model/3-restaking/permissions/selectors.ts";
import { modelName } from "../../../scripts/replay/model/abi.ts";

const CORE = Object.keys(CALLS) as (keyof typeof CALLS)[];
const NAMED_APART = /(?:V2|Earner)$/;

const abiOf = async (name: string) => new Interface((await artifacts.readArtifact(name)).abi);

describe("names of the core's model", () => {
  const page = readFileSync("docs/model.md", "utf8");

  for (const contract of [...CORE, "StrategyBase"] as const) {
    it(`TWN-04: ${contract} has the contract's functions and no other; what is missing stands in the docs`, async () => {
      const abi = await abiOf(contract);
      const [calls, views] =
        contract === "StrategyBase" ? [STRATEGY_CALLS, STRATEGY_VIEWS] : [CALLS[contract], VIEWS[contract]];
      const real = new Map<string, boolean>();
      abi.forEachFunction((one) => real.set(modelName(one.format("sighash")), one.constant));
      const changing = [...real].filter(([, constant]) => !constant).map(([name]) => name);
      const missing = [...real.keys()].filter((name) => !(name in calls) && !(name in views));
      expect(missing.filter((name) => !page.includes(`\`${name}\``))).to.deep.equal([]);
      expect([...Object.keys(calls), ...Object.keys(views)].filter((name) => !real.has(name))).to.deep.equal([]);
      // what the chain lets change nothing but does not call a view
      const silent = ["userUnderlying"];
      expect(changing.filter((name) => name in views && !silent.includes(name))).to.deep.equal([]);
    });
  }

  it("TWN-04: the selectors are those of the contracts' functions", async () => {
    for (const [contract, selectors] of Object.entries(SELECTORS)) {
      const abi = await abiOf(contract);
      for (const [name, selector] of Object.entries(selectors)) {
        const found = abi.getFunction(selector);
        expect(found, `${contract} has ${selector}`).not.to.equal(null);
        const signature = found?.format("sighash") ?? "";
        expect(modelName(signature), selector).to.equal(name);
        expect(signature).to.match(NAMED_APART.test(name) ? /address/ : /./);
      }
    }
  });
});
