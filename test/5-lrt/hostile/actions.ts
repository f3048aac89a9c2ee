import { DELAY_BLOCKS, FOREVER, HOUR } from "../ladder.ts";
import { type Action, type Draw, eth, nameOf, pick, slotOf } from "./action.ts";
import { HARM } from "./harm.ts";
import { servePod } from "./pods.ts";
import { STOPS } from "./stops.ts";
import { openTickets, partOf, signerOf, users } from "./tickets.ts";
import { UNDERWRITING } from "./underwriting.ts";
import { attempt, GAS } from "./world.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../../scripts/lib/units.ts";

/** What a step is made of: an action and three numbers that it reads as it likes. */
export interface Step extends Draw {
  readonly action: keyof typeof ACTIONS;
}

const deposit: Action = async (w, { a, share }) => {
  const value = partOf(20n * ETH, share);
  const user = pick(users(w), a);
  const result = await attempt(() => w.vault.connect(user).deposit(user, 0n, FOREVER, { value, ...GAS }));
  return { call: `${nameOf(a)}: vault.deposit(${eth(value)})`, result, change: result === "ok" ? value : 0n };
};

const depositLst: Action = async (w, { a, share }) => {
  const user = pick(users(w), a);
  const amount = partOf(await w.lst.balanceOf(user), share);
  const worth = amount === 0n ? 0n : await w.lst.getStETHByWstETH(amount);
  const result = await attempt(() => w.vault.connect(user).depositLst(w.lst, amount, user, 0n, FOREVER, GAS));
  return { call: `${nameOf(a)}: vault.depositLst(${eth(amount)})`, result, change: result === "ok" ? worth : 0n };
};

const request: Action = async (w, { a, b, share }) => {
  const user = pick(users(w), a);
  const shares = partOf(await w.vault.balanceOf(user), share);
  const owner = b % 5 === 0 ? await w.greedy.getAddress() : user.address;
  const result = await attempt(() => w.queue.connect(user).request(shares, owner, 0n, FOREVER, GAS));
  return {
    call: `${nameOf(a)}: queue.request(${eth(shares)}, ${b % 5 === 0 ? "greedy" : "itself"})`,
    result,
    change: 0n,
  };
};

const cancel: Action = async (w, { b }) => {
  const tickets = await openTickets(w);
  if (tickets.length === 0) return { call: "queue.cancel()", result: "no ticket", change: 0n };
  const ticket = pick(tickets, b);
  const owner = await signerOf(w, (await w.queue.ticketOf(ticket)).owner);
  if (owner === undefined) return { call: `queue.cancel(${ticket})`, result: "owned by a contract", change: 0n };
  const result = await attempt(() => w.queue.connect(owner).cancel(ticket, owner, GAS));
  return { call: `queue.cancel(${ticket})`, result, change: 0n };
};

const close: Action = async (w) => {
  if ((await w.queue.closeableAt()) > BigInt(await w.networkHelpers.time.latest())) {
    await w.networkHelpers.time.increase(HOUR);
  }
  return {
    call: "queue.close() an hour later",
    result: await attempt(() => w.queue.close(GAS)),
    change: 0n,
    mayLose: true,
  };
};

const settle: Action = async (w) => ({
  call: "queue.settle()",
  result: await attempt(() => w.queue.connect(w.keeper).settle(GAS)),
  change: 0n,
  mayLose: true,
});

/** Claims one ticket, or all of them for their owners. */
const claim: Action = async (w, { b }) => {
  const tickets = await openTickets(w);
  const before = await w.ethers.provider.getBalance(w.queue);
  const all = b % 3 === 0;
  const ticket = all || tickets.length === 0 ? undefined : pick(tickets, b);
  const owner = ticket === undefined ? undefined : await signerOf(w, (await w.queue.ticketOf(ticket)).owner);
  const due = ticket === undefined || owner === undefined ? 0n : await w.queue.claimableOf(ticket);
  const result =
    ticket === undefined || owner === undefined
      ? await attempt(() => w.queue.connect(w.keeper).claimFor(tickets, GAS))
      : await attempt(() => w.queue.connect(owner).claim(ticket, owner, GAS));
  const paid = before - (await w.ethers.provider.getBalance(w.queue));
  if (due > 0n && result !== "ok") throw new Error(`a claim of ${due} wei was blocked: ${result}`);
  const call = owner === undefined ? "keeper: queue.claimFor(all)" : `queue.claim(${ticket})`;
  return { call, result, change: -paid };
};

const instantExit: Action = async (w, { a, share }) => {
  const user = pick(users(w), a);
  const shares = partOf(await w.vault.balanceOf(user), share);
  const before = await w.ethers.provider.getBalance(w.treasury);
  const result = await attempt(() => w.instantExit.connect(user).exitInstantly(shares, w.treasury, 0n, FOREVER, GAS));
  const paid = (await w.ethers.provider.getBalance(w.treasury)) - before;
  const call = `${nameOf(a)}: instantExit.exitInstantly(${eth(shares)})`;
  return { call, result, change: -paid, mayLose: true };
};

const syncAll: Action = async (w) => {
  const result = await attempt(() => w.vault.syncAll(GAS));
  if (result !== "ok") throw new Error(`a sync was blocked: ${result}`);
  return { call: "vault.syncAll()", result, change: 0n, mayLose: true };
};

const syncOne: Action = async (w, { a }) => {
  const component = pick(w.components, a);
  const result = await attempt(() => w.vault.sync(component, GAS));
  if (result !== "ok") throw new Error(`a lone sync was blocked: ${result}`);
  return { call: `vault.sync(component ${a % 3})`, result, change: 0n, mayLose: true };
};

