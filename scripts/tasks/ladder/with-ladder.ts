import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { Decoder, readAbis } from "../../lib/ladder/answers.ts";
import { castOf } from "../../lib/ladder/cast.ts";
import { findLadder } from "../../lib/ladder/find.ts";
import type { Ladder } from "../../lib/ladder/ladder.ts";
import { EXIT } from "../../lib/refused.ts";
import { showAnswer } from "../../scenario/answer.ts";
import { Names } from "../../scenario/names.ts";
import { refusalOf } from "../../lib/refusing.ts";
import { wayOut } from "./ways-out.ts";

/** What a task works with: the ladder, and a way to answer. */
export interface Stage {
  readonly ladder: Ladder;
  say(line: string): void;
}

/** Where a ladder is looked for when no network is named: the chain of this process can have none. */
const RUNNING = "localhost";

/**
 * Runs a task on the ladder of the network that was named, or of the node on this machine. What the chain refuses is said
 * in words, with exit code 1.
 */
export async function withLadder(hre: HardhatRuntimeEnvironment, work: (stage: Stage) => Promise<void>): Promise<void> {
  const connection = await hre.network.create(hre.globalOptions.network ?? RUNNING);
  let ladder: Ladder | undefined;
  try {
    ladder = await findLadder(hre, connection);
    await work({ ladder, say: (line) => console.log(line) });
  } catch (error) {
    if (refusalOf(error) !== undefined) throw error;
    console.error(await complaint(hre, ladder, error));
    process.exitCode = EXIT.failed;
  } finally {
    await connection.close();
  }
}

async function complaint(hre: HardhatRuntimeEnvironment, ladder: Ladder | undefined, error: unknown): Promise<string> {
  const answer = new Decoder(await readAbis(hre.artifacts)).error(error);
  if (!answer || !ladder) throw error;
  const names = new Names();
  for (const [name, address] of Object.entries(ladder.addresses)) names.set(address, name);
  for (const [name, { address }] of castOf(await ladder.ethers.getSigners())) names.set(address, name);
  const advice = wayOut(answer.name);
  return `The chain refused: ${showAnswer(answer, names)}${advice === undefined ? "" : `\n  ${advice}`}`;
}
