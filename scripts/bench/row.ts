import type { ContractTransactionResponse } from "ethers";

/** What is known of an operation before it is measured: who else does it, and what it costs there. */
export interface RowFacts {
  /** rung.operation.variant; never changes its meaning. */
  readonly id: string;
  /** The function. */
  readonly operation: string;
  /** What the measured transaction found on the chain; the measurement asserts it. */
  readonly circumstances: string;
  /** Gas of the same operation elsewhere, by name. */
  readonly peers: Readonly<Record<string, number>>;
  /** Whether it must cost less than everywhere else, and counts for the sum. */
  readonly bar: boolean;
}

export interface GasRow extends RowFacts {
  /** Gas of our transaction, as its receipt says. */
  readonly ours: number;
}

/** Brings the circumstances about, asserts them, and sends the transaction to measure. */
export type Measurement<World> = (world: World) => Promise<ContractTransactionResponse>;

export type Measurements<World> = Readonly<Record<string, Measurement<World>>>;

/** The rows of one rung, measured on chains that `open` prepares. */
export interface Rung<World> {
  readonly title: string;
  /** What a reader must know to compare: printed below the table. */
  readonly note: string;
  /** The most that the sum over bar rows may be, as a part of theirs. */
  readonly maxRatio: number;
  readonly facts: readonly RowFacts[];
  readonly measurements: Measurements<World>;
  readonly open: () => Promise<World>;
}

/** Throws unless a claimed circumstance is the case. */
export function must(isSo: boolean, circumstance: string): void {
  if (!isSo) throw new Error(`not measured: "${circumstance}" is not the case`);
}
