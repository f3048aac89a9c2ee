import { check } from "../../shared/revert.ts";
import type { Books, Vault } from "../state.ts";

/** The books as the vault stores them, word by word. */
export function accountingWords({ state: { books } }: Vault): [bigint, bigint, bigint, bigint] {
  check(books.move === undefined, "MoveInProgress");
  return [
    packed([96n, books.recognised], [96n, books.lockedProfit], [32n, books.accruedAt], [32n, books.dripEnd]),
    packed(
      [96n, books.idle],
      [32n, books.lastFullSync],
      [32n, books.lastDeposit],
      [32n, books.pausedUntil],
      [8n, flagsOf(books)],
      [24n, books.depositCapEther],
      [32n, books.asOf],
    ),
    packed(
      [16n, books.feeBps],
      [168n, books.highWaterRay],
      [32n, books.containedUntil],
      [32n, books.deadSince],
      [8n, BigInt(books.entries.length)],
    ),
    packed(
      [96n, books.lossFactorRay],
      [96n, books.pending],
      [32n, BigInt(books.failingSince.size)],
      [32n, books.syncBefore],
    ),
  ];
}

/** What a price is made of: the books with their losses only while one is pending, the supply, and each component's entry. */
export function priceWords(vault: Vault): bigint[] {
  const { books } = vault.state;
  const [prices, gate, fees, losses] = accountingWords(vault);
  const entries = books.entries.map(({ component, record }) =>
    packed([160n, BigInt(component)], [96n, BigInt.asUintN(96, record)]),
  );
  return [prices, gate, fees, books.isClosedByLoss ? losses : 0n, books.supply, ...entries];
}

/** From the low end on, each in its number of bits. */
function packed(...fields: readonly (readonly [bigint, bigint])[]): bigint {
  let [word, at] = [0n, 0n];
  for (const [bits, value] of fields) {
    word |= value << at;
    at += bits;
  }
  return word;
}

const flagsOf = ({ isClosedByLoss, isHeldBack, isWoundUp, isDead, isInDoubt }: Readonly<Books>): bigint =>
  [isClosedByLoss, isHeldBack, isWoundUp, isDead, isInDoubt].reduce(
    (flags, set, bit) => (set ? flags | (1n << BigInt(bit)) : flags),
    0n,
  );
