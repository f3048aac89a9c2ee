/**
 * Why a call was undone: a custom error with its arguments, `Panic` with its code, `Error` with its text, or `Empty`
 * where the chain gives no data at all (a call that finds no code, data that cannot be decoded).
 */
export class Revert extends Error {
  override readonly name = "Revert";
  /** Name of the error as the contracts have it. */
  readonly error: string;
  readonly args: readonly unknown[];

  constructor(error: string, args: readonly unknown[] = []) {
    // a revert is a result: where the model was is nobody's business, and costs more than the step
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super();
    Error.stackTraceLimit = stackTraceLimit;
    this.error = error;
    this.args = args;
  }

  /** Made only for who reads it: most reverts are compared by name and arguments. */
  override get message(): string {
    return `${this.error}(${this.args.map(String).join(", ")})`;
  }
}

/** Codes of Solidity's panics. */
export const PANIC = { arithmetic: 0x11n, divisionByZero: 0x12n, outOfBounds: 0x32n } as const;

/** Stops with a panic of Solidity. */
export function panic(code: bigint): never {
  throw new Revert("Panic", [code]);
}

/** Stops as a call to nothing does. */
export function empty(): never {
  throw new Revert("Empty");
}

/** The item at an index, or the panic of an array that is too short. */
export function itemAt<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) panic(PANIC.outOfBounds);
  return items[index] as T;
}

/** Stops with an error of the contracts unless the condition holds. */
export function check(holds: boolean, error: string, ...args: readonly unknown[]): asserts holds {
  if (!holds) throw new Revert(error, args);
}
