import type { ChainState } from "../../../model/1-staking/state.ts";
import { EPOCHS_PER_SLASHINGS_VECTOR } from "../../../model/1-staking/consensus.ts";
import { standingIn } from "../../../model/1-staking/epochs.ts";
import { currentEpoch } from "../../../model/1-staking/validators.ts";
import type { PoolState } from "../../../model/2-liquid-staking/pool.ts";
import { getPooledEthByShares, getTotalPooledEther } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { getMaxMagnitude } from "../../../model/3-restaking/allocation/magnitudes.ts";
import type { CoreState } from "../../../model/3-restaking/core.ts";
import { delegatedTo } from "../../../model/3-restaking/delegation/ledger.ts";
import { getQueuedWithdrawals, getWithdrawableShares } from "../../../model/3-restaking/delegation/views.ts";
import { batchAt, batchOfTicket } from "../../../model/5-lrt/queue/exit-queue.ts";
import type { VaultState } from "../../../model/5-lrt/state.ts";
import { viewVault } from "../../../model/5-lrt/step.ts";
import { backingPrice } from "../../../model/6-defi/oracles/oracles.ts";
import { meanTick, priceAtTick } from "../../../model/6-defi/oracles/twap.ts";
import type { SlashingParams } from "../../../model/3-restaking/types.ts";
import { type Family, machine } from "./family.ts";
import { all, type Moment, near, same, type Verdict } from "./invariant.ts";
import { SERVICES_EXPOSURE } from "./services/exposure.ts";
import { CAST, STAKERS } from "./worlds/core-cast.ts";
import { BOUND_BPS, marketPrice, priceOf, sumOfTicks, WINDOW_SECONDS } from "./worlds/defi.ts";

/** Equal exposure takes an equal loss. */
export const EQUAL_EXPOSURE: Family = {
  beacon: [{ id: "INV-80", atEnd: true, holds: (moment) => equalDutiesEarnTheSame(moment) }],
  pool: [
    { id: "INV-81", holds: (moment) => claimsAreParts(moment) },
    { id: "INV-82", holds: (moment) => reportsMoveAllAlike(moment) },
  ],
  core: [
    { id: "INV-83", holds: (moment) => slashTakesTheSamePart(moment) },
    { id: "INV-84", holds: (moment) => slashReachesTheQueue(moment) },
    { id: "INV-85", holds: (moment) => strangersLoseNothing(moment) },
  ],
  services: SERVICES_EXPOSURE,
  vault: [
    { id: "INV-86", holds: (moment) => ticketsArePaidTheirPart(moment) },
    {
      id: "INV-87",
      holds: ({ events }) => {
        if (events.some(({ event }) => event === "StartedAnew")) return false;
        const exits = events.filter(({ event }) => event === "ExitFilled" || event === "ExitedInstantly");
        return all(
          exits.map(({ args: { paid, value } }) =>
            (paid as bigint) <= (value as bigint) ? true : `shares worth ${value} are paid ${paid}`,
          ),
        );
      },
    },
  ],
  reserve: [],
  defi: [
    {
      id: "INV-88",
      holds({ after, block: { timestamp } }) {
        const [price, backing] = [priceOf(after, timestamp), backingPrice(after.backingWad)];
        const inBounds = price <= backing && price * 10_000n >= backing * (10_000n - BOUND_BPS);
        const market = marketPrice(after, timestamp);
        if (!inBounds) return `a price of ${price} over a backing of ${backing}`;
        return price <= market || price * 10_000n < backing * (10_000n - BOUND_BPS) + 10_000n || "the market is lower";
      },
    },
    {
      id: "INV-89",
      holds({ after, block }) {
        const total = sumOfTicks(after, block.timestamp);
        const [first, second] = [meanTick(total, WINDOW_SECONDS, true), meanTick(-total, WINDOW_SECONDS, false)];
        const [price, inverse] = [priceAtTick(first), priceAtTick(-first)];
        return all([
          same("the tick of the pool's other order", second, first),
          near("a price and its inverse", (price * inverse) / 10n ** 36n, 10n ** 36n, 10n ** 18n),
        ]);
      },
    },
  ],
};

/** Over the next epoch, validators of one effective balance that do their duties earn the same, and slashed ones lose the same. */
function equalDutiesEarnTheSame(moment: Moment<ChainState>): Verdict {
  const { after } = moment;
  const epoch = currentEpoch(machine(after, moment));
  const earned = new Map<string, bigint>();
  return all(
    after.validators.map((validator): Verdict => {
      const now = standingIn(after, validator, epoch);
      const next = standingIn(after, validator, epoch + 1n);
      const isCorrelated = now.slashed && next.epoch === now.withdrawableEpoch - EPOCHS_PER_SLASHINGS_VECTOR / 2n + 1n;
      const isActive = now.activationEpoch < epoch && epoch < now.exitEpoch;
      if (!isActive || isCorrelated || now.balanceGwei * 2n < now.effectiveGwei) return false;
      const gain = next.rewardGwei - now.rewardGwei - (next.penaltyGwei - now.penaltyGwei);
      const kind = `${now.slashed} ${now.effectiveGwei}`;
      const known = earned.get(kind);
      earned.set(kind, gain);
      return known === undefined ? false : same(`of ${now.effectiveGwei} gwei`, gain, known);
    }),
  );
}

