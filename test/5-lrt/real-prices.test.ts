import { expect } from "chai";
import { chargeRealPrices } from "../../scripts/bench/real-prices.ts";
import { FOREVER, HOUR, DELAY_BLOCKS, standUpLadder } from "./ladder.ts";
import { gasLimit } from "../../scripts/gas-limits/limits.ts";
import { ETH } from "../../scripts/lib/units.ts";

const CAP = 10n ** 6n * ETH;
const TX_GAS = 16_777_216n;
/** What a transaction costs before its call begins, at most. */
const CALL_GAS = 24_000n;
const GAS = { gasLimit: TX_GAS } as const;
/** Twenty of them take a minute and a half: a run of the tests takes five, a long one all. */
const MOST_SLOTS = 20;
const SLOTS = Number(process.env.LADDER_INVARIANT_RUNS ?? 5) > 5 ? MOST_SLOTS : 5;
/** What a leg may use: a transaction, or of fewer slots their part of it and a million that does not grow with them. */
const MOST = SLOTS === MOST_SLOTS ? TX_GAS : (TX_GAS * BigInt(SLOTS)) / BigInt(MOST_SLOTS) + 10n ** 6n;
const KEYS = 6;
const WEIGHT = 10_000n / BigInt(SLOTS);
const QUEUED = 7;

/**
 * The vault at its greatest numbers: slots with an operator each, stake in the beacon chain and three LST
 * strategies, two capped services over all of it, seven withdrawals in the core's queue and more validators on their way
 * out than are read one by one; every read of the core at the real one's price.
 */
async function greatest() {
  const s = await standUpLadder();
  const { ethers, networkHelpers: help, restaker, delegation, allocations } = s;
  await help.setBalance(s.alice.address, 10n ** 5n * ETH);
  const as = async (address: string) => {
    await help.impersonateAccount(address);
    await help.setBalance(address, 10n ** 4n * ETH);
    return ethers.getSigner(address);
  };
  const master = await as(String(restaker.target));
  const manager = await ethers.getContractAt("StrategyManager", await delegation.strategyManager());
  for (let i = 0; i < 2; ++i) {
    const one = await ethers.deployContract("StrategyBase", [manager, s.lst, await s.strategy.pauserRegistry()]);
    await manager.addStrategiesToDepositWhitelist([one]);
    await restaker.addStrategy(one);
  }
  const strategies = [...(await restaker.strategies())];
  const ascending = strategies.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  for (const avs of [s.alice, s.bob]) {
    const me = allocations.connect(avs);
    await me.updateAVSMetadataURI(avs, "");
    await me.setAVSRegistrar(avs, await ethers.deployContract("ReplayRegistrar"));
    await me["createOperatorSets(address,(uint32,address[],address)[])"](avs, [
      { operatorSetId: 0n, strategies: ascending, slasher: avs },
    ]);
    await s.rules.setAvsCap(avs, CAP);
  }
  const operators = [];
  for (let slot = 0; slot < SLOTS; ++slot) {
    const operator =
      slot === 0 ? s.opOne : slot === 1 ? s.opTwo : await as(ethers.dataSlice(ethers.id(`op ${slot}`), 12));
    operators.push(operator);
    if (slot < 2) await restaker.setSlot(slot, WEIGHT, CAP);
    else {
      await delegation.connect(operator).registerAsOperator(ethers.ZeroAddress, DELAY_BLOCKS + 10, "");
      await restaker.addSlot(operator, WEIGHT, CAP, "0x", 0n, ethers.ZeroHash);
    }
    for (const avs of [s.alice, s.bob]) {
      const mine = allocations.connect(operator);
      await mine.registerForOperatorSets(operator, { avs, operatorSetIds: [0n], data: "0x" });
      await mine.modifyAllocations(operator, [
        { operatorSet: { avs, id: 0n }, strategies: ascending, newMagnitudes: ascending.map(() => ETH / 4n) },
      ]);
    }
  }
  await s.vault
    .connect(s.alice)
    .deposit(s.alice, 0n, FOREVER, { value: BigInt(SLOTS * KEYS * 32) * ETH + BigInt(SLOTS * 35) * ETH });
  await s.vault.connect(s.bob).depositLst(s.lst, await s.giveLst(s.bob, BigInt(SLOTS * 10) * ETH), s.bob, 0n, FOREVER);
  await s.giveLst(s.keeper, 700n * ETH);
  const delegators: string[] = [];
  const keys: { pubkey: string }[][] = [];
  for (let slot = 0; slot < SLOTS; ++slot) {
    const { delegator } = await restaker.slotAt(slot);
    delegators.push(delegator);
    keys.push(await s.registerKeys(BigInt(slot), KEYS));
    await restaker.restakeEth(slot, KEYS, GAS);
    const own = await ethers.getContractAt("OperatorDelegator", delegator, master);
    for (const strategy of strategies.slice(1)) {
      await s.lst.connect(s.keeper).transfer(delegator, 10n * ETH);
      await own.depositTokens(strategy, 10n * ETH);
    }
  }
  await s.advanceEpochs(300n);
  const pods: string[] = [];
  for (let slot = 0; slot < SLOTS; ++slot) {
    await s.verifyKeys(BigInt(slot), keys[slot]!);
    const own = await ethers.getContractAt("OperatorDelegator", delegators[slot]!, master);
    pods.push(await own.pod());
    const leaving = keys[slot]!.slice(1).map(({ pubkey }) => pubkey);
    await own.exitValidators(leaving, s.keeper, { value: (await s.beacon.withdrawalRequestFee()) * 20n });
    await help.mine(12);
    // the last one keeps its places, to be unwound
    if (slot === SLOTS - 1) continue;
    const staker = await as(delegators[slot]!);
    await delegation.connect(staker).queueWithdrawals(
      Array.from({ length: QUEUED }, (_, i) => ({
        strategies: [strategies[1 + (i % 3)]!],
        depositShares: [ETH],
        __deprecated_withdrawer: ethers.ZeroAddress,
      })),
    );
  }
  await s.vault.syncAll(GAS);
  await chargeRealPrices({ ethers, provider: s.provider } as never, {
    delegation: String(delegation.target),
    allocation: String(allocations.target),
    strategyManager: String(manager.target),
    eigenPodManager: await s.delegators[0].eigenPodManager(),
    strategies: strategies.slice(1),
    pods,
  });
  return { ...s, strategies, delegators, keys, master, operators };
}

