import type { Pool, PoolState } from "../../../model/2-liquid-staking/pool.ts";
import { nonceOf, permitDigest } from "../../../model/2-liquid-staking/permits.ts";
import { type PoolAction, stepPool } from "../../../model/2-liquid-staking/step.ts";
import type { Address, Block, Machine, Outcome } from "../../../model/shared/machine.ts";
import { signatureOf } from "../../../model/shared/signature.ts";
import { credentialsFor, depositDataFor, pubkeyOf } from "../../beacon/depositData.ts";
import { ETH } from "../../lib/units.ts";
import { chainSideOf, type Sent } from "../shared/chain-side.ts";
import { Disagreement } from "../shared/disagreement.ts";
import { spell, spellLogged, spellRevert, type Told } from "../shared/spell.ts";
import { type Contract, type Placed, poolSights, type Seen, seenIn } from "./look.ts";
import { type Cast, type PoolStand, standUpPool } from "./stand.ts";

/** What two of the three people stake at the beginning; half of it they wrap. */
const OWN = 20n * ETH;
const ZERO = `0x${"0".repeat(40)}`;
const MOST = 2n ** 256n - 1n;

type Places = { readonly wstEth: string; readonly queue: string };

/** A call of a contract by its name. */
interface Called {
  readonly from: Address;
  readonly contract: string;
  readonly function: string;
  readonly args: readonly unknown[];
}

/** One sequence on both. */
export interface Pair<State, Action> extends Cast {
  /** As the model has it, at a time. */
  readonly pool: () => Machine<State>;
  /** Plays a call in a block so much later. @throws Disagreement */
  readonly play: (action: Action, seconds: bigint) => Promise<Told>;
  /** Ether is forced upon an account. */
  readonly donate: (wei: bigint, account?: Address) => Promise<void>;
}

export type PoolPair = Pair<PoolState, PoolAction>;

/** Keys that the curator lists: with the signatures that deposits of them carry. */
export const keysOf = (from: number, count: number) => {
  const pubkeys = Array.from({ length: count }, (_, nth) => pubkeyOf("twin", from + nth).toLowerCase());
  return { pubkeys, signatures: pubkeys.map(signatureFor) };
};

/** The signature that a deposit of a key has here. */
export const signatureFor = (pubkey: string): string =>
  depositDataFor(pubkey, credentialsFor(1, pubkey.slice(0, 42)), 0n).signature.toLowerCase();

/** Permits as the model signs them. */
export function signPermit(pool: Pool, token: string, signer: string, nonceAhead: bigint, args: readonly unknown[]) {
  const [owner, spender, value, deadline] = args as [string, string, bigint, bigint];
  return signatureOf(
    signer,
    permitDigest(token, owner, spender, value, nonceOf(pool, token, owner) + nonceAhead, deadline),
  );
}

/** What plays on a stand: the LST alone, or something that stands on it. */
interface Sides<State, Action> {
  readonly fresh: State;
  readonly step: (state: State, block: Block, action: Action) => Outcome<State, unknown>;
  readonly sentOf: (action: Action) => Promise<Sent>;
  /** Contracts whose logs and errors are compared. */
  readonly placed: readonly Placed[];
  readonly look: (machine: Machine<State>) => Seen;
  readonly beginning: readonly { readonly action: Action; readonly seconds: bigint }[];
}

/** Model and chain after the same beginning, from which any number of sequences are played. */
export async function pairsOver<State extends PoolState, Action extends Called>(
  { chain, lens, cast, block: first, named }: PoolStand,
  { fresh, step, sentOf, placed, look, beginning }: Sides<State, Action>,
): Promise<{ readonly begin: () => Promise<Pair<State, Action>> }> {
  const { provider } = chain.connection;
  const abis = new Map(placed.map(({ at, abi }) => [at, abi]));
  const onChain = await chainSideOf(chain, lens, abis);
  let state = fresh;
  let block = first;
  const pool = (): Machine<State> => ({ state: { ...state }, block, events: [] });

  const play = async (action: Action, seconds: bigint): Promise<Told> => {
    const next = { number: block.number + 1n, timestamp: block.timestamp + seconds };
    const theirs = await onChain.play(await sentOf(action), next.timestamp);
    const outcome = step(state, next, action);
    const ours: Told = outcome.ok
      ? { ok: true, said: spell(outcome.value), events: outcome.events.map((one) => spellLogged(one, abis)) }
      : { ok: false, said: spellRevert(outcome.revert), events: [] };
    const where = `${action.contract}.${action.function}(${spell(action.args)}) by ${action.from} at ${next.timestamp}`;
    const told = ({ ok, said, events }: Told) => [String(ok), said, ...events].map(named);
    Disagreement.check(where, ["passes", "says"], told(ours), told(theirs));
    if (!outcome.ok) return ours;
    ({ state } = outcome);
    block = next;
    const { questions, accounts, names, model } = look(pool());
    Disagreement.check(`after ${where}`, names, model, (await onChain.look(questions, accounts)).map(named));
    return ours;
  };
  const donate = async (wei: bigint, account = state.config.stEth): Promise<void> => {
    const balance = (state.ether.get(account) ?? 0n) + wei;
    await chain.setBalance(account, balance);
    state = { ...state, ether: state.ether.set(account, balance) };
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
      return { ...cast, pool, play, donate };
    },
  };
}

/**
 * Pool and model after the same beginning: four validators that run, two more holders, every allowance.
 *
 * @param model what plays on the model's side; tests put a flaw into it
 */
export async function openPoolPairs(model = stepPool): Promise<{ readonly begin: () => Promise<PoolPair> }> {
  const stand = await standUpPool();
  const { deployed, cast, fresh, sentOf } = stand;
  const { stEth, queue } = fresh.config;
  return pairsOver(stand, {
    fresh,
    step: model,
    sentOf,
    placed: Object.values(deployed),
    look: (pool: Pool) => seenIn(pool, poolSights(pool, cast.people), [stEth, queue], deployed),
    beginning: beginningOf({ ...cast, at: fresh.config }),
  });
}

/** What every sequence begins with: four validators that run, two more holders, every allowance, a report. */
export function beginningOf({ people, curator, at }: Pick<Cast, "people" | "curator"> & { readonly at: Places }) {
  const by = (from: string, contract: Contract, name: string, ...args: unknown[]): PoolAction =>
    ({ from, contract, function: name, args }) as PoolAction;
  const alice = people[0] as string;
  const { pubkeys, signatures } = keysOf(0, 8);
  const actions = [
    by(curator, "stEth", "registerKeys", pubkeys, signatures),
    by(alice, "stEth", "submit", 128n * ETH, ZERO),
    by(alice, "stEth", "stakeBuffered", 4n),
    ...people.flatMap((one) => [
      by(one, "stEth", "approve", at.wstEth, MOST),
      by(one, "stEth", "approve", at.queue, MOST),
      by(one, "wstEth", "approve", at.queue, MOST),
    ]),
    ...people.slice(1).flatMap((one) => [by(one, "stEth", "submit", OWN, ZERO), by(one, "wstEth", "wrap", OWN / 2n)]),
  ];
  return [
    ...actions.map((action) => ({ action, seconds: 12n })),
    { action: by(alice, "stEth", "report", MOST), seconds: 4_224n },
  ];
}

export type { Contract };
