import type { BaseContract } from "ethers";
import { artifacts } from "hardhat";
import { registrationData } from "../../scripts/services/bridge.ts";
import { Decoder, readAbis } from "../../scripts/lib/ladder/answers.ts";
import { sendable } from "../../scripts/lib/ladder/withdrawal.ts";
import { ETH, WAD } from "../../scripts/lib/units.ts";
import { type Stage, standUpStage } from "./access-states.ts";
import { DELAY_BLOCKS, FOREVER, HOUR } from "./ladder.ts";

const SET_ID = 1;
export const VETO_SECONDS = 240n;
const EXECUTION_SECONDS = 300n;
/** What is announced at the beginning, so that there is something to veto, to execute and to clear. */
const FAULT = `0x${"0f".repeat(32)}`;
const NEXT_FAULT = `0x${"0e".repeat(32)}`;

/** What lasts below the vault, and the vault's own stops of exits. */
export const LOWER_STOPS = [
  "open",
  "the LST's token paused",
  "the LST's exit queue paused",
  "a report open",
  "may be vetoed",
  "may be executed",
  "expired",
  "has left",
  "has deallocated",
  "has queued its stake",
  "contained",
  "held back",
] as const;
export type LowerStop = (typeof LOWER_STOPS)[number];

export type LowerStage = Awaited<ReturnType<typeof standUpLower>>;

const now = async (s: Stage): Promise<bigint> => BigInt(await s.networkHelpers.time.latest());

/** A service with a vetoable slasher on the vault's core; an operator with stake of its own that it can slash. */
export async function standUpLower() {
  const s = await standUpStage();
  const { ethers, allocations, rewards, keeper, guardian, admin, opTwo, strategy, stEth, lst, lstQueue } = s;
  const service = await ethers.deployContract("Bridge", [allocations, rewards, admin, "", 6_667, WAD / 10n]);
  const slasher = await ethers.deployContract("VetoableSlasher", [
    ...([allocations, service, keeper, admin, 0n, WAD, 1n] as const),
    ...([guardian, VETO_SECONDS, EXECUTION_SECONDS] as const),
  ]);
  const rules = { minimumStake: 0n, maximumOperators: 5n, lookaheadBlocks: DELAY_BLOCKS, allowlisted: false };
  await service.createSet(SET_ID, [{ strategy, multiplier: WAD }], slasher, ethers.ZeroAddress, rules);
  const operatorSet = { avs: String(service.target), id: SET_ID };
  const strategies = [String(strategy.target)];
  const me = { allocations: allocations.connect(opTwo), delegation: s.delegation.connect(opTwo) };
  await me.allocations.modifyAllocations(opTwo, [{ operatorSet, strategies, newMagnitudes: [WAD] }]);
  const joining = { avs: service, operatorSetIds: [SET_ID], data: registrationData(opTwo.address) };
  await me.allocations.registerForOperatorSets(opTwo, joining);
  await queueOwnStake(s);
  await s.networkHelpers.mine(DELAY_BLOCKS + 11, { interval: 12 });
  // alice waits in the LST's queue, and has more to ask for; the pool has ETH to stake
  await stEth.connect(s.alice).submit(ethers.ZeroAddress, { value: 40n * ETH });
  await stEth.connect(s.alice).approve(lstQueue, 2n ** 255n);
  await lstQueue.connect(s.alice).request(ETH, s.alice);
  await s.fillLstExits();
  await lstQueue.connect(s.alice).request(ETH, s.alice);
  await s.networkHelpers.time.increase(HOUR);
  await lstQueue.close();
  await lstQueue.connect(s.alice).request(ETH, s.alice);
  await s.networkHelpers.time.increase(HOUR);
  return { ...s, service, slasher, operatorSet, strategies, lst, me };
}

/** Alice's own stake behind the operator, queued: it can be completed once the core's delay is over. */
async function queueOwnStake({ alice, delegation, ethers, giveLst, lst, opTwo, strategy }: Stage): Promise<void> {
  const manager = await ethers.getContractAt("StrategyManager", await delegation.strategyManager());
  const shares = await giveLst(alice, 2n * ETH);
  await lst.connect(alice).approve(manager, shares);
  await manager.connect(alice).depositIntoStrategy(strategy, lst, shares);
  const me = delegation.connect(alice);
  await me.delegateTo(opTwo, { signature: "0x", expiry: 0n }, ethers.ZeroHash);
  const params = { strategies: [strategy], depositShares: [shares], __deprecated_withdrawer: alice };
  await me.queueWithdrawals([params]);
}

/** An announcement against the operator, made now. */
export const announce = async (s: LowerStage) =>
  s.slasher.connect(s.keeper).requestSlash(s.opTwo, SET_ID, WAD / 10n, FAULT, "a fault");
export const leave = async ({ me, opTwo, service }: LowerStage) =>
  me.allocations.deregisterFromOperatorSets({ operator: opTwo, avs: service, operatorSetIds: [SET_ID] });
export const deallocate = async ({ me, opTwo, operatorSet, strategies }: LowerStage) =>
  me.allocations.modifyAllocations(opTwo, [{ operatorSet, strategies, newMagnitudes: [0n] }]);

