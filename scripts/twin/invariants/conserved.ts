import { GWEI } from "../../../model/1-staking/consensus.ts";
import { standingIn } from "../../../model/1-staking/epochs.ts";
import type { ChainState, Incoming, Validator } from "../../../model/1-staking/state.ts";
import { etherOf } from "../../../model/1-staking/within.ts";
import type { PoolState } from "../../../model/2-liquid-staking/pool.ts";
import { getTotalPooledEther, sharesOf } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { claimable } from "../../../model/2-liquid-staking/unstaking-queue.ts";
import { magnitudesOf } from "../../../model/3-restaking/allocation/magnitudes.ts";
import type { Core, CoreState } from "../../../model/3-restaking/core.ts";
import { delegatedTo } from "../../../model/3-restaking/delegation/ledger.ts";
import {
  getQueuedWithdrawals,
  getWithdrawableShares,
  operatorShares,
} from "../../../model/3-restaking/delegation/views.ts";
import { setKey } from "../../../model/3-restaking/libraries/operator-set-lib.ts";
import { balanceOf as escrowOf } from "../../../model/5-lrt/accounting/share-token.ts";
import { etherOf as etherOfVault } from "../../../model/5-lrt/money.ts";
import { claimableOf } from "../../../model/5-lrt/queue/claims.ts";
import { batchOfTicket } from "../../../model/5-lrt/queue/exit-queue.ts";
import type { Vault, VaultState } from "../../../model/5-lrt/state.ts";
import { viewVault } from "../../../model/5-lrt/step.ts";
import { collateralFor } from "../../../model/6-defi/liquidation/incentive.ts";
import { errorWad, onCurve } from "../../../model/6-defi/rates/adaptive-curve-rate.ts";
import { balanceOf } from "../../../model/shared/erc20.ts";
import { keyOf } from "../../../model/shared/machine.ts";
import { max, min } from "../../../model/shared/uint.ts";
import { WAD } from "../../lib/units.ts";
import { rateFalls } from "../vault/rate-falls.ts";
import { type Family, machine } from "./family.ts";
import { all, type Moment, near, same, sum, type Verdict } from "./invariant.ts";
import { RESERVE_CONSERVED } from "./reserve.ts";
import { SERVICES_CONSERVED } from "./services/conserved.ts";
import { CAST, SETS, STAKERS } from "./worlds/core-cast.ts";
import { borrowedOf, limitOf, LLTV_WAD, priceOf } from "./worlds/defi.ts";

