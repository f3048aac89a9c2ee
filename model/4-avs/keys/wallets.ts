import type { Address } from "../../shared/machine.ts";
import { type Avs, found } from "../state.ts";

/** A wallet changes its mind: from now on nothing was signed, or all of it was, again. */
export function setDenying(avs: Avs, _sender: Address, wallet: Address, denying: boolean): void {
  avs.state.wallets = avs.state.wallets.set(wallet, { ...found(avs.state.wallets, wallet), denying });
}
