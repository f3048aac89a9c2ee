import type { Address } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { checkAge, syncAll } from "../accounting/component-accounting.ts";
import { transferFrom } from "../accounting/share-token.ts";
import { deposit, depositLst as depositLstIn, reserveOf } from "../accounting/vault-deposits.ts";
import { request as requestExit } from "../queue/exit-queue.ts";
import type { Vault } from "../state.ts";

/** The entrance that first finds out: a full sync comes before whatever is done, on news that are young enough. */

export interface Terms {
  readonly receiver: Address;
  readonly minShares: bigint;
  readonly deadline: bigint;
  readonly newsFrom: bigint;
  readonly acceptsAnnouncedLoss: boolean;
}

/** @returns shares */
export function depositEth(vault: Vault, _sender: Address, assets: bigint, terms: Terms): bigint {
  findOut(vault, terms.newsFrom);
  const { entrance } = vault.state.config.at;
  return deposit(vault, entrance, assets, terms.receiver, terms.minShares, terms.deadline, terms.acceptsAnnouncedLoss);
}

/** @returns shares */
export function depositLst(vault: Vault, _sender: Address, lst: Address, amount: bigint, terms: Terms): bigint {
  const { receiver, minShares, deadline, acceptsAnnouncedLoss } = terms;
  reserveOf(vault, lst);
  findOut(vault, terms.newsFrom);
  const { entrance } = vault.state.config.at;
  return depositLstIn(vault, entrance, lst, amount, receiver, minShares, deadline, acceptsAnnouncedLoss);
}

/** @returns number of the ticket */
export function request(
  vault: Vault,
  sender: Address,
  shares: bigint,
  owner: Address,
  minAssets: bigint,
  deadline: bigint,
  newsFrom: bigint,
): bigint {
  findOut(vault, newsFrom);
  const { entrance } = vault.state.config.at;
  transferFrom(vault, entrance, sender, entrance, shares);
  return requestExit(vault, entrance, shares, owner, minAssets, deadline);
}

function findOut(vault: Vault, newsFrom: bigint): void {
  syncAll(vault);
  const { asOf } = vault.state.books;
  checkAge(vault, asOf);
  check(asOf >= newsFrom, "NewsTooOld", asOf, newsFrom);
}
