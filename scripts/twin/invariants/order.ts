import type { ChainState } from "../../../model/1-staking/state.ts";
import { stepChain } from "../../../model/1-staking/step.ts";
import { viewOf } from "../../../model/1-staking/validators.ts";
import { SECONDS_PER_EPOCH } from "../../../model/1-staking/consensus.ts";
import type { Batch, PoolState } from "../../../model/2-liquid-staking/pool.ts";
import { getTotalPooledEther } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { type PoolAction, stepPool } from "../../../model/2-liquid-staking/step.ts";
import { magnitudesOf } from "../../../model/3-restaking/allocation/magnitudes.ts";
import type { CoreState } from "../../../model/3-restaking/core.ts";
import { stakerOf } from "../../../model/3-restaking/delegation/ledger.ts";
import { getWithdrawableShares, queuedWithdrawals } from "../../../model/3-restaking/delegation/views.ts";
import { type Action, step } from "../../../model/3-restaking/step.ts";
import { syncAll } from "../../../model/5-lrt/accounting/component-accounting.ts";
import type { VaultState } from "../../../model/5-lrt/state.ts";
import { stepVault, type VaultAction } from "../../../model/5-lrt/step.ts";
import { transactOn } from "../../../model/5-lrt/transaction.ts";
import { totals } from "../../../model/5-lrt/vault.ts";
import { liveTotals } from "../../../model/5-lrt/views/vault-views.ts";
import { collateralFor } from "../../../model/6-defi/liquidation/incentive.ts";
import { ratesAfter } from "../../../model/6-defi/rates/adaptive-curve-rate.ts";
import { balanceOf } from "../../../model/shared/erc20.ts";
import type { Block } from "../../../model/shared/machine.ts";
import { ETH } from "../../lib/units.ts";
import { type Family, machine } from "./family.ts";
import { all, type Moment, near, same, type Verdict } from "./invariant.ts";
import { SERVICES_ORDER } from "./services/order.ts";
import { AT, CAST, SETS, STAKERS } from "./worlds/core-cast.ts";
import { completionOf } from "./worlds/core-draw.ts";
import { borrowedOf, LLTV_WAD, priceOf } from "./worlds/defi.ts";

/** At fixed moments, splitting, ordering or repeating what keepers do changes no payout beyond stated dust. */
export const ORDER: Family = {
  beacon: [
    { id: "INV-100", atEnd: true, holds: (moment) => settlingInBetweenChangesNothing(moment) },
    { id: "INV-101", atEnd: true, holds: (moment) => sweepsInAnyOrder(moment) },
  ],
  pool: [
    { id: "INV-102", atEnd: true, holds: (moment) => reportsInParts(moment) },
    { id: "INV-103", atEnd: true, holds: (moment) => fillsInParts(moment) },
    { id: "INV-104", atEnd: true, holds: (moment) => lstClaimsInAnyOrder(moment) },
  ],
  core: [
    { id: "INV-105", atEnd: true, holds: (moment) => deallocationsInParts(moment) },
    { id: "INV-106", atEnd: true, holds: (moment) => completionsInAnyOrder(moment) },
    { id: "INV-107", atEnd: true, holds: (moment) => slashesInAnyOrder(moment) },
  ],
  services: SERVICES_ORDER,
  vault: [
    { id: "INV-108", holds: (moment) => secondSyncChangesNothing(moment) },
    { id: "INV-109", holds: (moment) => liveIsSynced(moment) },
    { id: "INV-110", atEnd: true, holds: (moment) => loneSyncsChangeNothing(moment) },
    { id: "INV-111", atEnd: true, holds: (moment) => claimsInAnyOrder(moment) },
  ],
  reserve: [],
  defi: [
    {
      id: "INV-112",
      holds({ before, after, call: { args } }) {
        const seconds = args[1] as bigint;
        if (before.atTargetWad === 0n || seconds < 2n) return false;
        const [borrowed, supplied] = [borrowedOf(before), before.supplied];
        const half = ratesAfter(before.atTargetWad, borrowed, supplied, seconds / 2n);
        const { atTargetWad } = ratesAfter(half.atTargetWad, borrowed, supplied, seconds - seconds / 2n);
        return near("the rate after two halves", atTargetWad, after.atTargetWad, after.atTargetWad / RATE_DIVISOR);
      },
    },
    {
      id: "INV-113",
      holds: ({ after, block }) =>
        all(
          after.loans.map(({ debt }): Verdict => {
            const price = priceOf(after, block.timestamp);
            const taken = (wei: bigint) => collateralFor(wei, LLTV_WAD, price);
            return (
              debt > 0n &&
              near("two liquidations", taken(debt / 3n) + taken(debt - debt / 3n), taken(debt), TWO_WEI(price))
            );
          }),
        ),
    },
  ],
};

