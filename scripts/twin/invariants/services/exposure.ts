import { mulWadUp } from "../../../../model/3-restaking/libraries/slashing-lib.ts";
import * as core from "../../../../model/3-restaking/allocation/views.ts";
import { toKey } from "../../../../model/3-restaking/libraries/operator-set-lib.ts";
import type { OperatorSet } from "../../../../model/3-restaking/types.ts";
import { slashableThroughBlock } from "../../../../model/4-avs/stakes.ts";
import type { Avs, AvsState } from "../../../../model/4-avs/state.ts";
import { keyOf } from "../../../../model/shared/machine.ts";
import { ceilDiv } from "../../../../model/shared/uint.ts";
import { WAD } from "../../../lib/units.ts";
import { machine } from "../family.ts";
import { all, type Invariant, type Moment, same, sum, type Verdict } from "../invariant.ts";
import { SERVICES_CAST } from "../worlds/services-cast.ts";
import { signaturesCount } from "./signatures.ts";

/** Whoever is behind a set is weighed, reached and slashed alike, and nobody else. */
export const SERVICES_EXPOSURE: readonly Invariant<AvsState>[] = [
  { id: "INV-120", holds: (moment) => slashesAreInReach(moment) },
  { id: "INV-121", holds: (moment) => slashesTakeWhatTheySay(moment) },
  { id: "INV-122", holds: (moment) => quorumsAreStake(moment) },
  { id: "INV-123", holds: (moment) => pricesAreMedians(moment) },
  { id: "INV-124", holds: (moment) => signaturesCount(moment) },
];

type Of = Moment<AvsState>;

const { operators, oracle, availability, bridge } = SERVICES_CAST;
const BIPS = 10_000n;
const SETS = [
  { avs: bridge, id: 1n },
  { avs: bridge, id: 2n },
  { avs: oracle, id: 1n },
  { avs: availability, id: 1n },
] satisfies readonly OperatorSet[];

interface Slash {
  readonly operator: string;
  readonly set: OperatorSet;
  readonly wad: bigint;
}

const slashesOf = ({ after, events }: Of): readonly Slash[] =>
  events
    .filter(({ event }) => event === "SlashExecuted")
    .map(({ at, args }) => ({
      operator: args.operator as string,
      set: { avs: after.slashers.get(at)?.avs ?? at, id: args.operatorSetId as bigint },
      wad: args.wad as bigint,
    }));

/** Only members are slashed, and who left no longer ago than the window; services and core agree on who that is. */
function slashesAreInReach(moment: Of): Verdict {
  const { before, after, block } = moment;
  const slashed = slashesOf(moment).map(({ operator, set }): Verdict => {
    if (core.isMemberOfOperatorSet(machine(before, moment), operator, set)) return true;
    const leftAt = before.leftAt.get(keyOf(toKey(set.avs, set.id), operator));
    const window = before.config.deallocationDelayBlocks;
    return (leftAt !== undefined && block.number <= leftAt + window) || `${operator} is out of reach, and slashed`;
  });
  const avs = machine(after, moment);
  const known = operators.flatMap((operator) =>
    SETS.map((set): Verdict => {
      if (core.isMemberOfOperatorSet(avs, operator, set)) return false;
      const isKnown = slashableThroughBlock(avs, set.avs, set.id, operator) >= block.number;
      const isSlashable = core.isOperatorSlashable(avs, operator, set);
      return isKnown === isSlashable ? isSlashable : `the service says ${isKnown} of ${operator}'s reach`;
    }),
  );
  return all([...slashed, ...known]);
}

/** A slash takes the same part of every strategy that is allocated to the set, and nothing of other sets and operators. */
function slashesTakeWhatTheySay(moment: Of): Verdict {
  const [before, after] = [machine(moment.before, moment), machine(moment.after, moment)];
  return all(
    slashesOf(moment).flatMap(({ operator, set, wad }) =>
      operators.flatMap((one) =>
        SETS.flatMap((other) =>
          SERVICES_CAST.strategies.map((strategy): Verdict => {
            const [was, is] = [before, after].map(
              (state) => core.getAllocation(state, one, other, strategy).currentMagnitude,
            ) as [bigint, bigint];
            const isHit = one === operator && toKey(other.avs, other.id) === toKey(set.avs, set.id);
            const isOfSet = isHit && weightsOf(before, other).some(({ strategy: of }) => of === strategy);
            return was > 0n && same(`magnitude of ${one}`, is, was - (isOfSet ? mulWadUp(was, wad) : 0n));
          }),
        ),
      ),
    ),
  );
}

