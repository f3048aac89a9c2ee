import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { castOf } from "../../lib/ladder/cast.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import { didYouMean } from "../../scenario/suggest.ts";
import { parseAmount, type Amount, type Token } from "../../scenario/units.ts";

/** A task that cannot be done as it was asked: says what would work. */
export class TaskRefused extends Error {}

/** The account of a member of the cast. */
export async function memberOf(ladder: Ladder, name: string): Promise<HardhatEthersSigner> {
  const cast = castOf(await ladder.ethers.getSigners());
  const member = cast.get(name);
  if (!member) throw new TaskRefused(`Nobody is called "${name}": ${didYouMean(name, [...cast.keys()])}`);
  return member;
}

/** An amount of one of `tokens`, above nothing. */
export function amountOf(text: string, tokens: readonly Token[]): Amount {
  const amount = parseAmount(text);
  if (!amount || !tokens.includes(amount.token) || amount.wei <= 0n)
    throw new TaskRefused(`"${text}" is no amount of ${tokens.join(" or ")}: write "10 ${tokens[0]}"`);
  return amount;
}
