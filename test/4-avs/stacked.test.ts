import { expect } from "chai";
import type { Wallet } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { blobTree, signPromises } from "../../scripts/services/availability.ts";
import { equivocate } from "../../scripts/services/bridge.ts";
import { signPrice } from "../../scripts/services/oracle.ts";
import { becomeOperator, ethers, join, networkHelpers, SET_ID, signer, stake } from "./core.ts";
import { deployServices, TERMS } from "./services.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";

const ROOTS = [ethers.id("one"), ethers.id("two")] as const;
const BLOB = blobTree([ethers.toUtf8Bytes("only chunk")]);
const { time } = networkHelpers;

/**
 * op1 is behind all three services with a half, a quarter and a quarter of its stake, op2 behind the bridge alone with
 * all of it; honest op3 to op5 make the majority of the oracle. op1 is at fault everywhere, and every fault is ready to
 * be punished in one call; op2 has equivocated too.
 */
async function deployStacked() {
  const deployed = await deployServices();
  const { core, bridge, oracle, oracleSlasher, availability } = deployed;
  const { chainId } = await ethers.provider.getNetwork();
  const [bridgeAvs, oracleAvs, availabilityAvs] = [
    await bridge.getAddress(),
    await oracle.getAddress(),
    await availability.getAddress(),
  ];
  const hire = async (index: number, amount: bigint, behind: readonly (readonly [string, bigint])[]) => {
    const account = await signer(10 + index);
    const key: Wallet = new ethers.Wallet(ethers.id(`stacked ${index}`));
    await becomeOperator(core, account, amount);
    const strategies = core.strategies.map(({ target }) => target);
    const allocations = behind.map(([avs, magnitude]) => ({
      operatorSet: { avs, id: SET_ID },
      strategies,
      newMagnitudes: strategies.map(() => magnitude),
    }));
    await core.allocationManager.connect(account).modifyAllocations(account, allocations);
    for (const [avs] of behind) await join(core, account, avs, key.address);
    return { account, key };
  };
  const split = [
    [bridgeAvs, WAD / 2n],
    [oracleAvs, WAD / 4n],
    [availabilityAvs, WAD / 4n],
  ] as const;
  const op1 = await hire(1, 10n * ETH, split);
  const op2 = await hire(2, 10n * ETH, [[bridgeAvs, WAD]]);
  const honest = [];
  for (const index of [3, 4, 5]) honest.push(await hire(index, 10n * ETH, [[oracleAvs, WAD]]));
  const alice = await signer(2);
  await stake(core, alice, 30n * ETH, op1.account.address);

  const keptUntil = BigInt(await time.latest()) + 86_400n;
  const custody = { chainId, availability: availabilityAvs };
  const blob = { blobId: BLOB.blobId, chunkCount: 1, keptUntil };
  const promises = await signPromises([{ operator: op1.account.address, key: op1.key }], custody, blob);
  await availability.store(BLOB.blobId, 1, keptUntil, promises);
  const value = await availability.nextBond(op1.account);
  await availability.challenge(op1.account, BLOB.blobId, 0, { value });
  await oracle.openRound();
  for (const { account, key } of [...honest, op1]) {
    const priceWad = account === op1.account ? 200n * WAD : 100n * WAD;
    const report = { operator: account.address, round: 1n, priceWad };
    const signature = await signPrice(key, { chainId, oracle: oracleAvs }, report);
    await oracle.report(account, 1n, priceWad, signature);
  }
  await time.increase(TERMS.availabilityResponseSeconds);
  const [opened] = await oracle.queryFilter(oracle.filters.RoundOpened(1n));
  const [operators, weights] = [[...opened!.args.operators], [...opened!.args.weights]];
  const places = operators.map((_, index) => BigInt(index));
  const last = BigInt(operators.indexOf(op1.account.address));
  await oracle.settle(1n, operators, weights, [...places.filter((place) => place !== last), last]);
  await oracle.proveDeviation(1n, operators, weights, last);
  await time.increase(TERMS.vetoWindowSeconds);
  await availability.conclude(1n);

  const equivocation = async ({ account, key }: { account: HardhatEthersSigner; key: Wallet }) =>
    equivocate(key, { chainId, bridge: bridgeAvs }, { operator: account.address, height: 1n }, ROOTS);
  const [byOp1, byOp2] = [await equivocation(op1), await equivocation(op2)];
  const deviation = await oracle.faultIdOf(op1.account, 1n);
  const gas = { gasLimit: 2_000_000n };
  const punishments = {
    bridge: async () => bridge.proveEquivocation(op1.account, 1n, ...byOp1, gas),
    oracle: async () => oracleSlasher.execute(deviation, gas),
    availability: async () => availability.punish(1n, gas),
    second: async () => bridge.proveEquivocation(op2.account, 1n, ...byOp2, gas),
  };
  const inOneBlock = async (names: readonly (keyof typeof punishments)[]) => {
    await ethers.provider.send("evm_setAutomine", [false]);
    const sent = [];
    for (const name of names) sent.push(await punishments[name]());
    await ethers.provider.send("evm_mine", []);
    await ethers.provider.send("evm_setAutomine", [true]);
    const receipts = await Promise.all(sent.map(async (transaction) => transaction.wait()));
    expect(new Set(receipts.map((receipt) => receipt!.blockNumber)).size).to.equal(1);
  };
  return { ...deployed, op1, op2, alice, inOneBlock };
}