/** The curve's e^x is a polynomial of the second degree: an accrual in two parts may differ by a fiftieth. */
const RATE_DIVISOR = 50n;
/** Each of two liquidations rounds the incentive's wei down, and then the collateral. */
const TWO_WEI = (price: bigint): bigint => 2n + (2n * 10n ** 36n) / price;

type Play<State, Call> = (state: State, block: Block, call: Call) => { readonly ok: boolean; readonly state: State };

/** What calls come to in one block, one after the other; those that are undone change nothing. */
const after = <State, Call>(step_: Play<State, Call>, state: State, block: Block, calls: readonly Call[]): State =>
  calls.reduce((now, call) => step_(now, block, call).state, state);

const words = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one));

const alike = (what: string, left: unknown, right: unknown): Verdict =>
  words(left) === words(right) || `${what}: ${words(left)} is not ${words(right)}`;

/** Validators that are written down now, and those that are not, are the same some epochs later. */
function settlingInBetweenChangesNothing({ after: state, block }: Moment<ChainState>): Verdict {
  const settled = after(
    stepChain,
    state,
    block,
    state.validators.map((_, index) => ({ from: state.config.network, function: "settle" as const, args: [index] })),
  );
  const later = { number: block.number + 1n, timestamp: block.timestamp + 40n * SECONDS_PER_EPOCH };
  return all(
    state.validators.map((_, index) =>
      alike(
        `validator ${index}`,
        viewOf(machine(settled, { block: later }), index),
        viewOf(machine(state, { block: later }), index),
      ),
    ),
  );
}

function sweepsInAnyOrder({ after: state, block }: Moment<ChainState>): Verdict {
  const calls = state.validators.map((_, index) => ({
    ...{ from: state.config.network, function: "sweep" as const, args: [index] },
  }));
  if (calls.length < 2) return false;
  // a reserve that runs dry pays who comes first
  const funded = after(stepChain, state, block, [
    { from: state.config.network, function: "fundIssuance", args: [10_000n * ETH] },
  ]);
  const swept = [calls, calls.toReversed()].map((order) => after(stepChain, funded, block, order));
  const [first, second] = swept.map((one) => [one.swept.entries(), one.issuanceReserveWei]);
  return alike("what was swept", first, second);
}

const poolCall = (
  state: PoolState,
  contract: PoolAction["contract"],
  name: string,
  ...args: unknown[]
): PoolAction => ({
  ...{ from: state.config.guardian, contract, function: name, args },
});

/** A report validator by validator, or at once. */
function reportsInParts({ after: state, block }: Moment<PoolState>): Verdict {
  const count = state.staying.length + state.exiting.length;
  if (count < 2) return false;
  const fresh = { ...state, frame: undefined };
  const parts = after(
    stepPool,
    fresh,
    block,
    Array.from({ length: count }, () => poolCall(state, "stEth", "report", 1n)),
  );
  const whole = after(stepPool, fresh, block, [poolCall(state, "stEth", "report", 1_000n)]);
  return all([
    same(
      "pooled ether",
      getTotalPooledEther(machine(parts, { block })),
      getTotalPooledEther(machine(whole, { block })),
    ),
    same("shares", parts.totalShares, whole.totalShares),
  ]);
}

