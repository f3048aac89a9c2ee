import { CONTRACTS } from "../lib/ladder/contracts.ts";
import { balanceOf } from "../lib/ladder/balances.ts";
import { underwrittenBy } from "../lib/ladder/cover.ts";
import type { Entry } from "../lib/ladder/event-log.ts";
import { WAD } from "../lib/units.ts";
import type { Actor } from "./cursor.ts";
import { givenToMarkets, inMarkets } from "./ledger-markets.ts";
import { paidBy, queuedOf } from "./ledger.ts";
import type { PersonMoment } from "./playback.ts";
import type { World } from "./world.ts";

/** Steps by which somebody gets a position in a market or in the pool. */
const TRADES = /^(loop|pledge|lend|provide-liquidity)\b/;

interface Purse {
  readonly name: string;
  readonly account: string;
  shares: bigint;
  waitingShares: bigint;
  claimableWei: bigint;
  coverWei: bigint;
  tookOutWei: bigint;
  /** In markets and in the pool. */
  markets: { readonly lrt: bigint; readonly wei: bigint };
}

/**
 * What everybody has of the vault, moment by moment: LRT and what waits at the exit rate, what can be claimed, a part of
 * the cover, and what was taken out. Only what events say has changed is read again, so that looking costs next to nothing.
 */
export class People {
  readonly #world: World;
  readonly #purses: readonly Purse[];
  #read = 0;
  /** Whether somebody has a position, whose price and debt move by themselves. */
  #traded = false;

  constructor(world: World, actors: readonly Actor[]) {
    this.#world = world;
    this.#purses = actors.map(({ name }) => ({
      name,
      account: world.signer(name).address,
      shares: 0n,
      waitingShares: 0n,
      claimableWei: 0n,
      coverWei: 0n,
      tookOutWei: 0n,
      markets: { lrt: 0n, wei: 0n },
    }));
  }

  /**
   * @param step what was just done
   * @param entries every event since the chain began
   */
  async at(step: string, entries: readonly Entry[], exitRateWad: bigint): Promise<PersonMoment[]> {
    const fresh = entries.slice(this.#read);
    this.#read = entries.length;
    const touched = (contract: keyof typeof CONTRACTS, event?: string): boolean =>
      fresh.some((one) => one.contract === CONTRACTS[contract].abi && (event === undefined || one.name === event));
    const [sharesMoved, queueMoved, coverMoved] = [
      touched("vault", "Transfer"),
      touched("exitQueue") || touched("tickets"),
      touched("cover"),
    ];
    this.#traded ||= TRADES.test(step);
    const { ladder } = this.#world;
    for (const purse of this.#purses) {
      const { account } = purse;
      for (const entry of fresh) {
        const toMarkets = givenToMarkets(entry, account);
        purse.tookOutWei += (paidBy(entry, account) ?? 0n) - (toMarkets < 0n ? toMarkets : 0n);
      }
      if (sharesMoved) purse.shares = await balanceOf(ladder, account, "LRT");
      if (queueMoved) Object.assign(purse, await queuedOf(ladder, account, entries));
      if (coverMoved) purse.coverWei = await underwrittenBy(ladder, account);
      if (this.#traded) purse.markets = await inMarkets(this.#world, purse.name);
    }
    return this.#purses.map(({ name, shares, waitingShares, claimableWei, coverWei, tookOutWei, markets }) => ({
      name,
      wei:
        ((shares + waitingShares + markets.lrt) * exitRateWad) / WAD +
        claimableWei +
        coverWei +
        tookOutWei +
        markets.wei,
    }));
  }
}