/** A request of the LST is paid its part of what its batch was filled with, and no wei of another's. */
function claimsAreParts({ before, call, value }: Moment<PoolState>): Verdict {
  if (call.function !== "claim") return false;
  const own = before.requests.get(String(call.args[0]));
  const batch = before.batches.get(String(own?.batch));
  if (own === undefined || batch === undefined) return "nobody's request is paid";
  return same("paid", value as bigint, (own.shares * batch.filledWei) / batch.shares - own.claimedWei);
}

/** A report touches nobody's shares; of a gain it gives the treasury its fee and no more. */
function reportsMoveAllAlike(moment: Moment<PoolState>): Verdict {
  const { before, after, events } = moment;
  if (!events.some(({ event }) => event === "Reported")) return false;
  const { treasury, feeBps } = after.config;
  const others = before.shares.entries().filter(([account]) => account !== treasury);
  const touched = others.find(([account, shares]) => after.shares.get(account) !== shares);
  if (touched !== undefined) return `shares of ${touched[0]} are touched`;
  const [was, is] = [machine(before, moment), machine(after, moment)];
  const gain = getTotalPooledEther(is) - getTotalPooledEther(was);
  const fee = getPooledEthByShares(is, after.totalShares - before.totalShares);
  const most = gain > 0n ? (gain * feeBps) / 10_000n : 0n;
  return fee <= most || `a fee of ${fee} on a gain of ${gain}`;
}

const FACTOR_DIVISOR = 10n ** 12n;

interface Slash {
  readonly operator: string;
  readonly strategy: string;
  readonly max0: bigint;
  readonly max1: bigint;
}

/** What a slash did, by strategy. */
function slashesOf(moment: Moment<CoreState>): readonly Slash[] {
  if (moment.call.function !== "slashOperator") return [];
  const { operator, strategies } = moment.call.args[1] as SlashingParams;
  return strategies.map((strategy) => ({
    ...{ operator, strategy },
    max0: getMaxMagnitude(machine(moment.before, moment), operator, strategy),
    max1: getMaxMagnitude(machine(moment.after, moment), operator, strategy),
  }));
}

const withdrawable = (state: CoreState, moment: Moment<CoreState>, staker: string, strategy: string): bigint =>
  getWithdrawableShares(machine(state, moment), staker, [strategy])[0][0] as bigint;

function slashTakesTheSamePart(moment: Moment<CoreState>): Verdict {
  return all(
    slashesOf(moment).flatMap(({ operator, strategy, max0, max1 }) =>
      STAKERS.filter((one) => delegatedTo(machine(moment.before, moment), one) === operator).map((staker): Verdict => {
        const had = withdrawable(moment.before, moment, staker, strategy);
        const has = withdrawable(moment.after, moment, staker, strategy);
        if (had === 0n) return false;
        return near(`what ${staker} has left`, has, (had * max1) / max0, 2n + had / FACTOR_DIVISOR);
      }),
    ),
  );
}

/** Within its window what is queued loses the same part, and after it nothing. */
function slashReachesTheQueue(moment: Moment<CoreState>): Verdict {
  const { block } = moment;
  return all(
    slashesOf(moment).flatMap(({ operator, strategy, max0, max1 }) =>
      STAKERS.flatMap((staker) => {
        const [withdrawals, had] = getQueuedWithdrawals(machine(moment.before, moment), staker);
        const [, has] = getQueuedWithdrawals(machine(moment.after, moment), staker);
        return withdrawals.flatMap(({ delegatedTo: of, startBlock, strategies }, nth): Verdict[] => {
          const place = strategies.indexOf(strategy);
          if (of !== operator || place < 0) return [];
          const [was, is] = [had, has].map((all_) => (all_[nth] as readonly bigint[])[place] as bigint) as [
            bigint,
            bigint,
          ];
          const isIn = startBlock + moment.after.config.minWithdrawalDelayBlocks >= block.number;
          if (!isIn) return [same("queued before the window", is, was)];
          return [near("queued in the window", is, (was * max1) / max0, 2n + was / FACTOR_DIVISOR)];
        });
      }),
    ),
  );
}

/** Who is with another operator, and who has another strategy, keeps every wei. */
function strangersLoseNothing(moment: Moment<CoreState>): Verdict {
  const slashes = slashesOf(moment);
  if (slashes.length === 0) return false;
  const [{ operator }] = slashes as [Slash];
  return all(
    STAKERS.flatMap((staker) =>
      CAST.strategies.map(({ strategy }): Verdict => {
        const isHit = delegatedTo(machine(moment.before, moment), staker) === operator;
        if (isHit && slashes.some((one) => one.strategy === strategy)) return false;
        const had = withdrawable(moment.before, moment, staker, strategy);
        return same(`what ${staker} has`, withdrawable(moment.after, moment, staker, strategy), had);
      }),
    ),
  );
}

/** A ticket is paid its part of what its batch was filled with so far. */
function ticketsArePaidTheirPart({ before, block, events }: Moment<VaultState>): Verdict {
  const paid = new Map<string, bigint>();
  return viewVault(before, block, (of) =>
    all(
      events
        .filter(({ event }) => event === "Claimed")
        .map(({ args }) => {
          const id = args.ticketId as bigint;
          const ticket = before.queue.tickets.get(String(id));
          const { shares, filledAssets } = batchAt(of, batchOfTicket(id));
          if (ticket === undefined) return "nobody's ticket is paid";
          const soFar = (paid.get(String(id)) ?? ticket.claimedAssets) + (args.assets as bigint);
          paid.set(String(id), soFar);
          return same(`ticket ${id}`, soFar, (ticket.shares * filledAssets) / shares);
        }),
    ),
  );
}
