import { BEACON } from "../chain/order.ts";
import { type Ground, setStageOn } from "../chain/stage.ts";
import type { Cast } from "../format/cast.ts";
import type { Expectation, Outcome, Recording, Step, Tree } from "../format/types.ts";
import { newPlayer } from "../play/scenario.ts";
import { readState } from "../play/state.ts";
import { newWithdrawals } from "../play/withdrawals.ts";
import { anyCall } from "./calls.ts";
import { type Draw, drawFrom } from "./draw.ts";
import { MOVES } from "./moves.ts";
import { type Draft, newMemory, remember, WALK_CAST, type World } from "./world.ts";

/** What a recorder is told beyond the core. */
export interface Walk {
  readonly seed: number;
  readonly steps: number;
  /** Delays of the core, and the block and time at which the walk begins. */
  readonly config: Recording["config"];
  readonly description: string;
}

const AMPLE = String(10n ** 40n);

/**
 * Walks a core at random and writes down what it answered, logged and showed: of the recorded actions, calls of any
 * function by anybody, and accounts that take on code. The same seed makes the same walk on any core that answers the
 * same.
 */
export async function recordWalk(ground: Ground, { seed, steps, config, description }: Walk): Promise<Recording> {
  const order = [...ground.strategies]
    .sort(([, left], [, right]) => (BigInt(left.strategy) < BigInt(right.strategy) ? -1 : 1))
    .map(([name]) => name);
  const { stakers, operators, strangers, sets } = WALK_CAST;
  const people = [...stakers, ...operators, ...strangers, "avs1", "avs2"];
  const cast: Cast = { stakers, people, strategies: order, sets, services: ["avs1", "avs2"] };
  const full = { ...config, order, cast: { people, sets: [...sets] } };
  const stage = await setStageOn(ground, full, cast);
  const withdrawals = newWithdrawals();
  const recorded: (Omit<Step, "events"> & { events?: readonly Tree[] })[] = [];
  const play = newPlayer(stage, withdrawals, (index, events) => {
    (recorded[index] as { events?: readonly Tree[] }).events = events;
  });
  const memory = newMemory();
  const draw = drawFrom(seed);
  let block = 0n;
  const now = () => BigInt(config.startTimestamp ?? 0) + 12n * block;
  const world: World = { stakers, operators, strangers, sets, order, draw, memory, now };
  const prelude = preludeOf(order);
  for (let index = 0; index < prelude.length + steps; index++) {
    const draft = prelude[index] ?? nextDraft(draw, world);
    const outcome: Outcome = await play(draft, index);
    const expect = (await readState(stage, withdrawals)) as Expectation;
    block = BigInt(expect.block);
    remember(memory, draft, outcome);
    recorded.push({ ...draft, result: outcome, expect } as Step);
  }
  await play.settle();
  return { schemaVersion: 1, config: full, name: `W${seed}_walk`, description, steps: recorded as Step[] };
}

/** A step for a walk: a recorded action, a call of any function, or an account that takes on code. */
export function nextDraft(draw: Draw, world: World): Draft {
  if (draw.rarely(90)) return { action: "delegateCode", args: { account: draw.one(["signer", "alice", "bob"]) } };
  if (draw.rarely(2)) return anyCall(world);
  const weighted = MOVES.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));
  return draw.one(weighted)(world);
}

/** What a walk needs before it gets anywhere: tokens and approvals for rewards, operators who can be slashed, stake. */
export function preludeOf(order: readonly string[]): Draft[] {
  const call = (from: string, contract: string, name: string, values: readonly Tree[]): Draft => ({
    action: "call",
    args: { from, contract, function: name, values, cut: "0" },
  });
  const names = order.filter((name) => name !== BEACON);
  const first = names[0] as string;
  const tokens = names.map((name) => `token of ${name}`);
  return [
    ...tokens.flatMap((token) => [
      ...["avs1", "alice", "bob", "mallory", "signer", "RewardsCoordinator"].map((to) =>
        call("mallory", token, "mint", [to, AMPLE]),
      ),
      ...["avs1", "alice", "bob"].map((from) => call(from, token, "approve", ["RewardsCoordinator", AMPLE])),
    ]),
    call("op1", "DelegationManager", "registerAsOperator", ["", "0", ""]),
    call("op2", "DelegationManager", "registerAsOperator", ["signer", "2", ""]),
    { action: "createOperatorSet", args: { set: "avs1:0", strategies: [...order] } },
    { action: "createRedistributingOperatorSet", args: { set: "avs2:0", strategies: [first] } },
    { action: "registerForOperatorSets", args: { operator: "op1", set: "avs1:0" } },
    { action: "registerForOperatorSets", args: { operator: "op1", set: "avs2:0" } },
    ...order.map((strategy): Draft => ({
      action: "modifyAllocations",
      args: { operator: "op1", set: "avs1:0", strategy, newMagnitude: String(4n * 10n ** 17n) },
    })),
    { action: "depositIntoStrategy", args: { staker: "alice", strategy: first, amount: String(10n ** 19n) } },
    { action: "delegateTo", args: { staker: "alice", operator: "op1" } },
    { action: "rollBlocks", args: { blocks: "1" } },
  ];
}
