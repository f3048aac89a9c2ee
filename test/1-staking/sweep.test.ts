import { expect } from "chai";
import { depositDataFor, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { deployBeacon } from "./beacon.ts";
import { ETH_IN_GWEI } from "../../scripts/lib/units.ts";

describe("1-staking: sweep", () => {
  it("STA-30: 0x01 pays what exceeds 32 ETH, 0x02 keeps it up to 2,048 ETH", async () => {
    const { ethers, chain, activate, deposit, advance, alice, bob } = await deployBeacon();
    const plain = await activate(1);
    const compounding = await activate(2, { type: 2, recipient: bob.address });
    const large = await deposit(3, { type: 2, ether: 2_048n, recipient: bob.address });
    await advance(100n);
    const excess = (await chain.validator(plain)).balanceGwei - 32n * ETH_IN_GWEI;
    expect(excess).to.equal(111n * 32n * 347n);
    await expect(chain.sweep(plain)).to.changeEtherBalance(ethers, alice, excess * 10n ** 9n);
    expect(await chain.sweep.staticCall(plain)).to.equal(0n);
    expect(await chain.sweep.staticCall(compounding)).to.equal(0n);
    const above = (await chain.validator(large)).balanceGwei - 2_048n * ETH_IN_GWEI;
    expect(above).to.be.greaterThan(0n);
    await expect(chain.sweep(large)).to.emit(chain, "Swept").withArgs(large, bob.address, above);
  });

  it("STA-30: a partial withdrawal comes first, and what is above 2,048 ETH after it, as consensus pays them", async () => {
    const { chain, deposit, advance, alice } = await deployBeacon();
    const index = await deposit(1, { type: 2, ether: 2_100n });
    await advance(280n);
    const asked = 25n * ETH_IN_GWEI;
    await chain.connect(alice).requestWithdrawal(pubkeyOf("test", 1), asked, { value: 1n });
    await advance(261n);
    const { balanceGwei } = await chain.validator(index);
    const most = 2_048n * ETH_IN_GWEI;
    expect(balanceGwei).to.be.greaterThan(most + asked);
    await expect(chain.sweep(index))
      .to.emit(chain, "Swept")
      .withArgs(index, alice.address, balanceGwei - most);
    expect((await chain.validator(index)).balanceGwei).to.equal(most);
  });

  it("STA-31: an exited validator is paid out whole once it may withdraw, not before", async () => {
    const { ethers, chain, activate, advance, alice } = await deployBeacon();
    const index = await activate(1);
    await advance(256n);
    await chain.sweep(index);
    await chain.connect(alice).requestWithdrawal(pubkeyOf("test", 1), 0n, { value: 1n });
    await advance(5n + 255n);
    const { balanceGwei } = await chain.validator(index);
    expect(await chain.sweep.staticCall(index)).to.equal(balanceGwei - 32n * ETH_IN_GWEI);
    await advance(1n);
    await expect(chain.sweep(index)).to.changeEtherBalance(ethers, alice, balanceGwei * 10n ** 9n);
    await advance(1n);
    const gone = await chain.validator(index);
    expect([gone.balanceGwei, gone.effectiveBalanceGwei]).to.deep.equal([0n, 0n]);
  });

  it("STA-32: the ether arrives even where every call reverts, and no code runs", async () => {
    const { ethers, chain, activate, advance } = await deployBeacon();
    const target = await chain.getAddress();
    const index = await activate(1, { recipient: target });
    await advance(100n);
    await expect(chain.sweep(index)).to.changeEtherBalance(ethers, chain, 0n);
    const refusing = await ethers.deployContract("ForcedEtherProbe");
    await expect(refusing.sendTo(await refusing.getAddress(), 1n))
      .to.be.revertedWithCustomError(refusing, "NotEnoughEther")
      .withArgs(1n, 0n);
    const second = await activate(2, { recipient: await refusing.getAddress() });
    await advance(10n);
    await chain.sweep(second);
    expect(await ethers.provider.getBalance(refusing)).to.equal(10n * 32n * 347n * 10n ** 9n);
  });

  it("STA-33: credentials that name no address are never paid", async () => {
    const { chain, advance } = await deployBeacon();
    const data = depositDataFor(pubkeyOf("test", 1), `0x00${"11".repeat(31)}`, 40n * ETH_IN_GWEI);
    await chain.deposit(data.pubkey, data.credentials, data.signature, data.root, { value: 40n * 10n ** 18n });
    await advance(50n);
    expect(await chain.sweep.staticCall(0n)).to.equal(0n);
    await expect(chain.requestWithdrawal(data.pubkey, 0n, { value: 1n })).to.emit(chain, "WithdrawalRequestIgnored");
  });
});
