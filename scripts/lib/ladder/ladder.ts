import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { EthereumProvider } from "hardhat/types/providers";
import type { LadderAddresses, LadderContracts } from "./contracts.ts";

/**
 * A deployed ladder and the accounts that work on it: what every helper in this folder takes first. Helpers do one thing
 * each in the ladder's own words (`deposit`, `request`, `settle`), send real transactions and wait for them.
 */
export interface Ladder {
  readonly ethers: HardhatEthers;
  readonly provider: EthereumProvider;
  readonly contracts: LadderContracts;
  readonly addresses: LadderAddresses;
  /** Holds the roles that the deployment gives out. */
  readonly admin: HardhatEthersSigner;
  /** Stops and vetoes: the vault's guardian and the oracle's committee. */
  readonly guardian: HardhatEthersSigner;
  /** Does what anyone may do: syncs, closes, settles, proves. */
  readonly keeper: HardhatEthersSigner;
  /** Accounts without a part yet, for actors. */
  readonly others: readonly HardhatEthersSigner[];
}
