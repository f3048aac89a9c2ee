import type { Lodestar } from "./client/lodestar.ts";
import type { ListedDifference } from "./listed.ts";
import type { Connection } from "./ours.ts";

/** A number that is not the same on both sides. */
export interface Difference {
  readonly what: string;
  readonly theirs: string;
  readonly ours: string;
}

/** What a comparison finds. */
export class Found {
  validatorEpochs = 0;
  numbers = 0;
  readonly differences: Difference[] = [];
  readonly listed: (Difference & { readonly id: ListedDifference })[] = [];
  readonly progress: () => void;

  constructor(progress: () => void = () => {}) {
    this.progress = progress;
  }

  equal(what: string, theirs: bigint, ours: bigint): void {
    this.numbers++;
    if (theirs !== ours) this.differences.push({ what, theirs: String(theirs), ours: String(ours) });
  }

  /** A difference that the documentation names, with the numbers of both: it must be there, and just so. */
  known(
    id: ListedDifference,
    what: string,
    theirs: bigint,
    ours: bigint,
    expected: { theirs: bigint; ours: bigint },
  ): void {
    this.numbers++;
    const asListed = theirs === expected.theirs && ours === expected.ours;
    if (asListed) this.listed.push({ id, what, theirs: String(theirs), ours: String(ours) });
    else {
      const said = `${what} (listed as ${expected.theirs} there, ${expected.ours} here)`;
      this.differences.push({ what: said, theirs: String(theirs), ours: String(ours) });
    }
  }
}

/** A part of rung 1 beside the same part of the client. */
export interface Comparison {
  readonly name: string;
  readonly about: string;
  run(setting: Setting): Promise<void>;
}

interface Setting {
  readonly lodestar: Lodestar;
  readonly found: Found;
  /** A fresh embedded chain. */
  chain(): Promise<Connection>;
}
