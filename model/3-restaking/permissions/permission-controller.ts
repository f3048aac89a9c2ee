import { type Address, keyOf } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { Table } from "../../shared/table.ts";
import { type Core, emit } from "../core.ts";
import { check } from "../errors.ts";
import { SELECTORS } from "./selectors.ts";
import type { Permission, Permissions } from "./state.ts";

/**
 * Delegated rights. An account is its own and only admin until an admin that it proposed accepts; from then on the
 * admins decide, and it has its rights only as one of them. Admins appoint others to single functions.
 */

const NOTHING: Permissions = { pendingAdmins: [], admins: [], granted: Table.empty(), appointees: Table.empty() };

const permissionKey = ({ target, selector }: Permission): string => keyOf(target, selector);

const load = ({ state }: Core, account: Address): Permissions => state.permissions.get(account) ?? NOTHING;

function store({ state }: Core, account: Address, changed: Permissions): void {
  state.permissions = state.permissions.set(account, changed);
}

const here = ({ state }: Core): Address => state.config.at.PermissionController;

export function addPendingAdmin(core: Core, sender: Address, account: Address, admin: Address): void {
  const permissions = asAdmin(core, sender, account);
  check(!permissions.admins.includes(admin), "AdminAlreadySet");
  check(!permissions.pendingAdmins.includes(admin), "AdminAlreadyPending");
  store(core, account, { ...permissions, pendingAdmins: append(permissions.pendingAdmins, admin) });
  emit(core, here(core), "PendingAdminAdded", { account, admin });
}

export function removePendingAdmin(core: Core, sender: Address, account: Address, admin: Address): void {
  const permissions = asAdmin(core, sender, account);
  check(permissions.pendingAdmins.includes(admin), "AdminNotPending");
  store(core, account, { ...permissions, pendingAdmins: removed(permissions.pendingAdmins, admin) });
  emit(core, here(core), "PendingAdminRemoved", { account, admin });
}

export function acceptAdmin(core: Core, sender: Address, account: Address): void {
  const permissions = load(core, account);
  check(permissions.pendingAdmins.includes(sender), "AdminNotPending");
  store(core, account, {
    ...permissions,
    pendingAdmins: removed(permissions.pendingAdmins, sender),
    admins: append(permissions.admins, sender),
  });
  emit(core, here(core), "AdminSet", { account, admin: sender });
}

export function removeAdmin(core: Core, sender: Address, account: Address, admin: Address): void {
  const permissions = asAdmin(core, sender, account);
  check(permissions.admins.length > 1, "CannotHaveZeroAdmins");
  check(permissions.admins.includes(admin), "AdminNotSet");
  store(core, account, { ...permissions, admins: removed(permissions.admins, admin) });
  emit(core, here(core), "AdminRemoved", { account, admin });
}

export function setAppointee(
  core: Core,
  sender: Address,
  account: Address,
  appointee: Address,
  target: Address,
  selector: string,
): void {
  const permissions = asAdmin(core, sender, account);
  check(!isGranted(permissions, appointee, { target, selector }), "AppointeeAlreadySet");
  const key = permissionKey({ target, selector });
  const { granted, appointees } = permissions;
  store(core, account, {
    ...permissions,
    granted: granted.set(appointee, append(granted.get(appointee) ?? [], { target, selector })),
    appointees: appointees.set(key, append(appointees.get(key) ?? [], appointee)),
  });
  emit(core, here(core), "AppointeeSet", { account, appointee, target, selector });
}

export function removeAppointee(
  core: Core,
  sender: Address,
  account: Address,
  appointee: Address,
  target: Address,
  selector: string,
): void {
  const permissions = asAdmin(core, sender, account);
  const key = permissionKey({ target, selector });
  const { granted, appointees } = permissions;
  const own = granted.get(appointee) ?? [];
  const permission = own.find((one) => permissionKey(one) === key);
  check(permission !== undefined, "AppointeeNotSet");
  store(core, account, {
    ...permissions,
    granted: granted.set(appointee, removed(own, permission)),
    appointees: appointees.set(key, removed(appointees.get(key) ?? [], appointee)),
  });
  emit(core, here(core), "AppointeeRemoved", { account, appointee, target, selector });
}

export function isAdmin(core: Core, account: Address, caller: Address): boolean {
  const { admins } = load(core, account);
  return admins.length === 0 ? account === caller : admins.includes(caller);
}

export const isPendingAdmin = (core: Core, account: Address, pendingAdmin: Address): boolean =>
  load(core, account).pendingAdmins.includes(pendingAdmin);

export function getAdmins(core: Core, account: Address): readonly Address[] {
  const { admins } = load(core, account);
  return admins.length === 0 ? [account] : admins;
}

export const getPendingAdmins = (core: Core, account: Address): readonly Address[] => load(core, account).pendingAdmins;

export const canCall = (core: Core, account: Address, caller: Address, target: Address, selector: string): boolean =>
  isAdmin(core, account, caller) || isGranted(load(core, account), caller, { target, selector });

export function getAppointeePermissions(
  core: Core,
  account: Address,
  appointee: Address,
): [readonly Address[], readonly string[]] {
  const granted = load(core, account).granted.get(appointee) ?? [];
  return [granted.map(({ target }) => target), granted.map(({ selector }) => selector)];
}

export const getAppointees = (core: Core, account: Address, target: Address, selector: string): readonly Address[] =>
  load(core, account).appointees.get(permissionKey({ target, selector })) ?? [];

/** Whether the caller of this function of a contract of the core may act for the account. */
export function mayCall<C extends keyof typeof SELECTORS>(
  core: Core,
  sender: Address,
  account: Address,
  contract: C,
  name: keyof (typeof SELECTORS)[C],
): boolean {
  return canCall(core, account, sender, core.state.config.at[contract], SELECTORS[contract][name] as string);
}

/** Lets only those pass of whom {@link mayCall} is true. */
export function checkCanCall<C extends keyof typeof SELECTORS>(
  core: Core,
  sender: Address,
  account: Address,
  contract: C,
  name: keyof (typeof SELECTORS)[C],
): void {
  check(mayCall(core, sender, account, contract, name), "InvalidPermissions");
}

function asAdmin(core: Core, sender: Address, account: Address): Permissions {
  check(isAdmin(core, account, sender), "NotAdmin");
  return load(core, account);
}

function isGranted({ granted }: Permissions, appointee: Address, permission: Permission): boolean {
  const key = permissionKey(permission);
  return (granted.get(appointee) ?? []).some((one) => permissionKey(one) === key);
}
