import { mulDivDown } from "../../../model/shared/uint.ts";
import { arg, key, type Entry } from "../entry.ts";

/** What Morpho adds to each total before it divides. */
const VIRTUAL_ASSETS = 1n;
const VIRTUAL_SHARES = 10n ** 6n;

/** What somebody has in one market. */
export interface Loan {
  supplyShares: bigint;
  borrowShares: bigint;
  /** LRT. */
  collateral: bigint;
}

/** What a market is to gain until it accrues next: by Morpho's own view. */
export interface Accrual {
  readonly interestWei: bigint;
  readonly feeShares: bigint;
}

/** One market of Morpho's that lends WETH against the LRT, rebuilt from its events. */
export class LoanMarket {
  readonly lltvWad: bigint;
  readonly loans = new Map<string, Loan>();
  #supplied = { assets: 0n, shares: 0n };
  #borrowed = { assets: 0n, shares: 0n };

  constructor(lltvWad: bigint) {
    this.lltvWad = lltvWad;
  }

  loanOf(account: string): Loan {
    const loan = this.loans.get(key(account)) ?? { supplyShares: 0n, borrowShares: 0n, collateral: 0n };
    this.loans.set(key(account), loan);
    return loan;
  }

  /** WETH lent, rounded down. */
  lentBy(account: string): bigint {
    const { supplyShares } = this.loanOf(account);
    return mulDivDown(supplyShares, this.#supplied.assets + VIRTUAL_ASSETS, this.#supplied.shares + VIRTUAL_SHARES);
  }

  /** WETH owed, rounded up. */
  owedBy(account: string): bigint {
    const all = this.#borrowed.shares + VIRTUAL_SHARES;
    const { borrowShares } = this.loanOf(account);
    return (borrowShares * (this.#borrowed.assets + VIRTUAL_ASSETS) + all - 1n) / all;
  }

  accrue({ interestWei, feeShares }: Accrual): void {
    this.#borrowed.assets += interestWei;
    this.#supplied.assets += interestWei;
    this.#supplied.shares += feeShares;
  }

  /** Applies an event of this market, but for interest. */
  apply(entry: Entry): void {
    const value = (name: string): bigint => arg<bigint>(entry, name);
    const loan = this.loanOf(arg<string>(entry, entry.name === "Liquidate" ? "borrower" : "onBehalf"));
    switch (entry.name) {
      case "Supply":
        this.#lend(loan, value("assets"), value("shares"));
        break;
      case "Withdraw":
        this.#lend(loan, -value("assets"), -value("shares"));
        break;
      case "Borrow":
        this.#owe(loan, value("assets"), value("shares"));
        break;
      case "Repay":
        this.#owe(loan, -value("assets"), -value("shares"));
        break;
      case "SupplyCollateral":
        loan.collateral += value("assets");
        break;
      case "WithdrawCollateral":
        loan.collateral -= value("assets");
        break;
      case "Liquidate":
        this.#owe(loan, -value("repaidAssets"), -value("repaidShares"));
        this.#owe(loan, -value("badDebtAssets"), -value("badDebtShares"));
        this.#supplied.assets -= value("badDebtAssets");
        loan.collateral -= value("seizedAssets");
        break;
    }
  }

  #lend(loan: Loan, assets: bigint, shares: bigint): void {
    loan.supplyShares += shares;
    this.#supplied.assets += assets;
    this.#supplied.shares += shares;
  }

  /** By a wei more may be repaid than is owed. */
  #owe(loan: Loan, assets: bigint, shares: bigint): void {
    loan.borrowShares += shares;
    const left = this.#borrowed.assets + assets;
    this.#borrowed.assets = left > 0n ? left : 0n;
    this.#borrowed.shares += shares;
  }
}

/** Names of the events of a market. */
export const LOAN_EVENTS: ReadonlySet<string> = new Set([
  "Supply",
  "Withdraw",
  "Borrow",
  "Repay",
  "SupplyCollateral",
  "WithdrawCollateral",
  "Liquidate",
  "AccrueInterest",
]);
