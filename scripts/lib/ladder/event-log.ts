import type { Log } from "ethers";
import type { Answer, Decoder } from "./answers.ts";
import type { Ladder } from "./ladder.ts";

/** An event with its place on the chain. */
export interface Entry extends Answer {
  readonly address: string;
  readonly block: number;
  /** Of its block, in seconds. */
  readonly timestamp: bigint;
  readonly logIndex: number;
  readonly transaction: string;
}

/** Every event of the ladder's contracts since the chain began, in order, read once. */
export class EventLog {
  readonly entries: Entry[] = [];
  readonly #ladder: Ladder;
  readonly #decoder: Decoder;
  #next = 0;

  constructor(ladder: Ladder, decoder: Decoder) {
    this.#ladder = ladder;
    this.#decoder = decoder;
  }

  /** Reads what has happened since the last call and returns that part. */
  async catchUp(): Promise<readonly Entry[]> {
    const { provider } = this.#ladder.ethers;
    const latest = await provider.getBlockNumber();
    if (latest < this.#next) return [];
    const logs = await provider.getLogs({ fromBlock: this.#next, toBlock: latest });
    this.#next = latest + 1;
    const times = new Map<number, bigint>();
    for (const number of new Set(logs.map(({ blockNumber }) => blockNumber)))
      times.set(number, BigInt((await provider.getBlock(number))!.timestamp));
    const fresh = logs.flatMap((log) => this.#decode(log, times.get(log.blockNumber)!));
    this.entries.push(...fresh);
    return fresh;
  }

  #decode(log: Log, timestamp: bigint): Entry[] {
    const answer = this.#decoder.event(log);
    if (!answer) return [];
    return [
      {
        ...answer,
        address: log.address,
        block: log.blockNumber,
        timestamp,
        logIndex: log.index,
        transaction: log.transactionHash,
      },
    ];
  }
}