/** Value is conserved, with slashes at every stage. */
export const CONSERVED: Family = {
  beacon: [{ id: "INV-60", holds: (moment) => same("ether", worthAfter(moment), worthBefore(moment)) }],
  pool: [
    {
      id: "INV-61",
      holds: ({ after }) => same("shares", sum(after.shares.entries().map(([, shares]) => shares)), after.totalShares),
    },
    { id: "INV-62", holds: (moment) => etherIsThere(moment) },
    { id: "INV-63", holds: (moment) => lockedIsClaimable(moment) },
    { id: "INV-64", holds: (moment) => wrappedIsBacked(moment) },
    { id: "INV-65", holds: (moment) => lstRateRises(moment) },
  ],
  core: [
    { id: "INV-66", holds: (moment) => sharesAreSomebodys(moment) },
    { id: "INV-67", holds: (moment) => operatorsHaveWhatStakersHave(moment) },
    { id: "INV-68", holds: (moment) => all(CAST.strategies.map((one) => strategyRateRises(moment, one))) },
    { id: "INV-69", holds: (moment) => magnitudesAddUp(moment) },
  ],
  services: SERVICES_CONSERVED,
  vault: [
    {
      id: "INV-70",
      holds: ({ after: { books } }) =>
        same(
          "held",
          books.idle + sum(books.entries.map(({ record }) => record)),
          books.recognised + books.lockedProfit + books.feesOwed - books.pending,
        ),
    },
    {
      id: "INV-71",
      holds: ({ after: { books, config, world } }) =>
        all([
          same("shares", sum(books.balances.entries().map(([, shares]) => shares)), books.supply),
          same("ether of the vault", world.ether.get(config.at.vault) ?? 0n, books.idle),
        ]),
    },
    { id: "INV-72", holds: (moment) => waitingIsEscrowed(moment) },
    { id: "INV-73", holds: ({ after, block }) => viewVault(after, block, vaultLockedIsClaimable) },
    {
      id: "INV-74",
      holds: ({ after: { cover, config, world } }) =>
        all([
          same("ether of the cover", world.ether.get(config.at.cover) ?? 0n, cover.funds),
          same(
            "shares of the cover",
            sum([
              ...cover.shares.entries().map(([, one]) => one),
              ...cover.leaves.entries().map(([, one]) => one.shares),
            ]),
            cover.totalShares,
          ),
        ]),
    },
    {
      id: "INV-75",
      holds: ({ before, after, events, block }) =>
        rateFalls(before, after, events, block.timestamp) ? "the exit rate falls" : before.books.supply > 0n,
    },
    {
      id: "INV-76",
      holds: ({ after: { books } }) =>
        [books.recognised, books.lockedProfit, books.idle, books.feesOwed, books.supply].every((one) => one >= 0n) ||
        "a total is negative",
    },
  ],
  reserve: RESERVE_CONSERVED,
  defi: [
    {
      id: "INV-77",
      holds({ before, after, call: { args } }) {
        if (before.atTargetWad === 0n || args[1] === 0n) return false;
        const error = errorWad(borrowedOf(before), before.supplied);
        const ends = [before.atTargetWad, after.atTargetWad] as const;
        const [least, most] = [onCurve(min(...ends), error), onCurve(max(...ends), error)];
        const { meanWad } = after;
        return (least <= meanWad && meanWad <= most) || `${meanWad} is charged, from ${least} to ${most}`;
      },
    },
    {
      id: "INV-78",
      holds({ after, block, value }) {
        if (value === undefined) return false;
        const [repaid, taken] = value as readonly [bigint, bigint];
        const worth = (taken * priceOf(after, block.timestamp)) / 10n ** 36n;
        // Morpho's incentive, from its formula: 1 / (1 - 0.3 (1 - LLTV)), and no more than 1.15
        const most = (repaid * WAD * 10n) / (10n * WAD - 3n * (WAD - LLTV_WAD));
        return near("taken", worth, min(most, (repaid * 115n) / 100n), 2n + worth / 10n ** 15n);
      },
    },
    {
      id: "INV-79",
      holds: ({ after, block }) =>
        all(
          after.loans.map((loan) => {
            const price = priceOf(after, block.timestamp);
            if (loan.debt === 0n || loan.debt > limitOf(loan, price)) return false;
            const wanted = collateralFor(loan.debt, LLTV_WAD, price);
            return wanted <= loan.collateral || `a sound loan lacks ${wanted - loan.collateral} of its collateral`;
          }),
        ),
    },
  ],
};

/** Reserve, balances and deposits that wait as they are written down, and what is between validators. */
function worthOf(state: ChainState): bigint {
  const gwei = state.validators.map(({ written, deposits, incoming }) => {
    const waiting = sum(deposits.slice(written.depositsApplied).map(({ amountGwei }) => amountGwei));
    return written.balanceGwei + waiting + sum(incoming.map((one) => underway(state, written.epoch, one)));
  });
  return state.issuanceReserveWei + sum(gwei) * GWEI;
}

/** What a source gave that its target has not written down yet; or the other way round, less than nothing. */
function underway(state: ChainState, writtenOfTarget: bigint, { source, epoch }: Incoming): bigint {
  const validator = state.validators[source] as Validator;
  const [isTaken, isGiven] = [writtenOfTarget >= epoch, validator.written.epoch >= epoch];
  if (isTaken === isGiven) return 0n;
  return isGiven ? validator.written.movedGwei : -standingIn(state, validator, epoch).movedGwei;
}

const worthAfter = (moment: Moment<ChainState>): bigint => {
  const swept = moment.call.function === "sweep" ? (moment.value as bigint) * GWEI : 0n;
  return worthOf(moment.after) + swept;
};

