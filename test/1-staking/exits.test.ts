import { expect } from "chai";
import { pubkeyHashOf, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { deployBeacon, FAR_FUTURE } from "./beacon.ts";
import { ETH_IN_GWEI } from "../../scripts/lib/units.ts";

const WHY = {
  UnknownValidator: 0n,
  NotItsCredentials: 1n,
  NotActive: 2n,
  AlreadyExiting: 3n,
  TooYoung: 4n,
  PartialsPending: 5n,
  NotCompounding: 6n,
  NothingAboveMinimum: 7n,
} as const;

async function withRequests() {
  const beacon = await deployBeacon();
  const { chain, alice } = beacon;
  const request = async (number: number, amountGwei = 0n, from = alice) =>
    chain
      .connect(from)
      .requestWithdrawal(pubkeyOf("test", number), amountGwei, { value: await chain.withdrawalRequestFee() });
  const expectIgnored = async (number: number, reason: bigint, amountGwei = 0n, from = alice) =>
    expect(request(number, amountGwei, from))
      .to.emit(chain, "WithdrawalRequestIgnored")
      .withArgs(from.address, pubkeyHashOf(pubkeyOf("test", number)), reason);
  return { ...beacon, request, expectIgnored };
}

describe("1-staking: exits", () => {
  it("STA-20: what consensus would ignore is ignored with its reason, in consensus' order", async () => {
    const { chain, deposit, advance, expectIgnored, request, bob } = await withRequests();
    await expectIgnored(1, WHY.UnknownValidator);
    await deposit(1);
    const compounding = await deposit(2, { type: 2, ether: 40n });
    await advance(9n);
    await expectIgnored(1, WHY.NotItsCredentials, 0n, bob);
    await expectIgnored(1, WHY.NotActive);
    await advance(1n + 255n);
    await expectIgnored(1, WHY.TooYoung);
    await advance(1n);
    await expectIgnored(1, WHY.NotCompounding, ETH_IN_GWEI);
    await request(2, 3n * ETH_IN_GWEI);
    await expectIgnored(2, WHY.PartialsPending);
    await request(2, 100n * ETH_IN_GWEI);
    await expectIgnored(2, WHY.NothingAboveMinimum, 1n);
    const { exitEpoch } = await chain.validator(compounding);
    expect(exitEpoch).to.equal(FAR_FUTURE);
    await request(1);
    await expectIgnored(1, WHY.AlreadyExiting);
  });

  it("STA-21: an exit is out after 5 epochs and withdrawable 256 later, 256 ETH an epoch", async () => {
    const { chain, deposit, advance, request } = await withRequests();
    for (let number = 1; number <= 9; ++number) await deposit(number);
    await advance(11n + 256n);
    const n = await chain.currentEpoch();
    for (let number = 1; number <= 9; ++number) await request(number);
    for (let index = 0n; index < 8n; ++index) {
      const validator = await chain.validator(index);
      expect(validator.exitEpoch).to.equal(n + 5n);
      expect(validator.withdrawableEpoch).to.equal(n + 5n + 256n);
    }
    expect((await chain.validator(8n)).exitEpoch).to.equal(n + 6n);
    expect(await chain.exitEpochFor(224n * ETH_IN_GWEI)).to.equal(n + 6n);
    expect(await chain.exitEpochFor(225n * ETH_IN_GWEI)).to.equal(n + 7n);
  });

  it("STA-22, STA-62: an exiting validator does its duties until its exit epoch, and is paid an epoch later", async () => {
    const { chain, activate, advance, request } = await withRequests();
    const index = await activate(1);
    const { activationEpoch } = await chain.validator(index);
    await advance(256n);
    await request(1);
    await advance(5n);
    const { exitEpoch, balanceGwei } = await chain.validator(index);
    expect(await chain.currentEpoch()).to.equal(exitEpoch);
    await chain.settle(index);
    expect(balanceGwei).to.equal(32n * ETH_IN_GWEI + (exitEpoch - activationEpoch - 1n) * 32n * 347n);
    await advance(1n);
    const out = (await chain.validator(index)).balanceGwei;
    expect(out).to.equal(32n * ETH_IN_GWEI + (exitEpoch - activationEpoch) * 32n * 347n);
    await advance(300n);
    expect((await chain.validator(index)).balanceGwei).to.equal(out);
  });

  it("STA-23: the fee starts at 1 wei, grows with requests beyond 2 a block, and falls in quiet ones", async () => {
    const { chain, provider, networkHelpers, request } = await withRequests();
    expect(await chain.withdrawalRequestFee()).to.equal(1n);
    await expect(chain.requestWithdrawal(pubkeyOf("test", 1), 0n, { value: 0n }))
      .to.be.revertedWithCustomError(chain, "RequestFeeTooLow")
      .withArgs(0n, 1n);
    await expect(chain.requestWithdrawal("0x00", 0n, { value: 1n }))
      .to.be.revertedWithCustomError(chain, "InvalidPubkeyLength")
      .withArgs(1n);
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const gas = { value: 1n, gasLimit: 200_000n };
    for (let i = 0; i < 62; ++i) await chain.requestWithdrawal(pubkeyOf("test", 1), 0n, gas);
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
    // excess 60 at the next block: e^(60/17) = 34.1, of which the series, each term rounded down, makes 33
    await networkHelpers.mine();
    expect(await chain.withdrawalRequestFee()).to.equal(33n);
    await networkHelpers.mine(13);
    expect(await chain.withdrawalRequestFee()).to.equal(7n); // e^(34/17) = 7.39
    await networkHelpers.mine(17);
    expect(await chain.withdrawalRequestFee()).to.equal(1n);
    const reserve = await chain.issuanceReserveWei();
    await request(1);
    expect(await chain.issuanceReserveWei()).to.equal(reserve + 1n);
  });

  it("STA-65: consensus takes sixteen requests a block; those beyond queue as of a later slot", async () => {
    const { provider, networkHelpers, activate, advance, epochStart, ...rest } = await withRequests();
    const chain = rest.chain.connect(rest.alice);
    const index = await activate(1, { type: 2, ether: 100n });
    await advance(256n);
    const n = await chain.currentEpoch();
    const ask = async (count: number, timestamp: bigint) => {
      await provider.request({ method: "evm_setAutomine", params: [false] });
      for (let i = 0; i < count; ++i) {
        await chain.requestWithdrawal(pubkeyOf("test", 1), ETH_IN_GWEI, { value: 1_000n, gasLimit: 300_000n });
      }
      await networkHelpers.time.setNextBlockTimestamp(timestamp);
      await networkHelpers.mine();
      await provider.request({ method: "evm_setAutomine", params: [true] });
    };
    const exits = async () =>
      (await chain.queryFilter(chain.filters.PartialWithdrawalQueued(index))).map(
        ({ args }) => args.withdrawableEpoch - 256n - 5n,
      );
    // in an epoch's last slot: the seventeenth is taken in the next epoch
    await ask(20, epochStart(n + 1n) - 1n);
    expect(await exits()).to.deep.equal([...Array<bigint>(16).fill(n), ...Array<bigint>(4).fill(n + 1n)]);
    // four wait still in the next block, whose thirteenth comes to the block after it
    await ask(14, epochStart(n + 2n) - 1n);
    expect((await exits()).slice(20)).to.deep.equal([...Array<bigint>(12).fill(n + 1n), n + 2n, n + 2n]);
  });

  it("STA-24: a partial withdrawal takes what is above 32 ETH, after the exit queue and 256 epochs", async () => {
    const { chain, activate, advance, request, alice, ethers } = await withRequests();
    const index = await activate(1, { type: 2, ether: 100n });
    await advance(256n);
    const n = await chain.currentEpoch();
    await expect(request(1, 60n * ETH_IN_GWEI))
      .to.emit(chain, "PartialWithdrawalQueued")
      .withArgs(index, 60n * ETH_IN_GWEI, n + 5n + 256n);
    const above = (await chain.validator(index)).balanceGwei - 92n * ETH_IN_GWEI;
    await expect(request(1, 60n * ETH_IN_GWEI))
      .to.emit(chain, "PartialWithdrawalQueued")
      .withArgs(index, above, n + 5n + 256n);
    await advance(260n);
    expect(await chain.sweep.staticCall(index)).to.equal(0n);
    await advance(1n);
    const paid = (60n * ETH_IN_GWEI + above) * 10n ** 9n;
    await expect(chain.sweep(index)).to.changeEtherBalance(ethers, alice, paid);
    expect(await chain.sweep.staticCall(index)).to.equal(0n);
  });

  it("STA-25: a sweep pays at most eight matured partial withdrawals", async () => {
    const { chain, activate, advance, request } = await withRequests();
    const index = await activate(1, { type: 2, ether: 100n });
    await advance(256n);
    for (let i = 0; i < 9; ++i) await request(1, ETH_IN_GWEI);
    await advance(261n);
    expect(await chain.sweep.staticCall(index)).to.equal(8n * ETH_IN_GWEI);
    await chain.sweep(index);
    expect(await chain.sweep.staticCall(index)).to.equal(ETH_IN_GWEI);
  });

  it("STA-26: a partial withdrawal is dropped when the excess is gone or the validator exits", async () => {
    const { chain, activate, advance, request, authority } = await withRequests();
    const index = await activate(1, { type: 2, ether: 34n });
    await advance(256n);
    await request(1, ETH_IN_GWEI);
    await chain.connect(authority).reportPenalty(index, 3n * ETH_IN_GWEI);
    await advance(261n);
    await chain.sweep(index);
    expect((await chain.validator(index)).balanceGwei).to.be.greaterThan(31n * ETH_IN_GWEI);
    await request(1);
    expect((await chain.validator(index)).exitEpoch).to.not.equal(FAR_FUTURE);

    const other = await activate(2, { type: 2, ether: 64n });
    await advance(256n);
    await request(2, ETH_IN_GWEI);
    await chain.connect(authority).reportSlashing(other);
    await advance(261n);
    expect(await chain.sweep.staticCall(other)).to.equal(0n);
  });

  it("STA-27: anybody ejects an active validator at 16 ETH of effective balance, nobody one above", async () => {
    const { chain, activate, advance, authority, bob } = await withRequests();
    const index = await activate(1);
    await expect(chain.eject(index)).to.be.revertedWithCustomError(chain, "NotEjectable").withArgs(index);
    await chain.connect(authority).reportPenalty(index, 15n * ETH_IN_GWEI);
    await advance(1n);
    await expect(chain.eject(index)).to.be.revertedWithCustomError(chain, "NotEjectable");
    await chain.connect(authority).reportPenalty(index, ETH_IN_GWEI);
    await advance(1n);
    const n = await chain.currentEpoch();
    await expect(chain.connect(bob).eject(index))
      .to.emit(chain, "ExitInitiated")
      .withArgs(index, n + 5n, n + 261n);
    await expect(chain.eject(index)).to.be.revertedWithCustomError(chain, "NotEjectable");
  });
});
