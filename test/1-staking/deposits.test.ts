import { expect } from "chai";
import { credentialsFor, depositDataFor, pubkeyHashOf, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { deployBeacon, FAR_FUTURE, FORK } from "./beacon.ts";
import { ETH, ETH_IN_GWEI } from "../../scripts/lib/units.ts";

/** Made outside this project: one entry of a published deposit_data.json. */
const PUBLISHED = {
  pubkey: "0x8b29b853aef47eb3da93287a83b4625b418bf5a785bb506086e9f315478170cdb452fb63f32f8134835fc4ebea3313a7",
  credentials: "0x0100000000000000000000004473dcddbf77679a643bdb654dbd86d67f8d32f2",
  signature:
    "0xabcff77128a76dff62529f2a081f2143f77404c29087da1f4e12a8c6e8506dfb079085fdf72da8903e9c8c63ddf04129143090e92b6a17c993919e62047880cf54160f350271dff1b70e616e4210a5521836334d1139ece549ba513d503d0d90",
  root: "0x961113829f6537828c5f06e69df8b76cf2a6904de03c4d1a25939ab1da9b5a14",
};

async function withData() {
  const beacon = await deployBeacon();
  const data = depositDataFor(pubkeyOf("test", 1), credentialsFor(1, beacon.alice.address), 32n * ETH_IN_GWEI);
  return { ...beacon, data, args: [data.pubkey, data.credentials, data.signature, data.root] as const };
}

describe("1-staking: deposits", () => {
  it("STA-01: refuses what the deposit contract refuses", async () => {
    const { chain, data, args } = await withData();
    const [pubkey, credentials, signature, root] = args;
    const short = (hex: string) => hex.slice(0, -2);
    const value = 32n * ETH;
    await expect(chain.deposit(short(pubkey), credentials, signature, root, { value }))
      .to.be.revertedWithCustomError(chain, "InvalidPubkeyLength")
      .withArgs(47n);
    await expect(chain.deposit(pubkey, short(credentials), signature, root, { value }))
      .to.be.revertedWithCustomError(chain, "InvalidCredentialsLength")
      .withArgs(31n);
    await expect(chain.deposit(pubkey, credentials, short(signature), root, { value }))
      .to.be.revertedWithCustomError(chain, "InvalidSignatureLength")
      .withArgs(95n);
    await expect(chain.deposit(...args, { value: ETH - 10n ** 9n }))
      .to.be.revertedWithCustomError(chain, "DepositTooLow")
      .withArgs(ETH - 10n ** 9n);
    await expect(chain.deposit(...args, { value: value + 1n }))
      .to.be.revertedWithCustomError(chain, "DepositNotInGwei")
      .withArgs(value + 1n);
    await expect(chain.deposit(...args, { value: value + 10n ** 9n }))
      .to.be.revertedWithCustomError(chain, "WrongDepositDataRoot")
      .withArgs(depositDataFor(pubkey, credentials, data.amountGwei + 1n).root, root);
  });

  it("STA-01: refuses more gwei than eight bytes hold", async () => {
    const { chain, args, alice, networkHelpers } = await withData();
    await networkHelpers.setBalance(alice.address, 2n ** 96n);
    const value = 2n ** 64n * 10n ** 9n;
    await expect(chain.connect(alice).deposit(...args, { value }))
      .to.be.revertedWithCustomError(chain, "DepositTooHigh")
      .withArgs(value);
  });

  it("STA-02: emits the deposit contract's event, numbers little endian, and counts", async () => {
    const { chain, args, data } = await withData();
    const amount = "0x0040597307000000"; // 32e9 = 0x0000000773594000
    await expect(chain.deposit(...args, { value: 32n * ETH }))
      .to.emit(chain, "DepositEvent")
      .withArgs(data.pubkey, data.credentials, amount, data.signature, "0x0000000000000000");
    expect(await chain.get_deposit_count()).to.equal("0x0100000000000000");
  });

  it("STA-03: accepts deposit data as the staking deposit CLI wrote it (11.1.0, Hoodi)", async () => {
    const { chain } = await deployBeacon();
    const { pubkey, credentials, signature, root } = PUBLISHED;
    await expect(chain.deposit(pubkey, credentials, signature, root, { value: 32n * ETH })).to.emit(
      chain,
      "DepositQueued",
    );
  });

  it("STA-04: a deposit of epoch N is applied in N + 3 and active in N + 10, which is known from N + 6", async () => {
    const { chain, deposit, toEpoch } = await deployBeacon();
    const n = await chain.currentEpoch();
    const index = await deposit(1);
    const at = async (epoch: bigint) => {
      await toEpoch(epoch);
      return chain.validator(index);
    };
    const waiting = await at(n + 2n);
    expect(waiting.balanceGwei).to.equal(0n);
    expect(waiting.pendingDepositsGwei).to.equal(32n * ETH_IN_GWEI);
    const applied = await at(n + 3n);
    expect(applied.balanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect(applied.effectiveBalanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect(applied.pendingDepositsGwei).to.equal(0n);
    expect((await at(n + 5n)).activationEpoch).to.equal(FAR_FUTURE);
    expect((await at(n + 6n)).activationEpoch).to.equal(n + 10n);
    await toEpoch(n + 10n);
    await chain.settle(index); // written where it becomes active, it is carried on from there
    expect((await at(n + 11n)).balanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect((await at(n + 12n)).balanceGwei).to.equal(32n * ETH_IN_GWEI + 32n * 347n);
  });

  it("STA-05: the first deposit's credentials stick, and whoever looks sees them", async () => {
    const { chain, deposit, bob, carol } = await deployBeacon();
    const index = await deposit(1, { ether: 1n, recipient: bob.address });
    const hash = pubkeyHashOf(pubkeyOf("test", 1));
    expect(await chain.indexOf(hash)).to.deep.equal([true, index]);
    const theirs = credentialsFor(1, carol.address);
    const data = depositDataFor(pubkeyOf("test", 1), theirs, 32n * ETH_IN_GWEI);
    await expect(chain.deposit(data.pubkey, theirs, data.signature, data.root, { value: 32n * ETH }))
      .to.emit(chain, "CredentialsIgnored")
      .withArgs(index, theirs);
    const validator = await chain.validator(index);
    expect(validator.withdrawalCredentials).to.equal(credentialsFor(1, bob.address));
    expect(validator.pendingDepositsGwei).to.equal(33n * ETH_IN_GWEI);
    expect(await chain.indexOf(pubkeyHashOf(pubkeyOf("test", 2)))).to.deep.equal([false, 0n]);
  });

  it("STA-06: 256 ETH an epoch pass the deposit queue, and a large one waits for all of its churn", async () => {
    const { chain, deposit } = await deployBeacon();
    const n = await chain.currentEpoch();
    expect(await chain.depositChurnLimitGwei()).to.equal(256n * ETH_IN_GWEI);
    expect(await chain.depositEpochFor(256n * ETH_IN_GWEI)).to.equal(n + 3n);
    expect(await chain.depositEpochFor(257n * ETH_IN_GWEI)).to.equal(n + 4n);
    expect(await chain.depositEpochFor(512n * ETH_IN_GWEI)).to.equal(n + 4n);
    await deposit(1, { ether: 200n, type: 2 });
    expect(await chain.depositEpochFor(56n * ETH_IN_GWEI)).to.equal(n + 3n);
    expect(await chain.depositEpochFor(57n * ETH_IN_GWEI)).to.equal(n + 4n);
    // 2,048 − 56 = 1,992 = 7 × 256 + 200: eight more epochs
    expect(await chain.depositEpochFor(2_048n * ETH_IN_GWEI)).to.equal(n + 11n);
  });

  it("STA-07: the churn limit is total / 65,536 in whole ETH, within 128 and 256 ETH", async () => {
    for (const [total, churn] of [
      [1_000_000n, 128n],
      [10_000_000n, 152n], // 152.58
      [16_777_216n, 256n],
      [34_000_000n, 256n],
    ] as const) {
      const { chain } = await deployBeacon(total * ETH_IN_GWEI, 0n);
      expect(await chain.depositChurnLimitGwei()).to.equal(churn * ETH_IN_GWEI);
      expect(await chain.exitChurnLimitGwei()).to.equal(churn * ETH_IN_GWEI);
    }
  });

  it("STA-67: a fork's churn limits are its own: Gloas doubles that of exits, without an upper end", async () => {
    for (const [total, deposits, exits] of [
      [1_000_000n, 128n, 128n],
      [6_000_000n, 183n, 183n], // 183.1
      [34_000_000n, 256n, 1_037n], // 1,037.6
    ] as const) {
      const { chain } = await deployBeacon(total * ETH_IN_GWEI, 0n, FORK.gloas);
      expect(await chain.fork()).to.equal(FORK.gloas);
      expect(await chain.depositChurnLimitGwei()).to.equal(deposits * ETH_IN_GWEI);
      expect(await chain.exitChurnLimitGwei()).to.equal(exits * ETH_IN_GWEI);
    }
  });

  it("STA-61: a top-up of a validator that leaves takes no churn and waits until that may withdraw", async () => {
    const { chain, activate, deposit, advance, toEpoch, alice } = await deployBeacon();
    const leaving = await activate(1);
    await advance(256n);
    await chain.connect(alice).requestWithdrawal(pubkeyOf("test", 1), 0n, { value: 1n });
    const { withdrawableEpoch } = await chain.validator(leaving);
    const n = await chain.currentEpoch();
    await deposit(1, { ether: 2_000n });
    expect(await chain.depositEpochFor(256n * ETH_IN_GWEI), "nobody waits behind it").to.equal(n + 3n);
    await toEpoch(withdrawableEpoch);
    expect((await chain.validator(leaving)).pendingDepositsGwei).to.equal(2_000n * ETH_IN_GWEI);
    await chain.sweep(leaving);
    await advance(1n);
    const late = await chain.validator(leaving);
    expect([late.balanceGwei, late.pendingDepositsGwei]).to.deep.equal([2_000n * ETH_IN_GWEI, 0n]);

    // of one that may withdraw already: in its turn, and without churn
    const later = await chain.currentEpoch();
    await deposit(1, { ether: 3_000n });
    expect(await chain.depositEpochFor(256n * ETH_IN_GWEI)).to.equal(later + 3n);
    await advance(3n);
    expect((await chain.validator(leaving)).balanceGwei).to.equal(5_000n * ETH_IN_GWEI);
    await expect(chain.sweep(leaving))
      .to.emit(chain, "Swept")
      .withArgs(leaving, alice.address, 5_000n * ETH_IN_GWEI);
  });

  it("STA-61: a top-up that is under way when its validator begins to leave waits too", async () => {
    const { chain, activate, deposit, advance, toEpoch, authority } = await deployBeacon();
    const index = await activate(1);
    const n = await chain.currentEpoch();
    await deposit(1, { ether: 5n });
    await advance(2n);
    await chain.connect(authority).reportSlashing(index);
    await toEpoch(n + 4n);
    expect((await chain.validator(index)).pendingDepositsGwei).to.equal(5n * ETH_IN_GWEI);
    await toEpoch(n + 2n + 8_192n);
    expect((await chain.validator(index)).pendingDepositsGwei).to.equal(5n * ETH_IN_GWEI);
    await advance(1n);
    expect((await chain.validator(index)).pendingDepositsGwei).to.equal(0n);
  });

  it("STA-63: a deposit in an epoch's first slot is applied an epoch earlier than one in its second", async () => {
    const { chain, networkHelpers, deposit, advance, epochStart } = await deployBeacon();
    const n = (await chain.currentEpoch()) + 1n;
    for (const [number, second, applied] of [
      [1, 0n, 2n],
      [2, 11n, 2n],
      [3, 12n, 3n],
      [4, 383n, 3n],
    ] as const) {
      await networkHelpers.time.setNextBlockTimestamp(epochStart(n) + second);
      const index = await deposit(number);
      const { pendingDepositsGwei } = await chain.validator(index);
      expect(pendingDepositsGwei).to.equal(32n * ETH_IN_GWEI);
      const [queued] = await chain.queryFilter(chain.filters.DepositQueued(index));
      expect(queued?.args.applyEpoch).to.equal(n + applied);
    }
    await advance(2n);
    expect((await chain.validator(1n)).balanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect((await chain.validator(2n)).balanceGwei).to.equal(0n);
  });

  it("STA-64: an epoch applies sixteen deposits, and what it leaves of its churn is gone", async () => {
    const { chain, deposit } = await deployBeacon();
    const n = await chain.currentEpoch();
    for (let number = 1; number <= 15; ++number) await deposit(number, { ether: 1n });
    expect(await chain.depositEpochFor(241n * ETH_IN_GWEI)).to.equal(n + 3n);
    await deposit(16, { ether: 1n });
    expect(await chain.depositEpochFor(ETH_IN_GWEI)).to.equal(n + 4n);
    expect(await chain.depositEpochFor(256n * ETH_IN_GWEI)).to.equal(n + 4n);
    expect(await chain.depositEpochFor(257n * ETH_IN_GWEI)).to.equal(n + 5n);
  });

  it("STA-08: 31 + 1.25 ETH do not activate, a gwei more does", async () => {
    const { chain, deposit, advance, alice } = await deployBeacon();
    const topUp = async (number: number, gwei: bigint) => {
      const data = depositDataFor(pubkeyOf("test", number), credentialsFor(1, alice.address), gwei);
      await chain.deposit(data.pubkey, data.credentials, data.signature, data.root, { value: gwei * 10n ** 9n });
    };
    const [below, above] = [await deposit(1, { ether: 31n }), await deposit(2, { ether: 31n })];
    await topUp(1, (ETH_IN_GWEI * 5n) / 4n);
    await topUp(2, (ETH_IN_GWEI * 5n) / 4n + 1n);
    await advance(10n);
    const stuck = await chain.validator(below);
    expect(stuck.balanceGwei).to.equal(32n * ETH_IN_GWEI + ETH_IN_GWEI / 4n);
    expect(stuck.effectiveBalanceGwei).to.equal(31n * ETH_IN_GWEI);
    expect(stuck.activationEpoch).to.equal(FAR_FUTURE);
    const active = await chain.validator(above);
    expect(active.effectiveBalanceGwei).to.equal(32n * ETH_IN_GWEI);
    expect(active.activationEpoch).to.equal(await chain.currentEpoch());
  });

  it("STA-09: the constructor refuses a genesis to come and a network below one validator", async () => {
    const { ethers, chain, alice, networkHelpers } = await deployBeacon();
    const later = BigInt(await networkHelpers.time.latest()) + 1_000n;
    await expect(ethers.deployContract("BeaconChain", [alice.address, later, 32n * ETH_IN_GWEI, 0n]))
      .to.be.revertedWithCustomError(chain, "GenesisInFuture")
      .withArgs(later);
    await expect(ethers.deployContract("BeaconChain", [alice.address, 0n, 32n * ETH_IN_GWEI - 1n, 0n]))
      .to.be.revertedWithCustomError(chain, "TotalActiveBalanceTooSmall")
      .withArgs(32n * ETH_IN_GWEI - 1n);
    await expect(ethers.deployContract("BeaconChain", [alice.address, 0n, 32n * ETH_IN_GWEI, 2n]))
      .to.be.revertedWithCustomError(chain, "UnknownFork")
      .withArgs(2n);
    await expect(chain.validator(0n)).to.be.revertedWithCustomError(chain, "UnknownValidator").withArgs(0n);
  });
});
