import { standingNow } from "../../../model/1-staking/validators.ts";
import { FAR_FUTURE_EPOCH, SECONDS_PER_EPOCH } from "../../../model/1-staking/consensus.ts";
import type { ChainState } from "../../../model/1-staking/state.ts";
import { stepChain } from "../../../model/1-staking/step.ts";
import type { PoolState } from "../../../model/2-liquid-staking/pool.ts";
import { type PoolAction, stepPool } from "../../../model/2-liquid-staking/step.ts";
import { sharesOf } from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { magnitudesOf } from "../../../model/3-restaking/allocation/magnitudes.ts";
import type { CoreState } from "../../../model/3-restaking/core.ts";
import { stakerOf } from "../../../model/3-restaking/delegation/ledger.ts";
import { queuedWithdrawals } from "../../../model/3-restaking/delegation/views.ts";
import { setKey } from "../../../model/3-restaking/libraries/operator-set-lib.ts";
import { type Action, step } from "../../../model/3-restaking/step.ts";
import { getPendingOperatorSets, getPendingSlashIds } from "../../../model/3-restaking/strategies/slashed-shares.ts";
import type { VaultState } from "../../../model/5-lrt/state.ts";
import { stepVault, type VaultAction } from "../../../model/5-lrt/step.ts";
import { meanTick } from "../../../model/6-defi/oracles/twap.ts";
import { ratesAfter } from "../../../model/6-defi/rates/adaptive-curve-rate.ts";
import { keyOf } from "../../../model/shared/machine.ts";
import { ETH } from "../../lib/units.ts";
import { type Family, machine } from "./family.ts";
import { all, type Moment, same, sum, type Verdict } from "./invariant.ts";
import { RESERVE_FINISHED } from "./reserve.ts";
import { SERVICES_FINISHED } from "./services/finished.ts";
import { Keepers } from "./keepers.ts";
import { AT, CAST, SETS, STAKERS } from "./worlds/core-cast.ts";
import { completionOf } from "./worlds/core-draw.ts";
import { sumOfTicks, WINDOW_SECONDS } from "./worlds/defi.ts";

/** Everything pending can be finished by somebody within a bounded time. */
export const FINISHED: Family = {
  beacon: [{ id: "INV-90", atEnd: true, holds: (moment) => whoLeavesIsGone(moment) }],
  pool: [{ id: "INV-91", atEnd: true, holds: (moment) => requestsArePaid(moment) }],
  core: [
    { id: "INV-92", atEnd: true, holds: (moment) => withdrawalsComplete(moment) },
    { id: "INV-93", atEnd: true, holds: (moment) => slashesAreCleared(moment) },
    { id: "INV-94", atEnd: true, holds: (moment) => deallocationsEnd(moment) },
  ],
  services: SERVICES_FINISHED,
  vault: [
    { id: "INV-95", atEnd: true, holds: (moment) => ticketsEnd(moment) },
    { id: "INV-96", atEnd: true, holds: (moment) => underwritersLeave(moment) },
  ],
  reserve: RESERVE_FINISHED,
  defi: [
    {
      id: "INV-97",
      atEnd: true,
      holds({ after: { atTargetWad } }) {
        if (atTargetWad === 0n) return false;
        // from the least rate to the greatest at full use: ln(2000) / 50 years, which is 55.5 days
        const [full, none] = [ETH, 0n].map((borrowed) => ratesAfter(atTargetWad, borrowed, ETH, 60n * DAY));
        const year = 365n * DAY;
        return all([
          same("the rate at full use", full?.atTargetWad ?? 0n, (2n * ETH) / year),
          same("the rate at no use", none?.atTargetWad ?? 0n, ETH / 1_000n / year),
        ]);
      },
    },
    {
      id: "INV-98",
      atEnd: true,
      holds({ after, block }) {
        const last = after.ticks.at(-1)?.tick ?? 0n;
        const later = block.timestamp + WINDOW_SECONDS;
        return same("the mean a window later", meanTick(sumOfTicks(after, later), WINDOW_SECONDS, true), last);
      },
    },
  ],
};

const DAY = 86_400n;

