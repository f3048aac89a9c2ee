/** What a process with one test file loaded is asked to do. */
export interface Ask {
  /** The active mutant; 0 for none, or the number with which all tell that they were reached. */
  readonly active: number;
  /** Full titles of the tests to run; all when left out. */
  readonly only?: readonly string[];
  /** Whether the first failure is enough. */
  readonly bail: boolean;
}

/** What came of it. */
export interface Answer {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly title: string; readonly message: string; readonly isHook: boolean }[];
  readonly milliseconds: number;
  /** Numbers of the mutants that each test reached; under "" those reached outside of tests. */
  readonly reached: Readonly<Record<string, readonly number[]>>;
}

/** What the process says first: whether contracts were deployed while its file was loaded. */
export interface Loaded {
  readonly deployedEarly: boolean;
}
