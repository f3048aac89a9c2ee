import { expect } from "chai";
import { servicesModule } from "../../deploy/modules/4-avs.ts";
import restaking from "../../deploy/modules/3-restaking.ts";
import { deployCore, ethers, ignition, networkHelpers, PARAMETERS, SET_ID, signer, WAD } from "./core.ts";

const TERMS = {
  minimumStake: 1n,
  maximumOperators: 16n,
  lookaheadBlocks: 10n,
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
  oracleMaximumAgeSeconds: 3_600n,
  availabilityQuorumBips: 6_667n,
  availabilitySlashWad: WAD / 5n,
  availabilityResponseSeconds: 300n,
  availabilityBondWei: WAD / 100n,
  availabilityExitSeconds: 3_600n,
};

async function deployServices() {
  const { strategies } = await deployCore();
  const module = servicesModule((m) => {
    const { allocationManager, rewardsCoordinator } = m.useModule(restaking);
    return { allocationManager, rewardsCoordinator, strategies: strategies.map(({ target }) => target as string) };
  });
  return ignition.deploy(module, { parameters: { ...PARAMETERS, Services: TERMS } });
}

describe("The services' deployment", () => {
  it("AVS-09: every service has its set, its own slasher with its own limit, and a funder of rewards [uninstrumented]", async () => {
    const services = await networkHelpers.loadFixture(deployServices);
    const admin = await signer(0);
    const pairs = [
      [services.bridge, services.bridgeSlasher],
      [services.oracle, services.oracleSlasher],
      [services.availability, services.availabilitySlasher],
    ] as const;
    for (const [deployed, itsSlasher] of pairs) {
      const avs = await deployed.getAddress();
      const service = await ethers.getContractAt("ServiceManager", avs);
      const slasher = await ethers.getContractAt("SlasherBase", await itsSlasher.getAddress());
      const core = await ethers.getContractAt("IAllocationManager", await service.allocationManager());
      expect(await core.getSlasher({ avs, id: SET_ID })).to.equal(slasher.target);
      expect(await core.getAVSRegistrar(avs)).to.equal(avs);
      expect(await slasher.avs()).to.equal(avs);
      expect(await slasher.prover()).to.equal(avs);
      expect(await slasher.owner()).to.equal(admin.address);
      expect(await slasher.slashableNowWad(admin, SET_ID)).to.equal(TERMS.limitWad);
      expect((await service.rulesOf(SET_ID)).maximumOperators).to.equal(TERMS.maximumOperators);
      expect(await service.hasRole(await service.REWARDS_ROLE(), admin)).to.equal(true);
      expect((await ethers.provider.getCode(avs)).length / 2 - 1).to.be.at.most(24_576);
    }
  });
});
