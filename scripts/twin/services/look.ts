import type { Interface } from "ethers";
import { getMaxMagnitude } from "../../../model/3-restaking/allocation/magnitudes.ts";
import * as allocations from "../../../model/3-restaking/allocation/views.ts";
import * as delegation from "../../../model/3-restaking/delegation/views.ts";
import * as blobs from "../../../model/4-avs/availability/blobs.ts";
import * as challenges from "../../../model/4-avs/availability/challenges.ts";
import { promiseOf } from "../../../model/4-avs/availability/custody.ts";
import * as data from "../../../model/4-avs/availability/data-consumer.ts";
import * as bridge from "../../../model/4-avs/bridge/bridge.ts";
import { isPaid, leafOf } from "../../../model/4-avs/bridge/bridge-consumer.ts";
import { etherOf } from "../../../model/4-avs/ether.ts";
import * as exposures from "../../../model/4-avs/exposure/slash-exposure.ts";
import { faultStateOf } from "../../../model/4-avs/faults.ts";
import { signingKey } from "../../../model/4-avs/keys/signing-keys.ts";
import * as prices from "../../../model/4-avs/oracle/price-consumer.ts";
import * as oracle from "../../../model/4-avs/oracle/price-oracle.ts";
import { observers, slashableNowWad } from "../../../model/4-avs/slashers/slasher-base.ts";
import * as vetoable from "../../../model/4-avs/slashers/vetoable-slasher.ts";
import * as stake from "../../../model/4-avs/stakes.ts";
import type { Avs } from "../../../model/4-avs/state.ts";
import { allowance, balanceOf } from "../../../model/shared/erc20.ts";
import type { Hash } from "../../../model/shared/machine.ts";
import { Revert } from "../../../model/shared/revert.ts";
import { ETH } from "../../lib/units.ts";
import type { Question } from "../shared/chain-side.ts";
import { spell, spellRevert } from "../shared/spell.ts";
import type { Cast, Stand } from "./stand.ts";
import { blobIdOf, blobsOf, HEIGHTS, messagesOf } from "./words.ts";

const BURN_ADDRESS = "0x000000000000000000000000000000000000dead";

/** Something that can be seen: the contract, the view with its arguments, and what the model says. */
type Sight = readonly [at: string, view: string, args: readonly unknown[], model: unknown];

/** The bridge's sets. */
const SETS = [1n, 2n];
/** Faults that the prover names. */
export const FAULTS: readonly Hash[] = Array.from({ length: 12 }, (_, nth) => `0x${String(nth + 1).padStart(64, "0")}`);

/** Everything of the services that can be seen, of the core what they read and move, and everybody's ether. */
export function sightsOf({ cast, abis }: Pick<Stand, "cast" | "abis">, avs: Avs) {
  const sights = [
    ...ofServices(avs, cast),
    ...ofSlashers(avs, cast),
    ...ofBridge(avs, cast),
    ...ofOracle(avs, cast),
    ...ofAvailability(avs, cast),
    ...ofExposure(avs, cast),
    ...ofCore(avs, cast),
  ];
  const { alice, admin, committee, wall, priceConsumer, availability, dataConsumer } = cast;
  const accounts = [alice, admin, committee, wall, BURN_ADDRESS, priceConsumer, availability, dataConsumer];
  return {
    accounts,
    questions: sights.map(([to, name, args]): Question => ({ to, name, args, abi: abis.get(to) as Interface })),
    names: [
      ...sights.map(([at, name, args]) => `${at} ${name}(${args.join()})`),
      ...accounts.map((one) => `ether of ${one}`),
    ],
    model: [...sights.map(([, , , model]) => spell(model)), ...accounts.map((one) => String(etherOf(avs, one)))],
  };
}

/** What a view of the model says, or why it says nothing. */
function saidBy(view: () => unknown): string {
  try {
    return spell(view());
  } catch (revert) {
    if (revert instanceof Revert) return spellRevert(revert);
    throw revert;
  }
}

