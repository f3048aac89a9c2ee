import { type Address, type Block, keyOf, type Outcome, transact } from "../../../shared/machine.ts";
import { empty } from "../../../shared/revert.ts";
import * as keys from "./deposit-keys.ts";
import * as legsIn from "./legs-in.ts";
import * as legsOut from "./legs-out.ts";
import type { ToldOperator } from "./neighbours.ts";
import * as rules from "./operator-rules.ts";
import type { Restaker, RestakerState } from "./restaker.ts";
import * as slots from "./slots.ts";
import * as strategies from "./strategy-list.ts";
import * as core from "./told-core.ts";
import { tellReserve, tellStrategy } from "./told-reserves.ts";
import { tellSlot, toldSlot, useKey } from "./told-slots.ts";
import { syncAll, tellVault, vaultOf } from "./told-vault.ts";

/** What neighbours come to say, and what others do to them; the contract's own address first where there are several. */
const TOLD = {
  vault: {
    tell(
      m: Restaker,
      _: Address,
      money: {
        readonly idle: bigint;
        readonly reserved: bigint;
        readonly lockedProfit: bigint;
        readonly feesOwed: bigint;
      },
    ) {
      tellVault(m, money);
    },
    tellQueue(m: Restaker, _: Address, closedShares: bigint, openShares: bigint, rateWad: bigint, isWoundUp: boolean) {
      tellVault(m, { closedShares, openShares, rateWad, isWoundUp });
    },
    tellRecord(m: Restaker, _: Address, component: Address, record: bigint) {
      tellVault(m, { records: vaultOf(m).records.set(component, record) });
    },
    list(m: Restaker, _: Address, lst: Address, reserve: Address) {
      const { reserves, components } = vaultOf(m);
      if (BigInt(reserve) === 0n) tellVault(m, { reserves: reserves.delete(lst) });
      else tellVault(m, { reserves: reserves.set(lst, reserve), components: [...components, reserve] });
    },
    syncAll: (m: Restaker) => syncAll(m),
  },
  core: {
    tell(m: Restaker, _: Address, minWithdrawalDelayBlocks: bigint, refusesShares: boolean) {
      core.tellCore(m, { minWithdrawalDelayBlocks, refusesShares });
    },
    tellOperator(m: Restaker, _: Address, operator: Address, told: ToldOperator) {
      core.tellCore(m, { operators: core.coreOf(m).operators.set(operator, told) });
    },
    tellMagnitude,
    tellOperatorShares(m: Restaker, _: Address, operator: Address, native: bigint) {
      core.tellCore(m, { operatorShares: core.coreOf(m).operatorShares.set(operator, native) });
    },
    tellReach(m: Restaker, _: Address, operator: Address, avs: Address, reach: bigint) {
      core.tellCore(m, { reaches: core.coreOf(m).reaches.set(keyOf(operator, avs), reach) });
    },
    tellLosses(m: Restaker, _: Address, avs: Address, told: { readonly maximum: bigint; readonly staying: bigint }) {
      core.tellCore(m, { losses: core.coreOf(m).losses.set(avs, told) });
    },
    tellShares(m: Restaker, _: Address, staker: Address, strategy: Address, left: bigint) {
      core.tellCore(m, { shares: core.coreOf(m).shares.set(keyOf(staker, strategy), left) });
    },
    tellQueued(m: Restaker, _: Address, root: string, left: readonly bigint[]) {
      core.tellCore(m, { queued: core.coreOf(m).queued.set(root, left) });
    },
    tellPenalties(m: Restaker, _: Address, staker: Address, wad: bigint) {
      core.tellCore(m, { penalties: core.coreOf(m).penalties.set(staker, wad) });
    },
    tellKey: (m: Restaker, _: Address, pubkey: string) => useKey(m, pubkey),
    slash(
      m: Restaker,
      _: Address,
      rulesAt: Address,
      operator: Address,
      strategy: Address,
      left: bigint,
      times: bigint,
    ) {
      tellMagnitude(m, _, operator, strategy, left);
      let seen = "";
      for (let nth = 0n; nth < times; nth++) seen = rules.syncSlashed(m, rulesAt, operator, seen);
    },
    force: (m: Restaker, _: Address, staker: Address, of: readonly Address[]) => core.leave(m, staker, of),
    queueTogether(m: Restaker, _: Address, staker: Address, of: readonly Address[]) {
      const all = of.map((strategy) => core.depositsOf(m, staker, strategy));
      core.queue(m, staker, core.delegatedTo(m, staker), of, all);
    },
  },
  delegator: {
    tell(m: Restaker, _: Address, at: Address, broken: boolean, podGwei: bigint, leavingAssets: bigint) {
      tellSlot(m, at, { broken, podGwei, leavingAssets });
    },
    tellDoubt(m: Restaker, _: Address, at: Address, strategy: Address, inDoubt: boolean) {
      const { doubts } = toldSlot(m, at);
      tellSlot(m, at, { doubts: inDoubt ? doubts.set(strategy, true) : doubts.delete(strategy) });
    },
    tellKey(m: Restaker, _: Address, at: Address, pubkey: string, gwei: bigint) {
      tellSlot(m, at, { validators: toldSlot(m, at).validators.set(pubkey, gwei) });
    },
  },
  reserve: {
    tell(m: Restaker, _: Address, at: Address, idleLst: bigint, rateWad: bigint, exitable: boolean, broken: boolean) {
      tellReserve(m, at, { idleLst, rateWad, exitable, broken });
    },
  },
  strategy: {
    tell(m: Restaker, _: Address, at: Address, amount: bigint, shares: bigint, broken: boolean) {
      tellStrategy(m, at, { amount, shares, broken });
    },
  },
};

