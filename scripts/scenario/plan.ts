import { Unreadable, type Cursor } from "./cursor.ts";
import { formatExact } from "./format.ts";
import type { Amount } from "./units.ts";

/**
 * What can be known of a story without playing it: who can still pay for what, and what has happened before what. A
 * step objects here, so that a story that cannot work is refused before its first transaction.
 */
export class Plan {
  readonly #ethLeft = new Map<string, bigint>();
  readonly #facts = new Map<string, string>();

  constructor(scope: Cursor["scope"]) {
    for (const { name, fundingWei } of scope.actors.values()) this.#ethLeft.set(name, fundingWei);
  }

  /** An actor pays ETH. Refused when what is left of the funding is certain and too little. */
  spend(actor: string, amount: Amount, at: Cursor): void {
    const left = this.#ethLeft.get(actor);
    if (amount.token !== "ETH" || left === undefined) return;
    if (amount.wei > left) {
      const total = formatExact(at.scope.actors.get(actor)!.fundingWei, "ETH");
      at.fail(
        `\`${actor}\` cannot pay ${formatExact(amount.wei, "ETH")}: of the funding of ${total}, ${formatExact(left, "ETH")} is left`,
        `at most ${formatExact(left, "ETH")}`,
        `raise the actor's \`funding\` by ${formatExact(amount.wei - left, "ETH")} or more, or pay less`,
      );
    }
    this.#ethLeft.set(actor, left - amount.wei);
  }

  /** An actor gets ETH back that only the chain can count: from here on the chain alone can refuse. */
  receiveUnknown(actor: string): void {
    this.#ethLeft.delete(actor);
  }

  /** Notes that something has happened, with what there is to say of it (an owner, a place). */
  happened(fact: string, detail = ""): void {
    this.#facts.set(fact, detail);
  }

  undo(fact: string): void {
    this.#facts.delete(fact);
  }

  has(fact: string): boolean {
    return this.#facts.has(fact);
  }

  detail(fact: string): string | undefined {
    return this.#facts.get(fact);
  }

  /** What is known of a kind of fact: `known("ticket")` lists the tickets requested so far. */
  known(kind: string): string[] {
    return [...this.#facts.keys()]
      .filter((fact) => fact.startsWith(`${kind} `))
      .map((fact) => fact.slice(kind.length + 1));
  }

  /** Refuses a step that comes before what it needs. */
  need(fact: string, at: Cursor, message: string, fix: string): void {
    if (this.#facts.has(fact)) return;
    at.problems.push({ ...at.position, message, expected: "a step before this one that makes it possible", fix });
    throw new Unreadable(message);
  }
}
