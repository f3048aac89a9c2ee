import { getSlasher } from "../3-restaking/allocation/sets.ts";
import { type Address, attempt, emit, type Hash, keyOf, ZERO_ADDRESS } from "../shared/machine.ts";
import { check, empty, type Revert } from "../shared/revert.ts";
import { requestSlash } from "./slashers/request.ts";
import { type Avs, FAULT, termsOf } from "./state.ts";

/**
 * What was proven, and whether it was punished: two things. A proof takes effect at once, whatever becomes of the slash;
 * where the slash cannot be now, anybody has it done later.
 */

/** What stands for the bytes of an error: its name with its arguments. */
const bytesOf = ({ error, args }: Revert): string => `${error}(${args.join()})`;

export const faultStateOf = ({ state }: Avs, service: Address, faultId: Hash): bigint =>
  state.faults.get(keyOf(service, faultId)) ?? FAULT.none;

export const isProven = (avs: Avs, service: Address, faultId: Hash): boolean =>
  faultStateOf(avs, service, faultId) !== FAULT.none;

/** Marks a fault, and has the operator slashed now or later. What fails without a reason takes the proof back. */
export function prove(
  avs: Avs,
  service: Address,
  id: bigint,
  operator: Address,
  faultId: Hash,
  description: string,
): void {
  setFault(avs, service, faultId, FAULT.punished);
  const reason = attempt(avs, () => ask(avs, service, id, operator, faultId, description));
  if (reason === undefined) return;
  if (reason.error === "Empty") throw reason;
  setFault(avs, service, faultId, FAULT.proven);
  emit(avs, service, "PunishmentWaits", { faultId, operator, reason: bytesOf(reason) });
}

/** Has the operator slashed for what was proven before, once. */
export function punishProven(
  avs: Avs,
  service: Address,
  id: bigint,
  operator: Address,
  faultId: Hash,
  description: string,
): void {
  const state = faultStateOf(avs, service, faultId);
  check(state === FAULT.proven, "NothingToPunish", faultId, state);
  setFault(avs, service, faultId, FAULT.punished);
  ask(avs, service, id, operator, faultId, description);
}

/** Asks the set's slasher, which takes requests from its prover alone. */
export function ask(
  avs: Avs,
  service: Address,
  id: bigint,
  operator: Address,
  faultId: Hash,
  description: string,
): void {
  const slasher = getSlasher(avs, { avs: service, id });
  if (slasher === ZERO_ADDRESS) empty();
  requestSlash(avs, service, slasher, operator, id, termsOf(avs, service).slashWad, faultId, description);
}

function setFault(avs: Avs, service: Address, faultId: Hash, state: bigint): void {
  avs.state.faults = avs.state.faults.set(keyOf(service, faultId), state);
}
