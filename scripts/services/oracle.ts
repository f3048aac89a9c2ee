import type { Signer, TypedDataDomain } from "ethers";

/** What an operator says something is worth in a round, in wad (1e18 = 1). */
export interface PriceReport {
  operator: string;
  round: bigint;
  priceWad: bigint;
}

/** Where an oracle lives: what its signatures are bound to. */
export interface OracleDomain {
  chainId: bigint;
  oracle: string;
}

/** The EIP-712 type that operators sign. */
const PRICE_TYPES = {
  Price: [
    { name: "operator", type: "address" },
    { name: "round", type: "uint64" },
    { name: "priceWad", type: "uint256" },
  ],
};

/** The EIP-712 domain of an oracle. */
function oracleDomain({ chainId, oracle }: OracleDomain): TypedDataDomain {
  return { name: "Restaking Ladder PriceOracle", version: "1", chainId, verifyingContract: oracle };
}

/** Signs a report with an operator's signing key. */
export async function signPrice(key: Signer, domain: OracleDomain, report: PriceReport): Promise<string> {
  return key.signTypedData(oracleDomain(domain), PRICE_TYPES, report);
}

/**
 * The order that `PriceOracle.settle` takes: indices of all operators who reported and have weight, by price.
 *
 * @param reportsWad what each operator of the round reported, 0 when nothing, in the round's order
 * @param weights as in the round's event
 */
export function settlementOrder(reportsWad: readonly bigint[], weights: readonly bigint[]): bigint[] {
  return reportsWad
    .map((priceWad, index) => ({ priceWad, index }))
    .filter(({ priceWad, index }) => priceWad !== 0n && weights[index] !== 0n)
    .sort((a, b) => (a.priceWad < b.priceWad ? -1 : a.priceWad > b.priceWad ? 1 : a.index - b.index))
    .map(({ index }) => BigInt(index));
}