/** What comes with a call: deposits, gifts, and the fees of requests. */
const PAYABLE: readonly string[] = ["deposit", "fundIssuance", "requestWithdrawal", "requestConsolidation"];

const worthBefore = (moment: Moment<ChainState>): bigint => {
  const { function: name, args } = moment.call;
  const paid = PAYABLE.includes(name) ? (args[0] as bigint) : 0n;
  return worthOf(moment.before) + paid;
};

function etherIsThere({ after, block }: Moment<PoolState>): Verdict {
  const pool = machine(after, { block });
  const { stEth, queue } = after.config;
  const here = etherOf(pool, stEth);
  return all([
    here >= after.bufferedEther || `${after.bufferedEther} are counted and ${here} are here`,
    same("ether of the queue", etherOf(pool, queue), after.lockedWei),
  ]);
}

function lockedIsClaimable(moment: Moment<PoolState>): Verdict {
  const { after } = moment;
  const pool = machine(after, moment);
  const owed = new Map<string, bigint>();
  for (const [id, { batch }] of after.requests.entries())
    owed.set(String(batch), (owed.get(String(batch)) ?? 0n) + claimable(pool, BigInt(id)));
  const batches = after.batches.entries();
  // those that were paid in full have left their dust too
  const requests = after.lastRequestId;
  const dusts = batches.map(([id, { filledWei, claimedWei }]): Verdict => {
    const dust = filledWei - claimedWei - (owed.get(id) ?? 0n);
    if (filledWei === 0n) return false;
    return (dust >= 0n && (dust === 0n || dust < requests)) || `batch ${id}: ${dust} wei of dust`;
  });
  const locked = sum(batches.map(([, { filledWei, claimedWei }]) => filledWei - claimedWei));
  return all([
    same("locked", after.lockedWei, locked) === true ? false : "what is locked is not what was filled",
    ...dusts,
  ]);
}

function wrappedIsBacked(moment: Moment<PoolState>): Verdict {
  const { supplies, balances, config } = moment.after;
  const supply = supplies.get(config.wstEth) ?? 0n;
  const backing = sharesOf(machine(moment.after, moment), config.wstEth);
  return all([
    same("wrapped", sum(balances.entries().map(([, one]) => one)), supply),
    backing >= supply || `${supply} are wrapped over ${backing} shares`,
  ]);
}

/** Reports alone move it down; all else rounds for those who stay. */
function lstRateRises(moment: Moment<PoolState>): Verdict {
  const { before, after, events } = moment;
  if (events.some(({ event }) => event === "Reported") || before.totalShares === after.totalShares) return false;
  const [ether0, ether1] = [before, after].map((state) => getTotalPooledEther(machine(state, moment)));
  return (
    (ether1 as bigint) * before.totalShares >= (ether0 as bigint) * after.totalShares ||
    "the rate falls without a report"
  );
}

/** The core rounds scaling factors to 1e-18: what stakers have of shares is good to a millionth of a millionth of them. */
const DUST_DIVISOR = 10n ** 12n;
const dustOf = (shares: bigint): bigint => 1_000n + shares / DUST_DIVISOR;

const withdrawable = (core: Core, staker: string, strategy: string): bigint =>
  getWithdrawableShares(core, staker, [strategy])[0][0] as bigint;

function sharesAreSomebodys(moment: Moment<CoreState>): Verdict {
  const { after } = moment;
  const core = machine(after, moment);
  const queued = STAKERS.flatMap((staker) => {
    const [withdrawals, shares] = getQueuedWithdrawals(core, staker);
    return withdrawals.flatMap(({ strategies }, nth) =>
      strategies.map((strategy, place) => ({ strategy, shares: (shares[nth] as readonly bigint[])[place] as bigint })),
    );
  });
  const slashed = after.slashes.entries().flatMap(([, entries]) => entries);
  return all(
    CAST.strategies.map(({ strategy }) => {
      const held = sum(STAKERS.map((staker) => withdrawable(core, staker, strategy)));
      const others = [...queued, ...slashed].filter((one) => one.strategy === strategy).map(({ shares }) => shares);
      const { totalShares } = after.strategies.get(strategy) as { totalShares: bigint };
      return near(`shares of ${strategy}`, held + sum(others), totalShares, dustOf(totalShares));
    }),
  );
}