const weightsOf = ({ state }: Avs, { avs, id }: OperatorSet) => state.weights.get(toKey(avs, id)) ?? [];

/** The least that the set can slash of an operator until so many blocks ahead, by the weights of its strategies. */
function stakeOf(avs: Avs, set: OperatorSet, operator: string, aheadBlocks: bigint): bigint {
  const weights = weightsOf(avs, set);
  const strategies = weights.map(({ strategy }) => strategy);
  const until = avs.block.number + aheadBlocks;
  const [row] = core.getMinimumSlashableStake(avs, set, [operator], strategies, until);
  return sum(weights.map(({ multiplier }, nth) => (row?.[nth] ?? 0n) * multiplier)) / WAD;
}

/** Roots, rounds and blobs count their members' stake at that block, each and together, and a quorum is one. */
function quorumsAreStake(moment: Of): Verdict {
  const avs = machine(moment.before, moment);
  const { state } = avs;
  return all(
    moment.events.map(({ event, at, args }): Verdict => {
      if (!["RootRelayed", "RoundOpened", "BlobStored"].includes(event)) return false;
      const set = { avs: at, id: 1n };
      const { lookaheadBlocks = 0n } = state.rules.get(toKey(at, 1n)) ?? {};
      const ahead = event === "BlobStored" ? state.config.deallocationDelayBlocks : lookaheadBlocks;
      const stake = (operator: string): bigint => stakeOf(avs, set, operator, ahead);
      const counted = (args.operators ?? args.custodians) as readonly string[];
      const whole = sum(core.getMembers(avs, set).map(stake));
      const weights = counted.map(stake);
      const told = args.weights as readonly bigint[] | undefined;
      if (told !== undefined && told.join() !== weights.join()) return `${told.join()} are not ${weights.join()}`;
      if (event === "RoundOpened")
        return same("members", BigInt(counted.length), BigInt(core.getMembers(avs, set).length));
      const { quorumBips = BIPS } = state.bridges.get(at) ?? state.stores.get(at) ?? {};
      if (sum(weights) * BIPS < quorumBips * whole) return `${sum(weights)} of ${whole} is no quorum`;
      if (event === "RootRelayed") return same("stake of the set", args.totalStake as bigint, whole);
      const blob = moment.after.blobs.get(keyOf(at, args.blobId as string));
      return same("stake that a blob needs", blob?.quorumStake ?? 0n, ceilDiv(quorumBips * whole, BIPS));
    }),
  );
}

/** At least half of what reported stands at or below the price of a round, and less than half below it. */
function pricesAreMedians({ before, after, call, events }: Of): Verdict {
  const settled = events.find(({ event }) => event === "RoundSettled");
  if (settled === undefined) return false;
  const { round, priceWad, reportedStake } = settled.args as Readonly<Record<string, bigint>>;
  const [, members, weights] = call.args as [bigint, readonly string[], readonly bigint[]];
  const reports = members.map((operator, nth) => ({
    price: before.reports.get(keyOf(oracle, String(round), operator)) ?? 0n,
    weight: weights[nth] as bigint,
  }));
  const counted = reports.filter(({ price }) => price > 0n);
  const stakeWhere = (is: (price: bigint) => boolean): bigint =>
    sum(counted.filter(({ price }) => is(price)).map(({ weight }) => weight));
  const whole = stakeWhere(() => true);
  const [median, stake] = [priceWad as bigint, reportedStake as bigint];
  if (after.rounds.get(keyOf(oracle, String(round)))?.priceWad !== median) return "another price is written down";
  if (2n * stakeWhere((price) => price <= median) < whole) return `${median} is below the median`;
  if (2n * stakeWhere((price) => price < median) >= whole) return `${median} is above the median`;
  return same("stake that reported", stake, whole);
}
