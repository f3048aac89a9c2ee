import { expect } from "chai";
import { network } from "hardhat";
import { firstSafeBlock, makeSlashingSafe, SlashingUnsafe } from "../../../deploy/lib/slash-safety.ts";

describe("slashing on a young chain", () => {
  it("RST-62: mines a development chain until the next block is safe to slash in, and no further", async () => {
    const { ethers } = await network.create();
    const chain = ethers.provider;
    expect(await makeSlashingSafe(chain, 100_800n)).to.equal(100_800n);
    expect(await chain.getBlockNumber()).to.equal(100_800);
    expect(await makeSlashingSafe(chain, 100_800n)).to.equal(0n);
    expect(await chain.getBlockNumber()).to.equal(100_800);
  });

  it("RST-62: sends nothing to any other chain and says the block to wait for", async () => {
    const asked: string[] = [];
    const chain = {
      send: async (method: string) => {
        asked.push(method);
        if (method === "eth_blockNumber") return "0x64";
        throw new Error(`the method ${method} does not exist`);
      },
    };
    const refusal = await makeSlashingSafe(chain, 100_800n).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(SlashingUnsafe);
    expect((refusal as SlashingUnsafe).safeFromBlock).to.equal(100_801n);
    expect((refusal as SlashingUnsafe).message)
      .to.contain("at block 100;")
      .and.contain("before block 100801");
    expect(asked).to.deep.equal(["eth_blockNumber", "hardhat_metadata"]);
  });

  it("RST-62: leaves an old chain alone, whatever it is", async () => {
    const chain = {
      send: async (method: string) => {
        expect(method).to.equal("eth_blockNumber");
        return `0x${firstSafeBlock(100n).toString(16)}`;
      },
    };
    expect(await makeSlashingSafe(chain, 100n)).to.equal(0n);
  });
});