function operatorsHaveWhatStakersHave(moment: Moment<CoreState>): Verdict {
  const core = machine(moment.after, moment);
  return all(
    CAST.operators.flatMap((operator) =>
      CAST.strategies.map(({ strategy }) => {
        const own = STAKERS.filter((staker) => delegatedTo(core, staker) === operator);
        const held = sum(own.map((staker) => withdrawable(core, staker, strategy)));
        const shares = operatorShares(core, operator, strategy);
        return near(`shares of ${operator}`, shares, held, dustOf(shares));
      }),
    ),
  );
}

function strategyRateRises(
  moment: Moment<CoreState>,
  { strategy, token }: { readonly strategy: string; readonly token: string },
): Verdict {
  const [[balance0, shares0], [balance1, shares1]] = [moment.before, moment.after].map((state) => [
    balanceOf(machine(state, moment), token, strategy) + 1_000n,
    (state.strategies.get(strategy)?.totalShares ?? 0n) + 1_000n,
  ]) as [[bigint, bigint], [bigint, bigint]];
  if (shares0 === shares1) return false;
  return balance1 * shares0 >= balance0 * shares1 || `the rate of ${strategy} falls`;
}

function magnitudesAddUp(moment: Moment<CoreState>): Verdict {
  const [before, core] = [machine(moment.before, moment), machine(moment.after, moment)];
  return all(
    CAST.operators.flatMap((operator) =>
      CAST.strategies.map(({ strategy }): Verdict => {
        const { max: most, encumbered } = magnitudesOf(core, operator, strategy);
        const promised = SETS.map((set) => {
          const stored = core.state.allocations.get(keyOf(operator, setKey(set), strategy));
          return stored === undefined ? 0n : stored.currentMagnitude + max(0n, stored.pendingDiff);
        });
        if (encumbered > most) return `${encumbered} of ${most} is encumbered`;
        if (most > magnitudesOf(before, operator, strategy).max) return "a magnitude rises";
        return same("encumbered", encumbered, sum(promised));
      }),
    ),
  );
}

function waitingIsEscrowed({ after, block }: Moment<VaultState>): Verdict {
  const { queue, config } = after;
  const unfilled = queue.batches
    .entries()
    .map(([id, { shares, filledShares }]) => ({ id, shares: shares - filledShares }));
  const closed = unfilled.filter(({ id }) => BigInt(id) !== queue.open);
  const escrow = viewVault(after, block, (of) => escrowOf(of, config.at.queue));
  return all([
    same("escrow", escrow, sum(unfilled.map(({ shares }) => shares))),
    same("closed", queue.closedShares, sum(closed.map(({ shares }) => shares))),
  ]);
}

function vaultLockedIsClaimable(of: Vault): Verdict {
  const { queue, config } = of.state;
  const claims = new Map<string, bigint[]>();
  for (const [id] of queue.tickets.entries()) {
    const batch = String(batchOfTicket(BigInt(id)));
    claims.set(batch, [...(claims.get(batch) ?? []), claimableOf(of, BigInt(id))]);
  }
  const batches = queue.batches.entries();
  const dusts = batches.map(([id, batch]): Verdict => {
    const owed = claims.get(id) ?? [];
    const dust = batch.unclaimedAssets - sum(owed);
    const tickets = batch.tickets - batch.cancelled;
    if (dust < 0n || (dust > 0n && dust >= tickets)) return `batch ${id} of ${tickets} tickets: ${dust} wei of dust`;
    if (batch.closedAt > 0n && batch.openTickets !== BigInt(owed.length)) return `batch ${id}: tickets are lost`;
    return batch.unclaimedAssets > 0n;
  });
  const locked = sum(batches.map(([, { unclaimedAssets }]) => unclaimedAssets));
  const wrong = same("ether of the queue", etherOfVault(of, config.at.queue), locked);
  return all([wrong === true ? false : wrong, ...dusts]);
}
