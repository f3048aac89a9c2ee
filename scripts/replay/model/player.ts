import type { Logged } from "../../../model/shared/machine.ts";
import type { ActionName, Args } from "../format/actions.ts";
import { RecordingError } from "../format/error.ts";
import type { Outcome, Recording, Step, Tree } from "../format/types.ts";
import type { Player } from "../play/player.ts";
import { readState } from "../play/state.ts";
import type { ShownWithdrawal } from "../play/withdrawals.ts";
import { type Abis, modelName, readAbis } from "./abi.ts";
import { lookAt } from "./look.ts";
import { MODEL_MOVES, type ModelMove, queued } from "./moves.ts";
import { type ModelStage, setModelStage } from "./stage.ts";
import { isWhole, type ModelWithdrawals, type ModelWords, modelWords } from "./words.ts";

/** Functions that return the roots of what they queued. */
const QUEUEING = ["queueWithdrawals", "undelegate", "redelegate"];

/** Plays a recording's steps on the model alone: no chain, no compiled contract but for the names in their ABIs. */
export async function openModel(
  recording: Recording,
  logged: (index: number, events: readonly Tree[]) => void,
): Promise<Player> {
  return playerOn(setModelStage(recording), await readAbis(), logged);
}

/** The same on a stage that stands. */
export function playerOn(
  stage: ModelStage,
  abis: Abis,
  logged: (index: number, events: readonly Tree[]) => void,
): Player {
  const withdrawals = { roots: [] as string[], structs: new Map(), completed: new Map<string, ShownWithdrawal>() };
  const words = modelWords(stage, withdrawals, abis);
  const watched = {
    cast: stage.cast,
    nameOf: stage.addresses.nameOf,
    since: stage.since,
    look: async (live: readonly string[], completed: readonly string[]) => lookAt(stage, live, completed),
  };
  const world: World = { stage, withdrawals, words, abis, open: [] };
  // as on the chain, logs are told when their block is closed: by then, an account may be called otherwise
  const settle = () => {
    for (const { index, events } of world.open.splice(0))
      logged(
        index,
        events.map((event) => spellLog(event, world)),
      );
  };
  return {
    async play(step, index) {
      if (step.action !== "rollBlocks") return play(step, index, world);
      const blocks = BigInt((step.args as Args<"rollBlocks">).blocks);
      stage.roll(blocks);
      if (blocks > 0n) settle();
      return { ok: true };
    },
    read: (theirs) => readState(watched, withdrawals, theirs),
    settle: async () => settle(),
  };
}

interface World {
  readonly stage: ModelStage;
  readonly withdrawals: ModelWithdrawals;
  readonly words: ModelWords;
  readonly abis: Abis;
  /** What steps of the open block logged. */
  readonly open: { readonly index: number; readonly events: readonly Logged[] }[];
}

function play(step: Pick<Step, "action" | "args">, index: number, world: World): Outcome {
  const { stage, abis } = world;
  if (step.action === "delegateCode") {
    stage.setCode(stage.addresses.account((step.args as Args<"delegateCode">).account), "silent");
    return { ok: true };
  }
  const move =
    step.action === "call" ? callOf(step.args as Args<"call">, world) : moveOf(step.action, step.args, world);
  if (move === undefined) return { ok: false, revert: "nothing to act on", revertData: "0x" };
  if (move === "cut") {
    world.open.push({ index, events: [] });
    return { ok: false, revert: "0x", revertData: "0x" };
  }
  if (move.first !== undefined) stage.play(move.first);
  const outcome = stage.play(move.action);
  world.open.push({ index, events: outcome.events });
  if (outcome.ok) return { ok: true, ...move.returned(outcome.value) };
  if (move.undo !== undefined) stage.play(move.undo);
  return { ok: false, ...abis.spell(outcome.revert) };
}

function moveOf(action: ActionName, args: unknown, { stage, withdrawals }: World): ModelMove | undefined {
  const make = MODEL_MOVES[action as keyof typeof MODEL_MOVES] as (
    args: unknown,
    stage: ModelStage,
    withdrawals: ModelWithdrawals,
  ) => ModelMove | undefined;
  return make(args, stage, withdrawals);
}

function callOf(args: Args<"call">, { stage, withdrawals, words, abis }: World): ModelMove | "cut" {
  const { addresses } = stage;
  const to = addresses.addressOf(args.contract);
  const fragment = abis.of(addresses.kindAt(to) ?? "").getFunction(args.function);
  if (fragment === null) throw new RecordingError(`${args.contract} has no function ${args.function}`);
  const values = fragment.inputs.map((type, index) => words.read(type, args.values[index] as Tree));
  if (!isWhole(fragment.inputs, args.values, Number(args.cut))) return "cut";
  const name = modelName(fragment.format("sighash"));
  return {
    action: { from: addresses.account(args.from), to, function: name, args: values },
    returned: (value) => {
      if (QUEUEING.includes(name)) queued(stage, withdrawals, value as string[]);
      const all = fragment.outputs.length === 1 ? [value] : (value as readonly unknown[] | undefined);
      return { returned: fragment.outputs.map((type, index) => words.spell(type, all?.[index])) };
    },
  };
}

function spellLog({ at, event, args }: Logged, { stage, words, abis }: World): Tree {
  const fragment = abis.of(stage.addresses.kindAt(at) ?? "").getEvent(event);
  if (fragment === null) throw new Error(`${at} has no event ${event}`);
  return {
    at: stage.addresses.nameOf(at),
    event: fragment.format("sighash"),
    values: fragment.inputs.map((type) => words.spell(type, args[type.name])),
  };
}
