import { getTotalPooledEther } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { getRequest } from "../../../model/2-liquid-staking/unstaking-queue.ts";
import { MAX_EXITS } from "../../../model/5-lrt/operators/lst-reserve.ts";
import type { ReserveState } from "../../../model/5-lrt/operators/reserve.ts";
import { type ReserveAction, stepReserve } from "../../../model/5-lrt/operators/step.ts";
import { keyOf } from "../../../model/shared/machine.ts";
import { ETH } from "../../lib/units.ts";
import { machine } from "./family.ts";
import { all, type Invariant, type Moment, same, sum, type Verdict } from "./invariant.ts";
import { Keepers } from "./keepers.ts";

/** What the reserve of an LST counts is there, and what it asked for is its own. */
export const RESERVE_CONSERVED: readonly Invariant<ReserveState>[] = [
  { id: "INV-129", holds: (moment) => idleIsHere(moment) },
  { id: "INV-130", holds: (moment) => exitsAreItsOwn(moment) },
  { id: "INV-131", holds: (moment) => etherGoesToTheVault(moment) },
];

export const RESERVE_FINISHED: readonly Invariant<ReserveState>[] = [
  { id: "INV-132", atEnd: true, holds: (moment) => exitsEnd(moment) },
];

type Of = Moment<ReserveState>;

const wrappedOf = ({ balances, config, reserve }: ReserveState): bigint =>
  balances.get(keyOf(config.wstEth, reserve.at)) ?? 0n;

/** Idle LST is here, and changes by what the vault and the restaker bring, send, ask out and give up. */
function idleIsHere({ before, after, call, events }: Of): Verdict {
  if (wrappedOf(after) < after.idleLst) return `${after.idleLst} are counted and ${wrappedOf(after)} are here`;
  if (before.idleLst === after.idleLst) return false;
  const out = call.function === "receiveLst" ? -(call.args[0] as bigint) : 0n;
  const sent = call.function === "send" ? (call.args[1] as bigint) : 0n;
  const left = events.filter(({ at, event }) => at === after.reserve.at && /^(ExitRequested|DustGivenUp)$/.test(event));
  const asked = sum(left.map(({ args }) => args.amount as bigint));
  return same("idle", after.idleLst, before.idleLst - out - sent - asked);
}

/** The requests that the queue has of the reserve are those that it knows, each once, and no more than there are places. */
function exitsAreItsOwn({ after }: Of): Verdict {
  const { requests, exitIds, reserve } = after;
  if (BigInt(exitIds.length) > MAX_EXITS) return `${exitIds.length} exits`;
  const own = requests.entries().filter(([, { owner }]) => owner === reserve.at);
  const [known, there] = [exitIds.map(String), own.map(([id]) => id)].map((ids) => ids.sort().join());
  return known === there ? exitIds.length > 0 : `exits ${known} are known, and ${there} are there`;
}

/** What is claimed is the vault's in the same call, and none of it stays. */
function etherGoesToTheVault({ before, after, call, value }: Of): Verdict {
  const { at, vault } = after.reserve;
  const gained = (account: string): bigint => (after.ether.get(account) ?? 0n) - (before.ether.get(account) ?? 0n);
  if (call.function !== "claimExit")
    return same("ether of the reserve", gained(at), 0n) === true ? false : "ether comes";
  return all([
    same("what the vault gets", gained(vault), value as bigint),
    same("ether of the reserve", gained(at), 0n),
  ]);
}

const DAY = 86_400n;

/** With its pauses ended, keepers claim every exit of the reserve within 90 days. */
function exitsEnd(moment: Of): Verdict {
  if (moment.after.exitIds.length === 0 || getTotalPooledEther(machine(moment.after, moment)) === 0n) return false;
  const keepers = new Keepers<ReserveState, ReserveAction>(moment, stepReserve);
  const { config, chain, reserve } = moment.after;
  const call = (from: string, contract: ReserveAction["contract"], name: string, ...args: unknown[]): boolean =>
    keepers.call({ from, contract, function: name, args });
  call(config.guardian, "rungOne", "fundIssuance", 10_000n * ETH);
  call(config.guardian, "stEth", "unpause");
  call(config.guardian, "queue", "unpause");
  for (let day = 0; day < 90 && keepers.state.exitIds.length > 0; day++) {
    keepers.wait(DAY);
    for (const [index] of chain.validators.entries()) call(config.guardian, "rungOne", "sweep", index);
    call(config.guardian, "stEth", "report", 1_000n);
    call(config.guardian, "queue", "close");
    call(config.guardian, "queue", "fill", 100n);
    call(config.guardian, "stEth", "exitForQueue", ETH, 100n);
    for (const id of keepers.state.exitIds) call(reserve.restaker, "reserve", "claimExit", id);
  }
  const stays = keepers.state.exitIds.map((id) => getRequest(machine(keepers.state, keepers), id).shares);
  return same("exits after 90 days", BigInt(stays.length), 0n);
}
