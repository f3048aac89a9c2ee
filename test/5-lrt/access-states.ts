import { type BaseContract, Interface } from "ethers";
import { artifacts } from "hardhat";
import type { ComponentMock } from "../../typechain-types/index.ts";
import { Decoder, readAbis } from "../../scripts/lib/ladder/answers.ts";
import { FOREVER, HOUR, type Ladder, MAX_CHECKPOINT_AGE, standUpLadder } from "./ladder.ts";
import { earned } from "./earned.ts";
import { sendable } from "../../scripts/lib/ladder/withdrawal.ts";
import { ETH } from "../../scripts/lib/units.ts";

/** Columns of the table, in order. */
export const allStates = [
  "open",
  "empty",
  "deposits paused",
  "contained",
  "held back",
  "in doubt",
  "unreadable",
  "quarantined",
  "dead",
  "dead after its grace",
  "wound up",
  "succeeded",
  "stale",
  "closed by loss",
  "too old",
  "mid-move",
] as const;
export type State = (typeof allStates)[number];

/** A call that works in the open state, and who makes it. */
interface Act {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly value?: bigint;
  /** A leg begins a move of its own: in the middle of another one that is what is tried. */
  readonly leg?: boolean;
}

export interface World {
  readonly calls: Readonly<Record<string, Act>>;
  readonly enter: (state: State) => Promise<() => Promise<void>>;
  readonly stage: Stage;
}

export type Stage = Ladder & { readonly wolf: BaseContract; readonly late: ComponentMock };

const call = (from: { address: string }, contract: BaseContract, name: string, args: unknown[], more = {}): Act => ({
  from: from.address,
  to: String(contract.target),
  data: contract.interface.encodeFunctionData(name, args),
  ...more,
});

/** A service that can announce, an operator that can be slashed, stake of both, and a component that can be late. */
export async function standUpStage(): Promise<Stage> {
  const s = await standUpLadder();
  const wolf = await s.ethers.deployContract("CryingWolf", [s.bob]);
  await s.slashingGuard.list(wolf, 86_400n, 172_800n);
  const late = await s.ethers.deployContract("ComponentMock");
  await s.settings.addComponent(late);
  await s.secure(s.bob, s.opOne, [String(s.strategy.target)]);
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  return { ...s, wolf, late };
}

const closeBatch = async ({ queue, networkHelpers }: Stage) => {
  await networkHelpers.time.increase(HOUR);
  await queue.close();
};

/** ETH and LST to spare: whatever users do, and legs into restaking. */
async function standUpRich(): Promise<World> {
  const s = await standUpStage();
  const { vault, queue, alice, keeper, lst } = s;
  const me = { vault: vault.connect(alice), queue: queue.connect(alice) };
  await me.vault.deposit(alice, 0n, FOREVER, { value: 120n * ETH });
  await me.queue.request(5n * ETH, alice, 0n, FOREVER);
  await closeBatch(s);
  await queue.settle();
  await me.queue.request(5n * ETH, alice, 0n, FOREVER);
  await closeBatch(s);
  await me.queue.request(ETH, alice, 0n, FOREVER);
  await me.vault.depositLst(lst, await s.giveLst(alice, 10n * ETH), alice, 0n, FOREVER);
  await s.giveLst(alice, ETH);
  await s.registerKeys(0n, 1);
  await s.weth.connect(s.bob).deposit({ value: ETH });
  await s.weth.connect(s.bob).transfer(s.rewards, ETH);
  const claim = await earned(s, s.weth, ETH);
  await s.networkHelpers.time.increase(HOUR);
  await vault.syncAll();
  const calls = {
    deposit: call(alice, vault, "deposit", [alice.address, 0n, FOREVER], { value: ETH }),
    depositLst: call(alice, vault, "depositLst", [lst.target, ETH / 2n, alice.address, 0n, FOREVER]),
    request: call(alice, queue, "request", [ETH, alice.address, 0n, FOREVER]),
    cancel: call(alice, queue, "cancel", [3n << 64n, alice.address]),
    close: call(keeper, queue, "close", []),
    settle: call(keeper, queue, "settle", []),
    claim: call(alice, queue, "claim", [1n << 64n, alice.address]),
    exitInstantly: call(alice, s.instantExit, "exitInstantly", [ETH, alice.address, 0n, FOREVER]),
    transfer: call(alice, vault, "transfer", [keeper.address, 1n]),
    syncAll: call(keeper, vault, "syncAll", []),
    sync: call(keeper, vault, "sync", [s.delegators[0].target]),
    recapitalise: call(keeper, vault, "recapitalise", [], { value: 10n ** 9n }),
    payOwed: call(keeper, vault, "payOwed", []),
    "claim rewards": call(keeper, s.claimer, "claim", [claim]),
    restakeEth: call(keeper, s.restaker, "restakeEth", [0n, 1n], { leg: true }),
    restakeLst: call(keeper, s.restaker, "restakeLst", [0n, lst.target], { leg: true }),
  };
  return { calls, stage: s, enter: entering(s) };
}

