import fc from "fast-check";
import { withdrawalRequestFee } from "../../../model/1-staking/exits.ts";
import { onRungOne } from "../../../model/1-staking/within.ts";
import { getQueuedWithdrawals } from "../../../model/3-restaking/delegation/views.ts";
import { stakerDepositShares } from "../../../model/3-restaking/share-managers.ts";
import type { Delegator, SlotNeighbours } from "../../../model/5-lrt/operators/delegator.ts";
import type { DelegatorAction } from "../../../model/5-lrt/operators/delegator-step.ts";
import { isKeyFree } from "../../../model/5-lrt/operators/delegator-views.ts";
import { podOf } from "../../../model/5-lrt/operators/exiting-keys.ts";
import { keysOf, MAX_UNVERIFIED } from "../../../model/5-lrt/operators/unproven-keys.ts";
import { balanceOf } from "../../../model/shared/erc20.ts";
import { ZERO_HASH } from "../../../model/shared/machine.ts";
import { credentialsFor } from "../../beacon/depositData.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, ETH_IN_GWEI, WAD } from "../../lib/units.ts";
import { partOf, stepsOf } from "../pool/draw.ts";
import { signatureFor } from "../pool/pair.ts";
import { type Kind, KINDS } from "./kinds.ts";
import type { DelegatorPair } from "./pair.ts";
import { KEYS } from "./sent.ts";
import type { Cast } from "./stand.ts";
import { LEAST_LEG, QUARANTINE, type Step, WAYS } from "./ways.ts";

/** Beacon chain ETH, as the model has it. */
export const NATIVE = BEACON_CHAIN_ETH_STRATEGY.toLowerCase();
/** More withdrawals are not queued at a time: every read goes through all of them. */
const MOST_QUEUED = 10;
/** A key more than may be unproven. */
const CROWD = Number(MAX_UNVERIFIED) + 1;
/** Bits that stop what a delegator does, by contract. */
const STOPS = [
  ...([0n, 1n, 2n].map((bit) => ["DelegationManager", bit]) as ["DelegationManager", bigint][]),
  ["StrategyManager", 0n],
  ...([0n, 2n, 6n, 7n, 8n, 10n].map((bit) => ["EigenPodManager", bit]) as ["EigenPodManager", bigint][]),
] as const;

/** What fills and empties a delegator comes more often. */
const OFTEN: readonly Kind[] = [
  ...(["delegateTo", "depositTokens", "depositTokens", "queue", "queue", "complete", "complete", "unpause"] as const),
  ...(["stake", "verifyWithdrawalCredentials", "startCheckpoint", "verifyCheckpointProofs", "proveKeys"] as const),
  ...(["verifyCheckpointProofs", "exitValidators", "sweep", "say"] as const),
];

export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.nat(WAYS.length - 1), fc.array(stepsOf([...KINDS, ...OFTEN]), { minLength: 1, maxLength: 30, size: "max" }))
  .map(([way, rest]) => [...(WAYS[way] as readonly Step[]), ...rest]);

