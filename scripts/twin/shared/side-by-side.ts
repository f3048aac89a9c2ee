import type { Interface } from "ethers";
import type { Block, Logged, Machine, Outcome } from "../../../model/shared/machine.ts";
import type { Chain } from "../../replay/chain/rpc.ts";
import { chainSideOf, type Question, type Sent } from "./chain-side.ts";
import { Disagreement } from "./disagreement.ts";
import { spell, spellLogged, spellRevert, type Told } from "./spell.ts";

/** A contract of the chain's side. */
export interface Placed {
  readonly at: string;
  readonly abi: Interface;
}

/** Questions to the chain, their names, and the model's answers. */
export interface Seen {
  readonly questions: readonly Question[];
  readonly accounts: readonly string[];
  readonly names: readonly string[];
  readonly model: readonly string[];
}

/** A call of a contract by its name. */
export interface Called {
  readonly from: string;
  readonly contract: string;
  readonly function: string;
  readonly args: readonly unknown[];
}

/** What plays a sequence on a model and on a chain. */
export interface Sides<State, Action> {
  readonly fresh: State;
  readonly step: (state: State, block: Block, action: Action) => Outcome<State, unknown>;
  readonly sentOf: (action: Action) => Promise<Sent>;
  /** Contracts whose logs and errors are compared. */
  readonly placed: readonly Placed[];
  readonly look: (machine: Machine<State>) => Seen;
  readonly beginning: readonly { readonly action: Action; readonly seconds: bigint }[];
  /** Takes in what only an event of the model tells. */
  readonly hear?: (events: readonly Logged[]) => void;
  /** Blocks that come in so many seconds: one, when it is not said. */
  readonly blocksIn?: (seconds: bigint) => bigint;
}

/** A chain on which everything stands. */
export interface Ground {
  readonly chain: Chain;
  /** Where a Lens stands. */
  readonly lens: string;
  readonly block: Block;
  /** The chain's words with the names that the model has. */
  readonly named: (words: string) => string;
}

/** One sequence on both. */
export interface Played<State, Action> {
  /** As the model has it, at a time. */
  readonly machine: () => Machine<State>;
  /** Plays a call in a block so much later. @throws Disagreement */
  readonly play: (action: Action, seconds: bigint) => Promise<Told>;
  /** Changes the model's side, for what has been done to the chain's. */
  readonly change: (to: (state: State) => State) => void;
}

/** Model and chain after the same beginning, from which any number of sequences are played. */
export async function sideBySide<State extends object, Action extends Called>(
  { chain, lens, block: first, named }: Ground,
  { fresh, step, sentOf, placed, look, beginning, hear, blocksIn = () => 1n }: Sides<State, Action>,
): Promise<{ readonly begin: () => Promise<Played<State, Action>> }> {
  const { provider } = chain.connection;
  const abis = new Map(placed.map(({ at, abi }) => [at, abi]));
  const onChain = await chainSideOf(chain, lens, abis);
  let state = fresh;
  let block = first;
  const machine = (): Machine<State> => ({ state: { ...state }, block, events: [] });

  const passBlocks = async (count: bigint, timestamp: bigint): Promise<void> => {
    if (count === 0n) return;
    await chain.setNextTime(timestamp);
    await provider.request({ method: "hardhat_mine", params: [`0x${count.toString(16)}`, "0x0"] });
    block = { number: block.number + count, timestamp };
  };
  const play = async (action: Action, seconds: bigint): Promise<Told> => {
    const timestamp = block.timestamp + seconds;
    await passBlocks(blocksIn(seconds) - 1n, timestamp);
    const next = { number: block.number + 1n, timestamp };
    const theirs = await onChain.play(await sentOf(action), timestamp);
    const outcome = step(state, next, action);
    hear?.(outcome.events);
    const ours: Told = outcome.ok
      ? { ok: true, said: spell(outcome.value), events: outcome.events.map((one) => spellLogged(one, abis)) }
      : { ok: false, said: spellRevert(outcome.revert), events: [] };
    const where = `${action.contract}.${action.function}(${spell(action.args)}) by ${action.from} at ${timestamp}`;
    const told = ({ ok, said, events }: Told) => [String(ok), said, ...events].map(named);
    Disagreement.check(where, ["passes", "says"], told(ours), told(theirs));
    if (!outcome.ok) return ours;
    ({ state } = outcome);
    block = next;
    const { questions, accounts, names, model } = look(machine());
    Disagreement.check(`after ${where}`, names, model, (await onChain.look(questions, accounts)).map(named));
    return ours;
  };

  for (const { action, seconds } of beginning) {
    const { ok, said } = await play(action, seconds);
    if (!ok) throw new Error(said);
  }
  const start = { state, block };
  let snapshot = await provider.request({ method: "evm_snapshot" });
  return {
    async begin() {
      await provider.request({ method: "evm_revert", params: [snapshot] });
      snapshot = await provider.request({ method: "evm_snapshot" });
      ({ state, block } = start);
      return {
        machine,
        play,
        change(to) {
          state = to(state);
        },
      };
    },
  };
}
