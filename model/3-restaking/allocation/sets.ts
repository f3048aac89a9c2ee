import { type Address, ZERO_ADDRESS } from "../../shared/machine.ts";
import { append, removed } from "../../shared/placed-list.ts";
import { empty } from "../../shared/revert.ts";
import { add } from "../../shared/uint.ts";
import { type Core, emit, type Registrars } from "../core.ts";
import { check } from "../errors.ts";
import { BURN_ADDRESS, isBeaconChainETH } from "../libraries/constants.ts";
import { decode, type SetKey, setKey, toKey } from "../libraries/operator-set-lib.ts";
import { checkCanCall } from "../permissions/permission-controller.ts";
import type { CreateSetParams, CreateSetParamsV2, OperatorSet } from "../types.ts";
import { here, requireSet, setHasStrategy, setSet } from "./ledger.ts";
import type { Service, SetRecord } from "./state.ts";

/**
 * Services and their sets. A service announces itself, then creates numbered sets: strategies, a slasher, perhaps a
 * recipient of what is slashed. Strategies come and go at once; a new slasher waits, so that operators see it coming.
 */

const NO_SERVICE: Service = { registrar: ZERO_ADDRESS, announced: false, sets: 0n };
const UINT32 = 32n;

export function updateAVSMetadataURI(core: Core, sender: Address, avs: Address, metadataURI: string): void {
  checkCanCall(core, sender, avs, "AllocationManager", "updateAVSMetadataURI");
  setService(core, avs, { ...serviceOf(core, avs), announced: true });
  emit(core, here(core), "AVSMetadataURIUpdated", { avs, metadataURI });
}

/** Only code that says that it supports the service may be its registrar. */
export function setAVSRegistrar(core: Core, sender: Address, avs: Address, registrar: Address): void {
  checkCanCall(core, sender, avs, "AllocationManager", "setAVSRegistrar");
  const code = core.state.code.get(registrar);
  if (code === undefined || code === "silent") empty();
  if (code === "service") check(core.registrars?.supportsAVS(registrar, avs) === true, "InvalidAVSRegistrar");
  setService(core, avs, { ...serviceOf(core, avs), registrar });
  emit(core, here(core), "AVSRegistrarSet", { avs, registrar });
}

/** Sets whose slasher is the service. */
export function createOperatorSets(
  core: Core,
  sender: Address,
  avs: Address,
  params: readonly CreateSetParams[],
): void {
  checkCanCall(core, sender, avs, "AllocationManager", "createOperatorSets");
  createAll(core, avs, params);
}

/** Sets that name their slashers. */
export function createOperatorSetsV2(
  core: Core,
  sender: Address,
  avs: Address,
  params: readonly CreateSetParamsV2[],
): void {
  checkCanCall(core, sender, avs, "AllocationManager", "createOperatorSetsV2");
  createAll(core, avs, params);
}

/** The same with recipients of what is slashed. */
export function createRedistributingOperatorSets(
  core: Core,
  sender: Address,
  avs: Address,
  params: readonly CreateSetParams[],
  redistributionRecipients: readonly Address[],
): void {
  checkCanCall(core, sender, avs, "AllocationManager", "createRedistributingOperatorSets");
  createAll(core, avs, params, redistributionRecipients);
}

export function createRedistributingOperatorSetsV2(
  core: Core,
  sender: Address,
  avs: Address,
  params: readonly CreateSetParamsV2[],
  redistributionRecipients: readonly Address[],
): void {
  checkCanCall(core, sender, avs, "AllocationManager", "createRedistributingOperatorSetsV2");
  createAll(core, avs, params, redistributionRecipients);
}

export function addStrategiesToOperatorSet(
  core: Core,
  sender: Address,
  avs: Address,
  operatorSetId: bigint,
  strategies: readonly Address[],
): void {
  checkCanCall(core, sender, avs, "AllocationManager", "addStrategiesToOperatorSet");
  const key = toKey(avs, operatorSetId);
  setSet(core, key, withStrategies(core, key, requireSet(core, key), strategies));
}

export function removeStrategiesFromOperatorSet(
  core: Core,
  sender: Address,
  avs: Address,
  operatorSetId: bigint,
  strategies: readonly Address[],
): void {
  checkCanCall(core, sender, avs, "AllocationManager", "removeStrategiesFromOperatorSet");
  const key = toKey(avs, operatorSetId);
  requireSet(core, key);
  for (const strategy of strategies) {
    check(setHasStrategy(core, key, strategy), "StrategyNotInOperatorSet");
    const set = requireSet(core, key);
    setSet(core, key, { ...set, strategies: removed(set.strategies, strategy) });
    emit(core, here(core), "StrategyRemovedFromOperatorSet", { operatorSet: decode(key), strategy });
  }
}

/** Proposing again what is already pending changes nothing. */
export function updateSlasher(core: Core, sender: Address, operatorSet: OperatorSet, slasher: Address): void {
  checkCanCall(core, sender, operatorSet.avs, "AllocationManager", "updateSlasher");
  const key = setKey(operatorSet);
  const set = requireSet(core, key);
  check(slasher !== ZERO_ADDRESS, "InputAddressZero");
  if (getPendingSlasher(core, operatorSet)[0] === slasher) return;
  const delay = core.state.config.allocationConfigurationDelayBlocks + 1n;
  const effectBlock = add(core.block.number, delay, UINT32);
  setSet(core, key, { ...set, slasher: slasherOf(core, key), pendingSlasher: { slasher, effectBlock } });
  emit(core, here(core), "SlasherUpdated", { operatorSet, slasher, effectBlock });
}

