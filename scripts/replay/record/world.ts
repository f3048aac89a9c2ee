import type { Outcome, Step, Tree } from "../format/types.ts";
import type { Draw } from "./draw.ts";

/** A step before it is played. */
export type Draft = Pick<Step, "action" | "args">;

/** Who and what a walk is about. `order` lists the strategies by address, lowest first. */
interface WalkCast {
  readonly stakers: readonly string[];
  readonly operators: readonly string[];
  readonly strangers: readonly string[];
  readonly sets: readonly string[];
  readonly order: readonly string[];
}

export const WALK_CAST = {
  stakers: ["alice", "bob", "carol"],
  operators: ["op1", "op2", "op3"],
  strangers: ["mallory", "signer"],
  sets: ["avs1:0", "avs1:1", "avs2:0", "avs2:4294967295"],
} as const;

/** What a walk remembers of its own steps, to choose the next such that most of them do something. */
export interface Memory {
  /** Withdrawals queued so far, by id, and those that were completed. */
  queued: number;
  readonly completed: Set<number>;
  /** The restaked balance of each staker's pod, as reported. */
  readonly restaked: Map<string, bigint>;
  readonly slashIds: Map<string, number>;
  readonly created: Set<string>;
}

export interface World extends WalkCast {
  readonly draw: Draw;
  readonly memory: Memory;
  /** Seconds of the open block. */
  readonly now: () => bigint;
}

export const newMemory = (): Memory => ({
  queued: 0,
  completed: new Set(),
  restaked: new Map(),
  slashIds: new Map(),
  created: new Set(),
});

const lengthOf = (tree: Tree | undefined): number => (Array.isArray(tree) ? tree.length : 0);

/** Takes in what a step did. */
export function remember(memory: Memory, draft: Draft, outcome: Outcome): void {
  if (!outcome.ok) return;
  memory.queued += lengthOf(outcome.withdrawalIds);
  const args = draft.args as Readonly<Record<string, Tree>>;
  if (draft.action === "call" && /^(queueWithdrawals|undelegate|redelegate)/.test(args.function as string))
    memory.queued += lengthOf((outcome.returned as readonly Tree[])[0]);
  if (draft.action === "completeQueuedWithdrawal") memory.completed.add(Number(args.withdrawalId));
  if (draft.action === "slashOperator") memory.slashIds.set(args.set as string, Number(outcome.slashId));
  if (draft.action.startsWith("create")) memory.created.add(args.set as string);
  if (draft.action === "beaconBalanceUpdate") {
    const staker = args.staker as string;
    memory.restaked.set(staker, BigInt(args.prevRestakedBalanceWei as string) + BigInt(args.balanceDeltaWei as string));
  }
}

/** `avs:id` as the ABI has it. */
export const operatorSet = (set: string): Tree => {
  const [avs, id] = set.split(":") as [string, string];
  return { avs, id };
};
