import type { VaultAction } from "../../../model/5-lrt/step.ts";
import { balanceOf } from "../../../model/5-lrt/accounting/share-token.ts";
import { componentOf, worthOf } from "../../../model/5-lrt/accounting/component-accounting.ts";
import { sharesOf } from "../../../model/5-lrt/cover/cover.ts";
import { roomNow } from "../../../model/5-lrt/exits/instant-exit.ts";
import { surplusIdle } from "../../../model/5-lrt/exits/surplus.ts";
import { rate } from "../../../model/5-lrt/vault.ts";
import { batchOfTicket } from "../../../model/5-lrt/queue/exit-queue.ts";
import { claimableOf } from "../../../model/5-lrt/queue/claims.ts";
import type { Component, Vault, VaultState } from "../../../model/5-lrt/state.ts";
import { transactOn } from "../../../model/5-lrt/transaction.ts";
import { ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { saturatingSub } from "../../../model/shared/uint.ts";
import { ETH } from "../../lib/units.ts";
import type { Drawn, Size } from "./draw.ts";
import { faultOf } from "./look.ts";
import type { Timed } from "./pair.ts";
import type { Cast } from "./stand.ts";

/** What only a holder of shares can do. */
const NEEDS_SHARES: ReadonlySet<Drawn["kind"]> = new Set([
  "enterQueue",
  "transfer",
  "request",
  "requestMany",
  "exitInstantly",
  "approve",
]);
const FOREVER = 2n ** 40n;
const DAY = 86_400n;
const BPS = 10_000n;

/** What a drawn step is, in a state: some of what there is, by somebody, at some time. */
export function resolve(state: VaultState, now: bigint, cast: Cast, drawn: Drawn): Timed {
  const timestamp = now + drawn.wait;
  const outcome = transactOn(state, { number: 0n, timestamp }, (of) => actionFor(of, cast, drawn));
  if (!outcome.ok) throw outcome.revert;
  return { timestamp, action: outcome.value };
}

const partOf = ({ wei, bps, beyond }: Size, most: bigint): bigint =>
  wei ?? (bps === undefined ? most + (beyond ?? 0n) : (most * bps) / BPS);

function actionFor(of: Vault, cast: Cast, drawn: Drawn): VaultAction {
  const { kind, who, other, size, nth } = drawn;
  const { config, queue, cover } = of.state;
  const { at, governor } = config;
  const { timestamp } = of.block;
  const holders = cast.people.filter((one) => balanceOf(of, one) > 0n);
  // who has shares is asked more often than who has none
  const from =
    (nth < 7 && NEEDS_SHARES.has(kind) ? holders[who % Math.max(1, holders.length)] : undefined) ??
    (cast.people[who] as string);
  const special = [ZERO_ADDRESS, at.vault, at.queue][nth % 3] as string;
  const to = [...cast.people, cast.purse, from, from, special][other] as string;
  const peer = cast.people[other % 4] as string;
  const held = balanceOf(of, from);
  const deadline = nth === 8 ? timestamp - 1n : FOREVER;
  /** What is asked for at least: sometimes more than there can be. */
  const least = nth === 9 ? 10n ** 30n : 0n;
  const value = partOf(size, 40n * ETH);
  const component = [...cast.plain, cast.reserve, ...(nth === 9 ? [cast.spare] : [])][
    other % (nth === 9 ? 4 : 3)
  ] as string;
  const service = cast.services[nth < 8 ? 0 : 1] as string;
  const told = componentOf(of, component);
  const worth = worthOf(told.positions);
  const tickets = ticketsOf(of);
  const known = tickets[other % Math.max(1, tickets.length)];
  const ticketId = nth < 9 ? (known?.id ?? queue.open << 64n) : (queue.open << 64n) | BigInt(other);
  const owner = nth < 7 ? (known?.owner ?? from) : from;
  const own = tickets.filter((one) => one.owner === owner).map(({ id }) => id);
  const asGovernor = nth < 9 ? governor : from;
  const call = (contract: VaultAction["contract"], name: string, ...args: unknown[]): VaultAction => ({
    from,
    contract,
    function: name,
    args,
  });
  const govern = (contract: VaultAction["contract"], name: string, ...args: unknown[]): VaultAction => ({
    ...call(contract, name, ...args),
    from: asGovernor,
  });
  const terms = {
    receiver: to,
    minShares: least,
    deadline,
    newsFrom: nth === 7 ? timestamp + 1n : 0n,
    acceptsAnnouncedLoss: nth < 4,
  };
  const say = (patch: Partial<Component>): VaultAction => call("others", "say", component, { ...told, ...patch });
  const saysWorth = (assets: bigint): VaultAction =>
    say({ positions: [{ asset: ZERO_ADDRESS, quantity: assets, assets }] });
  const leaveId = BigInt(1 + (other % Math.max(1, Number(cover.lastLeaveId))));
  const leaver = cover.leaves.get(String(leaveId))?.owner ?? from;

  switch (kind) {
    case "deposit":
      return call("vault", "deposit", value, to, least, deadline);
    case "depositLst":
      return call("vault", "depositLst", nth === 9 ? at.vault : cast.lst, value, to, least, deadline);
    case "depositEth":
      return call("entrance", "depositEth", value, terms);
    case "enterLst":
      return call("entrance", "depositLst", nth === 9 ? at.vault : cast.lst, value, terms);
    case "enterQueue":
      return call("entrance", "request", partOf(size, held), to, least, deadline, terms.newsFrom);
    case "transfer":
      return call("vault", "transfer", to, partOf(size, held));
    case "transferFrom":
      return call("vault", "transferFrom", peer, to, partOf(size, balanceOf(of, peer)));
    case "approve":
      return call(
        "vault",
        "approve",
        nth < 5 ? at.entrance : peer,
        nth === 9 ? 2n ** 256n - 1n : partOf(size, 2n * held),
      );
    case "request":
      return call("queue", "request", partOf(size, held), to, least, deadline);
    case "requestMany": {
      const part = partOf(size, held / 3n);
      return call("queue", "requestMany", nth === 0 ? [] : [part, held / 9n, 1n + part / 7n], to, least, deadline);
    }
    case "cancel": {
      // a ticket of the open batch can be given back always
      const young = tickets.find(({ id }) => batchOfTicket(id) === queue.open);
      const one = nth < 5 && young !== undefined ? young : { id: ticketId, owner };
      return { ...call("queue", "cancel", one.id, to), from: one.owner };
    }
    case "close":
      return call("queue", "close");
    case "settle":
      return call("queue", "settle");
    case "claim":
      return { ...call("queue", "claim", ticketId, to), from: owner };
    case "claimMany":
      return { ...call("queue", "claimMany", own.slice(0, 3), to), from: owner };
    case "claimFor":
      return call("queue", "claimFor", [...tickets.slice(0, 3).map(({ id }) => id), ticketId]);
    case "allowClaimsByOthers":
      return {
        ...call("queue", "allowClaimsByOthers", nth < 7),
        from: nth % 2 === 0 ? (cast.people[3] as string) : from,
      };
    case "sweep": {
      const swept = [...queue.batches.entries()].find(
        ([, one]) => one.unclaimedAssets > 0n && one.openTickets === 0n && one.closedAt > 0n,
      );
      return call("queue", "sweep", swept === undefined ? BigInt(nth) : BigInt(swept[0]));
    }
    case "transferTicket":
      return { ...call("tickets", "transferFrom", nth < 8 ? owner : peer, to, ticketId), from: owner };
    case "approveTicket":
      return { ...call("tickets", "approve", peer, ticketId), from: owner };
    case "setApprovalForAll":
      return call("tickets", "setApprovalForAll", peer, nth < 6);
    case "exitInstantly": {
      const room = (roomNow(of)[0] * ETH) / (rate(of) + 1n);
      const most = nth < 4 && room < held ? room : held;
      return call("instantExit", "exitInstantly", partOf(size, most), other === 4 ? from : to, least, deadline);
    }
    case "setLimits":
      return govern("instantExit", "setLimits", value, nth === 0 ? 60n : DAY, BigInt(other) * 20n, BigInt(nth) * 120n);
    case "join":
      return call("cover", "join", value, nth < 8 ? from : peer, least);
    case "cooldown": {
      const underwriters = cast.people.filter((one) => sharesOf(of, one) > 0n);
      const one = nth < 7 ? (underwriters[who % Math.max(1, underwriters.length)] ?? from) : from;
      return { ...call("cover", "cooldown", partOf(size, sharesOf(of, one))), from: one };
    }
    case "cancelCooldown":
      return { ...call("cover", "cancelCooldown", leaveId), from: nth < 8 ? leaver : from };
    case "withdraw":
      return { ...call("cover", "withdraw", leaveId, to, least), from: nth < 8 ? leaver : from };
    case "fund":
      return call("cover", "fund", value);
    case "sendFees":
      return call("feeSplit", "receive", value);
    case "payTreasury":
      return call("feeSplit", "payTreasury");
    case "payOwed":
      return call("vault", "payOwed");
    case "recapitalise":
      return call("vault", "recapitalise", value);
    case "receiveGain":
      return { ...call("vault", "receiveGain", value, BigInt(nth % 3)), from: nth < 8 ? at.rewardsClaimer : from };
    case "bookLstGain":
      return { ...call("vault", "bookLstGain", cast.lst, value), from: nth < 8 ? at.rewardsClaimer : from };
    case "syncAll":
      return call("vault", "syncAll");
    case "sync":
      return call("vault", "sync", component);
    case "reportFailure": {
      const broken = [...cast.plain, cast.reserve].find((one) => componentOf(of, one).broken);
      return call("vault", "reportFailure", nth < 7 ? (broken ?? component) : component);
    }
    case "holdExits":
      return call("vault", "holdExits", service);
    case "restake":
      return call("others", "restake", component, partOf(size, surplusIdle(of)));
    case "unwind": {
      const cost = nth < 7 ? 0n : BigInt(nth);
      const most = worth < 1_000_000n * ETH ? worth : 0n;
      const assets = partOf(size, most > cost ? most - cost : most);
      return call("others", "unwind", component, assets, cost, nth === 9 ? 0n : 10n ** 9n);
    }
    case "during": {
      const inner = [
        call("vault", "syncAll"),
        call("vault", "sync", component),
        call("vault", "approve", from, value),
        call("queue", "settle"),
        call("others", "restake", component, 0n),
      ];
      return call("others", "during", cast.plain[0], component, [inner[nth % inner.length]]);
    }
    case "gain":
      return saysWorth(worth + partOf(size, worth / 5n + ETH));
    case "loss":
      return saysWorth(saturatingSub(worth, partOf(size, worth / (nth < 5 ? 20n : 2n))));
    case "ruin":
      return saysWorth(nth < 7 ? 0n : worth / 10_000_000n);
    case "rate": {
      const rateWad = (ETH * (BPS - 300n + BigInt(nth * 70 + other))) / BPS;
      return call("others", "say", cast.reserve, { ...componentOf(of, cast.reserve), rateWad });
    }
    case "doubt":
      return say({ inDoubt: !told.inDoubt });
    case "breakOrMend":
      return say({ broken: !told.broken });
    case "age":
      return say({ asOf: nth < 4 ? 0n : timestamp - (BigInt(nth) - 4n) * DAY });
    case "announce": {
      const open = [nth % 4, other % 4].map((fault, index) => ({
        operator: cast.operators[(other + index) % 3] as string,
        faultId: faultOf(fault),
        expiresAt: timestamp + BigInt(1 + nth * 1_800 + index),
      }));
      return call("others", "announce", service, other < 2 ? [] : open);
    }
    case "isHeldBack":
      return call("slashingGuard", "isHeldBack");
    case "isHeldBackBy":
      return call("slashingGuard", "isHeldBackBy", service);
    case "list":
      return govern("slashingGuard", "list", service, BigInt(11 + other * 3_600), nth < 5 ? 40_000n : DAY);
    case "drop":
      return govern("slashingGuard", "drop", service);
    case "windUp":
      return call("runOff", "windUp");
    case "nameSuccessor":
      return govern("runOff", "nameSuccessor", nth < 5 ? cast.lst : to);
    case "setFee":
      return govern(
        "settings",
        "setFee",
        BigInt(nth * 250),
        [at.feeSplit, cast.purse, ZERO_ADDRESS, at.feeSplit][other % 4],
      );
    case "setDepositCap":
      return govern("settings", "setDepositCap", nth < 5 ? 100_000n * ETH : partOf(size, 100n * ETH));
    case "pauseDeposits":
      return govern("settings", "pauseDeposits", nth === 8 ? 15n * DAY : BigInt(nth) * 50_000n);
    case "contain":
      return govern("settings", "contain", nth === 8 ? 15n * DAY : BigInt(nth) * 5_000n);
    case "addComponent":
      return govern("settings", "addComponent", nth < 6 ? cast.spare : component);
    case "removeComponent":
      return govern("settings", "removeComponent", nth < 6 ? cast.spare : component);
    case "listLst":
      return govern("settings", "listLst", cast.reserve);
    case "unlistLst":
      return govern("settings", "unlistLst", nth < 8 ? cast.lst : at.vault);
  }
}

/** Tickets that there are, first those that can claim something. */
function ticketsOf(of: Vault): { id: bigint; owner: string; can: bigint }[] {
  const all = of.state.queue.tickets.entries().map(([id, { owner }]) => ({ id: BigInt(id), owner }));
  const withClaims = all.map((one) => ({ ...one, can: claimableOf(of, one.id) }));
  return withClaims.toSorted((left, right) => (left.can === right.can ? 0 : left.can < right.can ? 1 : -1));
}
