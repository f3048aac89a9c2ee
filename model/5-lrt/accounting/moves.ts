import { type Address, emit } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { saturatingSub, toUint } from "../../shared/uint.ts";
import { checkSurplus, waitingAssets } from "../exits/surplus.ts";
import { credit } from "../money.ts";
import type { Move, Vault } from "../state.ts";
import { book, componentOf, valueAt } from "./component-accounting.ts";
import { accrue, addLockedProfit, cut } from "./vault-accounting.ts";

/**
 * Between two places, which must not change their sum: each is read before and after, and its record changes by the
 * difference. The vault's own address stands for idle ether.
 */

/** One whole move by the restaker: `work` does what the places do. */
export function move(vault: Vault, from: Address, to: Address, maxLossAssets: bigint, work: () => void): void {
  const { books } = vault.state;
  check(books.move === undefined, "MoveInProgress");
  const [fromBefore, toBefore] = [placeValue(vault, from), placeValue(vault, to)];
  books.move = { from, to, fromBefore, toBefore, idleOut: 0n, idleIn: 0n };
  work();
  end(vault, books.move, maxLossAssets);
}

/** Idle ether leaves for the place that the move goes to. */
export function sendIdle(vault: Vault, assets: bigint): void {
  const { books, config } = vault.state;
  checkSurplus(vault, assets, waitingAssets(vault));
  check(books.move !== undefined, "NoMove");
  check(assets <= books.idle, "IdleTooLow", assets, books.idle);
  books.idle -= assets;
  books.move = { ...books.move, idleOut: books.move.idleOut + assets };
  credit(vault, config.at.vault, -assets);
  credit(vault, books.move.to, assets);
  receive(vault, books.move.to, assets);
}

/** Ether comes back from the place that the move comes from. */
export function returnIdle(vault: Vault, from: Address, assets: bigint): void {
  const { books, config } = vault.state;
  check(books.move !== undefined && books.move.from === from, "NotACounterpart", from);
  books.idle += toUint(96n, assets);
  books.move = { ...books.move, idleIn: books.move.idleIn + assets };
  credit(vault, from, -assets);
  credit(vault, config.at.vault, assets);
}

/** A component takes ether: its first position grows. */
export function receive(vault: Vault, component: Address, assets: bigint): void {
  const { world } = vault.state;
  const known = componentOf(vault, component);
  const positions = known.positions.map((one, index) =>
    index === 0 ? { ...one, quantity: one.quantity + assets, assets: one.assets + assets } : one,
  );
  world.components = world.components.set(component, { ...known, positions });
}

function end(vault: Vault, { from, to, fromBefore, toBefore, idleOut, idleIn }: Move, maxLossAssets: bigint): void {
  const { books, config } = vault.state;
  books.move = undefined;
  const out = bookChange(vault, from, fromBefore);
  const into = to === from ? 0n : bookChange(vault, to, toBefore);
  const net = out + into + idleIn - idleOut;
  const roundingLoss = saturatingSub(-net, 0n);
  const roundingGain = saturatingSub(net, 0n);
  check(roundingLoss <= maxLossAssets, "MoveLosesTooMuch", roundingLoss, maxLossAssets);
  if (net !== 0n) accrue(vault);
  if (roundingLoss !== 0n) cut(vault, roundingLoss, 0n);
  if (roundingGain !== 0n) addLockedProfit(vault, roundingGain, config.dripSeconds);
  const assets = idleOut + saturatingSub(-out, 0n);
  emit(vault, config.at.vault, "Moved", { from, to, assets, roundingLoss, roundingGain });
}

function bookChange(vault: Vault, place: Address, before: bigint): bigint {
  if (place === vault.state.config.at.vault) return 0n;
  const change = valueAt(vault, place) - before;
  if (change !== 0n) book(vault, place, change);
  return change;
}

const placeValue = (vault: Vault, place: Address): bigint =>
  place === vault.state.config.at.vault ? 0n : valueAt(vault, place);