/** Batches filled call by call, or all in one. */
function fillsInParts({ after: state, block }: Moment<PoolState>): Verdict {
  const waiting = Number(state.openBatch - state.firstUnfilled);
  if (waiting === 0) return false;
  const reported = after(stepPool, state, block, [
    poolCall(state, "queue", "unpause"),
    poolCall(state, "stEth", "report", 1_000n),
  ]);
  const fill = (most: bigint): PoolAction => poolCall(state, "queue", "fill", most);
  const parts = after(
    stepPool,
    reported,
    block,
    Array.from({ length: waiting }, () => fill(1n)),
  );
  const whole = after(stepPool, reported, block, [fill(BigInt(waiting))]);
  // a wei that is left of the buffer buys a share more each time that it is asked
  const dust = BigInt(waiting);
  return all(
    whole.batches.entries().flatMap(([id, { filledWei, unfilledShares }]) => {
      const part = parts.batches.get(id) as Batch;
      return [
        near(`batch ${id}`, part.filledWei, filledWei, dust),
        near(`shares of batch ${id}`, part.unfilledShares, unfilledShares, dust),
      ];
    }),
  );
}

function lstClaimsInAnyOrder({ after: state, block }: Moment<PoolState>): Verdict {
  const calls = state.requests.entries().map(([id, { owner }]): PoolAction => ({
    from: owner,
    contract: "queue",
    function: "claim",
    args: [BigInt(id), owner],
  }));
  if (calls.length < 2) return false;
  const [first, second] = [calls, calls.toReversed()].map((order) =>
    after(stepPool, state, block, order).ether.entries(),
  );
  return alike("what was paid", first, second);
}

function deallocationsInParts(moment: Moment<CoreState>): Verdict {
  const number = moment.block.number + moment.after.config.deallocationDelayBlocks + 1n;
  const block = { ...moment.block, number };
  return all(
    CAST.operators.flatMap((operator) =>
      CAST.strategies.map(({ strategy }): Verdict => {
        const count = magnitudesOf(machine(moment.after, moment), operator, strategy).deallocations.length;
        if (count < 2) return false;
        const clear = (most: bigint): Action => ({
          ...{ from: operator, to: AT.AllocationManager, function: "clearDeallocationQueue" },
          args: [operator, [strategy], [most]],
        });
        const [parts, whole] = [Array.from({ length: count }, () => clear(1n)), [clear(100n)]].map((calls) =>
          magnitudesOf(machine(after(step, moment.after, block, calls), { block }), operator, strategy),
        );
        return alike(`magnitudes of ${operator}`, parts, whole);
      }),
    ),
  );
}

/** Withdrawals of all stakers, first to last and last to first. */
function completionsInAnyOrder(moment: Moment<CoreState>): Verdict {
  const number = moment.block.number + moment.after.config.minWithdrawalDelayBlocks + 1n;
  const block = { ...moment.block, number };
  const core = machine(moment.after, { block });
  const calls = STAKERS.flatMap((staker) =>
    stakerOf(core, staker).queued.map((root) => completionOf(core, staker, queuedWithdrawals(core, root), true)),
  );
  if (calls.length < 2) return false;
  const [first, second] = [calls, calls.toReversed()].map((order) => after(step, moment.after, block, order)) as [
    CoreState,
    CoreState,
  ];
  return all(
    STAKERS.flatMap((staker) =>
      CAST.strategies.map(({ token }) => {
        const [paid, paidToo] = [first, second].map((one) => balanceOf(machine(one, { block }), token, staker));
        return near(`tokens of ${staker}`, paid as bigint, paidToo as bigint, BigInt(calls.length));
      }),
    ),
  );
}

