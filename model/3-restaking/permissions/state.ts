import type { Address } from "../../shared/machine.ts";
import type { Table } from "../../shared/table.ts";

/** A function of a contract: `target`, and the selector as `0x` and eight digits. */
export interface Permission {
  readonly target: Address;
  readonly selector: string;
}

/** Who may act for an account. Appointments are pairs of an appointee and a permission, in the order of both lists. */
export interface Permissions {
  readonly pendingAdmins: readonly Address[];
  readonly admins: readonly Address[];
  /** By appointee. */
  readonly granted: Table<readonly Permission[]>;
  /** By permission, as {@link permissionKey} spells it. */
  readonly appointees: Table<readonly Address[]>;
}

export interface PermissionState {
  /** By account; an account that is not here has changed nothing. */
  readonly permissions: Table<Permissions>;
}
