import { type Address, emit, ZERO_ADDRESS } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { onlyGovernor } from "../access/roles.ts";
import { syncAll } from "../accounting/component-accounting.ts";
import { DUST_ASSETS } from "../accounting/share-price.ts";
import { currentOf } from "../accounting/vault-accounting.ts";
import type { Vault } from "../state.ts";

/** The end of a vault that has stayed dead for a grace: settlement at zero, or winding up, for ever. */

export function windUp(vault: Vault): void {
  const { books, config } = vault.state;
  syncAll(vault);
  check(!books.isWoundUp, "WoundUp");
  check(books.isDead, "NotDead");
  checkGraceOver(vault);
  books.isWoundUp = true;
  emit(vault, config.at.vault, "WindUpBegun", {});
}

/** Names the vault that comes after, once. */
export function nameSuccessor(vault: Vault, sender: Address, successor: Address): void {
  const { books, controls, config } = vault.state;
  onlyGovernor(vault, sender);
  check(books.isWoundUp, "NotWoundUp");
  check(controls.successor === ZERO_ADDRESS, "SuccessorNamed", controls.successor);
  const another = successor !== config.at.vault && config.withCode.includes(successor);
  check(another, "NotAnotherVault", successor);
  controls.successor = successor;
  emit(vault, config.at.runOff, "SuccessorChosen", { successor });
}

/** Whether a vault that is dead may settle at zero: after the grace, with nothing here and nothing to come. */
export function checkZero(vault: Vault): void {
  const { books, config } = vault.state;
  checkGraceOver(vault);
  const owed = books.feesOwed - currentOf(vault).beyond;
  check(books.idle < owed + DUST_ASSETS, "StillOutstanding", config.at.vault, books.idle);
  checkNothingComes(vault);
}

export function checkNothingComes(vault: Vault): void {
  const { books, config } = vault.state;
  check(!books.isInDoubt, "MayComeBack");
  for (const { component, record } of books.entries) check(record < DUST_ASSETS, "StillOutstanding", component, record);
  const { lockedProfit } = currentOf(vault);
  check(lockedProfit < DUST_ASSETS, "StillOutstanding", config.at.vault, lockedProfit);
}

/** Whether tickets of closed batches turn back: the vault is dead or in doubt, or a report has begun a doubt that can last. */
export function mayTurnBack({ state: { books, config }, block }: Vault): boolean {
  if (books.isDead || books.isInDoubt) return true;
  return books.entries.some(({ component }) => {
    const since = books.failingSince.get(component);
    return since !== undefined && block.timestamp < since + config.quarantineSeconds + config.graceSeconds;
  });
}

function checkGraceOver({ state: { books, config }, block }: Vault): void {
  const endsAt = books.deadSince + config.graceSeconds;
  check(block.timestamp >= endsAt, "InGrace", endsAt);
}
