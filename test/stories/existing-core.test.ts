import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import Staking from "../../deploy/modules/1-staking.ts";
import Restaking from "../../deploy/modules/3-restaking.ts";
import { FIRST_STORY, readStory } from "../../scripts/demo/stories.ts";
import { deployLadder } from "../../scripts/deploy/deploy.ts";
import { CORE_CONTRACTS } from "../../scripts/deploy/existing-core.ts";
import { readPreset } from "../../scripts/deploy/presets.ts";
import { readAbis } from "../../scripts/lib/ladder/answers.ts";
import { keepSteady, STEADY_CHAIN } from "../../scripts/lib/ladder/clock.ts";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { ladderAt } from "../../scripts/lib/ladder/open.ts";
import { record } from "../../scripts/scenario/record.ts";
import { validateScenario } from "../../scripts/scenario/validate.ts";
import { vocabularyOf } from "../../scripts/scenario/vocabulary.ts";

/** Where the core's factory of strategies stands. */
const FACTORY = "0x00000000000000000000000000000000000fAc70";
const RUNG_3 = ["factory", "pauserRegistry", "podImplementation", ...Object.keys(CORE_CONTRACTS)];

describe("a story on a core that stands already", () => {
  const addressesOf = (contracts: Record<string, { target: unknown }>): Record<string, string> =>
    Object.fromEntries(Object.entries(contracts).map(([name, { target }]) => [name, target as string]));

  /**
   * Deploys rung 1 and rung 3 alone, by their own modules, with a factory of strategies for whitelister as the deployed
   * protocol has one, and everything else on their addresses.
   */
  async function openOnCore(runtime: HardhatRuntimeEnvironment, preset: string): Promise<Ladder> {
    const connection = await runtime.network.create(STEADY_CHAIN);
    keepSteady(runtime, connection);
    const parameters = await readPreset(preset);
    const { beaconChain } = await connection.ignition.deploy(Staking, { parameters });
    const withBeacon = {
      ...parameters,
      Restaking: { ...parameters.Restaking, beaconChain: beaconChain.target as string, strategyWhitelister: FACTORY },
    };
    const restaking = await connection.ignition.deploy(Restaking, { parameters: withBeacon });
    const core = addressesOf({ beaconChain, ...restaking });
    const factory = await connection.ethers.deployContract("StrategyFactoryDouble", [
      restaking.strategyManager.target,
      restaking.pauserRegistry.target,
    ]);
    const code = await connection.ethers.provider.getCode(factory);
    await connection.provider.request({ method: "hardhat_setCode", params: [FACTORY, code] });
    const folder = await mkdtemp(join(tmpdir(), "ladder-core-"));
    try {
      const file = join(folder, "core.json5");
      const named = Object.keys(CORE_CONTRACTS).map((name) => [name, core[name]]);
      await writeFile(file, JSON.stringify({ chainId: 31337, ...Object.fromEntries(named) }));
      const { addresses } = await deployLadder(runtime, connection, { preset, core: file });
      for (const name of RUNG_3.filter((each) => each in addresses)) expect(addresses[name]).to.equal(core[name]);
      expect(addresses).not.to.have.any.keys("factory", "podImplementation");
      const made = await connection.ethers.getContractAt("IStrategyFactory", FACTORY);
      expect(addresses.wstEthStrategy).to.equal(await made.deployedStrategies(addresses.wrappedStakedEther!));
      return ladderAt(connection, addresses);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  it("DEP-15, DEP-21: the first story plays with nothing of rung 3 deployed, its strategy the core's factory's, and its rate is the sum of its causes", async () => {
    const abis = await readAbis(hre.artifacts);
    const { file, text } = await readStory(FIRST_STORY);
    const scenario = validateScenario(file, text, { vocabulary: vocabularyOf(abis.map(({ abi }) => abi)) });
    const { acts, waterfall } = await record(hre, scenario, abis, {}, openOnCore);
    expect(acts.length).to.equal(scenario.acts.length);
    expect(waterfall.endRateWad).to.equal(waterfall.chainRateWad);
    expect(waterfall.parts.find(({ cause }) => cause.startsWith("slash"))?.wad).to.be.lessThan(0n);
  });
});
