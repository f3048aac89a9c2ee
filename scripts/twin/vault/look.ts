import type { Interface } from "ethers";
import { keyOf, ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { Revert } from "../../../model/shared/revert.ts";
import * as components from "../../../model/5-lrt/accounting/component-accounting.ts";
import * as shares from "../../../model/5-lrt/accounting/share-token.ts";
import { stoppedSeconds } from "../../../model/5-lrt/access/stops.ts";
import * as cover from "../../../model/5-lrt/cover/cover.ts";
import { available } from "../../../model/5-lrt/cover/draw.ts";
import { exitValue } from "../../../model/5-lrt/exits/fills.ts";
import { roomNow } from "../../../model/5-lrt/exits/instant-exit.ts";
import * as guard from "../../../model/5-lrt/exits/slashing-guard.ts";
import { surplusIdle } from "../../../model/5-lrt/exits/surplus.ts";
import { etherOf } from "../../../model/5-lrt/money.ts";
import { claimableOf } from "../../../model/5-lrt/queue/claims.ts";
import * as queue from "../../../model/5-lrt/queue/exit-queue.ts";
import * as tickets from "../../../model/5-lrt/queue/exit-tickets.ts";
import type { Vault } from "../../../model/5-lrt/state.ts";
import { accountingWords, priceWords } from "../../../model/5-lrt/views/accounting-words.ts";
import * as views from "../../../model/5-lrt/views/vault-views.ts";
import * as vault from "../../../model/5-lrt/vault.ts";
import type { Question } from "../shared/chain-side.ts";
import { spell, spellRevert } from "../shared/spell.ts";
import type { Stand } from "./stand.ts";

/** Something that can be seen: how the chain is asked for it, and what the model says. */
interface Sight {
  readonly question: Question;
  readonly model: (of: Vault) => unknown;
}

const WAD = 10n ** 18n;
/** The batches that are looked at: what is older changes only by claims and sweeps of its tickets. */
const LAST_BATCHES = 6n;

/** Everything that can be seen of a vault in a state. */
export function sightsOf({ contracts, views: lens, cast }: Stand, of: Vault): Sight[] {
  const { state } = of;
  const { at } = state.config;
  const see = (to: string, abi: Interface, name: string, model: Sight["model"], ...args: unknown[]): Sight => ({
    question: { to, abi, name, args },
    model,
  });
  const on =
    (name: Exclude<keyof Stand["contracts"], "rewardsClaimer">) =>
    (method: string, model: Sight["model"], ...args: unknown[]) =>
      see(at[name], contracts[name].interface, method, model, ...args);
  const view = (method: string, model: Sight["model"]) => see(String(lens.target), lens.interface, method, model);
  const [ofVault, ofQueue, ofTickets] = [on("vault"), on("queue"), on("tickets")];
  const [ofCover, ofGuard, ofSplit] = [on("cover"), on("slashingGuard"), on("feeSplit")];
  const holders = [...cast.people, cast.purse, at.queue, at.entrance];
  const known = state.books.entries.map(({ component }) => component);
  const ticketIds = idsOf(of);
  const leaves = Array.from({ length: Number(state.cover.lastLeaveId) }, (_, index) => BigInt(index + 1));
  return [
    ofVault("accountingWords", accountingWords),
    ofVault("priceWords", priceWords),
    ofVault("totals", (v) => vault.totals(v)),
    ofVault("rate", vault.rate),
    ofVault("depositRate", vault.depositRate),
    ofVault("toAssetsDown", (v) => exitValue(v, WAD), WAD),
    ofVault("toSharesDown", (v) => vault.toSharesDown(v, WAD), WAD),
    ofVault("surplusIdle", surplusIdle),
    ofVault("isStale", vault.isStale),
    ofVault("isDead", (v) => v.state.books.isDead),
    ofVault("deadSince", (v) => v.state.books.deadSince),
    ofVault("isInDoubt", (v) => v.state.books.isInDoubt),
    ofVault("isWoundUp", (v) => v.state.books.isWoundUp),
    ofVault("exitsHeldBack", (v) => v.state.books.isHeldBack),
    ofVault("components", () => known),
    ofVault("lstReserve", (v) => v.state.books.reserves.get(cast.lst) ?? ZERO_ADDRESS, cast.lst),
    ...known.map((one) => ofVault("recordOf", (v) => components.recordOf(v, one), one)),
    ...[...cast.plain, cast.spare, cast.reserve].map((one) =>
      ofVault("failingSince", (v) => v.state.books.failingSince.get(one) ?? 0n, one),
    ),
    ...holders.map((one) => ofVault("balanceOf", (v) => shares.balanceOf(v, one), one)),
    ...cast.people.flatMap((owner) =>
      [...cast.people, at.entrance].map((spender) =>
        ofVault("allowance", (v) => shares.allowance(v, owner, spender), owner, spender),
      ),
    ),
    ofQueue("openBatchId", (v) => v.state.queue.open),
    ofQueue("fillingBatchId", (v) => v.state.queue.filling),
    ofQueue("waitingShares", queue.waitingShares),
    ofQueue("closeableAt", queue.closeableAt),
    ofQueue("lockedAssets", lockedAssets),
    ...batchesOf(of).map((one) => ofQueue("batchOf", (v) => batchAsSeen(v, one), one)),
    ...ticketIds.map((one) => ofQueue("ticketOf", (v) => ticketAsSeen(v, one), one)),
    ...ticketIds.map((one) => ofTickets("info", (v) => infoOf(v, one), one, ZERO_ADDRESS)),
    ...cast.people.map((one) => ofTickets("balanceOf", (v) => tickets.ticketsOf(v, one), one)),
    ...cast.people.map((one) =>
      ofQueue("claimableByOthers", (v) => v.state.queue.claimableByOthers.get(one) ?? false, one),
    ),
    ofCover("funds", (v) => v.state.cover.funds),
    ofCover("totalDrawn", (v) => v.state.cover.totalDrawn),
    ofCover("totalShares", (v) => v.state.cover.totalShares),
    ofCover("available", available),
    ofCover("toSharesDown", (v) => cover.toSharesOfCover(v, WAD), WAD),
    ofCover("toAssetsDown", (v) => cover.toAssets(v, WAD), WAD),
    ...cast.people.map((one) => ofCover("sharesOf", (v) => cover.sharesOf(v, one), one)),
    ...leaves.map((one) => ofCover("leaveOf", (v) => leaveAsSeen(v, one), one)),
    on("instantExit")("roomNow", roomNow),
    on("settings")("feeRecipient", (v) => v.state.controls.feeRecipient),
    on("settings")("stoppedSeconds", stoppedSeconds),
    on("runOff")("successor", (v) => v.state.controls.successor),
    ofSplit("underwrittenFees", (v) => v.state.cover.underwrittenFees),
    ofSplit("totalPremium", (v) => v.state.cover.totalPremium),
    ofGuard("heldSeconds", guard.heldSeconds),
    ofGuard("heldWad", (v) => v.state.guard.heldWad),
    ofGuard("services", (v) => v.state.guard.services),
    ofGuard("wouldHoldBack", guard.wouldHoldBack),
    ...cast.services.flatMap((one) => [
      ofGuard("budgetLeftSeconds", (v) => guard.budgetLeftSeconds(v, one), one),
      ofGuard("heldUntil", (v) => guard.serviceOf(v, one).heldUntil, one),
      ...[0, 1, 2, 3].map((nth) =>
        ofGuard("faultHeldUntil", (v) => v.state.guard.faults.get(keyOf(one, faultOf(nth))) ?? 0n, one, faultOf(nth)),
      ),
    ]),
    view("liveRate", views.liveRate),
    view("liveDepositRate", views.liveDepositRate),
    view("liveTotals", views.liveTotals),
    view("collateralRate", views.collateralRate),
    view("depositRoom", views.depositRoom),
  ];
}

/** A fault that a service announces. */
export const faultOf = (nth: number): string => `0x${(nth + 1).toString(16).padStart(64, "0")}`;

/** Whose ether is compared. */
export const pursesOf = ({ cast }: Stand, { state: { config } }: Vault): string[] => {
  const { vault: books, queue: exits, cover: funds, feeSplit } = config.at;
  return [books, exits, funds, feeSplit, config.treasury, cast.purse];
};

/** What the model says: in words, or why it says nothing. */
export function seenBy(of: Vault, { model }: Sight): string {
  try {
    return spell(model(of));
  } catch (revert) {
    if (revert instanceof Revert) return spellRevert(revert);
    throw revert;
  }
}

/** Ether of accounts, beside what they had at the beginning. */
export const etherSeen = (of: Vault, accounts: readonly string[]): string[] =>
  accounts.map((account) => String(etherOf(of, account)));

function batchesOf({ state: { queue: exits } }: Vault): bigint[] {
  const first = exits.open > LAST_BATCHES ? exits.open - LAST_BATCHES : 1n;
  return Array.from({ length: Number(exits.open - first + 1n) }, (_, index) => first + BigInt(index));
}

/** Tickets of those batches, and the one after the last. */
const idsOf = (of: Vault): bigint[] =>
  batchesOf(of).flatMap((batchId) => {
    const count = Number(queue.batchAt(of, batchId).tickets) + 1;
    return Array.from({ length: count }, (_, index) => (batchId << 64n) | BigInt(index));
  });

function lockedAssets({ state: { queue: exits } }: Vault): bigint {
  return exits.batches.entries().reduce((sum, [, { unclaimedAssets }]) => sum + unclaimedAssets, 0n);
}

function batchAsSeen(of: Vault, batchId: bigint): bigint[] {
  const b = queue.batchAt(of, batchId);
  const there = b.tickets - b.cancelled;
  const openTickets = b.closedAt === 0n ? there : b.openTickets;
  return [b.shares, b.filledShares, b.filledAssets, b.unclaimedAssets, there, openTickets, b.closedAt];
}

function ticketAsSeen(of: Vault, ticketId: bigint): unknown[] {
  const ticket = tickets.ticketOf(of, ticketId);
  const { owner, shares: part, claimedAssets } = ticket ?? { owner: ZERO_ADDRESS, shares: 0n, claimedAssets: 0n };
  return [owner, queue.batchOfTicket(ticketId), part, claimedAssets, claimableOf(of, ticketId)];
}

function infoOf(of: Vault, ticketId: bigint): unknown[] {
  const ticket = tickets.ticketOf(of, ticketId);
  if (ticket === undefined) return [ZERO_ADDRESS, 0n, false, true];
  return [ticket.owner, ticket.shares, ticket.claimedAssets !== 0n, ticket.approved === ZERO_ADDRESS];
}

function leaveAsSeen(of: Vault, leaveId: bigint): unknown[] {
  const leave = of.state.cover.leaves.get(String(leaveId));
  return leave === undefined ? [ZERO_ADDRESS, 0n, 0n] : [leave.owner, leave.shares, cover.opensAtOf(of, leave)];
}
