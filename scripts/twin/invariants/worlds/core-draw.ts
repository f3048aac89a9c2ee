import fc from "fast-check";
import { stakerOf } from "../../../../model/3-restaking/delegation/ledger.ts";
import { queuedWithdrawals } from "../../../../model/3-restaking/delegation/views.ts";
import type { Core } from "../../../../model/3-restaking/core.ts";
import { WAD } from "../../../../model/3-restaking/libraries/constants.ts";
import type { Action } from "../../../../model/3-restaking/step.ts";
import { portfolioOf, stakerDepositShares } from "../../../../model/3-restaking/strategies/portfolios.ts";
import { getPendingOperatorSets, getPendingSlashIds } from "../../../../model/3-restaking/strategies/slashed-shares.ts";
import { ZERO_ADDRESS, ZERO_HASH } from "../../../../model/shared/machine.ts";
import { ETH } from "../../../lib/units.ts";
import { AT, CAST, SETS, strategyOf } from "./core-cast.ts";

const KINDS = [
  ...(["deposit", "delegate", "undelegate", "queue", "complete", "allocate", "deallocate", "join", "leave"] as const),
  ...(["slash", "clear slash", "clear deallocations", "donate"] as const),
] as const;
type Kind = (typeof KINDS)[number];
const OFTEN: readonly Kind[] = ["queue", "queue", "complete", "slash", "slash", "deposit", "delegate"];

export interface Step {
  readonly kind: Kind;
  readonly who: number;
  readonly nth: number;
  readonly bps: bigint;
  /** Blocks since the step before. */
  readonly wait: bigint;
}

const drawn: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS, ...OFTEN),
  who: fc.nat(4),
  nth: fc.nat(9),
  bps: fc.oneof(fc.constantFrom(1n, 5_000n, 9_999n, 10_000n), fc.bigInt({ min: 1n, max: 10_000n })),
  wait: fc.constantFrom(0n, 0n, 1n, 1n, 3n, 10n, 11n, 25n),
});

export const sequences: fc.Arbitrary<readonly Step[]> = fc.array(drawn, { minLength: 20, maxLength: 40, size: "max" });

/** What a step is, as the core is when it is played. */
export function actionOf(core: Core, { kind, who, nth, bps }: Step): Action {
  const staker = [...CAST.stakers, ...CAST.operators][who] as string;
  const operator = CAST.operators[nth % 2] as string;
  const { strategy, token } = strategyOf(nth % 3);
  const set = SETS[nth % SETS.length] as (typeof SETS)[number];
  const by = (from: string, to: string, name: string, ...args: unknown[]): Action => ({
    ...{ from, to, function: name, args },
  });
  const part = (whole: bigint): bigint => (whole * bps) / 10_000n;
  switch (kind) {
    case "deposit":
      return by(staker, AT.StrategyManager, "depositIntoStrategy", strategy, token, part(50n * ETH));
    case "delegate":
      return by(staker, AT.DelegationManager, "delegateTo", operator, { signature: "0x", expiry: 0n }, ZERO_HASH);
    case "undelegate":
      return by(CAST.stakers[who % 3] as string, AT.DelegationManager, "undelegate", CAST.stakers[who % 3]);
    case "queue": {
      const held = portfolioOf(core, staker).map((one) => one.strategy);
      const strategies = nth < 5 ? held : held.slice(0, 1);
      const depositShares = strategies.map((one) => part(stakerDepositShares(core, staker, one)));
      return by(staker, AT.DelegationManager, "queueWithdrawals", [
        { strategies, depositShares, __deprecated_withdrawer: ZERO_ADDRESS },
      ]);
    }
    case "complete": {
      const { queued } = stakerOf(core, staker);
      const withdrawal = queuedWithdrawals(core, queued[nth % Math.max(1, queued.length)] ?? "");
      return completionOf(core, withdrawal.staker === ZERO_ADDRESS ? staker : withdrawal.staker, withdrawal, nth < 5);
    }
    case "allocate":
    case "deallocate": {
      const most = kind === "allocate" ? WAD / 2n : WAD / 10n;
      // one set, or all of them at once
      const params = (nth < 7 ? [set] : SETS).map((operatorSet) => ({
        ...{ operatorSet, strategies: [strategy], newMagnitudes: [part(most)] },
      }));
      return by(operator, AT.AllocationManager, "modifyAllocations", operator, params);
    }
    case "join":
      return by(operator, AT.AllocationManager, "registerForOperatorSets", operator, {
        ...{ avs: set.avs, operatorSetIds: [set.id] },
      });
    case "leave":
      return by(operator, AT.AllocationManager, "deregisterFromOperatorSets", {
        ...{ operator, avs: set.avs, operatorSetIds: [set.id] },
      });
    case "slash": {
      const strategies = CAST.strategies.slice(0, 1 + (nth % 3)).map((one) => one.strategy);
      const wadsToSlash = strategies.map(() => part(WAD));
      const params = { operator, operatorSetId: set.id, strategies, wadsToSlash, description: "" };
      return by(CAST.service, AT.AllocationManager, "slashOperator", CAST.service, params);
    }
    case "clear slash": {
      const pending = getPendingOperatorSets(core)[0] ?? set;
      const ids = getPendingSlashIds(core, pending);
      const id = ids[nth % Math.max(1, ids.length)] ?? 1n;
      return nth < 5
        ? by(staker, AT.StrategyManager, "clearBurnOrRedistributableShares", pending, id)
        : by(staker, AT.StrategyManager, "clearBurnOrRedistributableSharesByStrategy", pending, id, strategy);
    }
    case "clear deallocations":
      return by(staker, AT.AllocationManager, "clearDeallocationQueue", operator, [strategy], [BigInt(nth)]);
    case "donate":
      return by(staker, token, "mint", strategy, part(ETH));
  }
}

/** A call that completes a withdrawal, as tokens or as shares. */
export function completionOf(
  core: Core,
  from: string,
  withdrawal: ReturnType<typeof queuedWithdrawals>,
  asTokens: boolean,
): Action {
  const tokens = withdrawal.strategies.map((one) => core.state.strategies.get(one)?.underlyingToken ?? ZERO_ADDRESS);
  const args = [withdrawal, tokens, asTokens];
  return { from, to: AT.DelegationManager, function: "completeQueuedWithdrawal", args };
}
