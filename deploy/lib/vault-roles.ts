import type {
  AccountRuntimeValue,
  ContractFuture,
  Future,
  IgnitionModuleBuilder,
  ModuleParameterRuntimeValue,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";
import { artifacts } from "hardhat";
import { Interface } from "ethers";

/** Roles of the vault's AccessManager. 0 is its administrator, who alone may change roles, delays and targets. */
export const ROLES = { admin: 0n, guardian: 1n, governor: 2n, keyRegistrar: 3n } as const;

/**
 * Who may call what: every function of the vault's contracts that asks the AccessManager, by contract and role. The
 * governor's calls can move value, so they wait for `governorDelaySeconds`; the guardian's stops and the registrar's
 * keys cannot, and do not wait.
 */
export const RESTRICTED = {
  VaultSettings: {
    guardian: ["pauseDeposits", "contain"],
    governor: ["addComponent", "removeComponent", "listLst", "unlistLst", "setFee", "setDepositCap"],
    keyRegistrar: [],
  },
  SlashingGuard: { guardian: [], governor: ["list", "drop"], keyRegistrar: [] },
  RunOff: { guardian: [], governor: ["nameSuccessor"], keyRegistrar: [] },
  InstantExit: { guardian: [], governor: ["setLimits"], keyRegistrar: [] },
  LstReserve: { guardian: [], governor: ["setLimits"], keyRegistrar: [] },
  Restaker: {
    guardian: [],
    governor: [
      "addSlot",
      "setSlot",
      "setOperator",
      "leaveOperator",
      "addStrategy",
      "retireStrategy",
      "retireLst",
      "removeStrategy",
      "setLimits",
    ],
    keyRegistrar: [],
  },
  OperatorRules: { guardian: [], governor: ["setAvsCap", "dropAvsCap"], keyRegistrar: [] },
  DepositKeys: { guardian: [], governor: [], keyRegistrar: ["registerKeys", "skipKey"] },
} as const satisfies Record<string, Record<"guardian" | "governor" | "keyRegistrar", readonly string[]>>;

/** Selectors of the functions above, read from the build. */
async function selectorsOf(contract: keyof typeof RESTRICTED, names: readonly string[]): Promise<string[]> {
  const { abi } = await artifacts.readArtifact(contract);
  const functions = new Interface(abi);
  return names.map((name) => {
    const found = functions.getFunction(name);
    if (found === null) throw new Error(`${contract} has no function ${name}: correct deploy/lib/vault-roles.ts`);
    return found.selector;
  });
}

export interface RoleGrant {
  readonly contract: keyof typeof RESTRICTED;
  readonly role: "guardian" | "governor" | "keyRegistrar";
  readonly selectors: string[];
}

/** The table above with selectors, for a module that gives each function its role. */
export async function roleGrants(): Promise<RoleGrant[]> {
  const grants: RoleGrant[] = [];
  for (const contract of Object.keys(RESTRICTED) as (keyof typeof RESTRICTED)[]) {
    for (const role of ["guardian", "governor", "keyRegistrar"] as const) {
      const names = RESTRICTED[contract][role];
      if (names.length > 0) grants.push({ contract, role, selectors: await selectorsOf(contract, names) });
    }
  }
  return grants;
}

type Account = ModuleParameterRuntimeValue<string | AccountRuntimeValue>;

/**
 * Gives functions their roles and roles their holders, and puts the administrator itself under the governor's delay, last:
 * from then on nothing about roles changes without waiting.
 */
export function wireRoles(
  m: IgnitionModuleBuilder,
  authority: NamedArtifactContractDeploymentFuture<string>,
  targets: Readonly<Record<RoleGrant["contract"], ContractFuture<string>>>,
  grants: readonly RoleGrant[],
  holders: Readonly<Record<"admin" | RoleGrant["role"], Account>>,
  after: Future[],
) {
  const delay = m.getParameter<bigint>("governorDelaySeconds");
  const functions = grants.map(({ contract, role, selectors }) =>
    m.call(authority, "setTargetFunctionRole", [targets[contract], selectors, ROLES[role]], {
      id: `restrict_${contract}_${role}`,
      after,
    }),
  );
  const roles = (["guardian", "governor", "keyRegistrar"] as const).map((role) =>
    m.call(authority, "grantRole", [ROLES[role], holders[role], role === "governor" ? delay : 0], {
      id: `grant_${role}`,
      after: functions,
    }),
  );
  return m.call(authority, "grantRole", [ROLES.admin, holders.admin, delay], { id: "delay_admin", after: roles });
}
