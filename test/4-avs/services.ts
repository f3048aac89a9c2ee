import { servicesModule } from "../../deploy/modules/4-avs.ts";
import { deployCore, ethers, ignition } from "./core.ts";
import { WAD } from "../../scripts/lib/units.ts";

/** Parameters of the module `Services` in these tests. */
export const TERMS = {
  minimumStake: 1n,
  maximumOperators: 16n,
  lookaheadBlocks: 40n,
  observerGas: 500_000n,
  limitWad: WAD / 2n,
  limitWindowSeconds: 604_800n,
  vetoWindowSeconds: 300n,
  executionWindowSeconds: 240n,
  bridgeQuorumBips: 6_667n,
  bridgeSlashWad: WAD / 10n,
  bridgeTrustDelaySeconds: 600n,
  oracleReportSeconds: 120n,
  oracleQuorumBips: 6_667n,
  oracleDeviationBips: 200n,
  oracleSlashWad: WAD / 20n,
  oracleMaximumAgeSeconds: 300n,
  availabilityQuorumBips: 6_667n,
  availabilitySlashWad: WAD / 5n,
  availabilityResponseSeconds: 300n,
  availabilityBondWei: WAD / 100n,
  availabilityExitSeconds: 300n,
};

/** The three services on the real core, deployed by their module and secured by both test strategies. */
export async function deployServices() {
  const core = await deployCore();
  const at = ({ target }: { target: unknown }): string => target as string;
  const module = servicesModule((m) => ({
    allocationManager: m.contractAt("AllocationManager", at(core.allocationManager)),
    rewardsCoordinator: m.contractAt("RewardsCoordinator", at(core.rewardsCoordinator)),
    strategies: core.strategies.map(at),
  }));
  const services = await ignition.deploy(module, { parameters: { Services: TERMS } });
  return {
    core,
    services,
    bridge: await ethers.getContractAt("Bridge", at(services.bridge)),
    oracle: await ethers.getContractAt("PriceOracle", at(services.oracle)),
    oracleSlasher: await ethers.getContractAt("VetoableSlasher", at(services.oracleSlasher)),
    availability: await ethers.getContractAt("DataAvailability", at(services.availability)),
  };
}
