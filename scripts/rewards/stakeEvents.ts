/** What the core's events say about stake, in the order of the chain. Amounts are shares; 1e18 = all of a magnitude. */
export type StakeChange =
  | { kind: "shares"; operator: string; staker: string; strategy: string; delta: bigint }
  | { kind: "allocation"; operator: string; set: string; strategy: string; magnitude: bigint; effectBlock: bigint }
  | { kind: "maximum"; operator: string; strategy: string; magnitude: bigint }
  | { kind: "membership"; operator: string; set: string; joined: boolean }
  | { kind: "split"; operator: string; set: string; bips: bigint; activatedAt: bigint }
  | { kind: "default"; bips: bigint };

/** A change and where it happened. */
export type StakeEvent = StakeChange & { block: bigint };

/** An operator set's key: its service's address and its number. */
export function setKey(avs: string, id: bigint | number): string {
  return `${avs.toLowerCase()}#${id}`;
}

/** Addresses as keys: one spelling. */
export function addressKey(address: string): string {
  return address.toLowerCase();
}
