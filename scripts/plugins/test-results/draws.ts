import { BadOption } from "../../lib/command-line.ts";

/** What `npm test` draws from, so that two runs of one tree are one. */
export const SEED = 20_261_201;

/** fast-check keeps this many bits of a seed. */
const MOST = 2 ** 31 - 1;

/**
 * The seed of every property that names none: `LADDER_SEED`, or always the same, as a counter that says "this was met"
 * is true of the draws with which it was seen.
 *
 * @throws BadOption for what is no seed
 */
export function seedOfDraws(asked: string | undefined): number {
  if (asked === undefined) return SEED;
  if (/^\d+$/.test(asked) && Number(asked) <= MOST) return Number(asked);
  throw new BadOption(`LADDER_SEED takes a whole number up to ${MOST}, not "${asked}": leave it out for ${SEED}.`);
}
