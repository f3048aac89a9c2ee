import { BEACON } from "../chain/order.ts";
import type { Draft, World } from "./world.ts";
import { ETH, GWEI, WAD } from "../../lib/units.ts";

/** The recorded actions, each made up from the world; those that fail say as much as those that pass. */
export const MOVES: readonly (readonly [weight: number, make: (world: World) => Draft])[] = [
  [
    5,
    ({ draw, operators, strangers }) => ({
      action: "registerAsOperator",
      args: { operator: draw.one([...operators, ...strangers]), allocationDelay: String(draw.below(4)) },
    }),
  ],
  [
    5,
    ({ draw, sets, order }) => ({
      action: "createOperatorSet",
      args: { set: draw.one(sets), strategies: draw.some(order) },
    }),
  ],
  [
    3,
    ({ draw, sets, order }) => ({
      action: "createRedistributingOperatorSet",
      args: { set: draw.one(sets), strategies: draw.some(order.filter((name) => name !== BEACON || draw.rarely(4))) },
    }),
  ],
  [
    14,
    ({ draw, stakers, operators, order }) => ({
      action: "depositIntoStrategy",
      args: {
        staker: draw.one([...stakers, ...operators]),
        strategy: draw.one(order.filter((name) => name !== BEACON)),
        amount: String(draw.rarely(12) ? 0n : draw.amount(100n * ETH)),
      },
    }),
  ],
  [
    2,
    ({ draw, order }) => ({
      action: "donateToStrategy",
      args: { strategy: draw.one(order.filter((name) => name !== BEACON)), amount: String(draw.amount(3n * ETH)) },
    }),
  ],
  [
    10,
    ({ draw, stakers, strangers, operators }) => ({
      action: "delegateTo",
      args: { staker: draw.one([...stakers, ...strangers]), operator: draw.one(operators) },
    }),
  ],
  [
    4,
    ({ draw, stakers, operators, strangers }) => {
      const staker = draw.one([...stakers, ...stakers, ...operators]);
      return {
        action: "undelegate",
        args: { caller: draw.one([staker, staker, ...operators, ...strangers]), staker },
      };
    },
  ],
  [
    2,
    ({ draw, stakers, operators }) => ({
      action: "redelegate",
      args: { staker: draw.one(stakers), operator: draw.one(operators) },
    }),
  ],
  [
    12,
    ({ draw, stakers, operators, order }) => ({
      action: "queueWithdrawals",
      args: {
        staker: draw.one([...stakers, ...stakers, ...operators]),
        strategy: draw.one(order),
        depositShares: String(draw.rarely(15) ? 0n : draw.amount(40n * ETH)),
      },
    }),
  ],
  [
    10,
    ({ draw, memory }) => {
      const waiting = Array.from({ length: memory.queued }, (_, id) => id).filter((id) => !memory.completed.has(id));
      return {
        action: "completeQueuedWithdrawal",
        args: {
          withdrawalId: String(waiting.length > 0 ? draw.one(waiting) : 0),
          receiveAsTokens: draw.below(2) === 0,
        },
      };
    },
  ],
  [
    14,
    ({ draw, operators, sets, order }) => ({
      action: "modifyAllocations",
      args: {
        operator: draw.one(operators),
        set: draw.one(sets),
        strategy: draw.one(order),
        newMagnitude: String(draw.rarely(4) ? 0n : draw.amount((6n * WAD) / 10n)),
      },
    }),
  ],
  [
    3,
    ({ draw, operators, order }) => ({
      action: "clearDeallocationQueue",
      args: { operator: draw.one(operators), strategy: draw.one(order), numToClear: String(draw.below(3)) },
    }),
  ],
  [
    8,
    ({ draw, operators, sets }) => ({
      action: "registerForOperatorSets",
      args: { operator: draw.one(operators), set: draw.one(sets) },
    }),
  ],
  [
    3,
    ({ draw, operators, sets }) => ({
      action: "deregisterFromOperatorSets",
      args: { operator: draw.one(operators), set: draw.one(sets) },
    }),
  ],
  [
    14,
    ({ draw, operators, sets, order }) => {
      const strategies = draw.some(draw.rarely(10) ? [...order].reverse() : order);
      return {
        action: "slashOperator",
        args: {
          operator: draw.one(operators),
          set: draw.one(sets),
          strategies,
          wadsToSlash: strategies.map(() =>
            String(draw.rarely(20) ? 0n : draw.amount(draw.rarely(8) ? WAD : WAD / 4n)),
          ),
        },
      };
    },
  ],
  [5, ({ draw, ...world }) => ({ action: "clearBurnOrRedistributableShares", args: slashOf({ draw, ...world }) })],
  [
    3,
    (world) => ({
      action: "clearBurnOrRedistributableSharesByStrategy",
      args: { ...slashOf(world), strategy: world.draw.one(world.order.filter((name) => name !== BEACON)) },
    }),
  ],
  [
    8,
    ({ draw, stakers, memory }) => {
      const staker = draw.one(stakers);
      const before = memory.restaked.get(staker) ?? 0n;
      const loses = before > GWEI && draw.rarely(2);
      const delta = loses ? -draw.amount(before / 3n) : draw.amount(32n * ETH);
      return {
        action: "beaconBalanceUpdate",
        args: {
          staker,
          prevRestakedBalanceWei: String(before),
          balanceDeltaWei: String(draw.rarely(20) ? delta : (delta / GWEI) * GWEI),
        },
      };
    },
  ],
  [36, ({ draw }) => ({ action: "rollBlocks", args: { blocks: String(draw.rarely(4) ? 6 + draw.below(8) : 1) } })],
];

function slashOf({ draw, sets, memory }: World): { set: string; slashId: string } {
  const slashed = [...memory.slashIds.keys()];
  const set = draw.one(slashed.length > 0 ? slashed : sets);
  return { set, slashId: String(1 + draw.below((memory.slashIds.get(set) ?? 0) + 1)) };
}
