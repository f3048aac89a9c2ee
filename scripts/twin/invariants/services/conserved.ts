import { leafOf, type Message } from "../../../../model/4-avs/bridge/bridge-consumer.ts";
import { silenceIdOf } from "../../../../model/4-avs/availability/challenges.ts";
import { CHALLENGE } from "../../../../model/4-avs/availability/state.ts";
import type { Slashed } from "../../../../model/4-avs/slashers/state.ts";
import { type AvsState, FAULT } from "../../../../model/4-avs/state.ts";
import { keyOf } from "../../../../model/shared/machine.ts";
import type { Table } from "../../../../model/shared/table.ts";
import { all, type Invariant, type Moment, same, sum, type Verdict } from "../invariant.ts";
import { SERVICES_CAST } from "../worlds/services-cast.ts";

/** What services, slashers and consumers hold, owe and take. */
export const SERVICES_CONSERVED: readonly Invariant<AvsState>[] = [
  { id: "INV-114", holds: (moment) => limitsAreKept(moment) },
  { id: "INV-115", holds: (moment) => etherIsOwed(moment) },
  { id: "INV-116", holds: (moment) => tokensStandForSomething(moment) },
  { id: "INV-117", holds: (moment) => everythingHappensOnce(moment) },
  { id: "INV-118", holds: (moment) => nothingStaysWithServices(moment) },
  { id: "INV-119", holds: (moment) => observersHearWhatWasDone(moment) },
];

type Of = Moment<AvsState>;

const { priceConsumer, dataConsumer, availability, bridge, consumer, oracle } = SERVICES_CAST;

/** What is slashed is written down, and in no window is it more than the limit. */
function limitsAreKept({ before, after, block, events }: Of): Verdict {
  return all(
    events
      .filter(({ event }) => event === "SlashExecuted")
      .map(({ at, args }): Verdict => {
        const key = keyOf(at, String(args.operatorSetId), args.operator as string);
        const [was, is] = [before.slashed.get(key) ?? [], after.slashed.get(key) ?? []];
        const entry: Slashed = { at: block.timestamp, wad: args.wad as bigint };
        const [last, ...others] = [...is].reverse();
        if (last?.at !== entry.at || last.wad !== entry.wad || others.length !== was.length)
          return "a slash is not written down";
        const terms = after.slashers.get(at);
        if (terms === undefined) return "a slash by no slasher";
        const inWindow = is.filter((one) => one.at > entry.at - terms.limitWindowSeconds).map(({ wad }) => wad);
        return sum(inWindow) <= terms.limitWad || `${sum(inWindow)} of ${terms.limitWad} in a window`;
      }),
  );
}

const total = (table: Table<bigint>): bigint => sum(table.entries().map(([, one]) => one));

/** No wei comes or goes; each contract holds its bonds, debts and collateral, or as much as came less what was taken. */
function etherIsOwed({ before, after, events }: Of): Verdict {
  if (before.ether === after.ether) return false;
  const held = (state: AvsState, at: string): bigint => state.ether.get(at) ?? 0n;
  const bonds = after.challenges.entries().map(([, one]) => (one.state === CHALLENGE.open ? one.bondWei : 0n));
  const told = (name: string): bigint =>
    sum(events.filter(({ event }) => event === name).map(({ args }) => args.weiAmount as bigint));
  return all([
    same("ether", total(after.ether), total(before.ether)),
    same("ether of the store", held(after, availability), sum(bonds) + total(after.owed)),
    same("collateral", held(after, priceConsumer), total(after.collateral)),
    same(
      "ether of the ledger",
      held(after, dataConsumer) - held(before, dataConsumer),
      told("DepositedToLedger") - told("TakenOut"),
    ),
    same("ether of who takes none", sum([bridge, consumer, oracle].map((at) => held(after, at))), 0n),
  ]);
}

