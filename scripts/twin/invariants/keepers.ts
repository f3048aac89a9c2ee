import type { Block } from "../../../model/shared/machine.ts";
import type { Moment } from "./invariant.ts";

/** Plays calls, each so many seconds and a block after the last; those that are undone change nothing. */
export class Keepers<State, Call> {
  state: State;
  block: Block;
  private readonly step: (state: State, block: Block, call: Call) => { readonly ok: boolean; readonly state: State };

  constructor(
    { after, block }: Pick<Moment<State>, "after" | "block">,
    step: (state: State, block: Block, call: Call) => { readonly ok: boolean; readonly state: State },
  ) {
    [this.state, this.block, this.step] = [after, block, step];
  }

  wait(seconds: bigint, blocks = 1n): void {
    this.block = { number: this.block.number + blocks, timestamp: this.block.timestamp + seconds };
  }

  /** @returns whether it passed */
  call(call: Call): boolean {
    const outcome = this.step(this.state, this.block, call);
    this.state = outcome.state;
    return outcome.ok;
  }
}
