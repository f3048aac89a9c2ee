import type { Address, Block, Outcome } from "../shared/machine.ts";
import { empty } from "../shared/revert.ts";
import { sub } from "../shared/uint.ts";
import * as components from "./accounting/component-accounting.ts";
import * as moves from "./accounting/moves.ts";
import * as shares from "./accounting/share-token.ts";
import * as deposits from "./accounting/vault-deposits.ts";
import * as stops from "./access/stops.ts";
import * as settings from "./access/vault-settings.ts";
import * as cover from "./cover/cover.ts";
import * as fees from "./cover/fee-split.ts";
import * as entrance from "./deposits/synced-entrance.ts";
import * as fills from "./exits/fills.ts";
import * as instant from "./exits/instant-exit.ts";
import * as runOff from "./exits/run-off.ts";
import * as guard from "./exits/slashing-guard.ts";
import * as claims from "./queue/claims.ts";
import * as queue from "./queue/exit-queue.ts";
import * as tickets from "./queue/exit-tickets.ts";
import type { Announcement, Component, Vault, VaultState } from "./state.ts";
import { transactOn } from "./transaction.ts";
import * as vault from "./vault.ts";

type Call = (vault: Vault, sender: Address, ...args: never[]) => unknown;

/** What the others of a vault do: its restaker moves, components come to be worth something, services announce. */
const OTHERS = {
  /** Idle ether goes to a component. */
  restake: (of: Vault, _sender: Address, to: Address, assets: bigint) =>
    moves.move(of, of.state.config.at.vault, to, 0n, () => moves.sendIdle(of, assets)),
  /** It comes back, and something is lost on the way. */
  unwind: (of: Vault, _sender: Address, from: Address, assets: bigint, cost: bigint, maxLossAssets: bigint) =>
    moves.move(of, from, of.state.config.at.vault, maxLossAssets, () => {
      sub(components.valueAt(of, from), assets + cost);
      moves.receive(of, from, -assets - cost);
      moves.returnIdle(of, from, assets);
    }),
  /** Somebody calls in the middle of a move. */
  during: (of: Vault, _sender: Address, from: Address, to: Address, calls: readonly VaultAction[]) =>
    moves.move(of, from, to, 0n, () => {
      for (const call of calls) play(of, { ...call, from: of.state.config.at.restaker });
    }),
  say(of: Vault, _sender: Address, component: Address, said: Component) {
    const { world } = of.state;
    world.components = world.components.set(component, said);
  },
  announce(of: Vault, _sender: Address, service: Address, open: readonly Announcement[]) {
    const { world } = of.state;
    world.announcements = world.announcements.set(service, open);
  },
};

/** What changes a vault, by contract and function. The caller comes first, and ether that is sent after the caller. */
export const VAULT_CALLS = {
  vault: {
    transfer: shares.transfer,
    transferFrom: shares.transferFrom,
    approve: shares.approve,
    deposit: deposits.deposit,
    depositLst: deposits.depositLst,
    recapitalise: fills.recapitalise,
    payOwed: (of: Vault) => vault.payOwed(of),
    syncAll: (of: Vault) => components.syncAll(of),
    sync: (of: Vault, _sender: Address, component: Address) => components.sync(of, component),
    reportFailure: (of: Vault, _sender: Address, component: Address) => components.reportFailure(of, component),
    holdExits: (of: Vault, _sender: Address, service: Address) => guard.holdExits(of, service),
    receiveGain: vault.receiveGain,
    bookLstGain: vault.bookLstGain,
  },
  queue: {
    request: queue.request,
    requestMany: queue.requestMany,
    cancel: queue.cancel,
    close: (of: Vault) => queue.close(of),
    settle: (of: Vault) => queue.settle(of),
    claim: claims.claim,
    claimMany: claims.claimMany,
    claimFor: claims.claimFor,
    allowClaimsByOthers: claims.allowClaimsByOthers,
    sweep: (of: Vault, _sender: Address, batchId: bigint) => claims.sweep(of, batchId),
  },
  tickets: {
    transferFrom: tickets.transferTicket,
    approve: tickets.approveTicket,
    setApprovalForAll: tickets.setApprovalForAll,
  },
  instantExit: { exitInstantly: instant.exitInstantly, setLimits: instant.setLimits },
  cover: {
    join: cover.join,
    cooldown: cover.cooldown,
    cancelCooldown: cover.cancelCooldown,
    withdraw: cover.withdraw,
    fund: fees.fund,
  },
  feeSplit: { receive: fees.receiveFees, payTreasury: (of: Vault) => fees.payTreasury(of) },
  entrance: { depositEth: entrance.depositEth, depositLst: entrance.depositLst, request: entrance.request },
  settings: {
    addComponent: settings.add,
    removeComponent: settings.remove,
    listLst: settings.listLst,
    unlistLst: settings.unlistLst,
    setFee: settings.setFee,
    setDepositCap: settings.setDepositCap,
    pauseDeposits: stops.pauseDeposits,
    contain: stops.contain,
  },
  slashingGuard: {
    list: guard.list,
    drop: guard.drop,
    isHeldBack: (of: Vault) => guard.isHeldBack(of),
    isHeldBackBy: (of: Vault, _sender: Address, service: Address) => guard.isHeldBackBy(of, service),
  },
  runOff: { windUp: (of: Vault) => runOff.windUp(of), nameSuccessor: runOff.nameSuccessor },
  others: OTHERS,
} satisfies Record<string, Record<string, Call>>;

export interface VaultAction {
  readonly from: Address;
  readonly contract: keyof typeof VAULT_CALLS;
  readonly function: string;
  readonly args: readonly unknown[];
}

/** Plays one transaction on a vault: a state and an action in, and a state, a result or an error, and events out. */
export const stepVault = (state: VaultState, block: Block, action: VaultAction): Outcome<VaultState, unknown> =>
  transactOn(state, block, (of) => play(of, action));

/** Reads something of a vault: nothing is written. */
export function viewVault<T>(state: VaultState, block: Block, view: (of: Vault) => T): T {
  const outcome = transactOn(state, block, view);
  if (!outcome.ok) throw outcome.revert;
  return outcome.value;
}

function play(of: Vault, { from, contract, function: name, args }: VaultAction): unknown {
  const calls: Readonly<Record<string, Call | undefined>> = VAULT_CALLS[contract];
  const call = calls[name];
  return call === undefined ? empty() : call(of, from, ...(args as never[]));
}