const restakeLst: Action = async (w, { a }) => ({
  call: `restaker.restakeLst(${slotOf(a)})`,
  result: await attempt(() => w.restaker.connect(w.keeper).restakeLst(slotOf(a), w.lst, GAS)),
  change: 0n,
});

const restakeEth: Action = async (w, { a, b }) => ({
  call: `restaker.restakeEth(${slotOf(a)}, ${1 + (b % 2)})`,
  result: await attempt(() => w.restaker.connect(w.keeper).restakeEth(slotOf(a), 1 + (b % 2), GAS)),
  change: 0n,
});

const unwind: Action = async (w, { a, b }) => {
  const strategy = pick([w.lstStrategy, BEACON_CHAIN_ETH_STRATEGY], b);
  const result = await attempt(() => w.restaker.connect(w.keeper).unwind(slotOf(a), strategy, GAS));
  return {
    call: `restaker.unwind(${slotOf(a)}, ${strategy === BEACON_CHAIN_ETH_STRATEGY ? "native" : "LST"})`,
    result,
    change: 0n,
  };
};

/** Completes every withdrawal of a slot, matured or not. */
const complete: Action = async (w, { a }) => {
  const { delegator } = await w.restaker.slotAt(slotOf(a));
  const { withdrawals } = await w.delegation.getQueuedWithdrawals(delegator);
  const results: string[] = [];
  for (const x of withdrawals) {
    const withdrawal = {
      staker: x.staker,
      delegatedTo: x.delegatedTo,
      withdrawer: x.withdrawer,
      nonce: x.nonce,
      startBlock: x.startBlock,
      strategies: [...x.strategies],
      scaledShares: [...x.scaledShares],
    };
    results.push(await attempt(() => w.restaker.connect(w.keeper).complete(slotOf(a), withdrawal, GAS)));
  }
  return { call: `restaker.complete(${slotOf(a)}, all)`, result: results.join(" ") || "none", change: 0n };
};

const leaveIneligible: Action = async (w, { a }) => ({
  call: `restaker.leaveIneligible(${slotOf(a)})`,
  result: await attempt(() => w.restaker.connect(w.keeper).leaveIneligible(slotOf(a), GAS)),
  change: 0n,
});

const requestLstExit: Action = async (w) => ({
  call: "restaker.requestLstExit()",
  result: await attempt(() => w.restaker.connect(w.keeper).requestLstExit(w.lst, GAS)),
  change: 0n,
});

/** The LST's pool reports and pays its exit queue; the vault takes what is ready. */
const lstExits: Action = async (w) => {
  await w.networkHelpers.time.increase(HOUR);
  const results = [await attempt(() => w.lstQueue.close(GAS))];
  // the pool fills from a report of the same block
  const filled = await w
    .inOneBlock(
      () => w.stEth.report(100n, GAS),
      () => w.lstQueue.fill(10n, GAS),
    )
    .then(
      () => "ok",
      () => "nothing to fill",
    );
  results.push(filled);
  for (const id of await w.lstReserve.exitIds()) {
    results.push(await attempt(() => w.restaker.connect(w.keeper).claimLstExit(w.lst, id, GAS)));
  }
  return { call: "an hour; pool: close, report, fill; restaker.claimLstExit(all)", result: results.join(" ") };
};

/** Proves what can be proven of a slot's validators: credentials, then balances in a whole checkpoint. */
const checkpoint: Action = async (w, { a }) => ({
  call: `pod ${slotOf(a)}: sweep, verify, checkpoint`,
  result: await servePod(w, slotOf(a)),
});

/** Asks each validator of a slot to leave, one by one, for as long as the queue needs it. */
const exitValidators: Action = async (w, { a, b }) => {
  const slot = slotOf(a);
  const fee = await w.beacon.withdrawalRequestFee();
  const key = pick(w.keys[Number(slot)]!, b).pubkey;
  const result = await attempt(() => w.restaker.connect(w.keeper).exitValidators(slot, [key], { value: fee, ...GAS }));
  return { call: `restaker.exitValidators(${slot}, [key ${b % w.keys[Number(slot)]!.length}])`, result, change: 0n };
};

const payOwed: Action = async (w) => {
  // what is premium stays in the world, in the cover
  const before = await w.ethers.provider.getBalance(w.feeSplit);
  const result = await attempt(() => w.vault.payOwed(GAS));
  return {
    call: "vault.payOwed()",
    result,
    change: before - (await w.ethers.provider.getBalance(w.feeSplit)),
  };
};

const sweepDust: Action = async (w, { b }) => ({
  call: `queue.sweep(${1 + (b % 4)})`,
  result: await attempt(() => w.queue.sweep(1 + (b % 4), GAS)),
  change: 0n,
});

const pass: Action = async (w, { share }) => {
  const seconds = BigInt(share) * 173n;
  await w.networkHelpers.time.increase(seconds + 1n);
  if (share % 3 === 0) await w.networkHelpers.mine(DELAY_BLOCKS + 1);
  return {
    call: `${seconds} s pass${share % 3 === 0 ? `, and ${DELAY_BLOCKS + 1} blocks` : ""}`,
    result: "ok",
    change: 0n,
  };
};

export const ACTIONS = {
  deposit,
  depositLst,
  request,
  cancel,
  close,
  settle,
  claim,
  instantExit,
  syncAll,
  syncOne,
  restakeLst,
  restakeEth,
  unwind,
  complete,
  leaveIneligible,
  requestLstExit,
  lstExits,
  checkpoint,
  exitValidators,
  payOwed,
  sweepDust,
  pass,
  ...HARM,
  ...STOPS,
  ...UNDERWRITING,
} satisfies Record<string, Action>;
