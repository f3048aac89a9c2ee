import type { Address } from "../shared/machine.ts";
import { check, empty } from "../shared/revert.ts";
import { ceilDiv } from "../shared/uint.ts";
import { type Avs, termsOf } from "./state.ts";

/**
 * The ranges of what services are deployed with, and whether a set's slasher can punish: every window against those that it
 * depends on. Windows of the core are blocks, those of services seconds.
 */

export const SECONDS_PER_BLOCK = 12n;
const WAD = 10n ** 18n;
export const ONE_IN_BIPS = 10_000n;

/** More than half of the stake, so that two quorums share a signer, and at most all of it. */
export function checkQuorum(quorumBips: bigint): void {
  check(quorumBips * 2n > ONE_IN_BIPS && quorumBips <= ONE_IN_BIPS, "InvalidQuorum", quorumBips);
}

export function checkSlash(slashWad: bigint): void {
  check(slashWad > 0n && slashWad <= WAD, "InvalidSlash", slashWad);
}

export function checkWorkTime(workSeconds: bigint, slashWindowBlocks: bigint): void {
  const slashableSeconds = slashWindowBlocks * SECONDS_PER_BLOCK;
  const fits = workSeconds >= SECONDS_PER_BLOCK && workSeconds < slashableSeconds;
  check(fits, "InvalidWorkTime", workSeconds, slashableSeconds);
}

/** Stake must stay withdrawn no sooner than it stays slashable. */
export function checkCore({ state: { config } }: Avs): void {
  const { minWithdrawalDelayBlocks: delay, deallocationDelayBlocks: window } = config;
  check(delay >= window, "StakeLeavesTooEarly", delay, window);
}

/**
 * A slasher of the service itself, that takes as much as a fault costs, and in time: who leaves when it is weighed, or
 * deallocates, has to be within reach when its fault is punished.
 */
export function checkSlasher(avs: Avs, service: Address, slasher: Address, lookaheadBlocks: bigint): void {
  const { slashWad, workSeconds, aheadBlocks = lookaheadBlocks, slashWindowBlocks } = termsOf(avs, service);
  const terms = avs.state.slashers.get(slasher);
  if (terms === undefined) empty();
  check(terms.avs === service, "SlasherOfOtherService", slasher, terms.avs);
  check(slashWad <= terms.limitWad, "SlashAboveLimit", slashWad, terms.limitWad);
  const notice = terms.veto?.vetoWindowSeconds ?? 0n;
  const slashableSeconds = slashWindowBlocks * SECONDS_PER_BLOCK;
  check(workSeconds + notice < slashableSeconds, "PunishedTooLate", workSeconds, notice, slashableSeconds);
  const needed = ceilDiv(workSeconds + notice, SECONDS_PER_BLOCK);
  check(aheadBlocks >= needed, "LookaheadTooShort", aheadBlocks, needed);
}
