import { isMemberOfOperatorSet } from "../../3-restaking/allocation/views.ts";
import { type Address, emit, type Hash, keyOf, ZERO_ADDRESS, ZERO_HASH } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import type { Signature } from "../../shared/signature.ts";
import { isProven, prove, punishProven } from "../faults.ts";
import { currentKey, isEvidence, signed } from "../keys/signing-keys.ts";
import { deployService } from "../service-manager.ts";
import { checkQuorum, checkSlash, ONE_IN_BIPS, SECONDS_PER_BLOCK } from "../service-terms.ts";
import { rulesOf, weigh } from "../stakes.ts";
import { type Avs, found, KEY_KIND, termsOf } from "../state.ts";

/**
 * Carries state roots of another chain. A root whose signers hold the quorum is written down; two roots signed by one
 * operator for one height are a fault, and once the honest signers of a relay fall short of its quorum, the root goes.
 * What a contract signed is on record from the moment in which it was shown: a contract can change its mind.
 */

const SET_ID = 1n;
const DESCRIPTION = "bridge: two roots signed for one height";

export interface Signed {
  readonly operator: Address;
  readonly signature: Signature;
}

export interface Statement {
  readonly root: Hash;
  readonly keyIndex: bigint;
  readonly signature: Signature;
}

export interface BridgeParameters {
  readonly admin: Address;
  readonly funders: readonly Address[];
  readonly metadataURI: string;
  readonly quorumBips: bigint;
  readonly slashWad: bigint;
}

export function deployBridge(avs: Avs, at: Address, parameters: BridgeParameters): void {
  const { admin, funders, metadataURI, quorumBips, slashWad } = parameters;
  // evidence may come in the block in which stake was weighed
  deployService(avs, at, { admin, funders, slashWad, workSeconds: 0n, aheadBlocks: undefined }, metadataURI);
  checkQuorum(quorumBips);
  checkSlash(slashWad);
  avs.state.bridges = avs.state.bridges.set(at, { quorumBips });
}

/** What an operator signs, in place of its hash. */
export const digestOf = (bridge: Address, operator: Address, height: bigint, root: Hash): Hash =>
  JSON.stringify(["StateRoot", bridge, operator, String(height), root]);

export const faultIdOf = (bridge: Address, operator: Address, height: bigint): Hash =>
  `fault(${bridge},${operator},${height})`;

export function relay(
  avs: Avs,
  _sender: Address,
  bridge: Address,
  height: bigint,
  root: Hash,
  signers: readonly Signed[],
): void {
  check(root !== ZERO_HASH, "EmptyRoot");
  check(!avs.state.relayed.has(heightKey(bridge, height)), "HeightAlreadyRelayed", height);
  let previous = ZERO_ADDRESS;
  for (const { operator, signature } of signers) {
    check(operator > previous, "SignersNotAscending", previous, operator);
    checkVote(avs, bridge, operator, height, root, signature);
    previous = operator;
  }
  const operators = signers.map(({ operator }) => operator);
  const { lookaheadBlocks } = rulesOf(avs, bridge, SET_ID);
  const { weights, signedStake, totalStake } = weigh(avs, bridge, SET_ID, operators, lookaheadBlocks);
  const { quorumBips } = found(avs.state.bridges, bridge);
  const isQuorum = totalStake > 0n && signedStake * ONE_IN_BIPS >= quorumBips * totalStake;
  check(isQuorum, "QuorumNotReached", signedStake, totalStake, quorumBips);
  const signersCommitment = commitmentTo(operators, weights, totalStake);
  const relayed = { root, signersCommitment, relayedAt: avs.block.timestamp };
  avs.state.relayed = avs.state.relayed.set(heightKey(bridge, height), relayed);
  emit(avs, bridge, "RootRelayed", { height, root, operators, weights, totalStake });
}

/** @returns root and time of its relay; nothing of a height that has none */
export function rootAt({ state }: Avs, bridge: Address, height: bigint): [Hash, bigint] {
  const { root, relayedAt } = state.relayed.get(heightKey(bridge, height)) ?? { root: ZERO_HASH, relayedAt: 0n };
  return [root, relayedAt];
}

/** Puts a valid statement on record. */
export function witness(
  avs: Avs,
  _sender: Address,
  bridge: Address,
  operator: Address,
  height: bigint,
  statement: Statement,
): void {
  const recorded = recordedRoot(avs, bridge, operator, height);
  check(statement.root !== ZERO_HASH, "EmptyRoot");
  check(recorded === ZERO_HASH, "ContradictsRecord", operator, height, recorded);
  check(isSigned(avs, bridge, operator, height, statement), "InvalidStatement", operator, height, statement.root);
  record(avs, bridge, operator, height, statement.root);
}

