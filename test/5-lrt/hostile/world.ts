import { registrationData } from "../../../scripts/services/bridge.ts";
import { COVER, DELAY_BLOCKS, FOREVER, HOUR, standUpLadder } from "../ladder.ts";
import { refusalOf } from "../../refusal.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../../scripts/lib/units.ts";

/** The bridge's set, and the hostile service's sets over the LST (it receives what it slashes) and over native ETH. */
export const SETS = { bridge: 1, lst: 1, native: 2 } as const;
/** What the vault lets the announcing service hold exits for. */
export const HOLD = { budgetSeconds: 2n * HOUR, periodSeconds: 24n * HOUR } as const;
const KEYS_A_SLOT = 4;
/** Enough for every call of the ladder and below the cap of a transaction, so that no call is estimated first. */
export const GAS = { gasLimit: 12_000_000n } as const;

/**
 * All rungs as deployed, with those who mean harm inside: a service that slashes at anybody's word and redistributes to
 * itself, a second service behind an honest slasher whose observers revert, eat gas, bomb and re-enter, two operators
 * that secure both, a third that announces slashes without a fault and that the vault listens to within a budget, a
 * receiver of claims that burns gas; and with underwriters, and stake in the core that is not the vault's.
 */
async function build() {
  const s = await standUpLadder();
  const { ethers, allocations, admin, alice, bob, opOne, opTwo, keeper } = s;
  const signers = await ethers.getSigners();
  const [carol, outsider, mallory] = [signers[9]!, signers[10]!, signers[11]!];
  const lstStrategy = String(s.strategy.target);

  const service = await ethers.deployContract("HostileService", [allocations]);
  await service.createSet(SETS.lst, [lstStrategy], service);
  await service.createSet(SETS.native, [BEACON_CHAIN_ETH_STRATEGY], ethers.ZeroAddress);
  const bridge = await ethers.deployContract("Bridge", [allocations, s.rewards, admin, "", 6_667n, ETH / 10n]);
  const terms = [800_000, ETH, 1] as const;
  const slasher = await ethers.deployContract("InstantSlasher", [allocations, bridge, mallory, admin, ...terms]);
  const listener = await ethers.deployContract("SlashListener", [s.restaker]);
  const reentering = await ethers.deployContract("ReenteringObserver");
  for (const observer of [
    reentering,
    await ethers.deployContract("GasEatingObserver"),
    await ethers.deployContract("ReturnBombObserver", [true]),
    await ethers.deployContract("RevertingObserver"),
    listener,
  ]) {
    await slasher.addObserver(observer);
  }
  const rules = { minimumStake: 0, maximumOperators: 4, lookaheadBlocks: 0, allowlisted: false };
  const weights = [lstStrategy, BEACON_CHAIN_ETH_STRATEGY].map((strategy) => ({ strategy, multiplier: ETH }));
  await bridge.createSet(SETS.bridge, weights, slasher, ethers.ZeroAddress, rules);

  const part = (avs: string, id: number, strategies: string[], magnitude: bigint) => ({
    operatorSet: { avs, id },
    strategies,
    newMagnitudes: strategies.map(() => magnitude),
  });
  const [serviceAvs, bridgeAvs] = [await service.getAddress(), await bridge.getAddress()];
  for (const operator of [opOne, opTwo]) {
    const own = allocations.connect(operator);
    await own.modifyAllocations(operator, [
      part(serviceAvs, SETS.lst, [lstStrategy], (ETH * 4n) / 10n),
      part(serviceAvs, SETS.native, [BEACON_CHAIN_ETH_STRATEGY], (ETH * 4n) / 10n),
      part(bridgeAvs, SETS.bridge, [lstStrategy, BEACON_CHAIN_ETH_STRATEGY], ETH / 2n),
    ]);
    await own.registerForOperatorSets(operator, {
      avs: serviceAvs,
      operatorSetIds: [SETS.lst, SETS.native],
      data: "0x",
    });
    const data = registrationData(new ethers.Wallet(ethers.id(`key of ${operator.address}`)).address);
    await own.registerForOperatorSets(operator, { avs: bridgeAvs, operatorSetIds: [SETS.bridge], data });
  }
  await s.networkHelpers.mine(DELAY_BLOCKS + 11);

  // a staker of the core that shares opOne's fate and has nothing to do with the vault
  await s.giveLst(outsider, 5n * ETH);
  const amount = await s.lst.balanceOf(outsider);
  const strategyManager = await ethers.getContractAt("StrategyManager", await s.delegation.strategyManager());
  await s.lst.connect(outsider).approve(strategyManager, amount);
  await strategyManager.connect(outsider).depositIntoStrategy(s.strategy, s.lst, amount);
  await s.delegation.connect(outsider).delegateTo(opOne, { signature: "0x", expiry: 0 }, ethers.ZeroHash);

  const greedy = await ethers.deployContract("GreedyReceiver", [s.queue, 60_000n]);
  await greedy.allow();
  for (const user of [alice, bob, carol, mallory]) await s.giveLst(user, 60n * ETH);
  for (const user of [alice, carol]) {
    await s.vault.connect(user).deposit(user, 0n, FOREVER, { value: 70n * ETH });
    await s.vault.connect(user).depositLst(s.lst, 20n * ETH, user, 0n, FOREVER);
  }
  const keys = [await s.registerKeys(0n, KEYS_A_SLOT), await s.registerKeys(1n, KEYS_A_SLOT)] as const;
  // the hostile observer holds shares, so that it has something to leave with
  await s.vault.connect(alice).transfer(reentering, ETH);
  for (const user of [alice, mallory]) await s.cover.connect(user).join(user, 0n, { value: COVER.capAssets });
  await s.cover.connect(keeper).fund({ value: 2n * ETH });
  const wolf = await ethers.deployContract("CryingWolf", [mallory]);
  await s.slashingGuard.list(wolf, HOLD.budgetSeconds, HOLD.periodSeconds);

  // stake of both kinds is at work with both operators, and carol's batch waits for some of it
  for (const slot of [0n, 1n]) {
    await s.restaker.restakeEth(slot, 2n);
    await s.restaker.restakeLst(slot, s.lst);
  }
  await s.advanceEpochs(300n);
  for (const slot of [0n, 1n]) await s.verifyKeys(slot, keys[Number(slot)]!.slice(0, 2));
  await s.vault.syncAll();
  await s.queue.connect(carol).request(30n * ETH, carol, 0n, FOREVER);
  await s.queue.close();

  const people = { carol, outsider, mallory, greedy };
  const components = [...s.delegators, s.lstReserve] as const;
  const startBlock = await ethers.provider.getBlockNumber();
  const startTime = BigInt(await s.networkHelpers.time.latest());
  const start = await s.networkHelpers.takeSnapshot();
  const hostile = { service, bridge, slasher, reentering, wolf };
  return { ...s, ...people, ...hostile, components, lstStrategy, strategyManager, keys, startBlock, startTime, start };
}

