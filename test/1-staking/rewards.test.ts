import { expect } from "chai";
import { deployBeacon, FAR_FUTURE } from "./beacon.ts";
import { ETH_IN_GWEI } from "../../scripts/lib/units.ts";

describe("1-staking: rewards and effective balances", () => {
  it("STA-10: a 32 ETH validator earns increments × 1e9 × 64 / isqrt(total) gwei an epoch", async () => {
    const { chain, activate, advance } = await deployBeacon();
    // isqrt(3.4e16) = 184,390,889; 64e9 / 184,390,889 = 347
    expect(await chain.baseRewardPerIncrementGwei()).to.equal(347n);
    const index = await activate(1);
    const before = await chain.validator(index);
    expect(before.balanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect(before.activationEpoch).to.equal((await chain.currentEpoch()) - 1n);
    expect(before.exitEpoch).to.equal(FAR_FUTURE);
    await advance(1n);
    expect((await chain.validator(index)).balanceGwei).to.equal(32n * ETH_IN_GWEI + 32n * 347n);
    await advance(224n);
    expect((await chain.validator(index)).balanceGwei).to.equal(32n * ETH_IN_GWEI + 225n * 32n * 347n);
  });

  it("STA-11: 0x01 stays at 32 ETH, 0x02 compounds once it is 1.25 ETH above its effective balance", async () => {
    const { chain, activate, advance } = await deployBeacon(1_000_000n * ETH_IN_GWEI);
    const reward = await chain.baseRewardPerIncrementGwei(); // isqrt(1e15) = 31,622,776; 64e9 / that = 2,023
    expect(reward).to.equal(2_023n);
    const plain = await activate(1, { type: 1 });
    const compounding = await activate(2, { type: 2 });
    const start = (await chain.currentEpoch()) - 12n;
    expect((await chain.validator(plain)).activationEpoch).to.equal(start);
    // 1.25e9 / (32 × 2,023) = 19,309.1: the balance passes 33.25 ETH with the 19,310th epoch
    await advance(19_309n);
    const justBelow = await chain.validator(compounding);
    expect(justBelow.effectiveBalanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect(justBelow.balanceGwei).to.equal(32n * ETH_IN_GWEI + 19_309n * 32n * reward);
    await advance(1n);
    expect((await chain.validator(compounding)).effectiveBalanceGwei).to.equal(33n * ETH_IN_GWEI);
    await advance(1n);
    expect((await chain.validator(compounding)).balanceGwei).to.equal(
      32n * ETH_IN_GWEI + (19_310n * 32n + 33n) * reward,
    );
    expect((await chain.validator(plain)).effectiveBalanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect((await chain.validator(plain)).balanceGwei).to.equal(32n * ETH_IN_GWEI + (19_311n + 11n) * 32n * reward);
  });

  it("STA-12: the effective balance follows when an epoch ends more than a quarter ETH below it", async () => {
    const { chain, activate, advance, authority } = await deployBeacon();
    const index = await activate(1);
    const reward = 32n * 347n; // comes before the comparison
    await chain.connect(authority).reportPenalty(index, ETH_IN_GWEI / 4n + reward);
    await advance(1n);
    const kept = await chain.validator(index);
    expect([kept.balanceGwei, kept.effectiveBalanceGwei]).to.deep.equal([
      32n * ETH_IN_GWEI - ETH_IN_GWEI / 4n,
      32n * ETH_IN_GWEI,
    ]);
    await chain.connect(authority).reportPenalty(index, reward + 1n);
    expect((await chain.validator(index)).effectiveBalanceGwei).to.equal(32n * ETH_IN_GWEI);
    await advance(1n);
    const lowered = await chain.validator(index);
    expect([lowered.balanceGwei, lowered.effectiveBalanceGwei]).to.deep.equal([
      32n * ETH_IN_GWEI - ETH_IN_GWEI / 4n - 1n,
      31n * ETH_IN_GWEI,
    ]);
  });

  it("STA-13: rewards come from the reserve, and stop with a clear error when it is dry", async () => {
    const { chain, activate, advance, alice } = await deployBeacon(undefined, 0n);
    const index = await activate(1);
    await advance(100n);
    const owedWei = 100n * 32n * 347n * 10n ** 9n;
    expect((await chain.validator(index)).balanceGwei).to.equal(32n * ETH_IN_GWEI + owedWei / 10n ** 9n);
    await expect(chain.settle(index)).to.be.revertedWithCustomError(chain, "IssuanceExhausted").withArgs(owedWei, 0n);
    await expect(chain.sweep(index)).to.be.revertedWithCustomError(chain, "IssuanceExhausted");
    await expect(chain.connect(alice).fundIssuance({ value: owedWei + 7n }))
      .to.emit(chain, "IssuanceFunded")
      .withArgs(alice.address, owedWei + 7n);
    await chain.settle(index);
    expect(await chain.issuanceReserveWei()).to.equal(7n);
  });

  it("STA-14: a state that a root names never changes, whatever happens in the same block or later", async () => {
    const { chain, provider, activate, advance, authority } = await deployBeacon();
    const index = await activate(1);
    await advance(50n);
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const gas = { gasLimit: 1_000_000n };
    await chain.connect(authority).reportPenalty(index, 5n, gas);
    const probe = { blockTag: "pending" } as const;
    const root = await chain.blockRoot(probe);
    await chain.connect(authority).reportPenalty(index, ETH_IN_GWEI, gas);
    await chain.sweep(index, gas);
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    const named = 32n * ETH_IN_GWEI + 50n * 32n * 347n - 5n;
    expect((await chain.validatorAt(index, root)).balanceGwei).to.equal(named);
    await chain.connect(authority).reportSlashing(index);
    await advance(9_000n);
    const then = await chain.validatorAt(index, root);
    expect(then.balanceGwei).to.equal(named);
    expect(then.slashed).to.equal(false);
    expect(then.exitEpoch).to.equal(FAR_FUTURE);
  });

  it("STA-15: a time names the state before its block, 8,191 slots back and not into the future", async () => {
    const { chain, networkHelpers, activate, authority } = await deployBeacon();
    const index = await activate(1);
    await chain.connect(authority).reportPenalty(index, 1_000n);
    const time = BigInt(await networkHelpers.time.latest());
    const at = async (timestamp: bigint) =>
      (await chain.validatorAt(index, await chain.parentBlockRoot(timestamp))).balanceGwei;
    expect(await at(time)).to.equal(32n * ETH_IN_GWEI);
    await networkHelpers.time.increase(1);
    expect(await at(time + 1n)).to.equal(32n * ETH_IN_GWEI - 1_000n);

    const now = BigInt(await networkHelpers.time.latest());
    const oldest = now - 8_191n * 12n + 1n;
    await chain.parentBlockRoot(oldest);
    for (const bad of [oldest - 1n, now + 1n, 0n]) {
      await expect(chain.parentBlockRoot(bad))
        .to.be.revertedWithCustomError(chain, "TimestampOutOfRange")
        .withArgs(bad);
    }
  });

  it("STA-15: a state from before its first deposit shows no validator", async () => {
    const { chain, deposit } = await deployBeacon();
    const root = await chain.blockRoot();
    const index = await deposit(1);
    const unborn = await chain.validatorAt(index, root);
    expect(unborn.pubkeyHash).to.equal(`0x${"00".repeat(32)}`);
    expect([unborn.activationEpoch, unborn.exitEpoch, unborn.withdrawableEpoch]).to.deep.equal(
      Array<bigint>(3).fill(FAR_FUTURE),
    );
    expect(await chain.validatorCount()).to.equal(1n);
  });
});
