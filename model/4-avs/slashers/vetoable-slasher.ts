import { isOperatorSlashable } from "../../3-restaking/allocation/views.ts";
import { type Address, emit, type Hash, keyOf, ZERO_ADDRESS, ZERO_HASH } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { check, itemAt } from "../../shared/revert.ts";
import { ceilDiv, max, min, saturatingSub } from "../../shared/uint.ts";
import { SECONDS_PER_BLOCK } from "../service-terms.ts";
import { slashableThroughBlock } from "../stakes.ts";
import { type Avs, found } from "../state.ts";
import { atStakeThroughBlock } from "./at-stake.ts";
import { limitLeftAt, slash, tell } from "./slasher-base.ts";
import { type Announcement, type Case, type Pending, STATUS, type VetoTerms } from "./state.ts";

/**
 * Announces a slash, leaves a committee time to veto it, then lets anybody execute it until it expires. A request is
 * refused for a slash that could not come: of whom is out of reach then, of what takes nothing, of more than the limit
 * will leave once all that is announced before it has been executed. A fault is announced once in its life.
 */

const MAX_LIVE = 8n;

const NO_CASE: Case = {
  announcement: {
    faultId: ZERO_HASH,
    operator: ZERO_ADDRESS,
    operatorSetId: 0n,
    maxWad: 0n,
    announcedAt: 0n,
    expiresAt: 0n,
  },
  status: STATUS.none,
  description: "",
};
const NONE: Pending = { uncleared: 0n, lastExpiresAt: 0n };

export function announce(
  avs: Avs,
  slasher: Address,
  veto: VetoTerms,
  operator: Address,
  operatorSetId: bigint,
  wad: bigint,
  faultId: Hash,
  description: string,
): void {
  check(caseOf(avs, slasher, faultId).status === STATUS.none, "FaultAlreadyAnnounced", faultId);
  if (standing(avs, slasher, operator).length === Number(MAX_LIVE)) sweep(avs, slasher, operator);
  const expiresAt = expiryOf(avs, slasher, veto, operator, operatorSetId, wad);
  checkRoom(avs, slasher, veto, operator, operatorSetId, wad, expiresAt);
  const announcedAt = avs.block.timestamp;
  const announcement = { faultId, operator, operatorSetId, maxWad: wad, announcedAt, expiresAt };
  setCase(avs, slasher, { announcement, status: STATUS.announced, description });
  setStanding(avs, slasher, operator, append(standing(avs, slasher, operator), faultId));
  const { uncleared, lastExpiresAt } = avs.state.pending.get(slasher) ?? NONE;
  const pending = { uncleared: uncleared + 1n, lastExpiresAt: max(lastExpiresAt, expiresAt) };
  avs.state.pending = avs.state.pending.set(slasher, pending);
  emit(avs, slasher, "SlashAnnounced", { faultId, operator, operatorSetId, maxWad: wad, expiresAt });
  tell(avs, slasher, operatorSetId, 0n);
}

/** The committee lets the operator off, while the veto window is open. */
export function veto(avs: Avs, sender: Address, slasher: Address, faultId: Hash): void {
  const { committee } = vetoTerms(avs, slasher);
  check(sender === committee, "OnlyVetoCommittee", sender);
  const one = announced(avs, slasher, faultId);
  const executableAt = executableAtOf(avs, slasher, one);
  check(avs.block.timestamp < executableAt, "VetoWindowClosed", faultId, executableAt);
  emit(avs, slasher, "SlashVetoed", { faultId, operator: one.announcement.operator });
  close(avs, slasher, one, STATUS.vetoed);
}

/** Anybody executes, after the veto window and before the end. @returns the core's number of the slash */
export function execute(avs: Avs, _sender: Address, slasher: Address, faultId: Hash): bigint {
  const one = announced(avs, slasher, faultId);
  const { operator, operatorSetId, maxWad, expiresAt } = one.announcement;
  const executableAt = executableAtOf(avs, slasher, one);
  check(avs.block.timestamp >= executableAt, "VetoWindowOpen", faultId, executableAt);
  check(avs.block.timestamp < expiresAt, "AnnouncementExpired", faultId, expiresAt);
  close(avs, slasher, one, STATUS.executed);
  return slash(avs, slasher, operator, operatorSetId, maxWad, faultId, one.description);
}

/** Anybody closes what nobody has executed in time, or can execute any more. */
export function clear(avs: Avs, _sender: Address, slasher: Address, faultId: Hash): void {
  const one = announced(avs, slasher, faultId);
  check(!canCome(avs, slasher, one.announcement), "AnnouncementLive", faultId, one.announcement.expiresAt);
  close(avs, slasher, one, STATUS.lapsed);
}

export const statusOf = (avs: Avs, slasher: Address, faultId: Hash): bigint => caseOf(avs, slasher, faultId).status;

/** 0 once all have expired; while one is live, those that nobody cleared are counted too. */
export function openAnnouncements({ state, block }: Avs, slasher: Address): bigint {
  const { uncleared, lastExpiresAt } = state.pending.get(slasher) ?? NONE;
  return block.timestamp < lastExpiresAt ? uncleared : 0n;
}

export const announcementCount = (avs: Avs, slasher: Address, operator: Address): bigint =>
  BigInt(live(avs, slasher, operator).length);