/** Every set has had a slasher from the start, so there is nothing to migrate. */
export function migrateSlashers(): void {}

export const slasherOf = ({ state, block }: Core, key: SetKey): Address => {
  const set = state.sets.get(key);
  if (set === undefined) return ZERO_ADDRESS;
  const { pendingSlasher } = set;
  return pendingSlasher !== undefined && block.number >= pendingSlasher.effectBlock
    ? pendingSlasher.slasher
    : set.slasher;
};

export const getSlasher = (core: Core, operatorSet: OperatorSet): Address => slasherOf(core, setKey(operatorSet));

/** @returns slasher and effect block; zeros when nothing pends */
export function getPendingSlasher({ state, block }: Core, operatorSet: OperatorSet): [Address, bigint] {
  const pending = state.sets.get(setKey(operatorSet))?.pendingSlasher;
  return pending !== undefined && block.number < pending.effectBlock
    ? [pending.slasher, pending.effectBlock]
    : [ZERO_ADDRESS, 0n];
}

export const getOperatorSetCount = (core: Core, avs: Address): bigint => serviceOf(core, avs).sets;

export const isOperatorSet = ({ state }: Core, operatorSet: OperatorSet): boolean =>
  state.sets.has(setKey(operatorSet));

export const getStrategiesInOperatorSet = ({ state }: Core, operatorSet: OperatorSet): readonly Address[] =>
  state.sets.get(setKey(operatorSet))?.strategies ?? [];

export const getRedistributionRecipient = ({ state }: Core, operatorSet: OperatorSet): Address =>
  state.sets.get(setKey(operatorSet))?.recipient ?? BURN_ADDRESS;

export const isRedistributingOperatorSet = (core: Core, operatorSet: OperatorSet): boolean =>
  getRedistributionRecipient(core, operatorSet) !== BURN_ADDRESS;

export function getAVSRegistrar(core: Core, avs: Address): Address {
  const { registrar } = serviceOf(core, avs);
  return registrar === ZERO_ADDRESS ? avs : registrar;
}

/** Asks the registrar, which may be an account: without code, the call fails. */
export function askRegistrar(
  core: Core,
  avs: Address,
  ask: (registrars: Registrars, registrar: Address) => void,
): void {
  const registrar = getAVSRegistrar(core, avs);
  const code = core.state.code.get(registrar);
  if (code === undefined) empty();
  if (code === "service" && core.registrars !== undefined) ask(core.registrars, registrar);
}

const serviceOf = ({ state }: Core, avs: Address): Service => state.services.get(avs) ?? NO_SERVICE;

function setService({ state }: Core, avs: Address, service: Service): void {
  state.services = state.services.set(avs, service);
}

function createAll(
  core: Core,
  avs: Address,
  params: readonly (CreateSetParams | CreateSetParamsV2)[],
  recipients?: readonly Address[],
): void {
  check(recipients === undefined || recipients.length === params.length, "InputArrayLengthMismatch");
  check(serviceOf(core, avs).announced, "NonexistentAVSMetadata");
  params.forEach((param, i) => {
    const recipient = recipients?.[i];
    check(recipient !== ZERO_ADDRESS, "InputAddressZero");
    check(recipient !== BURN_ADDRESS, "InvalidRedistributionRecipient");
    create(core, avs, param, recipient ?? BURN_ADDRESS);
  });
}

function create(core: Core, avs: Address, params: CreateSetParams | CreateSetParamsV2, recipient: Address): void {
  const { operatorSetId, strategies } = params;
  const slasher = "slasher" in params ? params.slasher : avs;
  const key = toKey(avs, operatorSetId);
  check(!core.state.sets.has(key), "InvalidOperatorSet");
  const service = serviceOf(core, avs);
  setService(core, avs, { ...service, sets: service.sets + 1n });
  const operatorSet = decode(key);
  emit(core, here(core), "OperatorSetCreated", { operatorSet });
  if (recipient !== BURN_ADDRESS)
    emit(core, here(core), "RedistributionAddressSet", { operatorSet, redistributionRecipient: recipient });
  const bare: SetRecord = { slasher, pendingSlasher: undefined, members: [], slashes: 0n, strategies: [], recipient };
  const set = withStrategies(core, key, bare, strategies);
  check(slasher !== ZERO_ADDRESS, "InputAddressZero");
  setSet(core, key, set);
  emit(core, here(core), "SlasherUpdated", { operatorSet, slasher, effectBlock: core.block.number });
}

/** Sets that redistribute may not hold what cannot be paid out: beacon chain ETH, and the core's own token. */
function withStrategies(core: Core, key: SetKey, set: SetRecord, strategies: readonly Address[]): SetRecord {
  let held = set.strategies;
  for (const strategy of strategies) {
    if (set.recipient !== BURN_ADDRESS)
      check(!isBeaconChainETH(strategy) && strategy !== core.state.config.eigenStrategy, "InvalidStrategy");
    check(!held.includes(strategy), "StrategyAlreadyInOperatorSet");
    held = append(held, strategy);
    emit(core, here(core), "StrategyAddedToOperatorSet", { operatorSet: decode(key), strategy });
  }
  return { ...set, strategies: held };
}
