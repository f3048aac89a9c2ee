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
  /** Who sent the transaction. */
  readonly sender: string;
}

interface Seen {
  readonly timestamp: bigint;
  /** By the hashes of their transactions. */
  readonly senders: ReadonlyMap<string, string>;
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
    const blocks = new Map<number, Seen>();
    for (const number of new Set(logs.map(({ blockNumber }) => blockNumber))) {
      const block = (await provider.getBlock(number, true))!;
      const senders = new Map(block.prefetchedTransactions.map(({ hash, from }) => [hash, from]));
      blocks.set(number, { timestamp: BigInt(block.timestamp), senders });
    }
    const fresh = logs.flatMap((log) => this.#decode(log, blocks.get(log.blockNumber)!));
    this.entries.push(...fresh);
    return fresh;
  }

  #decode(log: Log, { timestamp, senders }: Seen): Entry[] {
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
        sender: senders.get(log.transactionHash)!,
      },
    ];
  }
}
