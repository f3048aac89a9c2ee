import type { Naming } from "./answer.ts";

/** Who is who on a chain: actors, contracts, and the tickets that a story has named. */
export class Names implements Naming {
  readonly tickets = new Map<string, bigint>();
  readonly #names = new Map<string, string>();

  set(address: string, name: string): void {
    this.#names.set(address.toLowerCase(), name);
  }

  nameOf(address: string): string | undefined {
    return this.#names.get(address.toLowerCase());
  }

  nameOfNumber(parameter: string, value: bigint): string | undefined {
    if (parameter !== "ticketId") return undefined;
    return [...this.tickets].find(([, ticket]) => ticket === value)?.[0];
  }
}
