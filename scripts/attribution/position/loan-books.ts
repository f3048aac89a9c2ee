import { incentiveFactor } from "../../../model/6-defi/liquidation/incentive.ts";
import { WAD } from "../../lib/units.ts";
import { arg, key, type Entry } from "../entry.ts";
import { E36 } from "../rate-parts.ts";
import type { RateNow } from "./account.ts";
import { type Accrual, LOAN_EVENTS, LoanMarket } from "./loans.ts";
import type { Ledger, Venues } from "./positions.ts";

/** What accounts have in a market, each less what it owes. */
interface Standing {
  readonly lent: bigint;
  readonly owed: bigint;
}

/** ETH that an event brought to the account that it is on behalf of: its sign. */
const CASH: Readonly<Record<string, bigint>> = { Supply: -1n, Withdraw: 1n, Borrow: 1n, Repay: -1n };

/** All markets in which the LRT is pledged, in everybody's books: interest, liquidations, and debts that nobody pays. */
export class LoanBooks {
  readonly #markets = new Map<string, LoanMarket>();
  readonly #venues: Venues;
  readonly #ledger: Ledger;

  constructor(venues: Venues, ledger: Ledger) {
    this.#venues = venues;
    this.#ledger = ledger;
  }

  apply(entry: Entry, rate: () => RateNow): void {
    if (entry.name === "CreateMarket") this.#created(entry);
    if (!LOAN_EVENTS.has(entry.name)) return;
    const market = this.#markets.get(arg<string>(entry, "id"));
    if (!market) return;
    const [before, rateNow] = [standings(market), rate()];
    if (entry.name === "AccrueInterest") {
      market.accrue({ interestWei: arg<bigint>(entry, "interest"), feeShares: arg<bigint>(entry, "feeShares") });
      this.#interest(market, before, rateNow);
      return;
    }
    market.apply(entry);
    const now = standings(market);
    const whose = key(arg<string>(entry, entry.name === "Liquidate" ? "borrower" : "onBehalf"));
    for (const [account, { lent, owed }] of now) {
      const was = before.get(account) ?? { lent: 0n, owed: 0n };
      const change = { lent: lent - was.lent, owed: owed - was.owed };
      if (account !== whose) this.#bystander(entry, account, rateNow, change);
      else if (entry.name === "Liquidate") this.#liquidated(entry, market, rateNow, change);
      else this.#acted(entry, account, rateNow, change);
    }
  }

  /** What interest up to now brings and costs an account beyond what its markets have accrued, in wei. */
  pending(account: string, accruals: ReadonlyMap<string, Accrual>): { earnedWei: bigint; paidWei: bigint } {
    let [earnedWei, paidWei] = [0n, 0n];
    for (const [id, { interestWei, feeShares }] of accruals) {
      const market = this.#markets.get(id);
      if (!market) continue;
      const [lent, owed] = [market.lentBy(account), market.owedBy(account)];
      market.accrue({ interestWei, feeShares });
      earnedWei += market.lentBy(account) - lent;
      paidWei += market.owedBy(account) - owed;
      market.accrue({ interestWei: -interestWei, feeShares: -feeShares });
    }
    return { earnedWei, paidWei };
  }

  /** Whether somebody owes anything in any market. */
  owes(account: string): boolean {
    return [...this.#markets.values()].some((market) => market.loanOf(account).borrowShares > 0n);
  }

  #created(entry: Entry): void {
    const [loan, collateral, , , lltv] = arg<readonly unknown[]>(entry, "marketParams") as [
      string,
      string,
      string,
      string,
      bigint,
    ];
    if (key(collateral) === key(this.#venues.vault) && key(loan) === key(this.#venues.weth))
      this.#markets.set(arg<string>(entry, "id"), new LoanMarket(lltv));
  }

  #interest(market: LoanMarket, before: ReadonlyMap<string, Standing>, rate: RateNow): void {
    for (const [account, { lent, owed }] of standings(market)) {
      const was = before.get(account)!;
      const earned = lent - was.lent;
      const parts = [["interestEarned", earned * E36]] as const;
      this.#ledger.account(account).book(rate, { wei: earned - (owed - was.owed), parts, rest: "interestPaid" });
    }
  }

  /** Who has no part in an event has one in a debt that nobody pays, and in what divisions leave. */
  #bystander(entry: Entry, account: string, rate: RateNow, { lent, owed }: Standing): void {
    if (lent === owed) return;
    const isBadDebt = entry.name === "Liquidate" && arg<bigint>(entry, "badDebtAssets") > 0n;
    this.#ledger.account(account).book(rate, { wei: lent - owed, rest: isBadDebt ? "badDebt" : "rounding" });
  }

  #acted(entry: Entry, account: string, rate: RateNow, { lent, owed }: Standing): void {
    const books = this.#ledger.account(account);
    const assets = arg<bigint>(entry, "assets");
    if (entry.name === "SupplyCollateral") books.inTransit -= assets;
    if (entry.name === "WithdrawCollateral") books.inTransit += assets;
    books.book(rate, { wei: lent - owed, cash: assets * (CASH[entry.name] ?? 0n), rest: "rounding" });
  }

  /** The incentive goes from the borrower to the liquidator; how far the oracle's price is off the exit rate is the peg's. */
  #liquidated(entry: Entry, { lltvWad }: LoanMarket, rate: RateNow, { lent, owed }: Standing): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    const [lrt, repaid, bad] = [value("seizedAssets"), value("repaidAssets"), value("badDebtAssets")];
    const incentiveE36 = (repaid * (incentiveFactor(lltvWad) - WAD) * E36) / WAD;
    const liquidator = this.#ledger.account(this.#ledger.behind(arg<string>(entry, "caller"), entry));
    liquidator.inTransit += lrt;
    liquidator.book(rate, { lrt, cash: -repaid, parts: [["liquidation", incentiveE36]], rest: "peg" });
    const parts = [
      ["liquidation", -incentiveE36],
      ["badDebt", (bad + lent) * E36],
    ] as const;
    const borrower = this.#ledger.account(arg<string>(entry, "borrower"));
    borrower.book(rate, { lrt: -lrt, wei: lent - owed, parts, rest: "peg" });
  }
}

function standings(market: LoanMarket): Map<string, Standing> {
  return new Map(
    [...market.loans.keys()].map((account) => [
      account,
      { lent: market.lentBy(account), owed: market.owedBy(account) },
    ]),
  );
}
