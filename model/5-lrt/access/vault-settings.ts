import { type Address, emit } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { toUint } from "../../shared/uint.ts";
import { addComponent, componentOf, removeComponent } from "../accounting/component-accounting.ts";
import { checkReceiver } from "../accounting/share-token.ts";
import { reserveOf } from "../accounting/vault-deposits.ts";
import type { Vault } from "../state.ts";
import { onlyGovernor } from "./roles.ts";

/** What roles may set. */

const MAX_FEE_BPS = 2_000n;
const ETHER = 10n ** 18n;

export function add(vault: Vault, sender: Address, component: Address): void {
  onlyGovernor(vault, sender);
  addComponent(vault, component);
}

export function remove(vault: Vault, sender: Address, component: Address): void {
  onlyGovernor(vault, sender);
  removeComponent(vault, component);
}

export function listLst(vault: Vault, sender: Address, reserve: Address): void {
  const { books, config } = vault.state;
  onlyGovernor(vault, sender);
  const { lst } = componentOf(vault, reserve);
  check(!books.reserves.has(lst), "LstListed", lst);
  books.reserves = books.reserves.set(lst, reserve);
  emit(vault, config.at.vault, "LstAdded", { lst, reserve });
  addComponent(vault, reserve);
}

export function unlistLst(vault: Vault, sender: Address, lst: Address): void {
  const { books, config } = vault.state;
  onlyGovernor(vault, sender);
  removeComponent(vault, reserveOf(vault, lst));
  books.reserves = books.reserves.delete(lst);
  emit(vault, config.at.vault, "LstRemoved", { lst });
}

export function setFee(vault: Vault, sender: Address, feeBps: bigint, recipient: Address): void {
  const { books, controls, config } = vault.state;
  onlyGovernor(vault, sender);
  check(feeBps <= MAX_FEE_BPS, "FeeTooHigh", feeBps, MAX_FEE_BPS);
  checkReceiver(recipient);
  controls.feeRecipient = recipient;
  if (feeBps !== books.feeBps) emit(vault, config.at.vault, "FeeSet", { feeBps });
  books.feeBps = feeBps;
  emit(vault, config.at.settings, "FeeRecipientSet", { recipient });
}

export function setDepositCap(vault: Vault, sender: Address, capAssets: bigint): void {
  const { books, config } = vault.state;
  onlyGovernor(vault, sender);
  books.depositCapEther = toUint(24n, capAssets / ETHER);
  emit(vault, config.at.settings, "DepositCapSet", { capAssets });
}