/** What a step is, as the state is in which it is played: calls, the later ones in the same second. */
export function actionsOf({ machine, cast }: Pick<DelegatorPair, "machine" | "cast">, step: Step): DelegatorAction[] {
  const { kind, who, other, size, nth, wait } = step;
  const delegator = machine() as Delegator;
  const { state, block } = delegator;
  const { at, vault, restaker } = state.delegator;
  const { people, operators, strategies, tokens, core, network, service } = cast;
  const now = block.timestamp + wait;
  const from = people[who] as string;
  const call = (by: string, contract: string, name: string, ...args: unknown[]): DelegatorAction => ({
    ...{ from: by, contract, function: name, args },
  });
  const byRestaker = (name: string, ...args: unknown[]): DelegatorAction =>
    call(nth === 9 ? from : restaker, "delegator", name, ...args);
  const strategy = [...strategies, NATIVE][other === 2 ? 3 : other % 3] as string;
  const [token, listed] = [tokens[other % 2] as string, strategies[other % 2] as string];
  const operator = operators[other % 3] as string;
  const pod = podOf(delegator);
  const hashes = pod.validators.entries().map(([hash]) => hash);
  const provenAt = [now - 12n, pod.lastCheckpoint, now + 1n, now - 200_000n][nth - 6] ?? now;
  const index = nth % Math.max(1, state.chain.validators.length + (nth === 9 ? 1 : 0));
  const hash = hashes[nth % Math.max(1, hashes.length)] ?? ZERO_HASH;

  switch (kind) {
    case "initialize":
      return [byRestaker("initialize")];
    case "delegateTo":
      return [byRestaker("delegateTo", nth === 8 ? from : operator, "0x", 0n, ZERO_HASH)];
    case "undelegate":
      return [byRestaker("undelegate")];
    case "depositTokens": {
      const amount = partOf(size, 40n * ETH);
      const mint = call(from, token, "mint", at, amount);
      return [mint, byRestaker("depositTokens", nth === 7 ? NATIVE : listed, nth === 8 ? amount * 2n : amount)];
    }
    case "queue": {
      const [queued] = getQueuedWithdrawals(delegator, at);
      if (queued.length >= MOST_QUEUED) return actionsOf({ machine, cast }, { ...step, kind: "complete" });
      return [byRestaker("queue", strategy, partOf(size, stakerDepositShares(delegator, at, strategy)))];
    }
    case "complete":
    case "complete as shares": {
      const [queued] = getQueuedWithdrawals(delegator, at);
      const first = queued[nth % Math.max(1, queued.length)];
      const known = first ?? { ...NOTHING, staker: at, withdrawer: at, strategies: [listed], scaledShares: [ETH] };
      const withdrawal = nth === 8 ? { ...known, nonce: known.nonce + 99n } : known;
      return [byRestaker("complete", withdrawal, kind === "complete", people[other % 3])];
    }
    case "stake": {
      const free = KEYS.filter((key) => isKeyFree(delegator, key)).slice(
        0,
        other === 4 && nth === 6 ? CROWD : other + 1,
      );
      return free.flatMap((key) => [
        ...(nth === 8 ? [] : [call(vault, "delegator", "receive", 32n * ETH)]),
        byRestaker("stake", key, signatureFor(key)),
      ]);
    }
    case "exitValidators": {
      const chosen = (nth === 6 ? hashes : hashes.slice(nth % 4, (nth % 4) + other + 1)).map(keyOf);
      const keys = nth === 8 || chosen.length === 0 ? [KEYS[0] as string] : chosen;
      const fee = onRungOne(delegator, withdrawalRequestFee) * BigInt(keys.length);
      return [byRestaker("exitValidators", nth === 7 ? 0n : fee + partOf(size, ETH), keys, cast.refunded)];
    }
    case "startCheckpoint":
      return [call(from, "delegator", "startCheckpoint")];
    case "verifyCheckpointProofs":
      return [call(from, "pod", "verifyCheckpointProofs", nth > 5 ? [hash, hash] : hashes)];
    case "verifyStaleBalance":
      return [call(from, "pod", "verifyStaleBalance", provenAt, slashedOr(delegator, hashes, hash))];
    case "verifyWithdrawalCredentials":
      return [call(from, "delegator", "verifyWithdrawalCredentials", provenAt, chosenOf(delegator, step))];
    case "call the pod":
      if (nth < 5) return [call(from, "pod", "startCheckpoint")];
      return [call(from, "pod", "verifyWithdrawalCredentials", now, chosenOf(delegator, step))];
    case "proveKeys": {
      const unproven = keysOf(delegator, at).map(({ pubkeyHash }) => state.chain.indexes.get(pubkeyHash) ?? 0);
      const some = other === 3 ? [index] : unproven.slice(0, other === 4 ? 1 : unproven.length);
      return [call(from, "unprovenKeys", "proveKeys", at, provenAt, some)];
    }
    case "refreshExits":
      return [call(from, "delegator", "refreshExits")];
    case "reportPart":
      return [call(from, "delegator", "reportPart", strategies[other % 3])];
    case "send ether":
      return [call(nth > 6 ? vault : from, "delegator", "receive", partOf(size, ETH))];
    case "gift to the pod":
      return [call(from, "pod", "receive", partOf(size, 20n * ETH))];
    case "gift by force":
      return [call(from, "delegator", "refreshExits")];
    case "gift of tokens":
      return [call(from, token, "mint", nth > 4 ? at : listed, partOf(size, 10n * ETH))];
    case "lose tokens":
      return [call(from, token, "burn", listed, partOf(size, balanceOf(delegator, token, listed)))];
    case "deposit for a key": {
      const free = KEYS.find((key) => isKeyFree(delegator, key)) as string;
      const known = state.chain.validators[index];
      const key = nth > 6 && known !== undefined ? keyOf(known.pubkeyHash) : free;
      const credentials = credentialsFor(who === 2 ? 2 : 1, nth < 4 ? pod.at : from).toLowerCase();
      const wei = key === free ? 32n * ETH : ETH;
      return [call(from, "rungOne", "deposit", wei, key, credentials, signatureFor(key))];
    }
    case "add a key of his own":
      return [call(from, "unprovenKeys", "add", hashes[0] ?? keysOf(delegator, at)[0]?.pubkeyHash ?? ZERO_HASH)];
    case "sweep":
    case "settle":
    case "eject":
      return [call(from, "rungOne", kind, index)];
    case "penalize":
      return [call(network, "rungOne", "reportPenalty", index, partOf(size, 32n * ETH_IN_GWEI))];
    case "slash a validator":
      return [call(network, "rungOne", "reportSlashing", index)];
    case "slash elsewhere":
      return [
        call(network, "rungOne", "reportSlashingElsewhere", partOf(size, state.chain.config.totalActiveBalanceGwei)),
      ];
    case "force out":
      return [call(nth > 7 ? from : operator, core.DelegationManager, "undelegate", at)];
    case "slash":
    case "slash all": {
      const wad = kind === "slash all" ? WAD : partOf(size, WAD);
      return [slashOf(cast, operator, nth === 9 ? [listed] : allOf(cast), wad)];
    }
    case "clear a slash": {
      const set = { avs: service, id: 0n };
      return [call(from, core.StrategyManager, "clearBurnOrRedistributableShares", set, BigInt(1 + nth))];
    }
    case "pause": {
      const [name, bit] = STOPS[nth] as (typeof STOPS)[number];
      const contract = core[name];
      return [call(cast.pauser, contract, "pause", (state.paused.get(contract) ?? 0n) | (1n << bit))];
    }
    case "unpause":
      return (["DelegationManager", "StrategyManager", "EigenPodManager"] as const).map((name) =>
        call(cast.owner, core[name], "unpause", 0n),
      );
    case "say":
      return [call(from, "others", "say", neighboursOf(cast, step, now))];
  }
}

