import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { CAST, castOf, OPERATORS } from "../../lib/ladder/cast.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import { Refused } from "../../lib/refused.ts";
import { didYouMean } from "../../lib/suggest.ts";
import {
  MOST_DAYS,
  parseAmount,
  parseSpan,
  tooLong,
  type Amount,
  type Span,
  type Token,
} from "../../scenario/units.ts";

/** A task that cannot be done as it was asked: says what would work. */
export class TaskRefused extends Refused {
  override readonly name = "TaskRefused";
}

/** A name of the cast. */
export function nameOf(name: string): string {
  if (CAST.some((known) => known === name)) return name;
  throw new TaskRefused(`Nobody is called "${name}": ${didYouMean(name, CAST)}`);
}

/** The name of an operator that secures the bridge of a local node. */
export function operatorNamed(name: string): string {
  if (OPERATORS.some((known) => known === name)) return name;
  if (!CAST.some((known) => known === name))
    throw new TaskRefused(`Nobody is called "${name}": ${didYouMean(name, OPERATORS)}`);
  throw new TaskRefused(`${name} does not secure the bridge. North and South do: --operator south`);
}

/** The account of a member of the cast. */
export async function memberOf(ladder: Ladder, name: string): Promise<HardhatEthersSigner> {
  const member = castOf(await ladder.ethers.getSigners()).get(nameOf(name));
  if (!member) throw new TaskRefused(`The network has no account for ${name}: use the node of \`npm run node\``);
  return member;
}

/** An amount of one of `tokens`, above nothing. */
export function amountOf(text: string, tokens: readonly Token[]): Amount {
  const amount = parseAmount(text);
  if (!amount || !tokens.includes(amount.token) || amount.wei <= 0n)
    throw new TaskRefused(`"${text}" is no amount of ${tokens.join(" or ")}: write "10 ${tokens[0]}"`);
  return amount;
}

/** A span of time that a chain can let pass at once. */
export function spanOf(text: string): Span {
  const span = parseSpan(text);
  if (!span || span.blocks === 0n)
    throw new TaskRefused(`"${text}" is not a valid duration: write "7 days" or "100 blocks"`);
  if (tooLong(span)) throw new TaskRefused(`"${text}" is too long: let at most ${MOST_DAYS} days pass at once`);
  return span;
}

/** The number of a ticket, if one was named. */
export function ticketNumber(ticket: string | undefined): bigint | undefined {
  if (ticket === undefined || /^\d{1,78}$/.test(ticket)) return ticket === undefined ? undefined : BigInt(ticket);
  throw new TaskRefused(`"${ticket}" is no ticket: write its number, which \`request\` printed`);
}