/** Once it may withdraw, a validator that left is swept to nothing; no partial withdrawal stays pending. */
function whoLeavesIsGone(moment: Moment<ChainState>): Verdict {
  const keepers = new Keepers(moment, stepChain);
  const { config } = moment.after;
  const standings = moment.after.validators.map((_, index) => standingNow(machine(moment.after, moment), index));
  const leaving = standings.flatMap(({ withdrawableEpoch }, index) =>
    withdrawableEpoch < FAR_FUTURE_EPOCH ? [index] : [],
  );
  if (leaving.length === 0) return false;
  keepers.call({ from: config.network, function: "fundIssuance", args: [10_000n * ETH] });
  const last = leaving.reduce((most, index) => {
    const { withdrawableEpoch } = standings[index] as (typeof standings)[number];
    return withdrawableEpoch > most ? withdrawableEpoch : most;
  }, 0n);
  const at = config.genesisTime + (last + 1n) * SECONDS_PER_EPOCH;
  if (at > keepers.block.timestamp) keepers.wait(at - keepers.block.timestamp);
  return all(
    leaving.map((index): Verdict => {
      for (let nth = 0; nth < 8; nth++) keepers.call({ from: config.network, function: "sweep", args: [index] });
      const chain = machine(keepers.state, keepers);
      const { balanceGwei } = standingNow(chain, index);
      const { partialsPendingGwei, credentials } = keepers.state.validators[index] as ChainState["validators"][number];
      if (credentials.startsWith("0x00")) return false;
      return same(`validator ${index}`, balanceGwei + partialsPendingGwei, 0n);
    }),
  );
}

/** With its pauses ended, keepers bring every request of the LST to its end within 90 days. */
function requestsArePaid(moment: Moment<PoolState>): Verdict {
  if (moment.after.requests.entries().length === 0) return false;
  const keepers = new Keepers<PoolState, PoolAction>(moment, stepPool);
  const { config, chain } = moment.after;
  const call = (contract: PoolAction["contract"], name: string, ...args: unknown[]): boolean =>
    keepers.call({ from: config.guardian, contract, function: name, args });
  call("rungOne", "fundIssuance", 10_000n * ETH);
  call("stEth", "unpause");
  call("queue", "unpause");
  for (let day = 0; day < 90; day++) {
    keepers.wait(DAY);
    for (const [index] of chain.validators.entries()) call("rungOne", "sweep", index);
    call("stEth", "report", 1_000n);
    call("queue", "close");
    call("queue", "fill", 100n);
    call("stEth", "exitForQueue", ETH, 100n);
    for (const [id, { owner }] of keepers.state.requests.entries())
      keepers.call({ from: owner, contract: "queue", function: "claim", args: [BigInt(id), owner] });
    if (keepers.state.requests.entries().length === 0) break;
  }
  const pool = machine(keepers.state, keepers);
  return all([
    same("requests after 90 days", BigInt(keepers.state.requests.entries().length), 0n),
    same("locked", keepers.state.lockedWei, 0n),
    same("shares that wait", keepers.state.closedUnfilledShares, 0n),
    sharesOf(pool, config.queue) >= 0n,
  ]);
}

const coreKeepers = (moment: Moment<CoreState>) => new Keepers<CoreState, Action>(moment, step);

/** A block after the delay, who queued withdraws all of it alone. */
function withdrawalsComplete(moment: Moment<CoreState>): Verdict {
  const keepers = coreKeepers(moment);
  keepers.wait(0n, moment.after.config.minWithdrawalDelayBlocks + 1n);
  return all(
    STAKERS.flatMap((staker) =>
      stakerOf(machine(moment.after, moment), staker).queued.map((root): Verdict => {
        const core = machine(keepers.state, keepers);
        const passed = keepers.call(completionOf(core, staker, queuedWithdrawals(core, root), true));
        return passed || `a withdrawal of ${staker} cannot be completed`;
      }),
    ),
  );
}

/** Anybody clears every slash at once, and nothing of it stays. */
function slashesAreCleared(moment: Moment<CoreState>): Verdict {
  const keepers = coreKeepers(moment);
  const before = machine(moment.after, moment);
  const pending = getPendingOperatorSets(before).flatMap((set) =>
    getPendingSlashIds(before, set).map((id) => [set, id] as const),
  );
  for (const args of pending) {
    const name = "clearBurnOrRedistributableShares";
    if (!keepers.call({ from: STAKERS[0] as string, to: AT.StrategyManager, function: name, args }))
      return "a slash cannot be cleared";
  }
  return pending.length > 0 && same("sets that wait", BigInt(keepers.state.pendingSets.length), 0n);
}

