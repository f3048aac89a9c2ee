import { blockRootOf } from "./header.ts";
import type { ProvableBlock } from "../proofs/prove.ts";
import { Refused } from "../../lib/refused.ts";
import { writeRoot } from "./roots.ts";

interface Node {
  request(args: { method: string; params: unknown[] }): Promise<unknown>;
}

/** Whatever knows the states after blocks. */
interface Blocks {
  blockAfter(number: number): Promise<ProvableBlock>;
}

/** A block whose root EIP-4788 answers, and under which timestamp. */
export interface RootedBlock extends ProvableBlock {
  readonly timestamp: bigint;
  /** Of the execution layer: the block of that timestamp, whose parent the state is after. */
  readonly number: number;
  readonly root: string;
}

/** Writes parents' roots of a development chain, which no block of it writes. */
export interface ParentRoots {
  /** Of a block that is there. */
  of(number: number): Promise<RootedBlock>;
  /** Of the next block, which gets that time (seconds). */
  next(timestamp: bigint): Promise<RootedBlock>;
}

export function newParentRoots(node: Node, view: Blocks): ParentRoots {
  const request = (method: string, ...params: unknown[]) => node.request({ method, params });

  async function rooted(parent: number, timestamp: bigint): Promise<RootedBlock> {
    const block = await view.blockAfter(parent);
    const root = blockRootOf(block.header);
    await writeRoot(node, timestamp, root).catch((cause: unknown) => {
      throw new Refused(
        `The node takes no root for time ${timestamp} (${String((cause as Error).message ?? cause).split("\n")[0]}). ` +
          "Pods verify against EIP-4788, which on other chains than a developer's has the states of another beacon chain than rung 1: use a node such as `npm run node`.",
        { cause },
      );
    });
    return { ...block, timestamp, number: parent + 1, root };
  }

  return {
    async of(number) {
      const tag = `0x${number.toString(16)}`;
      const block = (await request("eth_getBlockByNumber", tag, false)) as { timestamp: string };
      return rooted(number - 1, BigInt(block.timestamp));
    },
    async next(timestamp) {
      const latest = Number((await request("eth_blockNumber")) as string);
      const block = await rooted(latest, timestamp);
      await request("evm_setNextBlockTimestamp", `0x${timestamp.toString(16)}`);
      return block;
    },
  };
}