export type World = Awaited<ReturnType<typeof build>>;
let built: Promise<World> | undefined;

/** The world, built once a file and as it was at its beginning. */
export async function freshWorld(): Promise<World> {
  built ??= build();
  const world = await built;
  await world.start.restore();
  return world;
}

/** Everything the vault, its queue and its cover have, read where it is: in wei of ETH. */
export async function wealthOf(w: World) {
  const [totals, queueBalance, coverFunds] = await Promise.all([
    w.vault.totals(),
    w.ethers.provider.getBalance(w.queue),
    w.cover.funds(),
  ]);
  const values = await Promise.all(w.components.map((component) => component.value()));
  const records = await Promise.all(w.components.map((component) => w.vault.recordOf(component)));
  const sum = (list: readonly bigint[]) => list.reduce((all, value) => all + value, 0n);
  return {
    totals,
    held: totals.idle + sum(records),
    owed: totals.recognised + totals.lockedProfit + totals.feesOwed,
    wealth: totals.idle + sum(values) + queueBalance + coverFunds,
    queueBalance,
  };
}

/** Sends a call; answers "ok", or the name of the refusal. */
export async function attempt(send: () => Promise<{ wait(): Promise<unknown> }>): Promise<string> {
  try {
    await (await send()).wait();
    return "ok";
  } catch (error) {
    return refusalOf(error);
  }
}