export const announcementAt = (avs: Avs, slasher: Address, operator: Address, index: bigint): Announcement =>
  itemAt(live(avs, slasher, operator), Number(index)).announcement;

function canCome(avs: Avs, slasher: Address, announcement: Announcement): boolean {
  const { operator, operatorSetId: id, maxWad, expiresAt } = announcement;
  if (avs.block.timestamp >= expiresAt) return false;
  const { avs: service } = found(avs.state.slashers, slasher);
  return (
    isOperatorSlashable(avs, operator, { avs: service, id }) &&
    atStakeThroughBlock(avs, service, operator, id, maxWad) >= avs.block.number
  );
}

/** With the execution window, or when the operator or the last of its stake comes out of reach. */
function expiryOf(avs: Avs, slasher: Address, veto: VetoTerms, operator: Address, id: bigint, wad: bigint): bigint {
  const { number, timestamp } = avs.block;
  const { avs: service } = found(avs.state.slashers, slasher);
  const needed = number + ceilDiv(veto.vetoWindowSeconds, SECONDS_PER_BLOCK);
  const reach = slashableThroughBlock(avs, service, id, operator);
  check(reach >= needed, "OutOfReach", operator, id, reach, needed);
  const last = min(reach, atStakeThroughBlock(avs, service, operator, id, wad));
  check(last >= needed, "NothingAtStake", operator, id);
  const reachEnds = timestamp + (last + 1n - number) * SECONDS_PER_BLOCK;
  return min(timestamp + veto.vetoWindowSeconds + veto.executionWindowSeconds, reachEnds);
}

/** Room until the last second: what the limit leaves then, once more for each window since execution could begin. */
function checkRoom(
  avs: Avs,
  slasher: Address,
  { vetoWindowSeconds }: VetoTerms,
  operator: Address,
  id: bigint,
  wad: bigint,
  expiresAt: bigint,
): void {
  const { limitWad, limitWindowSeconds } = found(avs.state.slashers, slasher);
  const before = live(avs, slasher, operator);
  check(before.length < Number(MAX_LIVE), "TooManyLive", operator, MAX_LIVE);
  const last = expiresAt - 1n;
  const windows = (last - avs.block.timestamp - vetoWindowSeconds) / limitWindowSeconds;
  const promised = before
    .filter(({ announcement }) => announcement.operatorSetId === id)
    .reduce((sum, { announcement }) => sum + announcement.maxWad, 0n);
  const room = saturatingSub(limitLeftAt(avs, slasher, operator, id, last) + windows * limitWad, promised);
  check(wad <= room, "NoRoomUnderLimit", operator, id, wad, room);
}

/** Clears what has expired of an operator's, so that it keeps no evidence waiting. */
function sweep(avs: Avs, slasher: Address, operator: Address): void {
  for (const faultId of standing(avs, slasher, operator)) {
    const one = caseOf(avs, slasher, faultId);
    if (avs.block.timestamp >= one.announcement.expiresAt) close(avs, slasher, one, STATUS.lapsed);
  }
}

const live = (avs: Avs, slasher: Address, operator: Address): readonly Case[] =>
  standing(avs, slasher, operator)
    .map((faultId) => caseOf(avs, slasher, faultId))
    .filter(({ announcement }) => avs.block.timestamp < announcement.expiresAt);

function announced(avs: Avs, slasher: Address, faultId: Hash): Case {
  const one = caseOf(avs, slasher, faultId);
  check(one.status === STATUS.announced, "NotAnnounced", faultId, one.status);
  return one;
}

function close(avs: Avs, slasher: Address, one: Case, status: bigint): void {
  const { faultId, operator } = one.announcement;
  setCase(avs, slasher, { ...one, status });
  setStanding(avs, slasher, operator, removed(standing(avs, slasher, operator), faultId));
  const { uncleared, lastExpiresAt } = avs.state.pending.get(slasher) ?? NONE;
  avs.state.pending = avs.state.pending.set(slasher, { uncleared: uncleared - 1n, lastExpiresAt });
  emit(avs, slasher, "AnnouncementClosed", { faultId, operator, executed: status === STATUS.executed });
}

function vetoTerms(avs: Avs, slasher: Address): VetoTerms {
  const { veto: terms } = found(avs.state.slashers, slasher);
  if (terms === undefined) throw new Error(`the slasher at ${slasher} announces nothing`);
  return terms;
}

const executableAtOf = (avs: Avs, slasher: Address, { announcement }: Case): bigint =>
  announcement.announcedAt + vetoTerms(avs, slasher).vetoWindowSeconds;

const caseOf = ({ state }: Avs, slasher: Address, faultId: Hash): Case =>
  state.cases.get(keyOf(slasher, faultId)) ?? NO_CASE;

function setCase({ state }: Avs, slasher: Address, one: Case): void {
  state.cases = state.cases.set(keyOf(slasher, one.announcement.faultId), one);
}

const standing = ({ state }: Avs, slasher: Address, operator: Address): readonly Hash[] =>
  state.open.get(keyOf(slasher, operator)) ?? [];

function setStanding({ state }: Avs, slasher: Address, operator: Address, faults: readonly Hash[]): void {
  state.open = state.open.set(keyOf(slasher, operator), faults);
}
