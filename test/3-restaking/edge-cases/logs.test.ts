import { expect } from "chai";
import type { ContractTransactionResponse, Interface } from "ethers";
import { restakingFixture } from "../fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, WAD } from "../../../scripts/lib/units.ts";

const NO_SIGNATURE = { signature: "0x", expiry: 0n };
const NO_SALT = `0x${"00".repeat(32)}`;

describe("What the core logs, and refuses at its door, as the real one", () => {
  let restaking: Awaited<ReturnType<typeof restakingFixture>>;
  before(async () => {
    restaking = await restakingFixture();
  });

  it("RST-102: the last deposit share takes the scaling factor along, and says so", async () => {
    const s = await restaking();
    const { delegation } = s.core;
    await s.registerOperator(s.op1);
    await s.deposit(s.alice, s.a, 10n * ETH);
    await s.deposit(s.alice, s.b, 4n * ETH);
    await s.reportBalance(s.alice, 0n, 32n * ETH);
    await s.delegate(s.alice, s.op1);
    const factors = async (sent: Promise<ContractTransactionResponse>) => {
      const receipt = (await (await sent).wait())!;
      return receipt.logs.flatMap((log) => {
        const parsed = delegation.interface.parseLog(log);
        return parsed?.name === "DepositScalingFactorUpdated" ? [[...parsed.args]] : [];
      });
    };
    expect(await factors(s.queueCall(s.alice, [s.a], [ETH]))).to.deep.equal([]);
    // nothing was ever slashed: the stored factor is 1 already, and it is told all the same
    expect(await factors(s.queueCall(s.alice, [s.a], [9n * ETH]))).to.deep.equal([[s.alice.address, s.a.address, WAD]]);
    expect(await factors(delegation.connect(s.alice).undelegate(s.alice))).to.deep.equal([
      [s.alice.address, s.b.address, WAD],
      [s.alice.address, BEACON_CHAIN_ETH_STRATEGY, WAD],
    ]);
  });

  it("RST-103: what a strategy logs comes before the core says that slashed shares are cleared", async () => {
    const s = await restaking();
    const set = await s.operatorIn(s.op1, 1n, s.a, WAD);
    await s.deposit(s.alice, s.a, 10n * ETH);
    await s.delegate(s.alice, s.op1);
    await s.slash(s.op1, set, [s.a], [WAD / 2n]);
    const sent = await s.core.strategies.clearBurnOrRedistributableShares(set, 1);
    const abis: Interface[] = [s.core.strategies.interface, s.a.strategy.interface, s.a.token.interface];
    const names = (await sent.wait())!.logs.map((log) => abis.map((abi) => abi.parseLog(log)?.name).find(Boolean));
    expect(names).to.deep.equal(["ExchangeRateEmitted", "Transfer", "BurnOrRedistributableSharesDecreased"]);
  });

  it("RST-105: a signature cut short in the calldata is refused without a word, though nobody asks for one", async () => {
    const s = await restaking();
    const { delegation } = s.core;
    await s.registerOperator(s.op1);
    await s.registerOperator(s.op2);
    const signed = { signature: `0x${"ab".repeat(65)}`, expiry: 1n };
    const cases = [
      { f: "delegateTo", by: s.alice },
      { f: "redelegate", by: s.bob },
    ] as const;
    await s.delegate(s.bob, s.op2);
    const encode = ({ interface: abi }: { interface: Interface }, f: string, values: unknown[]) =>
      abi.encodeFunctionData(f, values);
    for (const { f, by } of cases) {
      const data = encode(delegation, f, [s.op1.address, signed, NO_SALT]);
      const to = await delegation.getAddress();
      for (const cut of [32, 64, 128])
        await expect(by.call({ to, data: data.slice(0, -2 * cut) }), `${f} less ${cut}`).to.be.revertedWithoutReason(
          s.ethers,
        );
      await by.call({ to, data });
      await by.call({ to, data: encode(delegation, f, [s.op1.address, NO_SIGNATURE, NO_SALT]) });
    }
  });
});