describe("limits in gas at the real core's prices", () => {
  it("OPS-75: at the greatest numbers every leg out, sync and settlement fits one transaction, and each read its gas twice [uninstrumented]", async () => {
    const s = await greatest();
    const reader = await s.ethers.deployContract("GasOf");
    const [full, open] = [s.delegators[3]!, BigInt(SLOTS - 1)];
    const strategy = s.strategies[1]!;
    expect(await s.restaker.MAX_QUEUED()).to.equal(QUEUED);
    /** What a call uses of a whole transaction's gas, which must be enough for it. */
    const used = async (to: { target: unknown }, data: string, value = 0n) =>
      reader.used.staticCall(String(to.target), data, { ...GAS, value });
    const delegator = await s.ethers.getContractAt("OperatorDelegator", full);
    const question = {
      avss: [s.alice, s.bob],
      horizonBlocks: DELAY_BLOCKS,
      delayFloorBlocks: 2 ** 32 - 1,
      withQueued: true,
    };
    const reads = {
      positions: await used(delegator, delegator.interface.encodeFunctionData("positions")),
      flows: await used(delegator, delegator.interface.encodeFunctionData("flows")),
      exitingAssets: await used(delegator, delegator.interface.encodeFunctionData("exitingAssets")),
      lossesOf: await used(
        s.exposure,
        s.exposure.interface.encodeFunctionData("lossesOf", [full, await resolved(question)]),
      ),
      isEligible: await used(s.rules, s.rules.interface.encodeFunctionData("isEligible", [s.opOne.address])),
    };
    expect(reads.positions * 2n, "a sync's read").to.be.at.most(gasLimit("ComponentReads.READ_GAS"));
    for (const read of [reads.flows, reads.exitingAssets]) expect(read * 2n).to.be.at.most(await s.targets.READ_GAS());
    expect(reads.lossesOf * 2n, "a slot's exposure").to.be.at.most(await s.exposure.SLOT_GAS());
    // a slash's hook hears of it with what a slasher gives
    const hook = await s.ethers.deployContract("SlashListener", [s.restaker]);
    const told = { gasLimit: gasLimit("SlasherBase.MAX_OBSERVER_GAS") + CALL_GAS };
    await hook.onSlash.staticCall(s.alice, 0, await delegator.operator(), 1n, told);
    const legs: Record<string, bigint> = {};
    const { interface: restaking } = s.restaker;
    const spend = async (name: string, f: string, args: unknown[], value = 0n) => {
      legs[name] = await used(s.restaker, restaking.encodeFunctionData(f as "unwind", args as never), value);
    };
    legs.operatorsAtRisk = await used(s.rules, s.rules.interface.encodeFunctionData("operatorsAtRisk"));
    await s.queue.connect(s.alice).request(await s.vault.balanceOf(s.alice), s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(HOUR);
    await s.queue.close(GAS);
    legs.syncAll = await used(s.vault, s.vault.interface.encodeFunctionData("syncAll"));
    const closed = await s.networkHelpers.takeSnapshot();
    for (const [slot, keys] of s.keys.entries()) await s.checkpoint(BigInt(slot), keys);
    legs.settle = await used(s.queue, s.queue.interface.encodeFunctionData("settle"));
    await closed.restore();
    await spend("unwind", "unwind", [open, strategy]);
    await spend("requestLstExit", "requestLstExit", [String(s.lst.target)]);
    const [key] = s.keys[SLOTS - 1]!;
    await spend(
      "exitValidators",
      "exitValidators",
      [open, [key!.pubkey]],
      10n * (await s.beacon.withdrawalRequestFee()),
    );
    await s.restaker.setSlot(open, 0n, 10n * ETH);
    await spend("trim", "trim", [open, strategy]);
    for (const [name, spent] of Object.entries(legs)) expect(spent, name).to.be.at.most(MOST);
  }).timeout(600_000);
});

const resolved = async (question: {
  avss: { address: string }[];
  horizonBlocks: number;
  delayFloorBlocks: number;
  withQueued: boolean;
}) => ({
  ...question,
  avss: question.avss.map(({ address }) => address),
});
