import { deregisterFromOperatorSets } from "../3-restaking/allocation/registrations.ts";
import {
  createOperatorSetsV2,
  createRedistributingOperatorSetsV2,
  setAVSRegistrar,
  updateAVSMetadataURI,
} from "../3-restaking/allocation/sets.ts";
import { getMemberCount } from "../3-restaking/allocation/views.ts";
import type { Registrars } from "../3-restaking/core.ts";
import { toKey } from "../3-restaking/libraries/operator-set-lib.ts";
import type { StrategyAndMultiplier } from "../3-restaking/types.ts";
import { type Address, emit, keyOf, ZERO_ADDRESS } from "../shared/machine.ts";
import { check } from "../shared/revert.ts";
import { keysOf, setKey } from "./keys/signing-keys.ts";
import { checkCore, checkSlasher } from "./service-terms.ts";
import { rulesOf, stakeOf } from "./stakes.ts";
import { type Avs, type ServiceTerms, type SetRules, termsOf } from "./state.ts";

/**
 * What every service is: an account of the core that is its own registrar, with sets whose strategies, slasher and rules
 * never change, and the keys of its operators. It refuses who may not come in and nobody who leaves.
 */

const MAX_STRATEGIES = 8n;
const MAX_OPERATORS = 64n;
const DEFAULT_ADMIN_ROLE = "0x0";

/** What an operator brings when it joins: the key that it will sign with. */
export interface JoinData {
  readonly kind: bigint;
  readonly key: Address;
}

/** A service comes into being: the core hears of it. */
export function deployService(
  avs: Avs,
  at: Address,
  terms: Omit<ServiceTerms, "slashWindowBlocks">,
  metadataURI: string,
): void {
  checkCore(avs);
  const { deallocationDelayBlocks: slashWindowBlocks } = avs.state.config;
  avs.state.terms = avs.state.terms.set(at, { ...terms, slashWindowBlocks });
  avs.state.code = avs.state.code.set(at, "service");
  updateAVSMetadataURI(avs, at, at, metadataURI);
}

export function createSet(
  avs: Avs,
  sender: Address,
  service: Address,
  id: bigint,
  weights: readonly StrategyAndMultiplier[],
  slasher: Address,
  redistributionRecipient: Address,
  rules: SetRules,
): void {
  onlyAdmin(avs, sender, service);
  const count = BigInt(weights.length);
  check(count > 0n && count <= MAX_STRATEGIES, "InvalidStrategyCount", count);
  const { maximumOperators: most, lookaheadBlocks } = rules;
  check(most > 0n && most <= MAX_OPERATORS, "InvalidMaximumOperators", most);
  const { slashWindowBlocks } = termsOf(avs, service);
  check(lookaheadBlocks <= slashWindowBlocks, "LookaheadTooLong", lookaheadBlocks, slashWindowBlocks);
  checkSlasher(avs, service, slasher, lookaheadBlocks);
  avs.state.rules = avs.state.rules.set(toKey(service, id), rules);
  avs.state.weights = avs.state.weights.set(toKey(service, id), weights);
  const strategies = weights.map(({ strategy }) => strategy);
  emit(avs, service, "ServiceSetCreated", { operatorSetId: id, slasher, strategies });
  const sets = [{ operatorSetId: id, strategies, slasher }];
  if (redistributionRecipient === ZERO_ADDRESS) createOperatorSetsV2(avs, service, service, sets);
  else createRedistributingOperatorSetsV2(avs, service, service, sets, [redistributionRecipient]);
  setAVSRegistrar(avs, service, service, service);
}

export function admit(
  avs: Avs,
  sender: Address,
  service: Address,
  operatorSetId: bigint,
  operator: Address,
  admitted: boolean,
): void {
  onlyAdmin(avs, sender, service);
  avs.state.admitted = avs.state.admitted.set(keyOf(toKey(service, operatorSetId), operator), admitted);
  emit(avs, service, "OperatorAdmitted", { operatorSetId, operator, admitted });
}

/** Anybody removes a member whose stake has fallen below the set's minimum. */
export function eject(avs: Avs, _sender: Address, service: Address, id: bigint, operator: Address): void {
  const { minimumStake } = existing(avs, service, id);
  const stake = stakeOf(avs, service, id, operator);
  check(stake < minimumStake, "StakeSufficient", operator, stake, minimumStake);
  deregisterFromOperatorSets(avs, service, { operator, avs: service, operatorSetIds: [id] });
}

export function setSigningKey(avs: Avs, sender: Address, service: Address, kind: bigint, key: Address): void {
  setKey(avs, service, sender, key, kind);
}

/** The hook of a registrar, whoever calls it. */
export function registerOperator(
  avs: Avs,
  sender: Address,
  service: Address,
  operator: Address,
  of: Address,
  ids: readonly bigint[],
  data: JoinData | undefined,
): void {
  check(sender === avs.state.config.at.AllocationManager, "OnlyAllocationManager", sender);
  check(of === service, "OtherService", of);
  if (data !== undefined) setKey(avs, service, operator, data.key, data.kind);
  else check(keysOf(avs, service, operator).length > 0, "NoSigningKey", operator);
  for (const id of ids) checkAdmission(avs, service, id, operator);
}

/** Notes the block, and refuses nobody; does nothing at anybody else's call than the core's. */
export function deregisterOperator(
  avs: Avs,
  sender: Address,
  service: Address,
  operator: Address,
  of: Address,
  ids: readonly bigint[],
): void {
  if (sender !== avs.state.config.at.AllocationManager || of !== service) return;
  for (const id of ids) avs.state.leftAt = avs.state.leftAt.set(keyOf(toKey(service, id), operator), avs.block.number);
}

/** The services as the core asks them. */
export const REGISTRARS: Registrars = {
  supportsAVS: (registrar, avs) => registrar === avs,
  registerOperator: (core, registrar, operator, avs, ids, data) =>
    registerOperator(
      core as Avs,
      core.state.config.at.AllocationManager,
      registrar,
      operator,
      avs,
      ids,
      data as JoinData | undefined,
    ),
  deregisterOperator: (core, registrar, operator, avs, ids) =>
    deregisterOperator(core as Avs, core.state.config.at.AllocationManager, registrar, operator, avs, ids),
};

export function onlyAdmin(avs: Avs, sender: Address, service: Address): void {
  const holds = sender === termsOf(avs, service).admin;
  check(holds, "AccessControlUnauthorizedAccount", sender, DEFAULT_ADMIN_ROLE);
}

function existing(avs: Avs, service: Address, id: bigint): SetRules {
  const rules = rulesOf(avs, service, id);
  check(rules.maximumOperators > 0n, "UnknownSet", id);
  return rules;
}

/** The operator is a member already when the core asks. */
function checkAdmission(avs: Avs, service: Address, id: bigint, operator: Address): void {
  const { allowlisted, maximumOperators, minimumStake } = existing(avs, service, id);
  const isAdmitted = avs.state.admitted.get(keyOf(toKey(service, id), operator)) ?? false;
  check(!allowlisted || isAdmitted, "NotAdmitted", operator, id);
  const members = getMemberCount(avs, { avs: service, id });
  check(members <= maximumOperators, "SetFull", id, members, maximumOperators);
  const stake = stakeOf(avs, service, id, operator);
  check(stake >= minimumStake, "StakeTooLow", operator, stake, minimumStake);
}
