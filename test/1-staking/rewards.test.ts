import { expect } from "chai";
import { deployBeacon, ETH, FAR_FUTURE } from "./beacon.ts";

describe("1-staking: rewards", () => {
  it("STA-10: a 32 ETH validator earns increments × 1e9 × 64 / isqrt(total) gwei an epoch", async () => {
    const { chain, activate, advance } = await deployBeacon();
    // isqrt(3.4e16) = 184,390,889; 64e9 / 184,390,889 = 347
    expect(await chain.baseRewardPerIncrementGwei()).to.equal(347n);
    const index = await activate(1);
    const before = await chain.validator(index);
    expect(before.balanceGwei).to.equal(32n * ETH);
    expect(before.activationEpoch).to.equal(await chain.currentEpoch());
    expect(before.exitEpoch).to.equal(FAR_FUTURE);
    await advance(1n);
    expect((await chain.validator(index)).balanceGwei).to.equal(32n * ETH + 32n * 347n);
    await advance(224n);
    expect((await chain.validator(index)).balanceGwei).to.equal(32n * ETH + 225n * 32n * 347n);
  });
});
