import { once } from "node:events";
import { createServer } from "node:net";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { deployWatched } from "../deploy/watched.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { Refused } from "../lib/refused.ts";
import { ladderAt } from "../lib/ladder/open.ts";
import { rootEachBlock } from "./roots.ts";
import { findLadder } from "../lib/ladder/find.ts";
import { during } from "../lib/waiting.ts";
import { playAgain, watchChain } from "./keep.ts";
import type { Memory } from "./memory.ts";
import { signUpOperators } from "./prepare.ts";

/** A chain that is being served, with the ladder on it. */
export interface Served {
  readonly url: string;
  readonly ladder: Ladder;
  close(): Promise<void>;
}

/** The port is somebody else's: says so, and what to do. */
export class PortTaken extends Refused {}

const HOST = "127.0.0.1";

/**
 * Serves a fresh chain, deploys the ladder on it and signs up two operators; or, with a memory that holds something, does
 * again what it holds.
 */
export async function serve(
  hre: HardhatRuntimeEnvironment,
  port: number,
  preset: string,
  memory?: Memory,
): Promise<Served> {
  await assertFree(port);
  const past = memory?.past;
  const chain =
    past === undefined
      ? "default"
      : { network: "default", override: { initialDate: new Date(past.beginning.genesis * 1_000) } };
  const watch = memory && watchChain(hre, memory.keep);
  const server = await hre.network.createServer(chain, HOST, port);
  const bound = await server.listen();
  const url = `http://${HOST}:${bound.port}`;
  const connection = await hre.network.create({ network: "localhost", override: { url } });
  let unroot = (): void => {};
  const stop = async (): Promise<void> => {
    unroot();
    await connection.close();
    await server.close();
    watch?.end();
  };
  const close = async (): Promise<void> => {
    await stop();
    memory?.keepJournals(hre);
  };
  try {
    if (past !== undefined) {
      memory!.restoreJournals(hre);
      const { kept } = past;
      let done = 0;
      const again = playAgain(connection.provider, kept, (one) => (done = one));
      await during("playing again what is kept", again, undefined, () => ` (${done} of ${kept.length} requests)`);
      watch?.begin();
      const found = await findLadder(hre, connection);
      // after the watch, which then sees what it asks for before what it is asked for
      unroot = rootEachBlock(hre, found);
      return { url, ladder: found, close };
    }
    memory?.begin(hre, Number((await connection.ethers.provider.getBlock(0))!.timestamp));
    watch?.begin();
    const { addresses } = await deployWatched(hre, connection, { preset });
    const ladder = await ladderAt(connection, addresses);
    await signUpOperators(ladder);
    memory?.keepJournals(hre);
    unroot = rootEachBlock(hre, ladder);
    return { url, ladder, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Hardhat's server tells of a taken port where nobody can catch it, so it is tried before. */
async function assertFree(port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, HOST);
    await once(probe, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new PortTaken(
      `Port ${port} is taken. Stop what serves there, or take another: npm run node -- --port ${port + 1}`,
    );
  } finally {
    probe.close();
  }
}
