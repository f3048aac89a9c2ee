import { expect } from "chai";
import { credentialsFor, pubkeyHashOf, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { ETH_IN_GWEI } from "../../scripts/lib/units.ts";
import { deployBeacon, FAR_FUTURE, FORK, MAINNET_ACTIVE_GWEI } from "./beacon.ts";

const WHY = {
  QueueFull: 0n,
  ChurnTooSmall: 1n,
  UnknownValidator: 2n,
  NotItsCredentials: 3n,
  AlreadyCompounding: 4n,
  TargetNotCompounding: 5n,
  NotActive: 6n,
  AlreadyExiting: 7n,
  TooYoung: 8n,
  PartialsPending: 9n,
} as const;

const hashOf = (number: number) => pubkeyHashOf(pubkeyOf("test", number));

async function withConsolidations(...args: Parameters<typeof deployBeacon>) {
  const beacon = await deployBeacon(...args);
  const { chain, alice } = beacon;
  const consolidate = async (source: number, target: number, from = alice, overrides: { gasLimit?: bigint } = {}) =>
    chain.connect(from).requestConsolidation(pubkeyOf("test", source), pubkeyOf("test", target), {
      value: await chain.consolidationRequestFee(),
      ...overrides,
    });
  const expectIgnored = async (source: number, target: number, reason: bigint, from = alice) =>
    expect(consolidate(source, target, from))
      .to.emit(chain, "ConsolidationRequestIgnored")
      .withArgs(from.address, hashOf(source), hashOf(target), reason);
  const withdraw = async (number: number, amountGwei = 0n) =>
    chain.connect(alice).requestWithdrawal(pubkeyOf("test", number), amountGwei, { value: 1n });
  return { ...beacon, consolidate, expectIgnored, withdraw };
}

describe("1-staking: consolidations", () => {
  it("STA-69: what consensus would ignore is ignored with its reason, in consensus' order", async () => {
    const { chain, deposit, advance, consolidate, expectIgnored, withdraw, bob } = await withConsolidations();
    await deposit(1);
    await deposit(2, { type: 2, ether: 40n });
    await deposit(3);
    await deposit(4, { type: 2 });
    await advance(9n);
    await expectIgnored(9, 2, WHY.UnknownValidator);
    await expectIgnored(1, 9, WHY.UnknownValidator);
    await expectIgnored(1, 3, WHY.NotItsCredentials, bob);
    await expectIgnored(1, 3, WHY.TargetNotCompounding);
    await expectIgnored(1, 2, WHY.NotActive);
    await expectIgnored(1, 1, WHY.NotItsCredentials, bob);
    await expectIgnored(2, 2, WHY.AlreadyCompounding);
    await expectIgnored(1, 1, WHY.NotActive);
    await advance(1n + 255n);
    await expectIgnored(1, 2, WHY.TooYoung);
    await advance(1n);
    await withdraw(2, ETH_IN_GWEI);
    await expectIgnored(2, 4, WHY.PartialsPending);
    await withdraw(1);
    await expectIgnored(1, 1, WHY.AlreadyExiting);
    await expectIgnored(1, 2, WHY.AlreadyExiting);
    await withdraw(4);
    await expectIgnored(3, 4, WHY.AlreadyExiting);
    await expect(consolidate(3, 2)).to.emit(chain, "ConsolidationQueued");
    await expectIgnored(3, 2, WHY.AlreadyExiting);
  });

  it("STA-69: a small network has no churn for consolidations: those of exits and Gloas' own come first", async () => {
    const { chain, deposit, expectIgnored } = await withConsolidations(4_000_000n * ETH_IN_GWEI);
    expect(await chain.consolidationChurnLimitGwei()).to.equal(0n);
    await deposit(1);
    await deposit(2, { type: 2 });
    await expectIgnored(1, 2, WHY.ChurnTooSmall);
    const { chain: electra } = await withConsolidations();
    expect(await electra.consolidationChurnLimitGwei()).to.equal((518n - 256n) * ETH_IN_GWEI);
    const { chain: gloas } = await withConsolidations(MAINNET_ACTIVE_GWEI, 1_000n, FORK.gloas);
    expect(await gloas.consolidationChurnLimitGwei()).to.equal(518n * ETH_IN_GWEI);
  });

  it("STA-69: a request costs the fee of its own queue, which rises with what a block has beyond one", async () => {
    const { chain, alice, provider, consolidate, networkHelpers } = await withConsolidations();
    expect(await chain.consolidationRequestFee()).to.equal(1n);
    await provider.request({ method: "evm_setAutomine", params: [false] });
    for (let count = 0; count < 40; ++count) await consolidate(1, 2, alice, { gasLimit: 300_000n });
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    // excess 39 at the next block: ⌊e^(39/17)⌋
    await networkHelpers.mine();
    expect(await chain.consolidationRequestFee()).to.equal(9n);
    expect(await chain.withdrawalRequestFee()).to.equal(1n);
    const keys = [pubkeyOf("test", 1), pubkeyOf("test", 2)] as const;
    await expect(chain.connect(alice).requestConsolidation(...keys, { value: 8n }))
      .to.be.revertedWithCustomError(chain, "RequestFeeTooLow")
      .withArgs(8n, 9n);
    for (const bad of [[keys[0].slice(0, -2), keys[1]] as const, [keys[0], `${keys[1]}00`] as const])
      await expect(chain.requestConsolidation(...bad, { value: 9n })).to.be.revertedWithCustomError(
        chain,
        "InvalidPubkeyLength",
      );
    await networkHelpers.mine(39);
    expect(await chain.consolidationRequestFee()).to.equal(1n);
  });

  it("STA-70: a validator switches to compounding; what it has above 32 ETH is deposited again, and its past stays", async () => {
    const { chain, alice, activate, advance, consolidate, deposit } = await withConsolidations();
    const index = await activate(1);
    await advance(100n);
    const before = await chain.validator(index);
    const root = await chain.blockRoot();
    const count = await chain.get_deposit_count();
    const excessGwei = before.balanceGwei - 32n * ETH_IN_GWEI;
    expect(excessGwei).to.be.greaterThan(0n);
    await expect(consolidate(1, 1)).to.emit(chain, "SwitchedToCompounding").withArgs(index, excessGwei);
    const after = await chain.validator(index);
    expect(after.withdrawalCredentials).to.equal(credentialsFor(2, alice.address));
    expect(after.balanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect(after.pendingDepositsGwei).to.equal(excessGwei);
    expect(after.exitEpoch).to.equal(FAR_FUTURE);
    expect(await chain.get_deposit_count()).to.equal(count);
    expect([...(await chain.validatorAt(index, root))]).to.deep.equal([...before]);
    await advance(1n);
    const next = await chain.validator(index);
    expect(next.balanceGwei).to.equal(before.balanceGwei + 32n * 347n);
    expect(next.pendingDepositsGwei).to.equal(0n);
    await deposit(1, { ether: 10n });
    await advance(4n);
    expect((await chain.validator(index)).effectiveBalanceGwei).to.equal(42n * ETH_IN_GWEI);
    await chain.sweep(index);
    expect((await chain.validator(index)).balanceGwei).to.be.greaterThan(42n * ETH_IN_GWEI);
  });

  it("STA-71: a source's effective balance is the target's when the source may withdraw; the rest is swept", async () => {
    const { chain, alice, activate, advance, consolidate, ethers } = await withConsolidations();
    const source = await activate(1);
    const target = await activate(2, { type: 2, ether: 40n });
    await advance(256n);
    const now = await chain.currentEpoch();
    await expect(consolidate(1, 2))
      .to.emit(chain, "ConsolidationQueued")
      .withArgs(source, target, now + 261n);
    const leaving = await chain.validator(source);
    expect([leaving.exitEpoch, leaving.withdrawableEpoch]).to.deep.equal([now + 5n, now + 261n]);
    await advance(260n);
    const root = await chain.blockRoot();
    const [s, t] = [await chain.validator(source), await chain.validator(target)];
    await advance(1n);
    const [gone, grown] = [await chain.validator(source), await chain.validator(target)];
    expect(gone.balanceGwei).to.equal(s.balanceGwei - 32n * ETH_IN_GWEI);
    const reward = (t.effectiveBalanceGwei / ETH_IN_GWEI) * 347n;
    expect(grown.balanceGwei).to.equal(t.balanceGwei + reward + 32n * ETH_IN_GWEI);
    expect(grown.effectiveBalanceGwei).to.equal((grown.balanceGwei / ETH_IN_GWEI) * ETH_IN_GWEI);
    const before = await ethers.provider.getBalance(alice);
    await chain.sweep(source);
    expect((await ethers.provider.getBalance(alice)) - before).to.equal(gone.balanceGwei * 10n ** 9n);
    await chain.settle(target);
    expect((await chain.validator(target)).balanceGwei).to.equal(grown.balanceGwei);
    expect([...(await chain.validatorAt(target, root))]).to.deep.equal([...t]);
    expect([...(await chain.validatorAt(source, root))]).to.deep.equal([...s]);
  });

  it("STA-71: who is slashed before its turn keeps what it has, and brings nothing", async () => {
    const { chain, authority, activate, advance, consolidate } = await withConsolidations();
    const source = await activate(1);
    const target = await activate(2, { type: 2 });
    await advance(256n);
    await consolidate(1, 2);
    await advance(200n);
    await chain.connect(authority).reportSlashing(source);
    await advance(60n);
    const [s, t] = [await chain.validator(source), await chain.validator(target)];
    await advance(2n);
    const reward = (t.effectiveBalanceGwei / ETH_IN_GWEI) * 347n;
    expect((await chain.validator(target)).balanceGwei).to.equal(t.balanceGwei + 2n * reward);
    expect((await chain.validator(source)).balanceGwei).to.equal(s.balanceGwei - 2n * 6_940n);
    await advance(s.withdrawableEpoch - (await chain.currentEpoch()));
    const { balanceGwei } = await chain.validator(source);
    expect(balanceGwei).to.be.greaterThan(31n * ETH_IN_GWEI);
    expect(await chain.sweep.staticCall(source)).to.equal(balanceGwei);
  });

  it("STA-71: a target that goes on into another takes with it what came, in the order of the requests", async () => {
    const { chain, activate, advance, consolidate } = await withConsolidations();
    const indices: bigint[] = [];
    for (const number of [1, 2, 3, 4]) indices.push(await activate(number, { type: 2 }));
    await advance(256n);
    // 4 and 1 into 2 and 2 into 3, all in one epoch: 96 ETH of 262 that may move
    await consolidate(4, 2);
    await consolidate(1, 2);
    await consolidate(2, 3);
    const balances = async () => Promise.all(indices.map(async (index) => (await chain.validator(index)).balanceGwei));
    const sum = (of: readonly bigint[]) => of.reduce((all, one) => all + one, 0n);
    await advance(260n);
    const before = await balances();
    await advance(1n);
    const after = await balances();
    expect(sum(after) - sum(before)).to.equal(32n * 347n);
    // an effective balance is of before the transition: of what 2 has been brought only its own 32 ETH go on
    expect(after[1]).to.equal(before[1]! + 64n * ETH_IN_GWEI - 32n * ETH_IN_GWEI);
    expect(after[2]).to.equal(before[2]! + 32n * 347n + 32n * ETH_IN_GWEI);
    for (const index of [...indices].reverse()) await chain.settle(index);
    expect(await balances()).to.deep.equal(after);
  });
});