/** A block after the delay, anybody frees all that was deallocated. */
function deallocationsEnd(moment: Moment<CoreState>): Verdict {
  const keepers = coreKeepers(moment);
  keepers.wait(0n, moment.after.config.deallocationDelayBlocks + 1n);
  return all(
    CAST.operators.flatMap((operator) =>
      CAST.strategies.map(({ strategy }): Verdict => {
        const { deallocations } = magnitudesOf(machine(keepers.state, keepers), operator, strategy);
        if (deallocations.length === 0) return false;
        const args = [operator, [strategy], [100n]];
        const call = { from: operator, to: AT.AllocationManager, function: "clearDeallocationQueue", args };
        if (!keepers.call(call)) return "deallocations cannot be cleared";
        const core = machine(keepers.state, keepers);
        const { encumbered, deallocations: left } = magnitudesOf(core, operator, strategy);
        const current = SETS.map((set) => {
          const stored = core.state.allocations.get(keyOf(operator, setKey(set), strategy));
          return stored === undefined ? 0n : stored.currentMagnitude + stored.pendingDiff;
        });
        return left.length > 0 ? "a deallocation stays" : same("encumbered", encumbered, sum(current));
      }),
    ),
  );
}

/** A vault whose components can be read and are in no doubt, and of which nothing is announced any more. */
function mended(moment: Moment<VaultState>): Keepers<VaultState, VaultAction> {
  const { world, guard } = moment.after;
  let { components, announcements } = world;
  for (const [at, component] of components.entries())
    components = components.set(at, { ...component, broken: false, inDoubt: false, asOf: 0n });
  for (const service of guard.services) announcements = announcements.set(service, []);
  return new Keepers(
    { ...moment, after: { ...moment.after, world: { ...world, components, announcements } } },
    stepVault,
  );
}

/** From there, keepers bring every ticket to its end within 60 days. */
function ticketsEnd(moment: Moment<VaultState>): Verdict {
  if (moment.after.queue.tickets.entries().length === 0) return false;
  const keepers = mended(moment);
  const { at, governor } = moment.after.config;
  const call = (from: string, contract: VaultAction["contract"], name: string, ...args: unknown[]): boolean =>
    keepers.call({ from, contract, function: name, args });
  for (let day = 0; day < 60 && keepers.state.queue.tickets.entries().length > 0; day++) {
    keepers.wait(DAY - 3_600n);
    call(governor, "vault", "syncAll");
    for (const { component, record } of keepers.state.books.entries)
      call(at.restaker, "others", "unwind", component, record, 0n, 10n ** 9n);
    call(governor, "runOff", "windUp");
    call(governor, "queue", "close");
    keepers.wait(3_600n);
    for (let nth = 0; nth < 8; nth++) call(governor, "queue", "settle");
    for (const [id, { owner }] of keepers.state.queue.tickets.entries())
      call(owner, "queue", "claim", BigInt(id), governor);
  }
  return same("tickets after 60 days", BigInt(keepers.state.queue.tickets.entries().length), 0n);
}

/** From there, every underwriter who leaves is paid within 30 days. */
function underwritersLeave(moment: Moment<VaultState>): Verdict {
  const keepers = mended(moment);
  const { governor, cooldownSeconds } = moment.after.config;
  const call = (from: string, name: string, ...args: unknown[]): boolean =>
    keepers.call({ from, contract: "cover", function: name, args });
  keepers.wait(20n * DAY);
  return all(
    moment.after.cover.leaves.entries().map(([id, { owner, shares }]): Verdict => {
      if (!call(owner, "cancelCooldown", BigInt(id)) || !call(owner, "cooldown", shares)) return "no door";
      keepers.wait(cooldownSeconds);
      const { lastLeaveId } = keepers.state.cover;
      return call(owner, "withdraw", lastLeaveId, governor, 0n) || `leave ${id} of ${owner} is not paid`;
    }),
  );
}