/** Slashes of two operators, or of one in two sets. */
function slashesInAnyOrder(moment: Moment<CoreState>): Verdict {
  const strategies = CAST.strategies.map(({ strategy }) => strategy);
  const wadsToSlash = strategies.map((_, nth) => 10n ** 17n * BigInt(nth + 1));
  const calls = CAST.operators.flatMap((operator) =>
    SETS.slice(0, 2).map(({ id }): Action => ({
      ...{ from: CAST.service, to: AT.AllocationManager, function: "slashOperator" },
      args: [CAST.service, { operator, operatorSetId: id, strategies, wadsToSlash, description: "" }],
    })),
  );
  const [first, second] = [calls, calls.toReversed()].map((order) =>
    machine(after(step, moment.after, moment.block, order), moment),
  ) as [ReturnType<typeof machine<CoreState>>, ReturnType<typeof machine<CoreState>>];
  const isSlashed = first.state.sets
    .entries()
    .some(([key, { slashes }]) => slashes !== moment.after.sets.get(key)?.slashes);
  if (!isSlashed) return false;
  return all(
    STAKERS.map((staker) =>
      alike(
        `what ${staker} has`,
        getWithdrawableShares(first, staker, strategies)[0],
        getWithdrawableShares(second, staker, strategies)[0],
      ),
    ),
  );
}

const vaultCall = (
  { config }: VaultState,
  contract: VaultAction["contract"],
  name: string,
  ...args: unknown[]
): VaultAction => ({
  ...{ from: config.governor, contract, function: name, args },
});

const booksOf = ({ books }: VaultState) => [
  ...[books.recognised, books.lockedProfit, books.feesOwed, books.idle, books.pending, books.dripEnd],
  ...[books.lossFactorRay, books.highWaterRay, books.isDead, books.entries],
];

function secondSyncChangesNothing({ after: state, block }: Moment<VaultState>): Verdict {
  const once = stepVault(state, block, vaultCall(state, "vault", "syncAll"));
  if (!once.ok) return false;
  return alike(
    "books",
    booksOf(after(stepVault, once.state, block, [vaultCall(state, "vault", "syncAll")])),
    booksOf(once.state),
  );
}

function liveIsSynced({ after: state, block }: Moment<VaultState>): Verdict {
  const seen = transactOn(state, block, liveTotals);
  const made = transactOn(state, block, (vault) => {
    syncAll(vault);
    const { recognised, lockedProfit } = totals(vault);
    return [recognised, lockedProfit];
  });
  if (seen.ok !== made.ok) return `the view ${seen.ok ? "answers" : "fails"} and the sync does not`;
  return seen.ok && made.ok && alike("live totals", seen.value, made.value);
}

/** Lone syncs of the components before a full one, to two wei. */
function loneSyncsChangeNothing({ after: state, block }: Moment<VaultState>): Verdict {
  const full = vaultCall(state, "vault", "syncAll");
  const lone = state.books.entries.map(({ component }) => vaultCall(state, "vault", "sync", component));
  const [alone, last] = [stepVault(state, block, full), stepVault(after(stepVault, state, block, lone), block, full)];
  if (!alone.ok || !last.ok) return alone.ok === last.ok ? false : "lone syncs decide whether a full one passes";
  const [left, right] = [alone.state.books, last.state.books];
  return all([
    near("recognised", right.recognised, left.recognised, 2n),
    near("locked profit", right.lockedProfit, left.lockedProfit, 2n),
    near("fees owed", right.feesOwed, left.feesOwed, 2n),
    near("loss factor", right.lossFactorRay, left.lossFactorRay, left.lossFactorRay / 10n ** 9n),
  ]);
}

function claimsInAnyOrder({ after: state, block }: Moment<VaultState>): Verdict {
  const calls = state.queue.tickets
    .entries()
    .map(([id, { owner }]) => ({ ...vaultCall(state, "queue", "claim", BigInt(id), owner), from: owner }));
  if (calls.length < 2) return false;
  const [first, second] = [calls, calls.toReversed()].map((order) =>
    after(stepVault, state, block, order).world.ether.entries(),
  );
  return alike("what was paid", first, second);
}
