import { toWeiDown } from "../../model/2-liquid-staking/rebasing-shares.ts";
import { arg, key, type Entry } from "./entry.ts";

const NOBODY = key("0x0000000000000000000000000000000000000000");

/** Pooled ether and shares of the rebasing LST, rebuilt from its events. */
export class LiquidStaking {
  #pooledWei = 0n;
  #shares = 0n;

  apply(entry: Entry): void {
    switch (entry.name) {
      case "TransferShares":
        if (key(arg<string>(entry, "from")) === NOBODY) this.#minted(arg<bigint>(entry, "shares"));
        break;
      case "Submitted":
        this.#pooledWei += arg<bigint>(entry, "amountWei");
        break;
      case "SharesBurnt":
        this.#pooledWei -= arg<bigint>(entry, "pooledEtherWei");
        this.#shares -= arg<bigint>(entry, "shares");
        break;
      case "Reported":
        this.#pooledWei = arg<bigint>(entry, "pooledEtherAfterWei");
        break;
    }
  }

  /** The first shares are born with the contract, one for each wei, and belong to nobody. */
  #minted(shares: bigint): void {
    if (this.#shares === 0n) this.#pooledWei = shares;
    this.#shares += shares;
  }

  toWeiDown(shares: bigint): bigint {
    return toWeiDown(shares, this.#pooledWei, this.#shares);
  }
}
