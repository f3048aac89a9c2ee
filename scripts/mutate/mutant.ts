/** What kind of slip a mutant is: the usual ones first, then those of this domain. */
export const OPERATORS = {
  boundary: "`<` becomes `<=`, `>` becomes `>=`, and the other way round",
  negation: "a comparison or condition says the opposite; `&&` becomes `||`",
  arithmetic: "`+` becomes `-`, `*` becomes `/`, `min` becomes `max`, and the other way round",
  constant: "a number is one more",
  "dropped statement": "a call, an assignment or an event is left out",
  "dropped check": "a condition that reverts never holds; a `require` is left out",
  "swapped arguments": "two neighbours of one type change places",
  rounding: "`Up` becomes `Down`, `Ceil` becomes `Floor`, and the other way round",
  order: "two neighbouring calls or assignments change places: who bears a loss first",
  hook: "a hook (`before…`, `after…`, `on…`) is left out",
  delay: "a comparison of time always or never holds; a delay is not added",
  index: "an index of a list or a queue is one further",
  unit: "a factor such as `GWEI` or `WAD` is left out, shares are taken for assets, days for hours",
} as const;

export type Operator = keyof typeof OPERATORS;

/** A piece of a source that becomes another while the mutant is active. */
export interface Edit {
  /** First byte, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** An expression stays one; a statement, with its semicolon, may become several or none. */
  readonly is: "expression" | "statement";
  readonly text: string;
  /** Of a number that has no type by itself: the one that it has beside its neighbour. */
  readonly type?: string;
}

/** One slip in one place. */
export interface Mutant {
  /** The same as long as its function, its code and the slip are, wherever the lines move. */
  readonly id: string;
  readonly rung: number;
  readonly file: string;
  readonly line: number;
  readonly operator: Operator;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
}