export function proveEquivocation(
  avs: Avs,
  _sender: Address,
  bridge: Address,
  operator: Address,
  height: bigint,
  first: Statement,
  second: Statement,
): void {
  check(first.root !== second.root, "SameRoot", first.root);
  check(!equivocated(avs, bridge, operator, height), "AlreadyProven", operator, height);
  for (const statement of [first, second]) checkEvidence(avs, bridge, operator, height, statement);
  const faultId = faultIdOf(bridge, operator, height);
  const [firstRoot, secondRoot] = [first.root, second.root];
  emit(avs, bridge, "EquivocationProven", { operator, height, firstRoot, secondRoot, faultId });
  prove(avs, bridge, SET_ID, operator, faultId, DESCRIPTION);
}

/** Has an equivocation punished whose punishment had to wait. */
export function punish(avs: Avs, _sender: Address, bridge: Address, operator: Address, height: bigint): void {
  punishProven(avs, bridge, SET_ID, operator, faultIdOf(bridge, operator, height), DESCRIPTION);
}

export const equivocated = (avs: Avs, bridge: Address, operator: Address, height: bigint): boolean =>
  isProven(avs, bridge, faultIdOf(bridge, operator, height));

/** Takes a root back whose signers make no quorum any more without those that equivocated. */
export function revoke(
  avs: Avs,
  _sender: Address,
  bridge: Address,
  height: bigint,
  operators: readonly Address[],
  weights: readonly bigint[],
  totalStake: bigint,
): void {
  const relayed = avs.state.relayed.get(heightKey(bridge, height));
  check(relayed !== undefined, "NotRelayed", height);
  check(relayed.signersCommitment === commitmentTo(operators, weights, totalStake), "WrongSigners", height);
  const honest = operators.reduce(
    (sum, operator, nth) => (equivocated(avs, bridge, operator, height) ? sum : sum + (weights[nth] as bigint)),
    0n,
  );
  const { quorumBips } = found(avs.state.bridges, bridge);
  check(honest * ONE_IN_BIPS < quorumBips * totalStake, "QuorumStands", honest, totalStake, quorumBips);
  avs.state.relayed = avs.state.relayed.delete(heightKey(bridge, height));
  emit(avs, bridge, "RootRevoked", { height, root: relayed.root });
}

export const recordedRoot = ({ state }: Avs, bridge: Address, operator: Address, height: bigint): Hash =>
  state.recorded.get(keyOf(bridge, operator, String(height))) ?? ZERO_HASH;

export const evidenceSeconds = (avs: Avs, bridge: Address): bigint =>
  termsOf(avs, bridge).slashWindowBlocks * SECONDS_PER_BLOCK;

function checkVote(
  avs: Avs,
  bridge: Address,
  operator: Address,
  height: bigint,
  root: Hash,
  signature: Signature,
): void {
  check(isMemberOfOperatorSet(avs, operator, { avs: bridge, id: SET_ID }), "NotMember", operator);
  check(!equivocated(avs, bridge, operator, height), "SignerEquivocated", operator, height);
  const key = currentKey(avs, bridge, operator);
  const isValid = signed(avs, key, digestOf(bridge, operator, height, root), signature);
  check(isValid, "InvalidStatement", operator, height, root);
  const recorded = recordedRoot(avs, bridge, operator, height);
  check(recorded === ZERO_HASH || recorded === root, "ContradictsRecord", operator, height, recorded);
  if (recorded === ZERO_HASH && key.kind === KEY_KIND.contract) record(avs, bridge, operator, height, root);
}

function checkEvidence(avs: Avs, bridge: Address, operator: Address, height: bigint, statement: Statement): void {
  check(statement.root !== ZERO_HASH, "EmptyRoot");
  if (recordedRoot(avs, bridge, operator, height) === statement.root) return;
  check(isSigned(avs, bridge, operator, height, statement), "InvalidStatement", operator, height, statement.root);
}

function isSigned(avs: Avs, bridge: Address, operator: Address, height: bigint, statement: Statement): boolean {
  const { root, keyIndex, signature } = statement;
  const { slashWindowBlocks } = termsOf(avs, bridge);
  const digest = digestOf(bridge, operator, height, root);
  return isEvidence(avs, bridge, operator, keyIndex, slashWindowBlocks, digest, signature);
}

function record(avs: Avs, bridge: Address, operator: Address, height: bigint, root: Hash): void {
  avs.state.recorded = avs.state.recorded.set(keyOf(bridge, operator, String(height)), root);
  emit(avs, bridge, "StatementRecorded", { operator, height, root });
}

const heightKey = (bridge: Address, height: bigint): string => keyOf(bridge, String(height));

const commitmentTo = (operators: readonly Address[], weights: readonly bigint[], totalStake: bigint): Hash =>
  `signers(${operators.join()};${weights.join()};${totalStake})`;
