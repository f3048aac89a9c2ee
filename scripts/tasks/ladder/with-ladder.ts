import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { Decoder, readAbis } from "../../lib/ladder/answers.ts";
import { castOf } from "../../lib/ladder/cast.ts";
import { findLadder, NoLadder } from "../../lib/ladder/find.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import { showAnswer } from "../../scenario/answer.ts";
import { Names } from "../../scenario/names.ts";
import { TaskRefused } from "./arguments.ts";

/** What a task works with: the ladder, and a way to answer. */
export interface Stage {
  readonly ladder: Ladder;
  say(line: string): void;
}

/** Runs a task on the ladder of the network that was named. What cannot be done is said in a line, with exit code 1. */
export async function withLadder(hre: HardhatRuntimeEnvironment, work: (stage: Stage) => Promise<void>): Promise<void> {
  const connection = await hre.network.create();
  let ladder: Ladder | undefined;
  try {
    ladder = await findLadder(hre, connection);
    await work({ ladder, say: (line) => console.log(line) });
  } catch (error) {
    console.error(await complaint(hre, ladder, error));
    process.exitCode = 1;
  } finally {
    await connection.close();
  }
}

async function complaint(hre: HardhatRuntimeEnvironment, ladder: Ladder | undefined, error: unknown): Promise<string> {
  if (error instanceof NoLadder || error instanceof TaskRefused) return error.message;
  const answer = new Decoder(await readAbis(hre.artifacts)).error(error);
  if (!answer || !ladder) throw error;
  const names = new Names();
  for (const [name, address] of Object.entries(ladder.addresses)) names.set(address, name);
  for (const [name, { address }] of castOf(await ladder.ethers.getSigners())) names.set(address, name);
  return `The chain refused: ${showAnswer(answer, names)}`;
}