/** A closed batch that idle ETH does not pay: legs out of restaking. */
async function standUpPoor(): Promise<World> {
  const s = await standUpStage();
  const { vault, queue, alice, keeper, lst } = s;
  await vault.connect(alice).depositLst(lst, await s.giveLst(alice, 5n * ETH), alice, 0n, FOREVER);
  await queue.connect(alice).request(30n * ETH, alice, 0n, FOREVER);
  await closeBatch(s);
  await s.restaker.unwind(1n, s.strategy);
  await s.giveLst(alice, ETH);
  await s.networkHelpers.mine(60);
  await vault.syncAll();
  const { withdrawals } = await s.delegation.getQueuedWithdrawals((await s.restaker.slotAt(1n)).delegator);
  const withdrawal = sendable(withdrawals[0]!);
  const calls = {
    unwind: call(keeper, s.restaker, "unwind", [0n, s.strategy.target], { leg: true }),
    complete: call(keeper, s.restaker, "complete", [1n, withdrawal], { leg: true }),
    requestLstExit: call(keeper, s.restaker, "requestLstExit", [lst.target], { leg: true }),
  };
  return { calls, stage: s, enter: entering(s) };
}

/** Brings a state about; what it gives back undoes it. */
export function entering(s: Stage): World["enter"] {
  return async (state) => {
    const before = await s.networkHelpers.takeSnapshot();
    if (state === "deposits paused") await s.settings.connect(s.guardian).pauseDeposits(86_400n);
    if (state === "contained") await s.settings.connect(s.guardian).contain(86_400n);
    if (state === "held back") {
      const cry = s.wolf.getFunction("cry");
      await cry(s.opOne.address, 1, ETH, 2n ** 40n, 1n);
      await s.vault.holdExits(s.wolf);
    }
    if (state === "empty") await empty(s);
    if (state === "unreadable" || state === "quarantined") {
      await s.late.setAssets(5n * ETH);
      await s.vault.syncAll();
      await s.late.setBroken(true);
      await s.vault.reportFailure(s.late);
    }
    if (state === "quarantined") {
      await s.networkHelpers.time.increase(await s.vault.quarantineSeconds());
      await s.vault.syncAll();
    }
    if (state === "in doubt") {
      await s.late.setInDoubt(true);
      await s.vault.syncAll();
    }
    const hasEnded = state === "wound up" || state === "succeeded";
    if (hasEnded || state === "dead" || state === "dead after its grace") await forgetAssets(s);
    if (hasEnded || state === "dead after its grace") {
      await s.networkHelpers.time.increase(await s.runOff.graceSeconds());
      await s.vault.syncAll();
    }
    if (hasEnded) {
      await s.runOff.windUp();
      // something comes late, and lifts the rate above the floor again
      await s.vault.recapitalise({ value: 10n * ETH });
      await s.networkHelpers.time.increase(24n * HOUR);
      await s.vault.syncAll();
    }
    if (state === "succeeded") await s.runOff.nameSuccessor(s.weth);
    if (state === "stale") await s.networkHelpers.time.increase(25n * HOUR);
    if (state === "closed by loss") {
      await s.slash(s.bob, s.opOne, [String(s.strategy.target)], ETH / 10n);
      await s.vault.sync(s.delegators[0]);
    }
    if (state === "too old") {
      await s.late.setAsOf(BigInt(await s.networkHelpers.time.latest()) - MAX_CHECKPOINT_AGE);
      await s.networkHelpers.time.increase(2n);
      await s.vault.syncAll();
    }
    if (state === "mid-move") await beTheRestaker(s);
    return before.restore;
  };
}

