import { REGISTRARS } from "../../../model/4-avs/service-manager.ts";
import type { Avs, AvsState } from "../../../model/4-avs/state.ts";
import { stepAvs } from "../../../model/4-avs/step.ts";
import type { Action } from "../../../model/3-restaking/step.ts";
import type { Block } from "../../../model/shared/machine.ts";
import { chainSideOf } from "../shared/chain-side.ts";
import { Disagreement } from "../shared/disagreement.ts";
import { spell, spellLogged, spellRevert, type Told } from "../shared/spell.ts";
import { sightsOf } from "./look.ts";
import { BEGIN } from "./on-model.ts";
import { preludeOf } from "./prelude.ts";
import { senderOf } from "./sent.ts";
import type { Stand } from "./stand.ts";
import { wordsOf } from "./words.ts";

/** How much later than the one before a step is: blocks without a call first, of the time of the call. */
interface Wait {
  readonly blocks: bigint;
  readonly seconds: bigint;
}

/** A step of a sequence: what is done, and how much later. */
export interface Timed {
  readonly wait: Wait;
  readonly action: Action;
}

/** One sequence on model and chain. */
export interface ServicePair {
  /** As the model has it, in the block of the last step. */
  readonly avs: () => Avs;
  /** @throws Disagreement when the result, the revert, a log or anything that can be seen is not the same on both. */
  readonly play: (step: Timed) => Promise<Told>;
}

const avsOf = (state: AvsState, block: Block): Avs => ({
  state: { ...state },
  block,
  events: [],
  registrars: REGISTRARS,
});

/**
 * @param model what plays on the model's side; tests put a flaw into it
 * @returns what begins a sequence: both sides go back to where the sets have their operators
 */
export async function openServicePairs(stand: Stand, model = stepAvs): Promise<() => Promise<ServicePair>> {
  const { chain, cast, abis, lens } = stand;
  const { provider } = chain.connection;
  const words = wordsOf(cast, abis);
  const sentFor = await senderOf(stand, words);
  const onChain = await chainSideOf(chain, lens, abis);
  let began = { state: stand.state, block: { number: await chain.blockNumber(), timestamp: BEGIN + 86_400n } };

  const pairFrom = ({ state: start, block: from }: { readonly state: AvsState; readonly block: Block }) => {
    let [state, block] = [start, from];
    const onModel = (at: Block, action: Action): Told => {
      const outcome = model(state, at, action);
      ({ state } = outcome);
      if (!outcome.ok) return { ok: false, said: spellRevert(outcome.revert), events: [] };
      words.hear(outcome.events);
      const events = outcome.events.map((one) => spellLogged(one, abis));
      return { ok: true, said: spell(outcome.value), events };
    };
    const agree = async (at: string): Promise<void> => {
      const { questions, accounts, names, model: ours } = sightsOf(stand, avsOf(state, block));
      const asked = questions.map((one) => ({ ...one, args: words.toChain(one.args) }));
      const theirs = (await onChain.look(asked, accounts)).map(words.toModel);
      Disagreement.check(at, names, ours.map(lowered), theirs.map(lowered));
    };
    const play = async ({ wait: { blocks, seconds }, action }: Timed, looks = true): Promise<Told> => {
      const timestamp = block.timestamp + seconds;
      if (blocks > 0n) {
        await chain.setNextTime(timestamp);
        await provider.request({ method: "hardhat_mine", params: [`0x${blocks.toString(16)}`, "0x0"] });
        block = { number: block.number + blocks, timestamp };
      }
      const next = { number: block.number + 1n, timestamp };
      const theirs = await onChain.play(await sentFor(action), timestamp);
      const ours = onModel(next, action);
      const where = `${action.function}(${spell(action.args)}) of ${action.to} by ${action.from} in ${next.number} at ${timestamp}`;
      const told = ({ ok, said, events }: Told) => [String(ok), said, ...events];
      Disagreement.check(
        where,
        ["passes", "says"],
        told(ours).map(lowered),
        told(theirs).map(words.toModel).map(lowered),
      );
      if (!ours.ok) return ours;
      block = next;
      if (looks) await agree(`after ${where}`);
      return ours;
    };
    return { avs: () => avsOf(state, block), now: () => ({ state, block }), play, agree };
  };

  const prelude = pairFrom(began);
  for (const step of preludeOf(cast)) {
    const told = await prelude.play(step, false);
    if (!told.ok) throw new Error(`${step.action.function}: ${told.said}`);
  }
  await prelude.agree("at the beginning");
  began = prelude.now();
  let snapshot = await provider.request({ method: "evm_snapshot" });
  return async () => {
    await provider.request({ method: "evm_revert", params: [snapshot] });
    snapshot = await provider.request({ method: "evm_snapshot" });
    const { avs, play } = pairFrom(began);
    return { avs, play };
  };
}

const lowered = (words: string): string => words.toLowerCase();
