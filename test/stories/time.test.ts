import { expect } from "chai";
import hre from "hardhat";
import { advanceBlocks } from "../../scripts/lib/ladder/clock.ts";

const DAY = 86_400;

describe("Time on a node of one's own", () => {
  it("SCN-93: advance moves blocks and seconds together, a raw evm_increaseTime seconds and one block", async () => {
    const { provider, ethers } = await hre.network.create();
    const now = async () => {
      const block = (await ethers.provider.getBlock("latest"))!;
      return { block: block.number, seconds: block.timestamp };
    };
    const before = await now();
    await advanceBlocks(provider, BigInt(DAY / 12));
    const advanced = await now();
    expect(advanced).to.deep.equal({ block: before.block + DAY / 12, seconds: before.seconds + DAY });
    await provider.request({ method: "evm_increaseTime", params: [DAY] });
    await provider.request({ method: "evm_mine", params: [] });
    const raw = await now();
    expect(raw.block).to.equal(advanced.block + 1);
    expect(raw.seconds - advanced.seconds).to.be.within(DAY, DAY + 60);
  });
});
