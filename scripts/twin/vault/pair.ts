import { transactOn } from "../../../model/5-lrt/transaction.ts";
import { stepVault, type VaultAction } from "../../../model/5-lrt/step.ts";
import type { VaultState } from "../../../model/5-lrt/state.ts";
import type { Block } from "../../../model/shared/machine.ts";
import { ETH } from "../../lib/units.ts";
import { chainSideOf } from "../shared/chain-side.ts";
import { Disagreement } from "../shared/disagreement.ts";
import { spell, spellLogged, spellRevert, type Told } from "../shared/spell.ts";
import { etherSeen, pursesOf, seenBy, sightsOf } from "./look.ts";
import { preludeOf } from "./prelude.ts";
import { sentFor } from "./sent.ts";
import type { Stand } from "./stand.ts";
import { START_SECONDS } from "./times.ts";

/** A step of a sequence: what is done, and when. */
export interface Timed {
  /** Seconds. */
  readonly timestamp: bigint;
  readonly action: VaultAction;
}

/** One sequence on model and chain. */
export interface VaultPair {
  readonly state: () => VaultState;
  readonly now: () => bigint;
  /** @throws Disagreement when the result, the revert, a log or anything that can be seen is not the same on both. */
  readonly play: (step: Timed) => Promise<Told>;
}

/**
 * @param model what plays on the model's side; tests put a flaw into it
 * @returns what begins a sequence: both sides go back to where the vault has its components and settings
 */
export async function openVaultPairs(stand: Stand, model = stepVault): Promise<() => Promise<VaultPair>> {
  const { chain, contracts, lens } = stand;
  const { provider } = chain.connection;
  const abis = new Map(Object.values(contracts).map((one) => [String(one.target).toLowerCase(), one.interface]));
  const side = await chainSideOf(chain, String(lens.target), abis, [stand.component.interface]);
  let began = START_SECONDS;

  const pairFrom = (start: VaultState, from: bigint): VaultPair => {
    let state = start;
    let now = from;
    const onModel = (block: Block, action: VaultAction): Told => {
      const outcome = model(state, block, action);
      ({ state } = outcome);
      if (!outcome.ok) return { ok: false, said: spellRevert(outcome.revert), events: [] };
      const events = outcome.events.map((one) => spellLogged(one, abis));
      return { ok: true, said: spell(outcome.value), events };
    };
    const agreeOnSights = async (at: string): Promise<void> => {
      const of = transactOn(state, { number: 0n, timestamp: now }, (vault) => vault);
      if (!of.ok) throw of.revert;
      const [sights, purses] = [sightsOf(stand, of.value), pursesOf(stand, of.value)];
      const seen = await side.look(
        sights.map(({ question }) => question),
        purses,
      );
      const ours = [...sights.map((sight) => seenBy(of.value, sight)), ...etherSeen(of.value, purses)];
      const names = [...sights.map(({ question }) => `${question.name}(${question.args.join()})`), ...purses];
      Disagreement.check(at, names, ours, seen);
    };
    return {
      state: () => state,
      now: () => now,
      async play({ timestamp, action }) {
        const at = `${action.contract}.${action.function} at ${timestamp}`;
        const theirs = await side.play(sentFor(stand, action), timestamp);
        const ours = onModel({ number: 0n, timestamp }, action);
        const told = ({ ok, said, events }: Told) => [String(ok), said, ...events];
        Disagreement.check(
          at,
          ["passes", "says", ...theirs.events.map((_, nth) => `log ${nth}`)],
          told(ours),
          told(theirs),
        );
        if (!theirs.ok) return theirs;
        now = timestamp;
        await agreeOnSights(`after ${at}`);
        return theirs;
      },
    };
  };

  const prelude = pairFrom(withEther(stand), began);
  for (const action of preludeOf(stand)) {
    const told = await prelude.play({ timestamp: ++began, action });
    if (!told.ok) throw new Error(`the prelude fails: ${told.said}`);
  }
  const start = prelude.state();
  let snapshot = await provider.request({ method: "evm_snapshot" });
  return async () => {
    await provider.request({ method: "evm_revert", params: [snapshot] });
    snapshot = await provider.request({ method: "evm_snapshot" });
    return pairFrom(start, began);
  };
}

/** Ether that is compared counts from what the network gave. */
function withEther({ state, cast }: Stand): VaultState {
  const given = 10_000n * ETH;
  const ether = state.world.ether.set(cast.purse, given).set(state.config.treasury, given);
  return { ...state, world: { ...state.world, ether } };
}
