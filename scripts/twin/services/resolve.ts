import { getWithdrawableShares } from "../../../model/3-restaking/delegation/views.ts";
import type { Action } from "../../../model/3-restaking/step.ts";
import { STATUS } from "../../../model/4-avs/slashers/state.ts";
import { type Avs, KEY_KIND } from "../../../model/4-avs/state.ts";
import { ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { ETH, WAD } from "../../lib/units.ts";
import type { Drawn, Kind } from "./draw.ts";
import { FAULTS } from "./look.ts";
import { RULES } from "./prelude.ts";
import { ofAvailability } from "./resolve-availability.ts";
import { ofBridge } from "./resolve-bridge.ts";
import { ofOracle } from "./resolve-oracle.ts";
import type { Cast } from "./stand.ts";

/** What a step is chosen from. */
export interface Choice extends Drawn {
  readonly avs: Avs;
  readonly cast: Cast;
  readonly operator: string;
}

/** Who calls which function of what, with what. */
export type Chosen = readonly [from: string, to: string, name: string, ...args: unknown[]];

/** What a drawn step is, as the state is in which it is played. */
export function resolve(avs: Avs, cast: Cast, drawn: Drawn): Action {
  const choice = { ...drawn, avs, cast, operator: cast.operators[drawn.who] as string };
  const [from, to, name, ...args] = CHOOSE[drawn.kind](choice);
  return { from, to, function: name, args };
}

const DAY = 86_400n;
/** One that nobody has created. */
const NO_SET = 7n;
const SETS: readonly (readonly bigint[])[] = [[1n], [2n], [1n, 2n], [3n], [1n], [1n]];

/** The bridge, or one of the others. */
const serviceOf = ({ cast, other }: Choice): string => [cast.oracle, cast.availability][other - 4] ?? cast.bridge;

const setOf = ({ other }: Choice): bigint => SETS[other]?.[0] as bigint;

const CHOOSE: Readonly<Record<Kind, (choice: Choice) => Chosen>> = {
  join: (one) => {
    const { operator, cast, nth, bps } = one;
    const ids = bps === 10_000n && nth === 9 ? [NO_SET] : (SETS[one.other] as readonly bigint[]);
    const data = nth % 2 === 0 ? { kind: KEY_KIND.ecdsa, key: cast.signers[nth % 6] } : undefined;
    const params = { avs: serviceOf(one), operatorSetIds: ids, ...(data === undefined ? {} : { data }) };
    return onAllocations(one, operator, "registerForOperatorSets", operator, { data: undefined, ...params });
  },
  leave: (one) => {
    const { operator, other } = one;
    const params = { operator, avs: serviceOf(one), operatorSetIds: SETS[other] };
    return onAllocations(one, operator, "deregisterFromOperatorSets", params);
  },
  allocate: (one) => {
    const { operator, cast, bps, nth } = one;
    const strategies = nth % 3 === 0 ? cast.strategies : [cast.strategies[nth % 2] as string];
    const operatorSet = { avs: serviceOf(one), id: setOf(one) };
    const newMagnitudes = strategies.map(() => (WAD * bps) / 10_000n);
    return onAllocations(one, operator, "modifyAllocations", operator, [{ operatorSet, strategies, newMagnitudes }]);
  },
  setAllocationDelay: (one) =>
    onAllocations(one, one.operator, "setAllocationDelay", one.operator, BigInt(one.nth) * 2n),
  queue: ({ avs, cast, operator, nth, bps }) => {
    const staker = nth % 2 === 0 ? operator : (cast.stakers[nth % 4 < 2 ? 0 : 1] as string);
    const [, deposited] = getWithdrawableShares(avs, staker, cast.strategies);
    const depositShares = deposited.map((shares) => (shares * bps) / 10_000n);
    const params = [{ strategies: cast.strategies, depositShares, __deprecated_withdrawer: ZERO_ADDRESS }];
    return [staker, cast.core.DelegationManager, "queueWithdrawals", params];
  },
  deposit: ({ cast, nth, bps }) => {
    const [strategy, token] = [cast.strategies[nth % 2], cast.tokens[nth % 2]];
    return [
      cast.funder,
      token as string,
      "mint",
      cast.operators[nth % 4],
      (ETH * bps) / 10_000n + (strategy ? 1n : 0n),
    ];
  },
  pause: (one) => onAllocations(one, one.nth === 9 ? one.cast.alice : one.cast.pauser, "pause", 2n),
  unpause: (one) => onAllocations(one, one.cast.owner, "unpause", 0n),
  "name registrar": (one) => onAllocations(one, one.cast.alice, "setAVSRegistrar", one.cast.alice, one.cast.bridge),
  createSet: ({ cast, nth }) => {
    const { admin, alice, bridge, instantSlasher, vetoableSlasher, oracleSlasher, strategies } = cast;
    const weights = strategies.map((strategy) => ({ strategy, multiplier: WAD }));
    const make = (given: object, of = weights, slasher = instantSlasher, id = 3n, from = admin): Chosen => {
      const rules = { ...RULES, maximumOperators: 2n, allowlisted: true, ...given };
      return [from, bridge, "createSet", id, of, slasher, nth === 0 ? ZERO_ADDRESS : alice, rules];
    };
    return [
      make({}),
      make({}, weights, instantSlasher, 3n, alice),
      make({}, []),
      make({ maximumOperators: 0n }),
      make({ lookaheadBlocks: 21n }),
      make({}, weights, alice),
      make({}, weights, oracleSlasher),
      make({ lookaheadBlocks: 4n }, weights, vetoableSlasher),
      make({}, weights, instantSlasher, 1n),
      make({}, [...weights, ...weights]),
    ][nth] as Chosen;
  },
  admit: (one) => {
    const { cast, operator, nth, bps } = one;
    const id = one.other === 2 ? 3n : setOf(one);
    return [nth === 9 ? cast.alice : cast.admin, serviceOf(one), "admit", id, operator, bps < 9_000n];
  },
  eject: (one) => [one.cast.alice, serviceOf(one), "eject", one.nth === 9 ? NO_SET : setOf(one), one.operator],
  setSigningKey: (one) => {
    const { cast, operator, nth } = one;
    const keys = [...cast.signers, ...cast.wallets, ZERO_ADDRESS, cast.alice];
    const kind = nth === 9 ? KEY_KIND.none : nth > 5 ? KEY_KIND.contract : KEY_KIND.ecdsa;
    return [operator, serviceOf(one), "setSigningKey", kind, keys[nth]];
  },
  "hook in": ({ cast, operator, nth }) => {
    const from = nth < 3 ? cast.alice : cast.core.AllocationManager;
    const service = nth < 6 && nth > 2 ? cast.alice : cast.bridge;
    const data = nth === 9 ? { kind: KEY_KIND.ecdsa, key: cast.alice } : undefined;
    return [from, cast.bridge, "registerOperator", operator, service, [nth === 8 ? NO_SET : 1n], data];
  },
  "hook out": ({ cast, operator, nth }) => {
    const from = nth < 5 ? cast.alice : cast.core.AllocationManager;
    return [from, cast.bridge, "deregisterOperator", operator, nth === 9 ? cast.alice : cast.bridge, [1n, 2n]];
  },
  "fund by operator": ({ avs, cast, nth, bps }) => {
    const { timestamp } = avs.block;
    const amounts = [bps, bps / 2n + 1n].map((one) => (one * ETH) / 10_000n);
    const operatorRewards = cast.operators.slice(0, 2).map((operator, place) => ({ operator, amount: amounts[place] }));
    const startTimestamp = (timestamp / DAY - 10n) * DAY;
    const { strategiesAndMultipliers, token, duration } = submissionOf(cast, nth, bps, startTimestamp);
    // in the order of the ABI
    const work = { strategiesAndMultipliers, token, operatorRewards, startTimestamp, duration, description: "work" };
    return [funderOf(cast, nth), cast.bridge, "fundOperatorRewards", nth === 7 ? NO_SET : 1n, [work]];
  },
  "fund by unique stake": (one) => fund("fundUniqueStakeRewards", one),
  "fund by total stake": (one) => fund("fundTotalStakeRewards", one),
  setRewardsClaimer: ({ cast, nth, operator }) => [
    nth === 9 ? cast.alice : cast.admin,
    cast.bridge,
    "setRewardsClaimer",
    operator,
  ],
  addObserver: (one) => {
    const { cast, nth, bps } = one;
    const observer = [...cast.signers, cast.wall, cast.committee, cast.funder, cast.owner][nth] as string;
    return [bps === 0n ? cast.alice : cast.admin, slasherOf(one), "addObserver", observer];
  },
  removeObserver: (one) => {
    const observer = one.nth < 5 ? one.cast.wall : one.cast.alice;
    return [one.bps === 0n ? one.cast.alice : one.cast.admin, slasherOf(one), "removeObserver", observer];
  },
  request: ({ cast, operator, other, who, nth, bps, wait: [blocks] }) => {
    const fault = FAULTS[(who * 3 + nth) % FAULTS.length];
    const from = nth === 9 && blocks === 20n ? cast.alice : cast.prover;
    return [
      from,
      cast.vetoableSlasher,
      "requestSlash",
      operator,
      other === 3 ? 1n : 2n,
      (WAD * bps) / 25_000n,
      fault,
      "claimed",
    ];
  },
  "request at once": ({ cast, operator, nth, bps }) => {
    const from = nth < 5 ? cast.alice : cast.bridge;
    return [from, cast.instantSlasher, "requestSlash", operator, 1n, (WAD * bps) / 25_000n, FAULTS[nth], "claimed"];
  },
  veto: (one) => [one.nth === 9 ? one.cast.alice : one.cast.committee, vetoableOf(one), "veto", faultOf(one)],
  execute: (one) => [one.cast.alice, vetoableOf(one), "execute", faultOf(one)],
  clear: (one) => [one.cast.alice, vetoableOf(one), "clear", faultOf(one)],
  ...ofBridge,
  ...ofOracle,
  ...ofAvailability,
};

const onAllocations = ({ cast }: Choice, from: string, name: string, ...args: unknown[]): Chosen => [
  from,
  cast.core.AllocationManager,
  name,
  ...args,
];

const slasherOf = ({ cast, other }: Choice): string => (other % 2 === 0 ? cast.instantSlasher : cast.vetoableSlasher);

const vetoableOf = ({ cast, other }: Choice): string => (other % 2 === 0 ? cast.vetoableSlasher : cast.oracleSlasher);

/** One that is announced, if there is any. */
function faultOf(choice: Choice): string {
  const { avs, nth } = choice;
  const known = avs.state.cases
    .entries()
    .filter(([key, { status }]) => key.startsWith(vetoableOf(choice)) && status === STATUS.announced)
    .map(([, { announcement }]) => announcement.faultId);
  return known[nth % Math.max(1, known.length)] ?? (FAULTS[nth] as string);
}

const funderOf = (cast: Cast, nth: number): string => (nth === 9 ? cast.alice : cast.funder);

function fund(name: string, { avs, cast, nth, bps }: Choice): Chosen {
  const startTimestamp = (avs.block.timestamp / DAY) * DAY;
  const submissions = (nth % 2 === 0 ? [bps] : [bps, bps + 1n]).map((size) =>
    submissionOf(cast, nth, size, startTimestamp),
  );
  return [funderOf(cast, nth), cast.bridge, name, nth === 7 ? NO_SET : 1n, submissions];
}

function submissionOf({ strategies, tokens }: Cast, nth: number, bps: bigint, startTimestamp: bigint) {
  const strategiesAndMultipliers = strategies.map((strategy) => ({ strategy, multiplier: WAD }));
  const duration = nth === 8 ? DAY + 1n : DAY;
  const amount = (7n * ETH * bps) / 10_000n;
  return { strategiesAndMultipliers, token: tokens[0], amount, startTimestamp, duration };
}