/** Every set that a sequence begins with. */
const setsOf = ({ bridge, oracle, availability }: Cast): readonly (readonly [string, bigint])[] => [
  ...SETS.map((id) => [bridge, id] as const),
  [oracle, 1n],
  [availability, 1n],
];

function ofServices(avs: Avs, cast: Cast): Sight[] {
  const { bridge, oracle, availability, operators } = cast;
  return [
    ...setsOf(cast).flatMap(([at, id]): Sight[] => [
      [at, "rulesOf", [id], stake.rulesOf(avs, at, id)],
      [at, "stakes", [id], stake.stakes(avs, at, id)],
      // of members, the stakes of all are their own
      ...operators.slice(-1).map((one): Sight => [at, "stakeOf", [id, one], stake.stakeOf(avs, at, id, one)]),
      ...operators.map((one): Sight => {
        return [at, "slashableThroughBlock", [id, one], stake.slashableThroughBlock(avs, at, id, one)];
      }),
    ]),
    ...[bridge, oracle, availability].flatMap((at) =>
      operators.map((one): Sight => [at, "signingKey", [one], signingKey(avs, at, one)]),
    ),
  ];
}

function ofSlashers(avs: Avs, cast: Cast): Sight[] {
  const { instantSlasher, vetoableSlasher, oracleSlasher, availabilitySlasher, operators } = cast;
  const slashers = [instantSlasher, vetoableSlasher, oracleSlasher, availabilitySlasher];
  return [
    ...slashers.flatMap((at, nth): Sight[] => {
      const id = nth === 1 ? 2n : 1n;
      return [
        [at, "observers", [], observers(avs, at)],
        ...operators.map((one): Sight => [at, "slashableNowWad", [one, id], slashableNowWad(avs, at, one, id)]),
      ];
    }),
    ...FAULTS.map((fault): Sight => [
      vetoableSlasher,
      "statusOf",
      [fault],
      vetoable.statusOf(avs, vetoableSlasher, fault),
    ]),
    ...[vetoableSlasher, oracleSlasher].flatMap((at) => announcedBy(avs, at, operators)),
  ];
}

function announcedBy(avs: Avs, at: string, operators: readonly string[]): Sight[] {
  return [
    [at, "openAnnouncements", [], vetoable.openAnnouncements(avs, at)],
    ...operators.flatMap((one): Sight[] => {
      const count = vetoable.announcementCount(avs, at, one);
      return [
        [at, "announcementCount", [one], count],
        ...Array.from({ length: Number(count) }, (_, nth): Sight => {
          return [at, "announcementAt", [one, BigInt(nth)], vetoable.announcementAt(avs, at, one, BigInt(nth))];
        }),
      ];
    }),
  ];
}

function ofOracle(avs: Avs, cast: Cast): Sight[] {
  const { oracle: at, priceConsumer, oracleSlasher, operators, alice, admin } = cast;
  const { current, latestSettled } = oracle.numbersOf(avs, at);
  const rounds = [current - 2n, current - 1n, current, current + 1n].filter((round) => round > 0n);
  return [
    [at, "currentRound", [], current],
    [at, "latestSettledRound", [], latestSettled],
    [at, "latestPrice", [], oracle.latestPrice(avs, at)],
    [at, "securedSeconds", [], oracle.securedSeconds(avs, at)],
    ...rounds.flatMap((round): Sight[] => [
      [at, "roundAt", [round], oracle.roundAt(avs, at, round)],
      ...operators.flatMap((one): Sight[] => {
        const faultId = oracle.deviationIdOf(at, one, round);
        return [
          [at, "reportOf", [round, one], oracle.reportOf(avs, at, round, one)],
          [at, "faultStateOf", [faultId], faultStateOf(avs, at, faultId)],
          [oracleSlasher, "statusOf", [faultId], vetoable.statusOf(avs, oracleSlasher, faultId)],
        ];
      }),
    ]),
    [priceConsumer, "totalSupply", [], avs.state.supplies.get(priceConsumer)],
    [priceConsumer, "worthOf", [ETH], saidBy(() => prices.worthOf(avs, priceConsumer, ETH))],
    ...[alice, admin].flatMap((one): Sight[] => [
      [priceConsumer, "collateralOf", [one], prices.collateralOf(avs, priceConsumer, one)],
      [priceConsumer, "debtOf", [one], prices.debtOf(avs, priceConsumer, one)],
      [priceConsumer, "balanceOf", [one], balanceOf(avs, priceConsumer, one)],
    ]),
  ];
}

