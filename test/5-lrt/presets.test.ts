import { expect } from "chai";
import hre from "hardhat";
import { deployLadder } from "../../scripts/deploy/deploy.ts";
import { governorMustWaitSeconds } from "../../deploy/lib/exit-time.ts";
import { presetNames, readPreset } from "../../scripts/deploy/presets.ts";
import { STEADY_CHAIN } from "../../scripts/lib/ladder/clock.ts";
import { ladderAt } from "../../scripts/lib/ladder/open.ts";
import { FOREVER } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("the presets", () => {
  it("VLT-38: every preset deploys as it is, holds back for the oracle, hears every slasher, and takes a deposit", async () => {
    for (const preset of await presetNames()) {
      const connection = await hre.network.create(STEADY_CHAIN);
      const { addresses } = await deployLadder(hre, connection, { preset });
      const { contracts, others } = await ladderAt(connection, addresses);
      const { vault, slashingGuard, oracleSlasher, bridgeSlasher, availabilitySlasher } = contracts;
      expect(await slashingGuard.services(), preset).to.deep.equal([oracleSlasher.target]);
      for (const slasher of [oracleSlasher, bridgeSlasher, availabilitySlasher]) {
        const [listener, ...rest] = await slasher.observers();
        expect([listener, rest], preset).to.deep.equal([addresses.slashListener, []]);
      }
      const [alice] = others;
      await vault.connect(alice!).syncAll();
      await vault.connect(alice!).deposit(alice!, 0n, FOREVER, { value: ETH });
      expect(await vault.balanceOf(alice!), preset).to.equal(ETH);
    }
  });

  it("VLT-36: on the mainnet preset, what is announced is held for as long as it can be executed, and the governor waits longer", async () => {
    const parameters = await readPreset("mainnet");
    const vault = parameters.Vault as Record<string, number>;
    const services = parameters.Services as Record<string, number>;
    const announced = services.vetoWindowSeconds! + services.executionWindowSeconds!;
    expect(vault.holdBudgetSeconds).to.be.at.least(announced);
    const blocks = BigInt((parameters.Restaking as Record<string, number>).minWithdrawalDelayBlocks!);
    expect(BigInt(vault.governorDelaySeconds!) > governorMustWaitSeconds(parameters, blocks)).to.equal(true);
  });
});