/** A dollar is a debt, and what the bridge minted is a message that was paid. */
function tokensStandForSomething({ before, after, events }: Of): Verdict {
  if (before.supplies === after.supplies) return false;
  const supply = (state: AvsState, at: string): bigint => state.supplies.get(at) ?? 0n;
  const paid = events.filter(({ event }) => event === "MessagePaid").map(({ args }) => args.amount as bigint);
  return all([
    same("dollars", supply(after, priceConsumer), total(after.debts)),
    same("what the bridge minted", supply(after, consumer) - supply(before, consumer), sum(paid)),
  ]);
}

/** A message is paid once, by a root that is old enough; a fault slashes once, and a bond is closed once. */
function everythingHappensOnce({ before, after, call, events, block }: Of): Verdict {
  const { to = "" } = call;
  const messages = events.filter(({ event }) => event === "MessagePaid");
  const slashes = events.filter(({ event, at }) => event === "SlashExecuted" && at !== to);
  return all([
    ...messages.map(({ args }): Verdict => {
      const root = before.relayed.get(keyOf(bridge, String(args.height)));
      const terms = before.bridgeConsumers.get(consumer);
      if (root === undefined || terms === undefined) return "a message of no root";
      if (root.relayedAt + terms.delaySeconds > block.timestamp) return "a message of a root that is too young";
      return !before.paid.has(keyOf(consumer, leafOf(args as unknown as Message))) || "a message is paid twice";
    }),
    ...slashes.map(({ args }): Verdict => {
      const faultId = args.faultId as string;
      if (to === availability) return faultId === silenceIdOf(availability, call.args[0] as bigint);
      const key = keyOf(to, faultId);
      if (before.faults.get(key) === FAULT.punished) return `${faultId} slashes twice`;
      return after.faults.get(key) === FAULT.punished || `${faultId} slashes and can again`;
    }),
    ...after.challenges.entries().map(([key, { state }]): Verdict => {
      const was = before.challenges.get(key)?.state ?? CHALLENGE.none;
      if (was === state) return false;
      const isNext = AFTER[Number(was)]?.includes(state) ?? false;
      return isNext || `challenge ${key} goes from ${was} to ${state}`;
    }),
  ]);
}

/** What a challenge may become. */
const AFTER: readonly (readonly bigint[])[] = [
  [CHALLENGE.open],
  [CHALLENGE.answered, CHALLENGE.unanswered],
  [],
  [CHALLENGE.punished],
  [],
];

/** What funders bring is with the coordinator: no token and no allowance stays with a service. */
function nothingStaysWithServices({ before, after, call }: Of): Verdict {
  if (!call.function.startsWith("fund")) return false;
  const { RewardsCoordinator: coordinator } = SERVICES_CAST.core;
  return all(
    SERVICES_CAST.tokens.map((token): Verdict => {
      const gained = (account: string): bigint =>
        (after.balances.get(keyOf(token, account)) ?? 0n) - (before.balances.get(keyOf(token, account)) ?? 0n);
      const allowed = after.allowances.get(keyOf(token, bridge, coordinator)) ?? 0n;
      if (allowed !== 0n) return `an allowance of ${allowed} stays`;
      if (gained(bridge) !== 0n) return `${gained(bridge)} stay`;
      return (
        same("what the coordinator has", gained(coordinator), -gained(call.from)) === true && gained(coordinator) > 0n
      );
    }),
  );
}

/** Each observer hears of each announcement and slash once: which set, and by which number of the core. */
function observersHearWhatWasDone({ before, after, events }: Of): Verdict {
  return all(
    [...after.slashers.entries()].map(([slasher]): Verdict => {
      const done = events.filter(({ at, event }) => at === slasher && /^Slash(Executed|Announced)$/.test(event));
      const refusing = (before.observers.get(slasher) ?? []).filter((one) => after.refusing.has(one));
      const expected = done.flatMap(({ args }) =>
        refusing.map((one) => `${one} ${String(args.operatorSetId)} ${String(args.slashId ?? 0n)}`),
      );
      const heard = events
        .filter(({ at, event }) => at === slasher && event === "ObserverFailed")
        .map(({ args }) => `${String(args.observer)} ${String(args.operatorSetId)} ${String(args.slashId)}`);
      if (heard.join() !== expected.join()) return `${slasher} tells ${heard.join()}, not ${expected.join()}`;
      return expected.length > 0;
    }),
  );
}
