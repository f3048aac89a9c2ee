import type { Pool, PoolState } from "../../../model/2-liquid-staking/pool.ts";
import { nonceOf, permitDigest } from "../../../model/2-liquid-staking/permits.ts";
import { type PoolAction, stepPool } from "../../../model/2-liquid-staking/step.ts";
import type { Address, Machine } from "../../../model/shared/machine.ts";
import { signatureOf } from "../../../model/shared/signature.ts";
import { credentialsFor, depositDataFor, pubkeyOf } from "../../beacon/depositData.ts";
import { ETH } from "../../lib/units.ts";
import { seenIn } from "../shared/seen.ts";
import { type Called, sideBySide, type Sides } from "../shared/side-by-side.ts";
import type { Told } from "../shared/spell.ts";
import { type Contract, poolSights } from "./look.ts";
import { type Cast, type PoolStand, standUpPool } from "./stand.ts";

/** What two of the three people stake at the beginning; half of it they wrap. */
const OWN = 20n * ETH;
const ZERO = `0x${"0".repeat(40)}`;
const MOST = 2n ** 256n - 1n;

type Places = { readonly wstEth: string; readonly queue: string };

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

/** Model and chain after the same beginning, from which any number of sequences are played. */
export async function pairsOver<State extends PoolState, Action extends Called>(
  stand: PoolStand,
  sides: Sides<State, Action>,
): Promise<{ readonly begin: () => Promise<Pair<State, Action>> }> {
  const { begin } = await sideBySide(stand, sides);
  return {
    async begin() {
      const { machine: pool, play, change } = await begin();
      const donate = async (wei: bigint, account = pool().state.config.stEth): Promise<void> => {
        const balance = (pool().state.ether.get(account) ?? 0n) + wei;
        await stand.chain.setBalance(account, balance);
        change((state) => ({ ...state, ether: state.ether.set(account, balance) }));
      };
      return { ...stand.cast, pool, play, donate };
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
