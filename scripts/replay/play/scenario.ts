import { isError } from "ethers";
import { spellRevert } from "../chain/reverts.ts";
import type { Log } from "../chain/rpc.ts";
import { type Stage, setStage, UnreadableState } from "../chain/stage.ts";
import type { Args } from "../format/actions.ts";
import { RecordingError } from "../format/error.ts";
import type { Outcome, Recording, Step, Tree } from "../format/types.ts";
import { type Comparison, compare, type FieldDifference } from "./compare.ts";
import { MOVES, type Move } from "./moves.ts";
import type { Player } from "./player.ts";
import { readState } from "./state.ts";
import { newWithdrawals, type Withdrawals } from "./withdrawals.ts";
import { wordsOf } from "./words.ts";

/** Code that EIP-7702 has an account run: that of an address where nothing stands. */
const DELEGATED_CODE = `0xef0100${"00".repeat(18)}dead`;

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

/** Makes what a recording is played on. `logged` hears what each step logged, at the end of its block at the latest. */
export type Open = (recording: Recording, logged: (index: number, events: readonly Tree[]) => void) => Promise<Player>;

/** A fresh chain. */
export const openStage: Open = async (recording, logged) => {
  const stage = await setStage(recording);
  const withdrawals = newWithdrawals();
  const play = newPlayer(stage, withdrawals, logged);
  return {
    play,
    read: (theirs) => readState(stage, withdrawals, theirs).catch(unreadable),
    settle: () => play.settle(),
  };
};

/**
 * Plays a recording, on a fresh chain unless said otherwise, and compares results, reverts, logs and the whole state
 * after every step.
 * @param found called with each difference; when it answers `"stop"`, the scenario ends after that step.
 * @throws RecordingError when an argument cannot be sent, a number beyond its type for example.
 */
export async function playScenario(
  recording: Recording,
  found: (difference: Difference) => "stop" | undefined,
  open: Open = openStage,
): Promise<Played> {
  const played = { steps: 0, fields: 0, differences: 0 };
  let stopped = false;
  const player = await open(recording, (index, events) => {
    const step = recording.steps[index] as Step;
    if (step.events !== undefined) note(index, step, compare(events, step.events, "events"));
  });
  for (const [index, step] of recording.steps.entries()) {
    const outcome = await player.play(step, index);
    const state = await player.read(step.expect);
    played.steps++;
    note(index, step, compare(outcome, step.result, "result"));
    note(index, step, compare(state, step.expect, "expect"));
    if (stopped) break;
  }
  await player.settle();
  return played;

  function note(index: number, { action }: Step, { fields, differences }: Comparison): void {
    played.fields += fields;
    played.differences += differences.length;
    for (const difference of differences)
      if (found({ scenario: recording.name, step: index, action, ...difference }) === "stop") stopped = true;
  }
}

/** A view that reverts is a difference in the whole state, not the end of the replay. */
function unreadable(error: unknown): Tree {
  if (error instanceof UnreadableState) return error.message;
  throw error;
}

/**
 * Plays steps one by one in the block that is open. A transaction is first run as a call on top of that block, which
 * gives what it returns or its exact revert, and then sent; when its block is closed, its receipt has to agree, and says
 * what was logged.
 */
export function newPlayer(
  stage: Stage,
  withdrawals: Withdrawals,
  logged: (index: number, events: readonly Tree[]) => void,
) {
  const { chain, signatures } = stage;
  const sent: { hash: string; ok: boolean; index: number }[] = [];

  async function settle(blocks = 1n): Promise<void> {
    await chain.mine(blocks);
    await stage.beginBlock();
    for (const { hash, ok, index } of sent.splice(0)) {
      const receipt = await chain.receipt(hash);
      if (receipt.ok !== ok) throw new Error(`step ${index}: the receipt contradicts the call`);
      logged(index, spellLogs(receipt.logs, stage, withdrawals));
    }
  }

  async function play(step: Pick<Step, "action" | "args">, index: number): Promise<Outcome> {
    if (step.action === "rollBlocks") {
      const blocks = BigInt((step.args as Args<"rollBlocks">).blocks);
      if (blocks > 0n) await settle(blocks);
      return { ok: true };
    }
    if (step.action === "delegateCode") {
      await chain.setCode(stage.account((step.args as Args<"delegateCode">).account), DELEGATED_CODE);
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

/** Logs in a recording's words; one of a contract that no recording names shows as it is. */
function spellLogs(logs: readonly Log[], stage: Stage, withdrawals: Withdrawals): Tree[] {
  const words = wordsOf(stage, withdrawals);
  return logs.map(({ address, topics, data }) => {
    const event = stage.placeAt(address)?.abi.parseLog({ topics: [...topics], data });
    const at = stage.nameOf(address);
    if (event == null) return { at, event: topics[0] ?? "", values: [...topics.slice(1), data] };
    return { at, event: event.signature, values: words.spellAll(event.fragment.inputs, event.args) };
  });
}

async function moveOf(
  step: Pick<Step, "action" | "args">,
  index: number,
  stage: Stage,
  withdrawals: Withdrawals,
): Promise<Move | undefined> {
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