/** The vault's stake behind the operator. */
export const queueStake = async (s: LowerStage) => {
  const { delegation, restaker } = s;
  const { delegator } = await restaker.slotAt(1n);
  await s.networkHelpers.impersonateAccount(delegator);
  await s.networkHelpers.setBalance(delegator, ETH);
  const [held, depositShares] = await delegation.getDepositedShares(delegator);
  const params = { strategies: [...held], depositShares: [...depositShares], __deprecated_withdrawer: delegator };
  await delegation.connect(await s.ethers.getSigner(delegator)).queueWithdrawals([params]);
};

/** Brings about what lasts. */
export async function stopBelow(s: LowerStage, which: LowerStop): Promise<void> {
  const { networkHelpers, guardian, stEth, lstQueue, settings, vault } = s;
  if (which === "the LST's token paused") await stEth.connect(guardian).pause();
  if (which === "the LST's exit queue paused") await lstQueue.connect(guardian).pause();
  if (which === "a report open") await stEth.report(0n);
  if (which === "may be vetoed" || which === "may be executed" || which === "expired") await announce(s);
  if (which === "may be executed") await networkHelpers.time.increase(VETO_SECONDS);
  if (which === "expired") await networkHelpers.time.increase(VETO_SECONDS + EXECUTION_SECONDS);
  if (which === "has left") await leave(s);
  if (which === "has deallocated") await deallocate(s);
  if (which === "has queued its stake") await queueStake(s);
  if (which === "contained") await settings.connect(guardian).contain(86_400n);
  if (which === "held back") {
    await s.wolf.getFunction("cry")(s.opOne.address, 1, ETH, (await now(s)) + 3n * HOUR, 7n);
    await vault.holdExits(s.wolf);
  }
}

/** What each call of the rungs below is answered with: "yes", or the name of the error. */
export async function doorsBelow() {
  const decoder = new Decoder(await readAbis(artifacts));
  return async (s: LowerStage): Promise<Record<string, string>> => {
    const answers: Record<string, string> = {};
    const answer = async (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => "yes",
        (thrown: unknown) => decoder.error(thrown)?.name ?? String(thrown),
      );
    for (const [name, act] of Object.entries(await acts(s))) answers[name] = await answer(act());
    return answers;
  };
}

/** A fill in the block of a report, which pays alice's closed batch; what follows sees nothing of it. */
async function fillOnce({ lstQueue, networkHelpers, stEth }: Stage): Promise<void> {
  const before = await networkHelpers.takeSnapshot();
  try {
    await stEth.report(FOREVER);
    // a call is of the latest block's own time
    if ((await lstQueue.fill.staticCall(1n)) === 0n) throw new Error("the fill paid nothing");
  } finally {
    await before.restore();
  }
}

/** Tries a call without leaving a trace. */
type Act = () => Promise<unknown>;

async function acts(s: LowerStage): Promise<Readonly<Record<string, Act>>> {
  const { stEth, lstQueue, slasher, allocations, delegation, service, opTwo, operatorSet, strategies } = s;
  const [alice, keeper, committee] = [s.alice.address, s.keeper.address, s.guardian.address];
  const by =
    (from: string, at: BaseContract, method: string, args: readonly unknown[], value = 0n): Act =>
    () =>
      s.ethers.provider.estimateGas({
        ...{ from, to: String(at.target), value },
        data: at.interface.encodeFunctionData(method, args),
      });
  const none = [{ operatorSet, strategies, newMagnitudes: [0n] }];
  const leaving = { operator: opTwo.address, avs: service.target, operatorSetIds: [SET_ID] };
  const fault = [opTwo.address, SET_ID, WAD / 10n, NEXT_FAULT, "another fault"];
  const { withdrawals } = await delegation.getQueuedWithdrawals(alice);
  const completion = [sendable(withdrawals[0]!), [s.lst.target], true];
  return {
    "`StakedEther.submit`": by(alice, stEth, "submit", [s.ethers.ZeroAddress], ETH),
    "`StakedEther.report`": by(keeper, stEth, "report", [FOREVER]),
    "`StakedEther.stakeBuffered`": by(keeper, stEth, "stakeBuffered", [1n]),
    "`StakedEther.exitForQueue`": by(keeper, stEth, "exitForQueue", [1n], 1n),
    "`UnstakingQueue.request`": by(alice, lstQueue, "request", [ETH, alice]),
    "`UnstakingQueue.close`": by(keeper, lstQueue, "close", []),
    "`UnstakingQueue.fill`": () => fillOnce(s),
    "`UnstakingQueue.claim`": by(alice, lstQueue, "claim", [1n, alice]),
    "`DelegationManager.completeQueuedWithdrawal`": by(alice, delegation, "completeQueuedWithdrawal", completion),
    "a fault is proven: `requestSlash`": by(keeper, slasher, "requestSlash", fault),
    "`VetoableSlasher.veto`": by(committee, slasher, "veto", [FAULT]),
    "`VetoableSlasher.execute`": by(keeper, slasher, "execute", [FAULT]),
    "`VetoableSlasher.clear`": by(keeper, slasher, "clear", [FAULT]),
    "the operator leaves the service": by(opTwo.address, allocations, "deregisterFromOperatorSets", [leaving]),
    "the operator takes its stake away": by(opTwo.address, allocations, "modifyAllocations", [opTwo.address, none]),
  };
}
