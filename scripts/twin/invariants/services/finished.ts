import type { Action } from "../../../../model/3-restaking/step.ts";
import { CHALLENGE } from "../../../../model/4-avs/availability/state.ts";
import { type Case, STATUS } from "../../../../model/4-avs/slashers/state.ts";
import type { AvsState } from "../../../../model/4-avs/state.ts";
import { stepAvs } from "../../../../model/4-avs/step.ts";
import { all, type Invariant, type Moment, same, sum, type Verdict } from "../invariant.ts";
import { Keepers } from "../keepers.ts";
import { SERVICES_CAST } from "../worlds/services-cast.ts";

/** Announcements and challenges come to their end, in time and once. */
export const SERVICES_FINISHED: readonly Invariant<AvsState>[] = [
  { id: "INV-125", holds: (moment) => announcementsKeepTheirTime(moment) },
  { id: "INV-126", atEnd: true, holds: (moment) => announcementsEnd(moment) },
  { id: "INV-127", atEnd: true, holds: (moment) => challengesEnd(moment) },
];

type Of = Moment<AvsState>;

const { alice, availability } = SERVICES_CAST;
const SECONDS_PER_BLOCK = 12n;

const keepersOf = (moment: Of): Keepers<AvsState, Action> => new Keepers(moment, stepAvs);

/** Announced slashes that are not closed, with the slasher of each. */
export const announcedIn = ({ cases }: AvsState): readonly (readonly [slasher: string, one: Case])[] =>
  cases
    .entries()
    .filter(([, { status }]) => status === STATUS.announced)
    .map(([key, one]) => [key.split("/")[0] as string, one] as const);

/** A slash is announced, then vetoed in its window, executed in the next, or cleared where it cannot come; no more follows. */
function announcementsKeepTheirTime(moment: Of): Verdict {
  const { before, after } = moment;
  if (before.cases === after.cases) return false;
  return all(
    after.cases.entries().map(([key, one]): Verdict => {
      const was = before.cases.get(key)?.status ?? STATUS.none;
      if (was === one.status) return false;
      const expected = one.status === STATUS.announced ? STATUS.none : STATUS.announced;
      if (was !== expected) return `what was ${was} becomes ${one.status}`;
      return isInTime(moment, key.split("/")[0] as string, one);
    }),
  );
}

function isInTime(moment: Of, slasher: string, { announcement, status }: Case): Verdict {
  const { after, block, call, events } = moment;
  const { timestamp: now } = block;
  const { announcedAt, expiresAt, operator, operatorSetId, maxWad, faultId } = announcement;
  const veto = after.slashers.get(slasher)?.veto;
  if (veto === undefined) return `${slasher} announces nothing`;
  const executableAt = announcedAt + veto.vetoWindowSeconds;
  if (status === STATUS.announced) {
    const isWithin = expiresAt > executableAt && expiresAt <= executableAt + veto.executionWindowSeconds;
    return (announcedAt === now && isWithin) || `announced at ${now}, from ${announcedAt} to ${expiresAt}`;
  }
  if (status === STATUS.vetoed)
    return (call.from === veto.committee && now < executableAt) || `vetoed by ${call.from} at ${now}`;
  if (status === STATUS.executed) {
    if (now < executableAt || now >= expiresAt) return `executed at ${now}, from ${executableAt} to ${expiresAt}`;
    const { args } = events.find(({ event, at }) => event === "SlashExecuted" && at === slasher) ?? {};
    const [told, announced] = [
      [args?.faultId, args?.operator, args?.operatorSetId, args?.wad],
      [faultId, operator, operatorSetId, maxWad],
    ].map(String);
    return told === announced || `${announced} was announced, ${told} executed`;
  }
  return now >= expiresAt || cannotCome(moment, slasher, faultId, executableAt);
}

/** Cleared before its end, it could not have been executed. */
function cannotCome(moment: Of, slasher: string, faultId: string, executableAt: bigint): Verdict {
  const keepers = keepersOf({ ...moment, after: moment.before });
  const ahead = executableAt - moment.block.timestamp;
  if (ahead > 0n) keepers.wait(ahead, (ahead + SECONDS_PER_BLOCK - 1n) / SECONDS_PER_BLOCK);
  return !keepers.call({ from: alice, to: slasher, function: "execute", args: [faultId] }) || `${faultId} could come`;
}

/** When its time is over, anybody clears what was announced, and nothing of it is counted any more. */
function announcementsEnd(moment: Of): Verdict {
  const announced = announcedIn(moment.after);
  if (announced.length === 0) return false;
  const keepers = keepersOf(moment);
  const { vetoWindowSeconds = 0n, executionWindowSeconds = 0n } =
    moment.after.slashers.get(SERVICES_CAST.vetoableSlasher)?.veto ?? {};
  keepers.wait(vetoWindowSeconds + executionWindowSeconds, 1n);
  for (const [slasher, { announcement }] of announced)
    if (!keepers.call({ from: alice, to: slasher, function: "clear", args: [announcement.faultId] }))
      return `${announcement.faultId} cannot be cleared`;
  const { open, pending } = keepers.state;
  return all([
    same("announced", BigInt(announcedIn(keepers.state).length), 0n),
    same("open", sum(open.entries().map(([, faults]) => BigInt(faults.length))), 0n),
    same("counted", sum(pending.entries().map(([, { uncleared }]) => uncleared)), 0n),
  ]);
}

/** After the time to answer anybody concludes each challenge, and everybody who takes ether takes out what it is owed. */
function challengesEnd(moment: Of): Verdict {
  const open = moment.after.challenges.entries().filter(([, { state }]) => state === CHALLENGE.open);
  if (open.length === 0) return false;
  const keepers = keepersOf(moment);
  const call = (name: string, ...args: unknown[]): boolean =>
    keepers.call({ from: alice, to: availability, function: name, args });
  keepers.wait(moment.after.stores.get(availability)?.responseSeconds ?? 0n);
  for (const [key] of open)
    if (!call("conclude", BigInt(key.split("/")[1] as string))) return `${key} cannot be concluded`;
  const refusing = (account: string): boolean => keepers.state.refusing.has(account);
  const accounts = keepers.state.owed.entries().map(([key]) => key.split("/")[1] as string);
  for (const account of accounts.filter((one) => !refusing(one)))
    if (!call("withdraw", account)) return `${account} cannot take out what it is owed`;
  const { openAgainst, asked, owed, ether } = keepers.state;
  const left = owed.entries().filter(([key]) => refusing(key.split("/")[1] as string));
  return all([
    same("open", sum(openAgainst.entries().map(([, one]) => one)), 0n),
    same("asked", BigInt(asked.entries().filter(([, is]) => is).length), 0n),
    same("ether that stays", ether.get(availability) ?? 0n, sum(left.map(([, one]) => one))),
  ]);
}
