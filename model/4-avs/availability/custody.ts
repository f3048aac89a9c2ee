import { type Address, emit, type Hash, keyOf } from "../../shared/machine.ts";
import type { Avs } from "../state.ts";
import type { Custody } from "./state.ts";

/** What operators have promised about blobs, and who was silent about one: its promise binds it, and counts for nothing. */

const NONE: Custody = { keptUntil: 0n, silent: false };

export const custodyBy = ({ state }: Avs, store: Address, blobId: Hash, operator: Address): Custody =>
  state.custodies.get(keyOf(store, blobId, operator)) ?? NONE;

/** Until when an operator has promised to keep a blob, and whether it was silent. */
export function promiseOf(avs: Avs, store: Address, blobId: Hash, operator: Address): [bigint, boolean] {
  const { keptUntil, silent } = custodyBy(avs, store, blobId, operator);
  return [keptUntil, silent];
}

/** A promise that ends later than the one before. */
export function promiseUntil(avs: Avs, store: Address, blobId: Hash, operator: Address, keptUntil: bigint): void {
  const custody = custodyBy(avs, store, blobId, operator);
  if (custody.keptUntil < keptUntil) setCustody(avs, store, blobId, operator, { ...custody, keptUntil });
}

/** The operator was silent about the blob. */
export function strike(avs: Avs, store: Address, operator: Address, blobId: Hash): void {
  const custody = custodyBy(avs, store, blobId, operator);
  if (custody.silent) return;
  setCustody(avs, store, blobId, operator, { ...custody, silent: true });
  emit(avs, store, "CustodianStruck", { blobId, operator });
}

function setCustody({ state }: Avs, store: Address, blobId: Hash, operator: Address, custody: Custody): void {
  state.custodies = state.custodies.set(keyOf(store, blobId, operator), custody);
}
