import { isError } from "ethers";
import { spellRevert } from "../chain/reverts.ts";
import { type Stage, setStage, UnreadableState } from "../chain/stage.ts";
import type { Args } from "../format/actions.ts";
import { RecordingError } from "../format/error.ts";
import type { Outcome, Recording, Step, Tree } from "../format/types.ts";
import { compare, type FieldDifference } from "./compare.ts";
import { MOVES, type Move } from "./moves.ts";
import { readState } from "./state.ts";
import { newWithdrawals, type Withdrawals } from "./withdrawals.ts";

/** A field of a step that is not what the real core had. Steps count from 0. */
export interface Difference extends FieldDifference {
  readonly scenario: string;
  readonly step: number;
  readonly action: string;
}

export interface Played {
  readonly steps: number;
  readonly fields: number;
  readonly differences: number;
}

/**
 * Plays a recording on a fresh chain and compares results, reverts and the whole state after every step.
 * @param found called with each difference; when it answers `"stop"`, the scenario ends after that step.
 * @throws RecordingError when an argument cannot be sent, a number beyond its type for example.
 */
export async function playScenario(
  recording: Recording,
  found: (difference: Difference) => "stop" | undefined,
): Promise<Played> {
  const stage = await setStage(recording);
  const play = newPlayer(stage);
  const withdrawals = newWithdrawals();
  const played = { steps: 0, fields: 0, differences: 0 };
  let stopped = false;
  for (const [index, step] of recording.steps.entries()) {
    const outcome = await play(step, index, withdrawals);
    const state = await readState(stage, withdrawals, step.expect).catch(unreadable);
    played.steps++;
    for (const { fields, differences } of [
      compare(outcome, step.result, "result"),
      compare(state, step.expect, "expect"),
    ]) {
      played.fields += fields;
      played.differences += differences.length;
      for (const difference of differences)
        if (found({ scenario: recording.name, step: index, action: step.action, ...difference }) === "stop")
          stopped = true;
    }
    if (stopped) break;
  }
  await play.settle();
  return played;
}

/** A view that reverts is a difference in the whole state, not the end of the replay. */
function unreadable(error: unknown): Tree {
  if (error instanceof UnreadableState) return error.message;
  throw error;
}

/**
 * Plays steps one by one in the block that is open. A transaction is first run as a call on top of that block, which
 * gives what it returns or its exact revert, and then sent; when its block is closed, its receipt has to agree.
 */
function newPlayer(stage: Stage) {
  const { chain, signatures } = stage;
  const sent: { hash: string; ok: boolean; index: number }[] = [];

  async function settle(blocks = 1n): Promise<void> {
    await chain.mine(blocks);
    for (const { hash, ok, index } of sent.splice(0))
      if ((await chain.succeeded(hash)) !== ok) throw new Error(`step ${index}: the receipt contradicts the call`);
  }

  async function play(step: Step, index: number, withdrawals: Withdrawals): Promise<Outcome> {
    if (step.action === "rollBlocks") {
      const blocks = BigInt(step.args.blocks);
      if (blocks > 0n) await settle(blocks);
      return { ok: true };
    }
    const move = await moveOf(step, index, stage, withdrawals);
    if (move === undefined) return { ok: false, revert: "nothing to act on", revertData: "0x" };
    if (move.first !== undefined) await chain.send(move.first);
    const { ok, data } = await chain.call(move.call);
    sent.push({ hash: await chain.send(move.call), ok, index });
    if (ok) return { ok, ...move.returned(data) };
    if (move.undo !== undefined) await chain.send(move.undo);
    return { ok, revert: spellRevert(data, signatures), revertData: data };
  }

  return Object.assign(play, { settle });
}

async function moveOf(step: Step, index: number, stage: Stage, withdrawals: Withdrawals): Promise<Move | undefined> {
  const make = MOVES[step.action as keyof typeof MOVES] as (
    args: Args<keyof typeof MOVES>,
    stage: Stage,
    withdrawals: Withdrawals,
  ) => Promise<Move | undefined>;
  try {
    return await make(step.args as Args<keyof typeof MOVES>, stage, withdrawals);
  } catch (error) {
    if (!isError(error, "INVALID_ARGUMENT")) throw error;
    throw new RecordingError(`$.steps[${index}].args: ${error.shortMessage}`, { cause: error });
  }
}
