import type { Address } from "../../shared/machine.ts";
import type { OperatorSet } from "../types.ts";

/** A set as one word, for keys and lists. */
export type SetKey = string;

export const toKey = (avs: Address, id: bigint): SetKey => `${avs}:${id}`;

export const setKey = ({ avs, id }: OperatorSet): SetKey => toKey(avs, id);

export function decode(key: SetKey): OperatorSet {
  const [avs, id] = key.split(":") as [Address, string];
  return { avs, id: BigInt(id) };
}
