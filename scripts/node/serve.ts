import { once } from "node:events";
import { createServer } from "node:net";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { deployWatched } from "../deploy/watched.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { Refused } from "../lib/refused.ts";
import { ladderAt } from "../lib/ladder/open.ts";
import { rootEachBlock } from "./roots.ts";
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

/** Serves a fresh chain, deploys the ladder on it and signs up two operators. */
export async function serve(hre: HardhatRuntimeEnvironment, port: number, preset: string): Promise<Served> {
  await assertFree(port);
  const server = await hre.network.createServer("default", HOST, port);
  const bound = await server.listen();
  const url = `http://${HOST}:${bound.port}`;
  const connection = await hre.network.create({ network: "localhost", override: { url } });
  const close = async (): Promise<void> => {
    await connection.close();
    await server.close();
  };
  try {
    const { addresses } = await deployWatched(hre, connection, { preset });
    const ladder = await ladderAt(connection, addresses);
    await signUpOperators(ladder);
    const stop = rootEachBlock(hre, ladder);
    return {
      url,
      ladder,
      close: async () => {
        stop();
        await close();
      },
    };
  } catch (error) {
    await close();
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