function ofAvailability(avs: Avs, cast: Cast): Sight[] {
  const { availability: at, dataConsumer, operators, alice, admin, committee, wall } = cast;
  const count = challenges.challengeCount(avs, at);
  const last = [0n, 1n, 2n, 3n, 4n, 5n].map((back) => count - back).filter((id) => id > 0n);
  return [
    [at, "challengeCount", [], count],
    [at, "securedSeconds", [], blobs.securedSecondsOf(avs, at)],
    ...blobsOf(cast).flatMap((blob): Sight[] => {
      const id = blobIdOf(blob);
      return [
        [at, "custodyOf", [id], blobs.custodyOf(avs, at, id)],
        ...operators.map((one): Sight => [at, "promiseOf", [id, one], promiseOf(avs, at, id, one)]),
      ];
    }),
    ...operators.flatMap((one): Sight[] => [
      [at, "openAgainst", [one], challenges.openAgainst(avs, at, one)],
      [at, "nextBond", [one], challenges.nextBond(avs, at, one)],
    ]),
    ...last.map((id): Sight => [at, "challengeAt", [id], challenges.challengeAt(avs, at, id)]),
    ...[alice, admin, BURN_ADDRESS].map((one): Sight => [at, "balanceOf", [one], challenges.owedTo(avs, at, one)]),
    [dataConsumer, "ledger", [], data.ledgerOf(avs, dataConsumer)],
    ...[alice, committee, wall].map((one): Sight => [
      dataConsumer,
      "takenOut",
      [one],
      data.takenOutBy(avs, dataConsumer, one),
    ]),
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

/** Horizons with how short a coming delay may become: within, beside and beyond the core's configuration delay. */
const HORIZONS = [
  [4n, 100n],
  [9n, 10n],
  [16n, 100n],
] as const;

/** Of somebody who delegates and of an operator by turns, with one horizon a block: these questions are dear. */
function ofExposure(avs: Avs, { exposure: at, operators, stakers, strategies, bridge, oracle }: Cast): Sight[] {
  const avss = [bridge, oracle];
  const turn = Number(avs.block.number);
  const one = [stakers[0], operators[0], stakers[1], operators[1]][turn % 4] as string;
  const [horizonBlocks, delayFloorBlocks] = HORIZONS[turn % 3] as (typeof HORIZONS)[number];
  const question = { avss, horizonBlocks, delayFloorBlocks };
  const all = exposures.maximumLosses(avs, one, question);
  const held = exposures.heldLosses(avs, one, strategies, question);
  return [
    ...operators.map((each): Sight => [at, "shortestDelay", [each], exposures.shortestDelay(avs, each)]),
    [at, "maximumLosses", [one, avss, horizonBlocks, delayFloorBlocks], all],
    [at, "heldLosses", [one, strategies, avss, horizonBlocks, delayFloorBlocks], held],
  ];
}

function ofCore(avs: Avs, cast: Cast): Sight[] {
  const { at } = avs.state.config;
  const { operators, stakers, strategies, tokens, bridge: service, funder } = cast;
  const sets = setsOf(cast).map(([one, id]) => ({ avs: one, id }));
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
