import type {
  ContractFuture,
  IgnitionModuleBuilder,
  ModuleParameterRuntimeValue,
  ModuleParameterType,
  StaticCallFuture,
} from "@nomicfoundation/ignition-core";
import { artifacts } from "hardhat";
import { NEVER } from "../../scripts/beacon/proofs/forks.ts";

/** The contracts that refer to each other in a circle, in the order in which CoreFactory creates them. */
const CIRCLE = ["AllocationManager", "DelegationManager", "StrategyManager", "EigenPodManager", "EigenPod"] as const;
type Member = (typeof CIRCLE)[number];

export type CreationCodes = Readonly<Record<Member, string>>;

/** Reads the circle's creation codes from the build; `pod` names the contract that stands behind every pod. */
export async function creationCodes(pod: string): Promise<CreationCodes> {
  const codes = CIRCLE.map(async (member) => {
    const { bytecode } = await artifacts.readArtifact(member === "EigenPod" ? pod : member);
    return [member, bytecode] as const;
  });
  return Object.fromEntries(await Promise.all(codes)) as unknown as CreationCodes;
}

type Parameter = ModuleParameterRuntimeValue<ModuleParameterType>;

interface CoreContext {
  readonly codes: CreationCodes;
  readonly beaconChain: Parameter | ContractFuture<string>;
  readonly strategyWhitelister: Parameter;
  readonly pauserRegistry: ContractFuture<string>;
  readonly permissionController: ContractFuture<string>;
}

type Reference = string | ContractFuture<string> | Parameter | StaticCallFuture<string, string>;

/** When forks of the beacon state come, by the parameters of a module: in seconds, and never if not given. */
export function forkTimes(m: IgnitionModuleBuilder) {
  return [m.getParameter<bigint>("gloasTimestamp", NEVER), m.getParameter<bigint>("unknownForkTimestamp", NEVER)];
}

/** No EIGEN token here: nothing is refused for being its strategy. */
const NO_EIGEN_STRATEGY = "0x0000000000000000000000000000000000000000";

/**
 * Creates the restaking core's circle: asks CoreFactory where its contracts will stand, then creates them one after
 * the other, each with the addresses of those that it needs, created already or not.
 */
export function restakingCore(m: IgnitionModuleBuilder, context: CoreContext) {
  const { codes, beaconChain, strategyWhitelister, pauserRegistry, permissionController } = context;
  const minWithdrawalDelayBlocks = m.getParameter<bigint>("minWithdrawalDelayBlocks");
  const deallocationDelayBlocks = m.getParameter<bigint>("deallocationDelayBlocks");
  const allocationConfigurationDelayBlocks = m.getParameter<bigint>("allocationConfigurationDelayBlocks");

  const factory = m.contract("CoreFactory");
  const address = (member: Member) =>
    m.staticCall(factory, "addressOf", [CIRCLE.indexOf(member) + 1], 0, { id: `address_${member}` });
  const allocation = address("AllocationManager");
  const delegation = address("DelegationManager");
  const strategies = address("StrategyManager");
  const pods = address("EigenPodManager");
  const pod = address("EigenPod");

  const constructors: Readonly<Record<Member, { refs: Reference[]; numbers: readonly (Parameter | bigint)[] }>> = {
    AllocationManager: {
      refs: [delegation, NO_EIGEN_STRATEGY, pauserRegistry, permissionController],
      numbers: [deallocationDelayBlocks, allocationConfigurationDelayBlocks],
    },
    DelegationManager: {
      refs: [strategies, pods, allocation, pauserRegistry, permissionController],
      numbers: [minWithdrawalDelayBlocks],
    },
    StrategyManager: { refs: [allocation, delegation, pauserRegistry, strategyWhitelister], numbers: [] },
    EigenPodManager: { refs: [beaconChain, pod, delegation, pauserRegistry], numbers: [] },
    EigenPod: { refs: [beaconChain, pods], numbers: forkTimes(m) },
  };

  let created: ContractFuture<string> | ReturnType<typeof m.call> = factory;
  for (const member of CIRCLE) {
    const { refs, numbers } = constructors[member];
    created = m.call(factory, "create", [codes[member], refs, [...numbers]], {
      id: `create_${member}`,
      after: [created],
    });
  }
  const after = [created];
  return {
    factory,
    allocationManager: m.contractAt("AllocationManager", allocation, { after }),
    delegationManager: m.contractAt("DelegationManager", delegation, { after }),
    strategyManager: m.contractAt("StrategyManager", strategies, { after }),
    eigenPodManager: m.contractAt("EigenPodManager", pods, { after }),
    podImplementation: m.contractAt("IEigenPod", pod, { after }),
  };
}
