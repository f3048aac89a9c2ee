import { expect } from "chai";
import { ethers, networkHelpers, SET_ID, signer } from "./core.ts";
import { deployServices, TERMS } from "./services.ts";

describe("The services' deployment", () => {
  it("AVS-09: every service has its set, its own slasher with its own limit, and a funder of rewards [uninstrumented]", async () => {
    const { services } = await networkHelpers.loadFixture(deployServices);
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