/** What is left of op1's stake: a tenth of a half, a twentieth of a quarter and a fifth of a quarter are gone. */
const LEFT_WAD = WAD - WAD / 20n - WAD / 80n - WAD / 20n;

describe("Slashes on top of each other", () => {
  it("AVS-67: one operator at fault in three services in one block loses each service's part, in any order", async () => {
    const { core, op1, alice, inOneBlock } = await networkHelpers.loadFixture(deployStacked);
    const start = await networkHelpers.takeSnapshot();
    const orders = [
      ["bridge", "oracle", "availability"],
      ["availability", "oracle", "bridge"],
      ["oracle", "bridge", "availability"],
    ] as const;
    for (const order of orders) {
      await inOneBlock(order);
      for (const strategy of core.strategies) {
        expect(await core.allocationManager.getMaxMagnitude(op1.account, strategy)).to.equal(LEFT_WAD);
        const [shares] = await core.delegationManager.getWithdrawableShares(alice, [strategy]);
        expect(shares[0]).to.equal((30n * ETH * LEFT_WAD) / WAD);
      }
      await start.restore();
    }
  });

  it("AVS-67: two operators at fault in one block are slashed each for its own", async () => {
    const { core, op1, op2, inOneBlock } = await networkHelpers.loadFixture(deployStacked);
    await inOneBlock(["bridge", "second"]);
    const strategy = core.strategies[0]!;
    expect(await core.allocationManager.getMaxMagnitude(op1.account, strategy)).to.equal((WAD * 95n) / 100n);
    expect(await core.allocationManager.getMaxMagnitude(op2.account, strategy)).to.equal((WAD * 90n) / 100n);
  });

  it("AVS-67: what was queued in the block before is slashed by all three like what stayed", async () => {
    const { core, alice, inOneBlock } = await networkHelpers.loadFixture(deployStacked);
    const strategy = core.strategies[0]!;
    await core.delegationManager
      .connect(alice)
      .queueWithdrawals([
        { strategies: [strategy], depositShares: [10n * ETH], __deprecated_withdrawer: ethers.ZeroAddress },
      ]);
    await inOneBlock(["availability", "bridge", "oracle"]);
    const [, queued] = await core.delegationManager.getQueuedWithdrawals(alice);
    const [kept] = await core.delegationManager.getWithdrawableShares(alice, [strategy]);
    expect(queued[0]![0]).to.equal((10n * ETH * LEFT_WAD) / WAD);
    expect(kept[0]).to.equal((20n * ETH * LEFT_WAD) / WAD);
  });
});
