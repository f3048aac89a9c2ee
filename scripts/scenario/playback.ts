import type { Answered } from "./checklist.ts";
import type { PositionStory } from "../attribution/position/position.ts";
import type { Waterfall } from "../attribution/waterfall.ts";

/**
 * What a story that was played looked like, as plain data: the one source of the terminal's text, of `--json` and of
 * the report. Amounts are wei, rates are wads; nothing in it depends on the clock, the machine or the directory.
 */
export interface Playback {
  readonly story: StoryHead;
  readonly acts: readonly PlayedAct[];
  /** The ladder after the set-up and after each step. */
  readonly moments: readonly Moment[];
  readonly ledger: readonly LedgerLine[];
  /** Everything else whose wealth changed; with all results of the ledger it adds up to zero. */
  readonly rest: readonly RestLine[];
  /** Who has had LRT or been in a market, and why it is worth what it is. */
  readonly positions: readonly PositionLine[];
  readonly waterfall: Waterfall;
  /** What a careful buyer asks, answered at the end for the largest holder; where the LRT was traded or lent against. */
  readonly checklist?: Checklist;
}

interface Checklist {
  readonly holder: string;
  readonly shares: bigint;
  readonly answers: readonly Answered[];
}

interface StoryHead {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly seed: bigint;
  readonly preset: string;
}

export interface PlayedAct {
  readonly title: string;
  readonly text: string;
  /** What happened, in a line of numbers. */
  readonly outcome: string;
  readonly steps: readonly { readonly text: string; readonly outcome: string }[];
  /** Index of the moment at which the act ended. */
  readonly endsAt: number;
}

/** The vault at one moment. */
export interface Moment {
  readonly block: bigint;
  /** Since the end of the set-up. */
  readonly seconds: bigint;
  /** The step that led here, or "set-up". */
  readonly step: string;
  readonly exitRateWad: bigint;
  readonly depositRateWad: bigint;
  readonly totalWei: bigint;
  readonly lockedProfitWei: bigint;
  readonly supply: bigint;
  readonly queue: QueueMoment;
  readonly operators: readonly OperatorMoment[];
  /** In the vault and with nobody. */
  readonly idleWei: bigint;
  /** In liquid staking tokens that the vault keeps, those in an exit queue of theirs included, as the vault counts them. */
  readonly lstWei: bigint;
  /** Put up for first losses. */
  readonly coverWei: bigint;
  readonly people: readonly PersonMoment[];
  /** Slashes since the moment before. */
  readonly slashes: readonly SlashMoment[];
  /** The pool and the markets; nothing while nobody trades or borrows there. */
  readonly market?: MarketMoment;
  /** Cumulative parts of the exit rate by cause since the set-up, in 1e-36 ETH per LRT, in the waterfall's order. */
  readonly partsE36: Readonly<Record<string, bigint>>;
}

/** What somebody has of the vault and its cover, and what they have taken out of them so far, in wei of ETH. */
export interface PersonMoment {
  readonly name: string;
  readonly wei: bigint;
}

export interface MarketMoment {
  /** ETH for one LRT in the pool; undefined while it is empty. */
  readonly priceWad: bigint | undefined;
  /** What the pool pays for LRT until its price has fallen by 2 %. */
  readonly depthWei: bigint;
  /** Of each debt, by `borrower, market`: below 1 anybody may liquidate it. Undefined while its oracle does not answer. */
  readonly health: Readonly<Record<string, bigint | undefined>>;
}

export interface SlashMoment {
  /** The operator. */
  readonly name: string;
  /** What the vault's stake with it has lost, in ETH. */
  readonly lostWei: bigint;
}

interface QueueMoment {
  readonly openShares: bigint;
  readonly closedShares: bigint;
  readonly lockedWei: bigint;
}

export interface OperatorMoment {
  readonly name: string;
  /** The vault's stake with this operator that could be withdrawn, valued in ETH. */
  readonly stakeWei: bigint;
  /** On its way out of the core, valued in ETH, still at risk until the delay has passed. */
  readonly queuedWei: bigint;
}

/**
 * What an actor put in and took out, each token by itself, what waits for it, and what it holds at the end. In wei of ETH:
 * result = took out + waiting + claimable + holds + other − put in.
 */
export interface LedgerLine {
  readonly actor: string;
  readonly role: string;
  readonly about: string;
  readonly putIn: readonly Sum[];
  readonly worthInWei: bigint;
  readonly tookOut: readonly Sum[];
  /** LRT in the exit queue, not yet filled, and what it is worth at the exit price. */
  readonly waitingShares: bigint;
  readonly waitingWei: bigint;
  readonly claimableWei: bigint;
  readonly holds: readonly Sum[];
  readonly holdsWei: bigint;
  /** What came or went by another way: rewards that an operator keeps, bonds, an LST's own gains. */
  readonly otherWei: bigint;
  /** All that the actor has now, at its value in ETH, less what it had to begin with. */
  readonly resultWei: bigint;
}

/** What something that is no actor has more than when the story began, in wei of ETH. */
export interface RestLine {
  readonly name: string;
  readonly about: string;
  readonly wei: bigint;
}

/** An actor's position, by cause. */
export interface PositionLine extends PositionStory {
  readonly actor: string;
}

export interface Sum {
  readonly token: string;
  readonly wei: bigint;
}
