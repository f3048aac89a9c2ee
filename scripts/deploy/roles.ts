import type { DeploymentParameters, IgnitionModule } from "@nomicfoundation/ignition-core";

/** A parameter of a module whose default is an account of the network: a role of the ladder. */
export interface Role {
  readonly moduleId: string;
  readonly parameter: string;
  readonly accountIndex: number;
}

interface RoleParameter {
  type: "MODULE_PARAMETER";
  moduleId: string;
  name: string;
  defaultValue: { type: "ACCOUNT"; accountIndex: number };
}

function isRole(value: object): value is RoleParameter {
  const { type, defaultValue } = value as Partial<RoleParameter>;
  return type === "MODULE_PARAMETER" && defaultValue?.type === "ACCOUNT";
}

/** Every role that a module and those below it give to an account by default, found in the arguments of their calls. */
export function rolesOf(module: IgnitionModule): Role[] {
  const found = new Map<string, Role>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      value.forEach(look);
    } else if (isRole(value)) {
      const { moduleId, name: parameter, defaultValue } = value;
      found.set(`${moduleId}.${parameter}`, { moduleId, parameter, accountIndex: defaultValue.accountIndex });
    } else if (Object.getPrototypeOf(value) === Object.prototype) {
      Object.values(value).forEach(look);
    }
  };
  const visit = ({ futures, submodules }: IgnitionModule): void => {
    for (const future of futures) {
      if ("constructorArgs" in future) look(future.constructorArgs);
      if ("args" in future) look(future.args);
    }
    submodules.forEach(visit);
  };
  visit(module);
  return [...found.values()];
}

/**
 * Fills in roles that the preset leaves open: the module's own choice where the network has that account, else the
 * deployer, for a network may offer a single key.
 *
 * @returns the parameters, and the roles that fell to the deployer for want of another account
 */
export function withRoles(
  parameters: DeploymentParameters,
  roles: readonly Role[],
  accounts: readonly string[],
): { parameters: DeploymentParameters; fallen: Role[] } {
  const filled = structuredClone(parameters);
  const fallen: Role[] = [];
  for (const role of roles) {
    const ofModule = filled[role.moduleId] ?? {};
    filled[role.moduleId] = ofModule;
    if (ofModule[role.parameter] !== undefined) continue;
    const account = accounts[role.accountIndex] ?? accounts[0];
    if (account === undefined) continue;
    if (accounts[role.accountIndex] === undefined) fallen.push(role);
    ofModule[role.parameter] = account;
  }
  return { parameters: filled, fallen };
}