/** Alice leaves with all that counts while the LST cannot be read, and then it can: what it is worth is nobody's. */
async function empty(s: Stage): Promise<void> {
  const { vault, queue, alice, stEth, networkHelpers } = s;
  // in the world that is short of ETH nothing else would be there to leave with
  await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: ETH });
  await queue.connect(alice).request(await vault.balanceOf(alice), alice, 0n, FOREVER);
  await closeBatch(s);
  const pool = String(stEth.target);
  const code = await s.ethers.provider.getCode(pool);
  await networkHelpers.setCode(pool, "0x5f5ffd");
  for (const delegator of s.delegators) await delegator.reportPart(s.strategy);
  await vault.reportFailure(s.lstReserve);
  await networkHelpers.time.increase(await vault.quarantineSeconds());
  while ((await queue.fillingBatchId()) !== (await queue.openBatchId())) await queue.settle();
  if ((await vault.totalSupply()) !== 0n) throw new Error("somebody has stayed");
  await networkHelpers.setCode(pool, code);
  await vault.syncAll();
}

/** Strikes T and U out of the vault's slot of both, so that the rate is next to nothing. */
async function forgetAssets({ vault, provider, ethers }: Stage): Promise<void> {
  const { recognised } = await vault.totals();
  for (let slot = 0n; slot < 16n; ++slot) {
    const word = BigInt(await ethers.provider.getStorage(vault, slot));
    if (word % 2n ** 96n !== recognised || recognised === 0n) continue;
    await provider.request({
      method: "hardhat_setStorageAt",
      params: [vault.target, `0x${slot.toString(16)}`, ethers.toBeHex((word >> 192n) << 192n, 32)],
    });
    await vault.syncAll();
    if (await vault.isDead()) return;
  }
  throw new Error("the slot of T and U was not found");
}

/** Puts a restaker that opens moves for anybody in the place of the real one, with what alice has. */
async function beTheRestaker(s: Stage): Promise<void> {
  const { alice, vault, tickets, lst, restaker, networkHelpers } = s;
  await vault.connect(alice).transfer(restaker, 10n * ETH);
  await tickets.connect(alice).setApprovalForAll(restaker, true);
  await lst.connect(alice).transfer(restaker, ETH / 2n);
  const place = String(restaker.target);
  await networkHelpers.impersonateAccount(place);
  await networkHelpers.setBalance(place, 10n * ETH);
  await lst.connect(await s.ethers.getSigner(place)).approve(vault, 2n ** 255n);
  await networkHelpers.setCode(place, (await artifacts.readArtifact("MidMove")).deployedBytecode);
}

/** One after the other, for they share a chain. */
export const worlds = [standUpRich, standUpPoor] as const;

/** Tells the outcome of a call: "yes", or the name of the error. */
export async function outcomes() {
  const decoder = new Decoder(await readAbis(artifacts));
  const face = new Interface((await artifacts.readArtifact("MidMove")).abi);
  return async ({ stage: s }: World, state: State, act: Act): Promise<string> => {
    let { from, to, data, value = 0n } = act;
    if (state === "mid-move") {
      const begin = s.vault.interface.encodeFunctionData("beginMove", [s.vault.target, s.vault.target]);
      const inner = act.leg ? [s.vault.target, begin] : [to, data];
      data = face.encodeFunctionData("during", [s.vault.target, s.vault.target, ...inner]);
      to = String(s.restaker.target);
    }
    return s.ethers.provider.estimateGas({ from, to, data, value }).then(
      () => "yes",
      (thrown: unknown) => decoder.error(thrown)?.name ?? String(thrown),
    );
  };
}