const NOTHING = { delegatedTo: `0x${"0".repeat(40)}`, nonce: 0n, startBlock: 1n };

const keyOf = (pubkeyHash: string): string => pubkeyHash.slice("hash of ".length);

/** Strategies of the service's set, in the order that slashes list. */
export const allOf = ({ strategies }: Cast): string[] => [...strategies.slice(0, 2), NATIVE].sort();

function slashOf({ service, core }: Cast, operator: string, strategies: string[], wad: bigint): DelegatorAction {
  const params = { operator, operatorSetId: 0n, strategies, wadsToSlash: strategies.map(() => wad), description: "" };
  return { from: service, contract: core.AllocationManager, function: "slashOperator", args: [service, params] };
}

/** A slashed validator of the pod, if there is one. */
function slashedOr({ state }: Delegator, hashes: readonly string[], other: string): string {
  const isSlashed = (hash: string) => state.chain.validators[state.chain.indexes.get(hash) ?? -1]?.written.slashed;
  return hashes.find(isSlashed) ?? other;
}

/** Validators whose credentials are proven: those of the book, or those that a stranger gave the pod, or any. */
function chosenOf(delegator: Delegator, { other, nth }: Step): number[] {
  const { chain, delegator: places } = delegator.state;
  const unproven = keysOf(delegator, places.at).map(({ pubkeyHash }) => chain.indexes.get(pubkeyHash) ?? 0);
  const pod = podOf(delegator);
  const given = chain.validators.flatMap(({ pubkeyHash, credentials }, index) =>
    credentials.endsWith(pod.at.slice(2)) && !pod.validators.has(pubkeyHash) ? [index] : [],
  );
  if (other === 3) return given;
  if (other === 4) return [nth];
  return other === 2 ? unproven.slice(0, 1) : unproven;
}

/** What vault, restaker and reserves say, in the ways that matter. */
export function neighboursOf(
  { strategies }: Cast,
  { nth, size }: Pick<Step, "nth" | "size">,
  now: bigint,
): SlotNeighbours {
  const [first, second] = strategies.slice(0, 2).map((strategy, place) => ({
    ...{ strategy, rateWad: WAD + (nth === 8 ? partOf(size, WAD) : BigInt(place) * (WAD / 7n)) },
    isReadable: ![1, 2, 6, 7].includes(nth) || (nth !== 2 && place === 1),
    isExitable: place === 0 && nth === 3 ? undefined : !(nth === 4 && place === 0),
  })) as [SlotNeighbours["listed"][number], SlotNeighbours["listed"][number]];
  return {
    listed: nth === 5 ? [second] : [first, second],
    minLegAssets: nth === 9 ? 50n * ETH : LEAST_LEG,
    quarantineSeconds: QUARANTINE,
    failingSince: nth === 7 ? now - 600n : 0n,
    inDoubt: nth === 6,
  };
}

/** Ether that a step forces upon the delegator or its pod. */
export const givenBy = ({ kind, size }: Step): bigint => (kind === "gift by force" ? partOf(size, ETH) : 0n);
