import type { Naming } from "./answer.ts";

/** Who is who on a chain: actors, contracts and whatever else a story has named. */
export class Names implements Naming {
  readonly #names = new Map<string, string>();

  set(address: string, name: string): void {
    this.#names.set(address.toLowerCase(), name);
  }

  nameOf(address: string): string | undefined {
    return this.#names.get(address.toLowerCase());
  }
}
