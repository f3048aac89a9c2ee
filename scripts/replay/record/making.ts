import { BEACON } from "../chain/order.ts";
import type { Tree } from "../format/types.ts";
import { operatorSet, type World } from "./world.ts";

export const DAY = 86_400n;
export const NO_SIGNATURE = { signature: "0x", expiry: "0" };
export const FOREVER = String(2n ** 64n);

/** A call of any function of the core: by whom, which, and with what. */
type Made = readonly [from: string, signature: string, values: readonly Tree[], cut?: number];
export type Make = (world: World) => Made;

const all = ({ stakers, operators, strangers }: World): string[] => [...stakers, ...operators, ...strangers];
export const anybody = (world: World): string => world.draw.one(all(world));
export const tokens = ({ order }: World): string[] => order.filter((name) => name !== BEACON);
export const aSet = ({ draw, sets }: World): Tree => operatorSet(draw.one(sets));
export const avsOf = (set: Tree): string => (set as { avs: string }).avs;
/** Mostly the one who may, sometimes somebody else. */
export const mostly = (world: World, who: string): string => (world.draw.rarely(5) ? anybody(world) : who);
export const text = (value: bigint | number): string => String(value);
export const wholes = ({ draw }: World, count: number, most: bigint): string[] =>
  Array.from({ length: count }, () => text(draw.amount(most)));
export const wilds = ({ draw }: World, count: number, most: bigint): string[] =>
  Array.from({ length: count }, () => text(draw.wild(most)));

export const read = (contract: string, signature: string, values: readonly Tree[]): Tree => ({
  contract,
  function: signature,
  values,
});
