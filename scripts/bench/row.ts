import type { ContractTransactionResponse } from "ethers";

/** What is known of an operation before it is measured: who else does it, and what it costs there. */
export interface RowFacts {
  /** rung.operation.variant; never changes its meaning. */
  readonly id: string;
  /** The function. */
  readonly operation: string;
  /** What the measured transaction found on the chain; the measurement asserts it. */
  readonly circumstances: string;
  /** Gas of the same operation elsewhere, by name; empty when nobody else has it. */
  readonly peers: Readonly<Record<string, number>>;
  /** Whether it must cost less than everywhere else, and counts for the sum. */
  readonly bar: boolean;
  /** The most that it should cost, where that is set. */
  readonly limit?: number;
  /** The most that it may cost above its limit, and the decision that says why. */
  readonly granted?: { readonly gas: number; readonly decision: string };
}

export interface GasRow extends RowFacts {
  /** Gas of our transaction, as its receipt says. */
  readonly ours: number;
}

/** A transaction to measure that is not alone in its block: its storage is cold all the same. */
export interface Following {
  readonly transaction: ContractTransactionResponse;
  /** What the block holds before it, in order. */
  readonly after: readonly ContractTransactionResponse[];
}

/** What each of `count` things adds to a transaction: the difference of two, shared among them. */
interface Marginal {
  readonly more: Sending;
  readonly less: Sending;
  readonly count: number;
}

/** What was sent, to be measured. */
export type Sending = ContractTransactionResponse | Following | Marginal;

/** Brings the circumstances about, asserts them, and sends the transaction to measure. */
type Measurement<World> = (world: World) => Promise<Sending>;

/** Measurements by the id of their row. */
export type Measurements<World> = Readonly<Record<string, Measurement<World>>>;

/** The rows of one rung. */
export interface Rung {
  readonly title: string;
  /** What a reader must know to compare: printed below the table. */
  readonly note: string;
  /** The most that the sum over bar rows may be, as a part of theirs. */
  readonly maxRatio: number;
  readonly facts: readonly RowFacts[];
  /** Ids that can be measured: those of the facts. */
  readonly measurable: readonly string[];
  /** Sends the transaction of a row, on a chain that no other row has touched. */
  readonly send: (id: string) => Promise<Sending>;
}

/** Binds measurements to the chains that `open` prepares, one a row. */
export function onFreshChains<World>(
  open: () => Promise<World>,
  measurements: Measurements<World>,
): Pick<Rung, "measurable" | "send"> {
  return {
    measurable: Object.keys(measurements),
    async send(id) {
      const measurement = measurements[id];
      if (measurement === undefined) throw new Error(`nothing measures ${id}`);
      return measurement(await open());
    },
  };
}

/** Throws unless a claimed circumstance is the case. */
export function must(isSo: boolean, circumstance: string): void {
  if (!isSo) throw new Error(`not measured: "${circumstance}" is not the case`);
}
