import type { Interface } from "ethers";
import { getMaxMagnitude } from "../../../model/3-restaking/allocation/magnitudes.ts";
import * as allocations from "../../../model/3-restaking/allocation/views.ts";
import * as delegation from "../../../model/3-restaking/delegation/views.ts";
import * as bridge from "../../../model/4-avs/bridge/bridge.ts";
import { isPaid, leafOf } from "../../../model/4-avs/bridge/bridge-consumer.ts";
import { faultStateOf } from "../../../model/4-avs/faults.ts";
import { signingKey } from "../../../model/4-avs/keys/signing-keys.ts";
import { observers, slashableNowWad } from "../../../model/4-avs/slashers/slasher-base.ts";
import * as vetoable from "../../../model/4-avs/slashers/vetoable-slasher.ts";
import * as stake from "../../../model/4-avs/stakes.ts";
import type { Avs } from "../../../model/4-avs/state.ts";
import { allowance, balanceOf } from "../../../model/shared/erc20.ts";
import type { Hash } from "../../../model/shared/machine.ts";
import type { Question } from "../shared/chain-side.ts";
import type { Cast, Stand } from "./stand.ts";
import { HEIGHTS, messagesOf } from "./words.ts";

/** Something that can be seen: the contract, the view with its arguments, and what the model says. */
type Sight = readonly [at: string, view: string, args: readonly unknown[], model: unknown];

/** The bridge's sets. */
const SETS = [1n, 2n];
/** Faults that the prover names. */
export const FAULTS: readonly Hash[] = Array.from({ length: 12 }, (_, nth) => `0x${String(nth + 1).padStart(64, "0")}`);

/** Everything of the services that can be seen, and of the core what they read and move. */
export function sightsOf({ cast, abis }: Pick<Stand, "cast" | "abis">, avs: Avs) {
  const sights = [...ofService(avs, cast), ...ofSlashers(avs, cast), ...ofBridge(avs, cast), ...ofCore(avs, cast)];
  return {
    questions: sights.map(([to, name, args]): Question => ({ to, name, args, abi: abis.get(to) as Interface })),
    names: sights.map(([at, name, args]) => `${at} ${name}(${args.join()})`),
    model: sights.map(([, , , model]) => model),
  };
}

function ofService(avs: Avs, { bridge: at, operators }: Cast): Sight[] {
  return [
    ...SETS.flatMap((id): Sight[] => [
      [at, "rulesOf", [id], stake.rulesOf(avs, at, id)],
      [at, "stakes", [id], stake.stakes(avs, at, id)],
    ]),
    ...operators.flatMap((one): Sight[] => [
      [at, "signingKey", [one], signingKey(avs, at, one)],
      ...SETS.flatMap((id): Sight[] => [
        [at, "stakeOf", [id, one], stake.stakeOf(avs, at, id, one)],
        [at, "slashableThroughBlock", [id, one], stake.slashableThroughBlock(avs, at, id, one)],
      ]),
    ]),
  ];
}

function ofSlashers(avs: Avs, { instantSlasher, vetoableSlasher, operators }: Cast): Sight[] {
  return [
    ...[instantSlasher, vetoableSlasher].flatMap((at, nth): Sight[] => [
      [at, "observers", [], observers(avs, at)],
      ...operators.map((one): Sight => [
        at,
        "slashableNowWad",
        [one, SETS[nth]],
        slashableNowWad(avs, at, one, SETS[nth] as bigint),
      ]),
    ]),
    [vetoableSlasher, "openAnnouncements", [], vetoable.openAnnouncements(avs, vetoableSlasher)],
    ...FAULTS.map((fault): Sight => [
      vetoableSlasher,
      "statusOf",
      [fault],
      vetoable.statusOf(avs, vetoableSlasher, fault),
    ]),
    ...operators.flatMap((one): Sight[] => {
      const count = vetoable.announcementCount(avs, vetoableSlasher, one);
      return [
        [vetoableSlasher, "announcementCount", [one], count],
        ...Array.from({ length: Number(count) }, (_, nth): Sight => {
          const found = vetoable.announcementAt(avs, vetoableSlasher, one, BigInt(nth));
          return [vetoableSlasher, "announcementAt", [one, BigInt(nth)], found];
        }),
      ];
    }),
  ];
}

function ofBridge(avs: Avs, cast: Cast): Sight[] {
  const { bridge: at, operators, consumer, alice, admin } = cast;
  return [
    ...HEIGHTS.flatMap((height): Sight[] => [
      [at, "rootAt", [height], bridge.rootAt(avs, at, height)],
      ...operators.flatMap((one): Sight[] => {
        const faultId = bridge.faultIdOf(at, one, height);
        return [
          [at, "recordedRoot", [one, height], bridge.recordedRoot(avs, at, one, height)],
          [at, "faultStateOf", [faultId], faultStateOf(avs, at, faultId)],
        ];
      }),
    ]),
    ...messagesOf(cast).map((one): Sight => [consumer, "paid", [leafOf(one)], isPaid(avs, consumer, leafOf(one))]),
    [consumer, "totalSupply", [], avs.state.supplies.get(consumer)],
    ...[alice, admin].map((one): Sight => [consumer, "balanceOf", [one], balanceOf(avs, consumer, one)]),
  ];
}

function ofCore(avs: Avs, cast: Cast): Sight[] {
  const { at } = avs.state.config;
  const { operators, stakers, strategies, tokens, bridge: service, funder } = cast;
  const sets = SETS.map((id) => ({ avs: service, id }));
  return [
    ...operators.flatMap((one): Sight[] =>
      strategies.flatMap((strategy): Sight[] => [
        [at.AllocationManager, "getMaxMagnitude", [one, strategy], getMaxMagnitude(avs, one, strategy)],
        ...sets.map((set): Sight => {
          const found = allocations.getAllocation(avs, one, set, strategy);
          return [at.AllocationManager, "getAllocation", [one, [set.avs, set.id], strategy], found];
        }),
      ]),
    ),
    ...[...operators, ...stakers].map((one): Sight => {
      const found = delegation.getWithdrawableShares(avs, one, strategies);
      return [at.DelegationManager, "getWithdrawableShares", [one, strategies], found];
    }),
    ...operators.map((one): Sight => {
      const found = delegation.getOperatorShares(avs, one, strategies);
      return [at.DelegationManager, "getOperatorShares", [one, strategies], found];
    }),
    ...sets.map((set): Sight => [
      at.AllocationManager,
      "getMembers",
      [[set.avs, set.id]],
      allocations.getMembers(avs, set),
    ]),
    ...tokens.flatMap((token): Sight[] => [
      ...[service, funder, at.RewardsCoordinator].map((one): Sight => [
        token,
        "balanceOf",
        [one],
        balanceOf(avs, token, one),
      ]),
      [token, "allowance", [service, at.RewardsCoordinator], allowance(avs, token, service, at.RewardsCoordinator)],
    ]),
  ];
}