function tellMagnitude(m: Restaker, _: Address, operator: Address, strategy: Address, magnitude: bigint): void {
  core.tellCore(m, { magnitudes: core.coreOf(m).magnitudes.set(keyOf(operator, strategy), magnitude) });
}

/** What changes a restaker, its rules, its keys and its neighbours, by contract and function; the caller comes first. */
const CALLS = {
  restaker: {
    addSlot: slots.addSlot,
    setSlot: slots.setSlot,
    setOperator: slots.setOperator,
    leaveOperator: slots.leaveOperator,
    leaveIneligible: slots.leaveIneligible,
    setLimits: slots.setLimits,
    addStrategy: strategies.addStrategy,
    retireStrategy: strategies.retireStrategy,
    retireLst: strategies.retireLst,
    removeStrategy: strategies.removeStrategy,
    restakeEth: legsIn.restakeEth,
    restakeLst: legsIn.restakeLst,
    unwind: legsOut.unwind,
    exitValidators: legsOut.exitValidators,
    trim: legsOut.trim,
    trimValidators: legsOut.trimValidators,
    complete: legsOut.complete,
    requestLstExit: legsOut.requestLstExit,
    claimLstExit: legsOut.claimLstExit,
    /** Several in one transaction. */
    multicall(m: Restaker, from: Address, calls: readonly RestakerAction[]): void {
      for (const action of calls) call(m, { ...action, from });
    },
  },
  rules: {
    setAvsCap: rules.setAvsCap,
    dropAvsCap: rules.dropAvsCap,
    syncOperator: rules.syncOperator,
  },
  keys: { registerKeys: keys.registerKeys, skipKey: keys.skipKey, dropUsed: keys.dropUsed, take: keys.take },
  ...TOLD,
};

export interface RestakerAction {
  readonly from: Address;
  readonly contract: keyof typeof CALLS;
  readonly function: string;
  readonly args: readonly unknown[];
}

/** Plays one transaction on a restaker: a state and an action in, and a state, a result or an error, and events out. */
export const stepRestaker = (
  state: RestakerState,
  block: Block,
  action: RestakerAction,
): Outcome<RestakerState, unknown> => transact(state, block, (m) => call(m, action));

type Calls = Readonly<Record<string, ((m: Restaker, ...args: never[]) => unknown) | undefined>>;

function call(m: Restaker, { from, contract, function: name, args }: RestakerAction): unknown {
  const change = (CALLS[contract] as Calls)[name];
  return change === undefined ? empty() : change(m, ...([from, ...args] as never[]));
}
